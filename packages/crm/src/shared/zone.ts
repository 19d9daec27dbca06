// Which day it is somewhere.
import { Temporal } from '@js-temporal/polyfill'
import { type Branded, type Instant, instantOf } from '@patina/eventsourcing'
import { type CivilDate, firstDay, lastDay } from './civil-date.js'

/** A time zone by its name in the IANA database, such as `Asia/Hong_Kong`. */
export type Zone = Branded<string, 'Zone'>

const pattern = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/
const longestName = 64

// A span of time in which a zone keeps one offset, in milliseconds.
interface Span {
  readonly from: number
  readonly until: number
  readonly offset: number
}

// Asking the time zone database costs up to two milliseconds, so the spans found so far are kept: a handful for each zone.
const known = new Map<string, Span[]>()
const refused = new Set<string>()
const mostRefused = 1000

const exists = (zone: string): boolean => {
  if (known.has(zone)) return true
  if (refused.has(zone)) return false
  try {
    // The name as the database spells it and no other, so that equal zones are equal texts.
    const { timeZoneId } = Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone)
    if (timeZoneId !== zone) return false
    known.set(zone, [])
    return true
  } catch {
    if (refused.size < mostRefused) refused.add(zone)
    return false
  }
}

/** Says whether the value names a zone of the IANA database. */
export const isZone = (value: unknown): value is Zone =>
  typeof value === 'string' &&
  value.length <= longestName &&
  (known.has(value) || (pattern.test(value) && exists(value)))

/** A zone. Throws a `TypeError` for a text that names none: that is a bug. */
export const zone = (name: string): Zone => {
  if (!isZone(name)) throw new TypeError('expected a time zone of the IANA database')
  return name
}

const spanAt = (name: Zone, milliseconds: number): Span => {
  const here = Temporal.Instant.fromEpochMilliseconds(milliseconds).toZonedDateTimeISO(name)
  // One nanosecond on, for a transition at this very moment is the beginning of its own span.
  const previous = here.add({ nanoseconds: 1 }).getTimeZoneTransition('previous')
  const next = here.getTimeZoneTransition('next')
  return {
    from: previous?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    until: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: here.offsetNanoseconds / 1e6,
  }
}

const offsetAt = (name: Zone, milliseconds: number): number => {
  const spans = known.get(name) ?? []
  for (const { from, until, offset } of spans) {
    if (from <= milliseconds && milliseconds < until) return offset
  }
  const span = spanAt(name, milliseconds)
  known.set(name, [span, ...spans])
  return span.offset
}

const dayMs = 24 * 60 * 60 * 1000

// Days by their number since 1970. What happens in a shop happens on few days, and printing one is the dear part.
const days = new Map<number, CivilDate>()
const mostDays = 4000

const printed = (day: number): CivilDate => {
  const date = new Date(day * dayMs)
  const year = date.getUTCFullYear()
  if (year < 1) return firstDay
  return year > 9999 ? lastDay : (date.toISOString().slice(0, 10) as CivilDate)
}

// The day of so many milliseconds since 1970 on the local clock, held within the years that have dates.
const localDay = (milliseconds: number): CivilDate => {
  const day = Math.floor(milliseconds / dayMs)
  const known = days.get(day)
  if (known !== undefined) return known
  if (days.size >= mostDays) days.clear()
  const date = printed(day)
  days.set(day, date)
  return date
}

/** The day that it is in a zone at an instant. Instants before the year 1 give 0001-01-01, after 9999 9999-12-31. */
export const dayOf = (at: Instant, name: Zone): CivilDate => {
  const milliseconds = Date.parse(at)
  return localDay(milliseconds + offsetAt(name, milliseconds))
}

/**
 * The instant at which clocks in a zone show a date and time, `YYYY-MM-DDTHH:MM:SS`. Shown twice, when clocks go back, it is
 * the first one; never shown, when they go forward, it is as much later as they jump (RFC 5545, section 3.3.5).
 */
export const instantAt = (local: string, name: Zone): Instant => {
  const shown = Date.parse(`${local}Z`)
  const before = offsetAt(name, shown - dayMs)
  const after = offsetAt(name, shown + dayMs)
  const isBefore = before === after || offsetAt(name, shown - before) === before
  const isAfter = !isBefore && offsetAt(name, shown - after) === after
  return instantOf(shown - (isAfter ? after : before))
}

const furthestEast = 14 * 60 * 60 * 1000

/** The latest day that it is anywhere on earth at an instant: a document dated after it is dated in the future. */
export const latestDayAt = (at: Instant): CivilDate => localDay(Date.parse(at) + furthestEast)

const furthestWest = 12 * 60 * 60 * 1000

/** The earliest day that it is anywhere on earth at an instant: a day before it is over everywhere. */
export const earliestDayAt = (at: Instant): CivilDate => localDay(Date.parse(at) - furthestWest)
