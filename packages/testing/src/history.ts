import {
  type EventCodec,
  type EventCodecs,
  type Instant,
  instantOf,
  type LogEvent,
  type LoggedEvent,
  type Metadata,
  type Position,
  type StreamName,
  streamName,
  type Tagged,
  uuidV5,
} from '@patina/eventsourcing'
import fc from 'fast-check'
import { deepFreeze } from './deep-freeze.js'
import { instants, poolOfIds } from './generators.js'

/** One event of a history: what happened and where. All else follows from its place. */
export interface HistoryEntry<Event extends Tagged = Tagged> {
  readonly stream: StreamName
  readonly event: Event
  /** What the same stored event was upcast to besides. */
  readonly also?: ReadonlyArray<Event>
  /** When it happened, if that is not when it was recorded. */
  readonly occurredAt?: Instant
}

const namespace = '2b7e1a52-7c1b-4f0d-8a3c-51a7a4d0f9e6'
const start = Date.UTC(2026, 0, 5, 2)
const positionDigits = 20

// Recorded times stand still, creep and leap; positions are next to each other, or far apart.
const pauses = [0, 1, 90_000, 5 * 3_600_000, 26 * 3_600_000] as const
const gaps = [1, 1, 3, 102, 1, 1_000_001] as const

/** How far each position lies behind the one before it, by the event's place in the history. */
export type Gaps = (index: number) => number

const usualGaps: Gaps = (index) => gaps[index % gaps.length] as number

// A test folds thousands of histories; their ids and instants are the same few.
const memo = <A>(make: (name: string) => A): ((name: string) => A) => {
  const made = new Map<string, A>()
  return (name) => {
    const known = made.get(name)
    if (known !== undefined) return known
    const fresh = make(name)
    made.set(name, fresh)
    return fresh
  }
}

const commandIdOf = memo((name) => uuidV5(namespace, name))
const eventIdOf = memo((commandId) => uuidV5(commandId, '0'))
const recordedAtOf = memo((milliseconds) => instantOf(Number(milliseconds)))

interface Place
  extends Pick<LoggedEvent, 'id' | 'stream' | 'revision' | 'recordedAt' | 'position'> {
  readonly metadata: Metadata
}

// Where each entry of a history stands, and when it was recorded.
const placesOf = (entries: ReadonlyArray<HistoryEntry>, gap: Gaps): ReadonlyArray<Place> => {
  const revisions = new Map<StreamName, number>()
  let recorded = start
  let number = 4_096
  return entries.map(({ stream, occurredAt }, index) => {
    const revision = revisions.get(stream) ?? 0
    revisions.set(stream, revision + 1)
    recorded += pauses[index % pauses.length] as number
    number += gap(index)
    const recordedAt = recordedAtOf(String(recorded))
    const commandId = commandIdOf(`${stream}/${revision}`)
    const metadata: Metadata = {
      schemaVersion: 1,
      occurredAt: occurredAt ?? recordedAt,
      actor: 'tester',
      correlationId: commandId,
      causationId: commandId,
      commandId,
    }
    const position = String(number).padStart(positionDigits, '0') as Position
    return { id: eventIdOf(commandId), stream, revision, recordedAt, position, metadata }
  })
}

/**
 * The log that these entries make, as projections see it: ids and revisions follow from the streams, positions have gaps,
 * recorded times never fall and some are equal. The same entries always make the same log. Frozen all the way down.
 */
export const history = <Event extends Tagged>(
  entries: ReadonlyArray<HistoryEntry<Event>>,
  gap: Gaps = usualGaps,
): ReadonlyArray<LogEvent<Event>> =>
  deepFreeze(
    placesOf(entries, gap).flatMap((place, index) => {
      const { event, also = [] } = entries[index] as HistoryEntry<Event>
      return [event, ...also].map((one, part) => ({ ...place, part, event: one }))
    }),
  )

/** As {@link history}, but as a store keeps it: events as texts. What an entry was upcast to besides is left out. */
export const loggedHistory = <Event extends Tagged>(
  entries: ReadonlyArray<HistoryEntry<Event>>,
  codecs: EventCodecs<Event>,
): ReadonlyArray<LoggedEvent> => {
  const codecOf = codecs as unknown as Readonly<Record<string, EventCodec<Event>>>
  return placesOf(entries, usualGaps).map((place, index) => {
    const { event } = entries[index] as HistoryEntry<Event>
    const codec = codecOf[event.type] as EventCodec<Event>
    const { type, ...data } = codec.encode(event) as Event
    const metadata = JSON.stringify({ ...place.metadata, schemaVersion: codec.version })
    return { ...place, type, data: JSON.stringify(data), metadata }
  })
}

// Late entries: anything up to two years before the first event was recorded.
const earlier = instants({ from: instantOf(start - 730 * 86_400_000), to: instantOf(start) })

/** How long generated histories are, and over how many streams of a category they run. */
export interface HistorySize {
  /** Default 12. */
  readonly most?: number
  /** Default 3. */
  readonly streams?: number
}

/**
 * Histories over a few streams of a category; `eventsOf` says which events a stream of that id may hold. Half of the events
 * happened earlier than they were recorded. Several kinds of stream: `fc.array(fc.oneof(entriesOf(…), …))`.
 */
export const historiesOf = <Event extends Tagged>(
  category: string,
  eventsOf: (id: string) => fc.Arbitrary<Event>,
  { most = 12, streams = 3 }: HistorySize = {},
): fc.Arbitrary<ReadonlyArray<HistoryEntry<Event>>> =>
  fc.array(entriesOf(category, eventsOf, streams), { maxLength: most })

/** Single entries of {@link historiesOf}. */
export const entriesOf = <Event extends Tagged>(
  category: string,
  eventsOf: (id: string) => fc.Arbitrary<Event>,
  streams = 3,
): fc.Arbitrary<HistoryEntry<Event>> => {
  // Made once for each stream: making generators takes longer than drawing from them.
  const entriesIn = poolOfIds(streams).map((id) => {
    const stream = streamName(category, id)
    const event = eventsOf(id)
    return fc.oneof(
      fc.record({ stream: fc.constant(stream), event }),
      fc.record({ stream: fc.constant(stream), event, occurredAt: earlier }),
    )
  })
  return fc.oneof(...entriesIn)
}
