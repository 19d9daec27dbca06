// How stored events are read: parsed, brought to the newest version and checked, or said to be unreadable with every problem.
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import type { LoggedEvent, StoredEvent } from '../ports.js'
import { describe, type Problem } from '../problem.js'
import {
  decodeMetadata,
  type EventReader,
  type EventReaders,
  type LogEvent,
  type Metadata,
  type StreamEvent,
  type UnreadableEvent,
} from './event.js'

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
