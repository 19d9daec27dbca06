// What every check does to a store: make events, write them, read them back in pages of some size.
import {
  type AppendError,
  type EventStore,
  type Expected,
  type LoggedEvent,
  type NewEvent,
  newId,
  type Page,
  type Position,
  type StoredEvent,
  type StoreUnavailable,
  type StreamName,
  streamName,
  type Written,
} from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import { holds, rightOf } from '../judgement.js'

/** A stream that nobody has written to. */
export const newStream = (): StreamName => streamName('contract', newId())

/** An event that nobody has written. */
export const newEvent = (changes: Partial<NewEvent> = {}): NewEvent => ({
  id: newId(),
  type: 'Noted',
  data: '{"note":"a note"}',
  metadata: '{"schemaVersion":1}',
  ...changes,
})

/** So many of them. */
export const newEvents = (count: number): ReadonlyArray<NewEvent> =>
  Array.from({ length: count }, () => newEvent())

/** Runs an append. Takes any list: that an empty one is refused is part of the contract. */
export const append = (
  store: EventStore,
  stream: StreamName,
  expected: Expected,
  events: ReadonlyArray<NewEvent>,
): Promise<Either<AppendError, Written>> =>
  store.append(stream, expected, events as ReadonlyNonEmptyArray<NewEvent>)()

/** Runs an append that must succeed. */
export const write = async (
  store: EventStore,
  stream: StreamName,
  expected: Expected,
  events: ReadonlyArray<NewEvent>,
): Promise<Written> => rightOf('an append', await append(store, stream, expected, events))

const mostPages = 10_000

const readPages = async <A, At extends string | number>(
  what: string,
  read: (after: At, limit: number) => Promise<Either<StoreUnavailable, Page<A, At>>>,
  from: At,
  limit: number,
): Promise<ReadonlyArray<A>> => {
  const found: A[] = []
  let after = from
  for (let count = 0; count < mostPages; count++) {
    const { events, next, isEnd } = rightOf(what, await read(after, limit))
    holds(
      events.length <= limit,
      `${what} gave ${events.length} events, at most ${limit} were asked for`,
    )
    holds(next >= after, `${what} after ${after} went on after ${next}, which lies before it`)
    holds(
      isEnd || next !== after,
      `${what} after ${after} says that it is not the end, and goes on after ${next} again`,
    )
    found.push(...events)
    if (isEnd) return found
    after = next
  }
  throw new Error(`${what} came to no end`)
}

/** The events of a stream after a revision, to its end. */
export const readWhole = (
  store: EventStore,
  stream: StreamName,
  after = -1,
  limit = 100,
): Promise<ReadonlyArray<StoredEvent>> =>
  readPages('readStream', (at: number, most) => store.readStream(stream, at, most)(), after, limit)

/** The events of the log after a position, to its end. */
export const readLog = (
  store: EventStore,
  after: Position,
  limit = 100,
): Promise<ReadonlyArray<LoggedEvent>> =>
  readPages('readAll', (at: Position, most) => store.readAll(at, most)(), after, limit)

/** Where the log ends now. A check reads after it, so that it can be made on a log that holds something already. */
export const headOf = async (store: EventStore): Promise<Position> =>
  rightOf('head', await store.head())

/** The ids of events, in order. */
export const idsOf = (events: ReadonlyArray<{ readonly id: string }>): ReadonlyArray<string> =>
  events.map(({ id }) => id)
