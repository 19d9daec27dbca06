import type { LogEvent } from '../events/event.js'
import type { Instant } from '../instant.js'
import type { Position } from '../ports.js'
import type { StreamName } from '../stream-name.js'

/** An event that a figure follows from: where it stands in the log, and who recorded it. What it says is read there. */
export interface Cause {
  readonly id: string
  readonly stream: StreamName
  readonly revision: number
  readonly position: Position
  /** As the event reads today. */
  readonly type: string
  readonly actor: string
  readonly occurredAt: Instant
  readonly recordedAt: Instant
}

/** One line of a statement: an event, and what the figure was before and after it. */
export interface Change {
  readonly by: Cause
  readonly before: unknown
  readonly after: unknown
}

/**
 * Few events that make the figure by themselves, in the order of the log. The earliest, where several choices do.
 *
 * `every-part`: no part of them makes it. `every-event`: none of them can be left out alone; they are more than ten, and
 * not every part was tried.
 */
export interface Witness {
  readonly events: ReadonlyArray<Cause>
  readonly tried: 'every-part' | 'every-event'
  /** Whether the view named them itself, and they were found to do. */
  readonly isNamed: boolean
}

/** Why something is not so: the events that forbid it, and the conditions that no event has met, as codes. */
export interface WhyNot {
  readonly forbiddenBy: ReadonlyArray<Cause>
  readonly unmet: ReadonlyArray<string>
}

/** Where a figure comes from. */
export interface Explanation {
  /** Name and version of the projection. */
  readonly view: string
  readonly version: number
  /** The keys whose views were combined: mostly one. */
  readonly keys: ReadonlyArray<string>
  /** What is explained: the figure with its components. */
  readonly figure: unknown
  /** How many events have a part in the view. */
  readonly touched: number
  /** Every event that changed the figure, in the order of the log. */
  readonly statement: ReadonlyArray<Change>
  /** Absent when more events touched the view than were to be searched. */
  readonly witness?: Witness
  /** Where the view names what it refuses, and why. */
  readonly whyNot?: WhyNot
  /** Ids that the view names and that no event of it has: empty, or the view is wrong. */
  readonly unknownCauses: ReadonlyArray<string>
}

/** The place and the circumstances of an event, without what it says. */
export const causeOf = <Event extends { readonly type: string }>({
  id,
  stream,
  revision,
  position,
  event,
  metadata,
  recordedAt,
}: LogEvent<Event>): Cause => ({
  id,
  stream,
  revision,
  position,
  type: event.type,
  actor: metadata.actor,
  occurredAt: metadata.occurredAt,
  recordedAt,
})
