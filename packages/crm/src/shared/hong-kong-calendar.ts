// When a period of Hong Kong's law ends: Interpretation and General Clauses Ordinance (Cap. 1) s.71.
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import { type CivilDate, plusDays } from './civil-date.js'

/** No list of general holidays is known for a year: a day of it cannot be told to be one or not. */
export interface HolidayTableMissing {
  readonly _tag: 'HolidayTableMissing'
  readonly year: number
}

/** What is known of days on which periods do not end. */
export interface Calendar {
  /** The general holidays of each year besides Sundays. */
  readonly holidays: Readonly<Record<number, ReadonlyArray<string>>>
  /** Days with a gale warning or a black rainstorm warning. They are known only afterwards. */
  readonly warningDays: ReadonlyArray<CivilDate>
}

// By the lists of general holidays under the General Holidays Ordinance (Cap. 149), month and day. A year that is not here
// is not guessed.
const generalHolidays: Calendar['holidays'] = {
  2024: '01-01 02-10 02-12 02-13 03-29 03-30 04-01 04-04 05-01 05-15 06-10 07-01 09-18 10-01 10-11 12-25 12-26'.split(
    ' ',
  ),
  2025: '01-01 01-29 01-30 01-31 04-04 04-18 04-19 04-21 05-01 05-05 05-31 07-01 10-01 10-07 10-29 12-25 12-26'.split(
    ' ',
  ),
  2026: '01-01 02-17 02-18 02-19 04-03 04-04 04-06 04-07 05-01 05-25 06-19 07-01 09-26 10-01 10-19 12-25 12-26'.split(
    ' ',
  ),
}

/** The general holidays that are known, and no warning days. */
export const hongKongCalendar: Calendar = { holidays: generalHolidays, warningDays: [] }

const isSunday = (day: CivilDate): boolean => new Date(`${day}T00:00:00Z`).getUTCDay() === 0

/**
 * The day that a period ends by law, when it would end on `lastDay`: that day, or the next one that is no Sunday, no general
 * holiday and no warning day. For periods of more than six days, which every period here is.
 */
export const lawLimitOf = (
  lastDay: CivilDate,
  { holidays, warningDays }: Calendar,
): Either<HolidayTableMissing, CivilDate> => {
  let day = lastDay
  for (;;) {
    const year = Number(day.slice(0, 4))
    const ofYear = Object.hasOwn(holidays, year) ? holidays[year] : undefined
    if (ofYear === undefined) return E.left({ _tag: 'HolidayTableMissing', year })
    const isFree = isSunday(day) || ofYear.includes(day.slice(5)) || warningDays.includes(day)
    if (!isFree) return E.right(day)
    day = plusDays(day, 1)
  }
}
