import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type Clock, type Instant, systemClock } from '../instant.js'
import {
  type AppendError,
  beforeFirst,
  type EventStore,
  type Expected,
  type LoggedEvent,
  type NewEvent,
  type Position,
  type StoredEvent,
  type StoreUnavailable,
  type Written,
} from '../ports.js'
import { earlier } from '../position.js'
import type { StreamName } from '../stream-name.js'
import { createTurns } from '../turns.js'
import { newId } from '../uuid.js'
import { judgeAppend, refusalOf } from './append-rules.js'
import { createNotifier } from './notifier.js'
import { subscriptionOf } from './subscription.js'

/** How an in-memory log behaves. */
export interface InMemoryOptions {
  readonly logId?: string
  readonly clock?: Clock
  /**
   * Runs between the moment that positions are assigned and the moment that the events are visible, as a commit does in a
   * database. A test schedules it; if it rejects, nothing is stored and the positions stay a gap.
   */
  readonly commit?: () => Promise<void>
}

/** A log in memory, which can be closed as one in a file: then it says `closed`, and subscriptions end. */
export interface InMemoryEventStore extends EventStore {
  /** What is under way is still carried out. */
  readonly close: () => Promise<void>
}

const closed: StoreUnavailable = {
  _tag: 'StoreUnavailable',
  reason: 'closed',
  outcome: 'not-written',
}

const positionOf = (number: number): Position => String(number).padStart(20, '0') as Position

const withoutPosition = (event: LoggedEvent): StoredEvent => {
  const { position: _, ...stored } = event
  return stored
}

// What one stream holds, and at which revision an id stands.
interface Stream {
  readonly events: LoggedEvent[]
  readonly places: Map<string, number>
}

const nothing: Stream = { events: [], places: new Map() }

// Where a position would stand in a list that is sorted by position.
const placeAfter = (log: ReadonlyArray<LoggedEvent>, position: Position): number => {
  let low = 0
  let high = log.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((log[middle] as LoggedEvent).position <= position) low = middle + 1
    else high = middle
  }
  return low
}

/** A log in memory with the exact semantics of the durable ones: for tests, for trying out, for a browser. */
export const inMemoryEventStore = ({
  logId = newId(),
  clock = systemClock,
  commit,
}: InMemoryOptions = {}): InMemoryEventStore => {
  const log: LoggedEvent[] = []
  const streams = new Map<StreamName, Stream>()
  const takeTurn = createTurns()
  const inFlight = new Set<Position>()
  const notifier = createNotifier()
  let isClosed = false
  let assigned = 0
  let lastRecordedAt = '' as Instant

  // Readers stop before the first position that is assigned and not yet visible, or they would pass it for good.
  const visible = (): ReadonlyArray<LoggedEvent> => {
    if (inFlight.size === 0) return log
    const horizon = [...inFlight].reduce(earlier)
    return log.slice(0, placeAfter(log, horizon))
  }

  const assign = (
    stream: StreamName,
    last: number,
    events: ReadonlyArray<NewEvent>,
  ): ReadonlyArray<LoggedEvent> => {
    const now = clock()
    // Never falls along the log, whatever the clock does.
    if (now > lastRecordedAt) lastRecordedAt = now
    const recordedAt = lastRecordedAt
    return events.map(({ id, type, data, metadata }, index) => ({
      id,
      type,
      data,
      metadata,
      stream,
      revision: last + 1 + index,
      recordedAt,
      position: positionOf(++assigned),
    }))
  }

  const show = (stream: StreamName, events: ReadonlyArray<LoggedEvent>): void => {
    const kept = streams.get(stream) ?? { events: [], places: new Map<string, number>() }
    streams.set(stream, kept)
    for (const event of events) {
      kept.events.push(event)
      kept.places.set(event.id, event.revision)
    }
    const first = events[0] as LoggedEvent
    log.splice(placeAfter(log, first.position), 0, ...events)
  }

  const write = async (
    stream: StreamName,
    last: number,
    events: ReadonlyArray<NewEvent>,
  ): Promise<Either<AppendError, Written>> => {
    const logged = assign(stream, last, events)
    for (const { position } of logged) inFlight.add(position)
    try {
      if (commit !== undefined) await commit()
      show(stream, logged)
    } catch {
      return E.left({ _tag: 'StoreUnavailable', reason: 'rolled-back', outcome: 'not-written' })
    } finally {
      for (const { position } of logged) inFlight.delete(position)
      notifier.notify()
    }
    const { revision, position } = logged.at(-1) as LoggedEvent
    return E.right({ revision, position, isKnownNew: true })
  }

  const appendNow = async (
    stream: StreamName,
    expected: Expected,
    events: ReadonlyNonEmptyArray<NewEvent>,
  ): Promise<Either<AppendError, Written>> => {
    const refusal = refusalOf(stream, events)
    if (refusal !== undefined) return E.left(refusal)
    const { events: stored, places } = streams.get(stream) ?? nothing
    const last = stored.length - 1
    const ids = events.map(({ id }) => id)
    const verdict = judgeAppend(expected, ids, { last, revisionOf: (id) => places.get(id) })
    switch (verdict._tag) {
      case 'Write':
        return write(stream, last, events)
      case 'Already': {
        const { revision, position } = stored[verdict.revision] as LoggedEvent
        return E.right({ revision, position, isKnownNew: false })
      }
      case 'Conflict':
        return E.left({
          _tag: 'WrongExpectedRevision',
          stream,
          expected,
          actual: last < 0 ? 'none' : last,
        })
    }
  }

  const read =
    <Found>(find: () => Found): TaskEither<StoreUnavailable, Found> =>
    async () =>
      isClosed ? E.left(closed) : E.right(find())

  // Appends to one stream take turns, as rows of one stream are locked in a database.
  const append: EventStore['append'] = (stream, expected, events) => async () =>
    isClosed ? E.left(closed) : takeTurn(stream, () => appendNow(stream, expected, events))

  const readAll: EventStore['readAll'] = (after, limit) =>
    read(() => {
      const events = visible()
      const start = placeAfter(events, after)
      const page = events.slice(start, start + limit)
      const next = page.at(-1)?.position ?? after
      return { events: page, next, isEnd: start + page.length >= events.length }
    })

  return {
    logId,
    exactIds: true,
    append,
    readStream: (stream, after, limit) =>
      read(() => {
        const stored = streams.get(stream)?.events ?? []
        const page = stored.slice(after + 1, after + 1 + limit)
        const next = page.at(-1)?.revision ?? after
        return { events: page.map(withoutPosition), next, isEnd: next >= stored.length - 1 }
      }),
    readAll,
    head: read(() => visible().at(-1)?.position ?? beforeFirst),
    subscribe: (after) => subscriptionOf(readAll, after, notifier.listen),
    close: () => {
      isClosed = true
      notifier.notify()
      return Promise.resolve()
    },
  }
}
