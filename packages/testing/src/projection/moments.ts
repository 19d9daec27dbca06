import { type Instant, instantOf, isInstant } from '@patina/eventsourcing'

const dates = /\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}\.\d{3}Z)?/g
const day = 86_400_000
const fixed = [Date.UTC(1970, 0, 1), Date.UTC(2026, 0, 6, 12), Date.UTC(2099, 11, 31)]
const mostDates = 6

const around = (text: string): ReadonlyArray<number> => {
  const at = Date.parse(text)
  if (Number.isNaN(at)) return []
  // Midnight in Hong Kong is 16:00 of the day before in UTC; a last day ends 24 hours after it began.
  const offsets = isInstant(text)
    ? [-1, 0, 1]
    : [-day / 3 - 1, -day / 3, 0, (2 * day) / 3 - 1, (2 * day) / 3, day]
  return offsets.map((offset) => at + offset)
}

const isInRange = (at: number): boolean => at >= Date.UTC(1, 0, 1) && at < Date.UTC(9999, 0, 1)

/** Moments worth reading a view at, in order: far away ones, and those just around the dates that stand in its text. */
export const momentsOf = (text: string): ReadonlyArray<Instant> => {
  const found = [...new Set(text.match(dates))]
    .slice(0, mostDates)
    .flatMap(around)
    .filter(isInRange)
  return [...new Set([...fixed, ...found])].toSorted((a, b) => a - b).map(instantOf)
}
