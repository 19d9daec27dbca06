import type { Either } from 'fp-ts/lib/Either.js'
import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import type * as t from 'io-ts'
import { type Instant, isInstant } from '../instant.js'
import type { NewEvent, Position, StoredEvent } from '../ports.js'
import type { Problem } from '../problem.js'
import { isUuid, type StreamName } from '../stream-name.js'
import {
  dateText,
  decodeWith,
  integer,
  isPlainCodec,
  optional,
  record,
  refined,
  type Tagged,
  text,
} from './codec.js'

/** What is known about an event besides what happened: written once by the shell, never read by a fold. */
export interface Metadata {
  readonly schemaVersion: number
  /** When it happened in the world, in UTC. May lie long before it was recorded. */
  readonly occurredAt: Instant
  /** Who did it: a user id of the host application, or the name of a reaction. */
  readonly actor: string
  /** What belongs to one piece of work shares this id. */
  readonly correlationId: string
  /** The event or the command that led to this one. */
  readonly causationId: string
  readonly commandId: string
  /** Why, where the law asks for it. */
  readonly purpose?: string
}

/** A decoded event of one stream. `part` is 0, or the place among what one stored event was upcast to. */
export interface StreamEvent<Event> {
  readonly id: string
  readonly stream: StreamName
  readonly revision: number
  readonly part: number
  readonly event: Event
  readonly metadata: Metadata
  readonly recordedAt: Instant
}

/** A decoded event with its place in the log. */
export interface LogEvent<Event> extends StreamEvent<Event> {
  readonly position: Position
}

/** A stored event that cannot be understood: never skipped in silence, never a crash of the reader. */
export interface UnreadableEvent {
  readonly _tag: 'UnreadableEvent'
  readonly stream: StreamName
  readonly revision: number
  readonly eventType: string
  readonly problems: ReadonlyArray<Problem>
}

/** Of a stored event what a reader may compare with what it says: its place, and the text that it was parsed from. */
export type EventTexts = Pick<StoredEvent, 'stream' | 'id' | 'data'>

/**
 * One event type as readers see it: its newest version, and how older ones become it. Structural, so that any codec
 * library fits. `data` is the parsed text with `type` put in from the event's own column; `stored` is where it comes from,
 * and is always there when an event of a log is read.
 */
export interface EventReader<Event> {
  readonly version: number
  readonly decode: (data: unknown, stored?: EventTexts) => Either<ReadonlyArray<Problem>, Event>
  /** What an older version says today; `undefined` for a version that was never written. */
  readonly upcast?: (
    version: number,
    data: unknown,
    stored?: EventTexts,
  ) => Either<ReadonlyArray<Problem>, ReadonlyNonEmptyArray<Event>> | undefined
}

/**
 * One event type as writers see it: what `encode` gives is printed as JSON, without the `type`. `Family` is the union that
 * an upcaster may lead to.
 */
export interface EventCodec<Event extends Family, Family = Event> extends EventReader<Family> {
  readonly encode: (event: Event) => unknown
  /** Whether `encode` changes nothing and printing loses nothing: then a text need not be read to know that it can be. */
  readonly isPlain?: boolean
}

/** The codec of every event type of a union. */
export type EventCodecs<Event extends Tagged> = {
  readonly [T in Event['type']]: EventCodec<Extract<Event, { readonly type: T }>, Event>
}

/** Readers by event type. The runner holds those of all capabilities in one such table. */
export type EventReaders<Event> = Readonly<Record<string, EventReader<Event> | undefined>>

/** The codec of the first version of an event type, from an io-ts codec of its interface. */
export const eventCodec = <Event extends Tagged>(
  codec: t.Type<Event, unknown>,
): EventCodec<Event> => ({
  version: 1,
  decode: decodeWith(codec),
  encode: codec.encode,
  isPlain: isPlainCodec(codec),
})

/** A UUID in lower case. */
export const uuidCodec: t.Type<string, unknown> = refined('a UUID in lower case', isUuid)

/** An instant in UTC with milliseconds. */
export const instantCodec: t.Type<Instant, unknown> = dateText(
  'an instant in UTC with milliseconds, such as 2026-01-15T04:05:06.789Z',
  isInstant,
)

const metadataCodec = record<Metadata>('Metadata', {
  schemaVersion: integer(1),
  occurredAt: instantCodec,
  actor: text(200),
  correlationId: uuidCodec,
  causationId: uuidCodec,
  commandId: uuidCodec,
  purpose: optional(text(200)),
})

/** Reads what is known about an event besides what happened. */
export const decodeMetadata = decodeWith(metadataCodec)

/** Prints an event as the texts that are stored. The type has its own column and is left out of the data. */
export const encodeEvent = <Event extends Tagged>(
  codec: EventCodec<Event>,
  event: Event,
  id: string,
  metadata: Omit<Metadata, 'schemaVersion'>,
): NewEvent => {
  const { type, ...data } = codec.encode(event) as Event
  return {
    id,
    type,
    data: JSON.stringify(data),
    metadata: JSON.stringify({ schemaVersion: codec.version, ...metadata }),
  }
}
