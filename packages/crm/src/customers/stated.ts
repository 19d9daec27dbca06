import type { Position } from '@patina/eventsourcing'

/** A field and where in the log it was stated: of people who turn out to be one, the later statement stands. */
export interface Stated<A> {
  readonly value: A
  readonly statedAt: Position
}

/** The later of two statements, if there is one. */
export const later = <A>(
  a: Stated<A> | undefined,
  b: Stated<A> | undefined,
): Stated<A> | undefined =>
  a === undefined || (b !== undefined && b.statedAt >= a.statedAt) ? b : a
