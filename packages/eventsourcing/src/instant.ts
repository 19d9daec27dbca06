import type { Branded } from './brand.js'
import { describeDate } from './problem.js'

/**
 * A moment in UTC with milliseconds, as text: `2026-01-15T04:05:06.789Z`. Years 0000 to 9999, always 24 characters, so
 * that the order of the texts is the order of the moments and every stored event stays plain JSON.
 */
export type Instant = Branded<string, 'Instant'>

/** Where the time comes from. The shell is handed one; nothing that decides or folds reads a clock. */
export type Clock = () => Instant

const pattern =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/

/** Says whether the text is an instant that exists: right form, and no 30 February. */
export const isInstant = (text: unknown): text is Instant => {
  if (typeof text !== 'string' || !pattern.test(text)) return false
  // Every month has 28 days; only the last ones need the calendar, and instants are checked at every read of an event.
  if (text.slice(8, 10) <= '28') return true
  // Date rolls 30 February over to March; printing it again shows that.
  return new Date(text).toISOString() === text
}

/** An instant from its text. Throws a `TypeError` for a text that is none, such as one of another zone: that is a bug. */
export const instant = (text: string): Instant => {
  if (isInstant(text)) return text
  throw new TypeError(
    `expected an instant in UTC with milliseconds, such as 2026-01-15T04:05:06.789Z, found ${describeDate(text)}`,
  )
}

/** The instant of a number of milliseconds since 1970 in UTC. Throws a `RangeError` outside the years 0000 to 9999. */
export const instantOf = (milliseconds: number): Instant => {
  const text = new Date(milliseconds).toISOString()
  if (text.length !== 24) throw new RangeError('an instant lies in the years 0000 to 9999')
  return text as Instant
}

let lastRead = 0
let lastTold = instantOf(0)

/** The clock of the machine. */
export const systemClock: Clock = () => {
  const now = Date.now()
  // Commands come many to a millisecond, and printing it is the dear part.
  if (now !== lastRead) lastTold = instantOf(now)
  lastRead = now
  return lastTold
}
