import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import type * as t from 'io-ts'
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
import { type Instant, isInstant } from './instant.js'
import type { LoggedEvent, NewEvent, Position, StoredEvent } from './ports.js'
import { describe, type Problem } from './problem.js'
import { isUuid, type StreamName } from './stream-name.js'

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

const decodeMetadata = decodeWith(metadataCodec)

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

const problem = (path: string, expected: string, found: string): ReadonlyArray<Problem> => [
  { path, expected, found },
]

const parse = (path: string, json: string): Either<ReadonlyArray<Problem>, object> => {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    // The parser's own message quotes the text, and the text may be personal.
    return E.left(problem(path, 'JSON', describe(json)))
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? E.right(value)
    : E.left(problem(path, 'a JSON object', describe(value)))
}

const under = (
  root: '/data' | '/metadata',
  problems: ReadonlyArray<Problem>,
): ReadonlyArray<Problem> => problems.map((one) => ({ ...one, path: root + one.path }))

// Written without a function of its own for each event, since a rebuild comes by here once for every event of the log.
const readParts = <Event>(
  reader: EventReader<Event>,
  version: number,
  data: object,
  stored: StoredEvent,
): Either<ReadonlyArray<Problem>, ReadonlyNonEmptyArray<Event>> | undefined => {
  if (version !== reader.version) return reader.upcast?.(version, data, stored)
  const read = reader.decode(data, stored)
  return E.isLeft(read) ? read : E.right([read.right])
}

// An upcaster, or a reader that is not ours, may throw: then the event cannot be read, and its reader lives.
const orUnreadable = <Event>(
  reader: EventReader<Event>,
  version: number,
  data: object,
  stored: StoredEvent,
): ReturnType<typeof readParts<Event>> => {
  try {
    const result = readParts(reader, version, data, stored)
    return result !== undefined && E.isLeft(result) ? E.left(under('/data', result.left)) : result
  } catch (error) {
    const kind = error instanceof Error ? error.name : typeof error
    return E.left(problem('/data', 'what the reader of this version takes', `a ${kind} was thrown`))
  }
}

const decodeData = <Event>(
  reader: EventReader<Event>,
  version: number,
  stored: StoredEvent,
): Either<ReadonlyArray<Problem>, ReadonlyNonEmptyArray<Event>> => {
  const parsed = parse('/data', stored.data)
  if (E.isLeft(parsed)) return parsed
  const data = parsed.right as { type?: string }
  if (Object.hasOwn(data, 'type')) {
    return E.left(problem('/data/type', 'no member of this name', 'a type'))
  }
  data.type = stored.type
  const read = orUnreadable(reader, version, data, stored)
  return (
    read ??
    E.left(
      problem(
        '/metadata/schemaVersion',
        `a version up to ${reader.version} that was written`,
        String(version),
      ),
    )
  )
}

const readerOf = <Event>(
  readers: EventReaders<Event>,
  type: string,
): EventReader<Event> | undefined => (Object.hasOwn(readers, type) ? readers[type] : undefined)

const unreadable = (stored: StoredEvent, problems: ReadonlyArray<Problem>): UnreadableEvent => ({
  _tag: 'UnreadableEvent',
  stream: stored.stream,
  revision: stored.revision,
  eventType: stored.type,
  problems,
})

const decodeParts = <Event>(
  readers: EventReaders<Event>,
  stored: StoredEvent,
): Either<UnreadableEvent, { events: ReadonlyNonEmptyArray<Event>; metadata: Metadata }> => {
  const reader = readerOf(readers, stored.type)
  if (reader === undefined) {
    return E.left(unreadable(stored, problem('/type', 'a known event type', 'another one')))
  }
  const parsed = parse('/metadata', stored.metadata)
  const metadata = E.isLeft(parsed)
    ? parsed
    : E.mapLeft((problems: ReadonlyArray<Problem>) => under('/metadata', problems))(
        decodeMetadata(parsed.right),
      )
  if (E.isLeft(metadata)) return E.left(unreadable(stored, metadata.left))
  const events = decodeData(reader, metadata.right.schemaVersion, stored)
  return E.isLeft(events)
    ? E.left(unreadable(stored, events.left))
    : E.right({ events: events.right, metadata: metadata.right })
}

/**
 * Says why the texts of an event could not be read, if so, and looks at the event instead of the texts: for codecs that are
 * plain, for which both come to the same.
 */
export const unreadableAsPrinted = <Event>(
  codec: EventReader<Event>,
  event: Event,
  metadata: Omit<Metadata, 'schemaVersion'>,
  asStored: () => StoredEvent,
): UnreadableEvent | undefined => {
  const known = decodeMetadata({ schemaVersion: codec.version, ...metadata })
  if (E.isLeft(known)) return unreadable(asStored(), under('/metadata', known.left))
  const decoded = codec.decode(event)
  return E.isLeft(decoded) ? unreadable(asStored(), under('/data', decoded.left)) : undefined
}

/** Decodes a stored event of a stream: one event, or what it was upcast to, in order. */
export const decodeStored =
  <Event>(readers: EventReaders<Event>) =>
  (stored: StoredEvent): Either<UnreadableEvent, ReadonlyArray<StreamEvent<Event>>> => {
    const decoded = decodeParts(readers, stored)
    if (E.isLeft(decoded)) return decoded
    const { id, stream, revision, recordedAt } = stored
    const { events, metadata } = decoded.right
    return E.right(
      events.map((event, part) => ({ id, stream, revision, part, event, metadata, recordedAt })),
    )
  }

/** Decodes an event of the log: as {@link decodeStored}, with its position. */
export const decodeLogged =
  <Event>(readers: EventReaders<Event>) =>
  (stored: LoggedEvent): Either<UnreadableEvent, ReadonlyArray<LogEvent<Event>>> => {
    const decoded = decodeParts(readers, stored)
    if (E.isLeft(decoded)) return decoded
    const { id, stream, revision, recordedAt, position } = stored
    const { events, metadata } = decoded.right
    return E.right(
      events.map((event, part) => ({
        id,
        stream,
        revision,
        part,
        event,
        metadata,
        recordedAt,
        position,
      })),
    )
  }
