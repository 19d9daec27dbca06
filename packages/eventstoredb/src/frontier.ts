// What this process knows of the places where nothing of this log lies, so that it need not look through the events of others
// time and again. The log only grows at its end: what was known stays true.
import { beforeFirst, type Position } from '@patina/eventsourcing'

/** Where the log ends, as far as was looked, and the stretches without an event of it. */
export interface Frontier {
  /** The last event of this log up to and with `lookedTo`. */
  readonly last: () => Position
  readonly lookedTo: () => Position
  readonly extend: (last: Position, lookedTo: Position) => void
  /** Nothing of this log lies behind the first place, up to and with the second. */
  readonly blank: (after: Position, upTo: Position) => void
  /** Where to read from for what comes after a place: further on, if nothing of this log lies in between. */
  readonly skip: (after: Position) => Position
}

interface Stretch {
  readonly after: Position
  readonly upTo: Position
}

const mostStretches = 1_000

const earlier = (a: Position, b: Position): Position => (a < b ? a : b)
const later = (a: Position, b: Position): Position => (a < b ? b : a)

/** A frontier before the first event of a log of which nothing lies up to and with `begin`. */
export const createFrontier = (begin: Position = beforeFirst): Frontier => {
  let last = beforeFirst
  let lookedTo = begin
  let blanks: ReadonlyArray<Stretch> =
    begin === beforeFirst ? [] : [{ after: beforeFirst, upTo: begin }]

  const blank: Frontier['blank'] = (after, upTo) => {
    if (after >= upTo) return
    const isTouched = (one: Stretch): boolean => one.after <= upTo && after <= one.upTo
    const merged = blanks
      .filter(isTouched)
      .reduce(
        (sum, one) => ({ after: earlier(sum.after, one.after), upTo: later(sum.upTo, one.upTo) }),
        { after, upTo },
      )
    blanks = [...blanks.filter((one) => !isTouched(one)), merged].slice(-mostStretches)
  }

  return {
    last: () => last,
    lookedTo: () => lookedTo,
    extend: (newLast, newLookedTo) => {
      if (newLookedTo < lookedTo) return
      last = newLast
      lookedTo = newLookedTo
      blank(last, lookedTo)
    },
    blank,
    skip: (after) => blanks.find((one) => one.after <= after && after < one.upTo)?.upTo ?? after,
  }
}
