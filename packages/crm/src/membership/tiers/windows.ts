// Which days count towards a tier, and how long a tier is valid.
import {
  type CivilDate,
  lastDay as endOfTime,
  endOfYear,
  nextMonthDay,
  plusDays,
  plusMonths,
} from '../../shared/civil-date.js'
import type { LeapRule, TierRules } from '../../shared/programme-rules.js'

/** Days from the first to the last, both included. */
export interface Days {
  readonly fromDay: CivilDate
  readonly toDay: CivilDate
}

type Windows = Pick<TierRules, 'window' | 'leapRule'>

const yearOf = (day: CivilDate): number => Number(day.slice(0, 4))
const firstOfYear = (day: CivilDate): CivilDate => `${day.slice(0, 4)}-01-01` as CivilDate

/**
 * The anniversary of a membership in a year. Somebody who joined on 29 February has it on 28 February or on 1 March of a
 * year that has no such day, by the rule.
 */
export const anniversaryIn = (since: CivilDate, year: number, leapRule: LeapRule): CivilDate => {
  if (year > 9999) return endOfTime
  const newYear = `${String(Math.max(year, 1)).padStart(4, '0')}-01-01` as CivilDate
  // The month's last day where it has no such day: 28 February.
  const inYear = nextMonthDay(newYear, Number(since.slice(5, 7)), Number(since.slice(8, 10)))
  const isMoved = leapRule === 'mar1' && inYear.slice(5) !== since.slice(5)
  return isMoved ? plusDays(inYear, 1) : inYear
}

// The last anniversary that is not after a day; the day of joining itself before the first one.
const anniversaryBefore = (since: CivilDate, day: CivilDate, leapRule: LeapRule): CivilDate => {
  const inYear = anniversaryIn(since, yearOf(day), leapRule)
  return inYear <= day ? inYear : anniversaryIn(since, yearOf(day) - 1, leapRule)
}

/** Whether a day is one of them. */
export const isWithin = ({ fromDay, toDay }: Days, day: CivilDate): boolean =>
  fromDay <= day && day <= toDay

/** The days that count on a day: its calendar year, its year of membership, or so many months that end with it. */
export const windowOn = ({ window, leapRule }: Windows, since: CivilDate, day: CivilDate): Days => {
  switch (window.type) {
    case 'calendarYear':
      return { fromDay: firstOfYear(day), toDay: endOfYear(day) }
    case 'membershipYear': {
      const fromDay = anniversaryBefore(since, day, leapRule)
      const next = anniversaryIn(since, yearOf(fromDay) + 1, leapRule)
      return { fromDay, toDay: plusDays(next, -1) }
    }
    case 'rolling':
      return { fromDay: plusDays(plusMonths(day, -window.months), 1), toDay: day }
  }
}

/**
 * The last day of a tier that was reached on a day: the end of the next period. 31 December of the next year, the eve of the
 * second next anniversary, or so many months later.
 */
export const validThrough = (
  { window, leapRule }: Windows,
  since: CivilDate,
  day: CivilDate,
): CivilDate => {
  switch (window.type) {
    case 'calendarYear':
      return endOfYear(day, 1)
    case 'membershipYear': {
      const secondNext = yearOf(anniversaryBefore(since, day, leapRule)) + 2
      // Beyond the last year that has a name there is no eve: it is valid for good.
      return secondNext > 9999
        ? endOfTime
        : plusDays(anniversaryIn(since, secondNext, leapRule), -1)
    }
    case 'rolling':
      return plusMonths(day, window.months)
  }
}

/** The day after, and nothing after the last day that has a name: what is valid through that one is kept for good. */
export const dayAfter = (day: CivilDate): CivilDate | undefined =>
  day === endOfTime ? undefined : plusDays(day, 1)
