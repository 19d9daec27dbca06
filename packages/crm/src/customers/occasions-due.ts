// Which occasions fall into some days: computed where values are open, over what an application has opened for a purpose.
import { type CivilDate, civilDate, isCivilDate } from '../shared/civil-date.js'
import type { CustomerId, OccasionId } from '../shared/ids.js'
import type { LeapRule } from './events.js'

/** An occasion whose date has been opened. */
export interface OpenedOccasion {
  readonly customerId: CustomerId
  readonly occasionId: OccasionId
  /** `--MM-DD`, or `YYYY-MM-DD` where the year is known. */
  readonly date: string
  readonly leapRule: LeapRule
}

/** An occasion on the day on which it is kept. */
export interface OccasionDue {
  readonly customerId: CustomerId
  readonly occasionId: OccasionId
  readonly onDay: CivilDate
  /** Full years since, where the year is known. */
  readonly years?: number
}

const fourDigits = (year: number): string => String(year).padStart(4, '0')

// The day on which it is kept in a year: each year has exactly one.
const keptIn = (year: number, monthDay: string, leapRule: LeapRule): CivilDate => {
  const day = `${fourDigits(year)}-${monthDay}`
  if (isCivilDate(day)) return day
  return civilDate(`${fourDigits(year)}-${leapRule === 'feb28' ? '02-28' : '03-01'}`)
}

/**
 * The occasions that are kept on a day from `fromDay` through `throughDay`, in the order of days, customers and occasions. One
 * on 29 February is kept every year: in a year without that day on 28 February or on 1 March, as its rule says. An occasion
 * of a known year is kept from that year on. Empty where the days are in the wrong order. Throws a `TypeError` for a date that
 * is none: what was opened was checked when it was recorded.
 */
export const occasionsDue = (
  occasions: ReadonlyArray<OpenedOccasion>,
  fromDay: CivilDate,
  throughDay: CivilDate,
): ReadonlyArray<OccasionDue> => {
  const firstYear = Number(fromDay.slice(0, 4))
  const lastYear = Number(throughDay.slice(0, 4))
  const due = occasions.flatMap(({ customerId, occasionId, date, leapRule }) => {
    const monthDay = date.slice(-5)
    const since = date.startsWith('--') ? undefined : Number(date.slice(0, 4))
    // Checked in a leap year, which has every day that there is.
    civilDate(`2000-${monthDay}`)
    const found: OccasionDue[] = []
    for (let year = Math.max(firstYear, since ?? 1); year <= lastYear; year++) {
      const onDay = keptIn(year, monthDay, leapRule)
      if (onDay < fromDay || onDay > throughDay) continue
      const years = since === undefined ? {} : { years: year - since }
      found.push({ customerId, occasionId, onDay, ...years })
    }
    return found
  })
  const keyOf = ({ onDay, customerId, occasionId }: OccasionDue): string =>
    `${onDay} ${customerId} ${occasionId}`
  return due.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0))
}
