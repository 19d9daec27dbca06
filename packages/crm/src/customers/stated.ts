import type { Position } from '@patina/eventsourcing'
import type { CustomerStatus } from './events.js'

/** A field and where in the log it was stated: of people who turn out to be one, the later statement stands. */
export interface Stated<A> {
  readonly value: A
  readonly statedAt: Position
}

/** A status, and whether it is only the one that a registration begins with. */
export interface StatedStatus extends Stated<CustomerStatus> {
  readonly isFirst?: true
}

/**
 * Of two statuses the one that was given later. One that a record began with says nothing of the person: it yields to any that
 * somebody gave, such as `blocked` or `deceased` in another record of theirs.
 */
export const laterStatus = (
  a: StatedStatus | undefined,
  b: StatedStatus | undefined,
): StatedStatus | undefined => {
  if (a === undefined || b === undefined) return a ?? b
  if (a.isFirst !== b.isFirst) return a.isFirst === true ? b : a
  return b.statedAt >= a.statedAt ? b : a
}

/** The later of two statements, if there is one. */
export const later = <A>(
  a: Stated<A> | undefined,
  b: Stated<A> | undefined,
): Stated<A> | undefined =>
  a === undefined || (b !== undefined && b.statedAt >= a.statedAt) ? b : a
