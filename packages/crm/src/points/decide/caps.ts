import { type CivilDate, monthOf, plusMonths } from '../../shared/civil-date.js'
import type { CapPeriod } from '../../shared/earning-rules.js'
import { divide } from '../../shared/rational.js'
import { valuesOf } from '../../shared/table.js'
import type { Account, Award } from '../account.js'
import { linesOf } from '../award-lines.js'
import type { AwardPoints } from '../commands.js'

/** The points of an award that were not taken back: what it uses of every cap that its day lies in. */
const standingOf = (award: Award): number =>
  linesOf(award).reduce(
    (all, { points, quantity, returned }) =>
      all + divide(points, quantity - returned, quantity).whole,
    (award.bonuses ?? []).reduce((all, { points, isGone }) => (isGone ? all : all + points), 0),
  )

// The first day of the membership year that a day lies in. A membership that began on 29 February has its year begin on the
// 28th where there is no such day.
const yearStart = (since: CivilDate, day: CivilDate): CivilDate => {
  const years = Number(day.slice(0, 4)) - Number(since.slice(0, 4))
  const start = plusMonths(since, 12 * years)
  return start <= day ? start : plusMonths(since, 12 * (years - 1))
}

// Whether another day lies in the same period. One that begins on the first of January is the year of the calendar.
const samePeriod = (
  period: Exclude<CapPeriod, 'order'>,
  { earnedOn, memberSince = `${earnedOn.slice(0, 4)}-01-01` as CivilDate }: AwardPoints,
): ((day: CivilDate) => boolean) => {
  switch (period) {
    case 'day':
      return (day) => day === earnedOn
    case 'month':
      return (day) => monthOf(day) === monthOf(earnedOn)
    case 'membershipYear': {
      const first = yearStart(memberSince, earnedOn)
      // The next one, and not twelve months after this one: 29 February comes back.
      const years = Number(first.slice(0, 4)) - Number(memberSince.slice(0, 4))
      const after = plusMonths(memberSince, 12 * (years + 1))
      return (day) => first <= day && day < after
    }
  }
}

/** What earlier awards have used of a cap: what they gave in its period, less what was taken back of them. */
export const usedOf =
  (account: Account, command: AwardPoints) =>
  (period: CapPeriod): number => {
    if (period === 'order' || account._tag === 'NotOpened') return 0
    const isIn = samePeriod(period, command)
    return valuesOf(account.awards)
      .filter(({ earnedOn }) => isIn(earnedOn))
      .reduce((all, award) => all + standingOf(award), 0)
  }
