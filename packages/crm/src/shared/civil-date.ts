// Days of the calendar, without a time or a zone.
import { Temporal } from '@js-temporal/polyfill'
import { type Branded, describeDate } from '@patina/eventsourcing'

/**
 * A day as `YYYY-MM-DD`, from 0001-01-01 to 9999-12-31, that exists. The order of the texts is the order of the days.
 */
export type CivilDate = Branded<string, 'CivilDate'>

/** A month as `YYYY-MM`. */
export type Month = Branded<string, 'Month'>

export const firstDay = '0001-01-01' as CivilDate
export const lastDay = '9999-12-31' as CivilDate

const pattern = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/
const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

const exists = (text: string): boolean => {
  const year = Number(text.slice(0, 4))
  const month = Number(text.slice(5, 7))
  const length = month === 2 && isLeap(year) ? 29 : lengths[month - 1]
  return year > 0 && length !== undefined && Number(text.slice(8, 10)) <= length
}

// The lots of an award share their day, and days are checked at every read of an event: the last one is known.
let lastFound: string = firstDay

/** Says whether the value is a day that exists, in the form `YYYY-MM-DD`. */
export const isCivilDate = (value: unknown): value is CivilDate => {
  if (value === lastFound) return true
  if (typeof value !== 'string' || !pattern.test(value) || !exists(value)) return false
  lastFound = value
  return true
}

/** A day. Throws a `TypeError` for a text that names none: that is a bug. */
export const civilDate = (text: string): CivilDate => {
  if (!isCivilDate(text))
    throw new TypeError(`expected a day as YYYY-MM-DD, found ${describeDate(text)}`)
  return text
}

/** The month that a day lies in. */
export const monthOf = (day: CivilDate): Month => day.slice(0, 7) as Month

// Text order is day order only inside the years that a civil date can name, so what falls outside stays at the edge.
const clamped = ({ year }: Temporal.PlainDate, text: string): CivilDate =>
  year > 9999 ? lastDay : year < 1 ? firstDay : (text as CivilDate)

const from = (date: Temporal.PlainDate): CivilDate => clamped(date, date.toString())

const dayMs = 86_400_000
const firstMs = Date.parse(firstDay)
const lastMs = Date.parse(lastDay)

/** The day so many days later; 0001-01-01 at least, and 9999-12-31 at most. */
export const plusDays = (day: CivilDate, days: number): CivilDate => {
  // Days in UTC are all of one length, and this is asked for more often than everything else of a calendar together.
  const ms = Date.parse(day) + days * dayMs
  if (ms <= firstMs) return firstDay
  return ms >= lastMs ? lastDay : (new Date(ms).toISOString().slice(0, 10) as CivilDate)
}

/** The same day so many months later, or that month's last day where it has no such day; 9999-12-31 at most. */
export const plusMonths = (day: CivilDate, months: number): CivilDate =>
  from(Temporal.PlainDate.from(day).add({ months }))

/** The day of the week: 1 for Monday to 7 for Sunday. */
export const weekdayOf = (day: CivilDate): number => Temporal.PlainDate.from(day).dayOfWeek

/** The last day of the month so many months later; 9999-12-31 at most. */
export const endOfMonth = (day: CivilDate, months = 0): CivilDate => {
  const later = Temporal.PlainDate.from(day).with({ day: 1 }).add({ months })
  return from(later.with({ day: later.daysInMonth }))
}

/** 31 December of the year so many years later; 9999-12-31 at most. */
export const endOfYear = (day: CivilDate, years = 0): CivilDate => {
  const year = Number(day.slice(0, 4)) + years
  return year > 9999 ? lastDay : (`${String(year).padStart(4, '0')}-12-31` as CivilDate)
}

/** The next such day of a year that is not before `day`: the month's last day where it has no such day. */
export const nextMonthDay = (day: CivilDate, month: number, dayOfMonth: number): CivilDate => {
  const inYear = (year: number): CivilDate => {
    const length = month === 2 && isLeap(year) ? 29 : (lengths[month - 1] ?? 31)
    const two = (part: number): string => String(part).padStart(2, '0')
    return `${String(year).padStart(4, '0')}-${two(month)}-${two(Math.min(dayOfMonth, length))}` as CivilDate
  }
  const year = Number(day.slice(0, 4))
  const thisYear = inYear(year)
  if (thisYear >= day) return thisYear
  return year === 9999 ? lastDay : inYear(year + 1)
}

/** How many days after the first day the second one lies; below 0 when it lies before. */
export const daysBetween = (from: CivilDate, until: CivilDate): number =>
  Math.round((Date.parse(until) - Date.parse(from)) / dayMs)
