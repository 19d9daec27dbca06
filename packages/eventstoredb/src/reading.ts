// Pages of the log and of its streams. The client reads from a place on and the port after it, so what stands there is dropped.
import type {
  EventStore,
  LoggedEvent,
  Position,
  StoredEvent,
  StoreUnavailable,
} from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { Client, WireRead, WireResolved } from './client.js'
import { collect } from './collect.js'
import { type Fault, unavailable, unreadableFor } from './faults.js'
import type { Frontier } from './frontier.js'
import type { Naming } from './naming.js'
import { type Pace, pause, waitBefore } from './pace.js'
import { wirePositionOf } from './position.js'
import { logEventOf, placeInLog, streamEventOf } from './recorded.js'

/** What reading needs. */
export interface ReadShell {
  readonly client: Client
  readonly naming: Naming
  readonly pace: Pace
  readonly frontier: Frontier
  /** Aborted when the store is closed. */
  readonly closing: AbortSignal
}

/** How many events the client may hold ready: at 1 MiB each that is what a read may take of memory. */
export const bufferedEvents = 64

// A page ends early when its texts are this long, whatever the limit: 500 events of 1 MiB would be too much at once.
const longestPage = 8 * 1024 * 1024

const buffer = { highWaterMark: bufferedEvents }
const forwards = { direction: 'forwards', resolveLinkTos: false } as const
const backwards = { direction: 'backwards', resolveLinkTos: false } as const

type Attempt<A> = () => Promise<Either<Fault, A>>

// Asked through a function, for it changes while something is awaited.
const isAborted = ({ aborted }: AbortSignal): boolean => aborted

/** Repeats a read while its fault may pass and the patience lasts. */
const repeating = async <A>(
  { pace, closing }: ReadShell,
  attempt: Attempt<A>,
): Promise<Either<StoreUnavailable, A>> => {
  const start = performance.now()
  for (let count = 1; ; count++) {
    if (isAborted(closing)) return E.left(unavailable('closed'))
    const result = await attempt()
    if (E.isRight(result)) return result
    if (isAborted(closing)) return E.left(unavailable('closed'))
    const { left: fault } = result
    const wait = waitBefore(count, pace)
    const isLast =
      (fault._tag !== 'Passing' && fault._tag !== 'NotLeader') ||
      count >= pace.attempts ||
      performance.now() - start + wait >= pace.patienceMs
    if (isLast) return E.left(unreadableFor(fault))
    await pause(wait)
  }
}

interface Taken<Event, Place> {
  readonly events: ReadonlyArray<Event>
  /** The place of the last event that was looked at, ours or not. */
  readonly reached: Place
  readonly isEnd: boolean
}

interface Reading<Event, Place extends string | number> {
  readonly open: (from: Place, maxCount: number) => WireRead
  readonly placeOf: (event: WireResolved) => Place | undefined
  readonly toEvent: (event: WireResolved, place: Place) => Event | undefined
  /** Hears of stretches in which nothing of ours was. */
  readonly onBlank?: (after: Place, upTo: Place) => void
}

// Reads once. One event more than the limit is asked for: the one at the place itself, or one that shows that there is more.
const take = async <Event extends StoredEvent, Place extends string | number>(
  { pace, closing }: ReadShell,
  { open, placeOf, toEvent, onBlank }: Reading<Event, Place>,
  after: Place,
  limit: number,
  maxCount: number,
): Promise<Either<Fault, Taken<Event, Place>>> => {
  const events: Event[] = []
  let reached = after
  let count = 0
  let length = 0
  let isCut = false as boolean
  const ended = await collect(
    () => open(after, maxCount),
    { idleMs: pace.idleMs, closing },
    (resolved) => {
      count++
      const place = placeOf(resolved)
      if (place === undefined || place <= reached) return true
      if (events.length >= limit || length >= longestPage) {
        isCut = true
        return false
      }
      const event = toEvent(resolved, place)
      if (event !== undefined && events.length === 0) onBlank?.(after, reached)
      reached = place
      if (event !== undefined) {
        events.push(event)
        length += event.data.length + event.metadata.length
      }
      return true
    },
  )
  if (ended._tag !== 'Failed') {
    if (events.length === 0) onBlank?.(after, reached)
    return E.right({ events, reached, isEnd: !isCut && count < maxCount })
  }
  // A stream that is missing or deleted has no events.
  return ended.fault._tag === 'Missing'
    ? E.right({ events: [], reached: after, isEnd: true })
    : E.left(ended.fault)
}

const mostAtOnce = 1000

// Reads on over the events of others until one of ours comes, or the end.
const readOn = async <Event extends StoredEvent, Place extends string | number>(
  shell: ReadShell,
  reading: Reading<Event, Place>,
  after: Place,
  limit: number,
): Promise<Either<StoreUnavailable, Taken<Event, Place>>> => {
  let from = after
  for (let maxCount = limit + 1; ; maxCount = Math.max(maxCount, mostAtOnce)) {
    const taken = await repeating(shell, () => take(shell, reading, from, limit, maxCount))
    if (E.isLeft(taken) || taken.right.isEnd || taken.right.events.length > 0) return taken
    from = taken.right.reached
  }
}

const isWhole = (number: number, least: number): boolean =>
  Number.isSafeInteger(number) && number >= least

/** Makes the `readStream` of a store. */
export const readingStream =
  (shell: ReadShell): EventStore['readStream'] =>
  (stream, after, limit) =>
  async () => {
    if (!isWhole(after, -1) || !isWhole(limit, 1)) return E.left(unavailable('refused'))
    const { client, naming } = shell
    const reading: Reading<StoredEvent, number> = {
      open: (from, maxCount) =>
        client.readStream(
          naming.onServer(stream),
          { ...forwards, maxCount, fromRevision: BigInt(from + 1) },
          buffer,
        ),
      placeOf: ({ event }) => event && Number(event.revision),
      toEvent: (event) => streamEventOf(event, naming),
    }
    const taken = await readOn(shell, reading, after, limit)
    if (E.isLeft(taken)) return taken
    const { events, reached, isEnd } = taken.right
    return E.right({ events, next: reached, isEnd })
  }

/**
 * Makes the `readAll` of a store. Its pages go on after events of this log and never after those of others: a saved place
 * then never lies behind the head, which would look like a log that was restored from an older backup.
 */
export const readingAll =
  (shell: ReadShell): EventStore['readAll'] =>
  (after, limit) =>
  async () => {
    if (wirePositionOf(after) === undefined || !isWhole(limit, 1)) {
      return E.left(unavailable('refused'))
    }
    const { client, naming, frontier } = shell
    const reading: Reading<LoggedEvent, Position> = {
      open: (from, maxCount) =>
        client.readAll(
          { ...forwards, maxCount, fromPosition: wirePositionOf(from) ?? 'start' },
          buffer,
        ),
      placeOf: placeInLog,
      toEvent: (event, place) => logEventOf(event, naming, place),
      onBlank: frontier.blank,
    }
    const taken = await readOn(shell, reading, frontier.skip(after), limit)
    if (E.isLeft(taken)) return taken
    const { events, isEnd } = taken.right
    return E.right({ events, next: events.at(-1)?.position ?? after, isEnd })
  }

const firstLook = 16

/**
 * Looks for an event of this log from its end backwards, no further than `floor`; without a floor it looks at the newest
 * events alone. Gives the place of the newest event on the server, of whomever, beside it.
 */
export const findLast = async (
  shell: ReadShell,
  isWanted: (event: LoggedEvent) => boolean,
  floor: Position | undefined,
): Promise<
  Either<
    StoreUnavailable,
    { readonly event: LoggedEvent | undefined; readonly newest: Position | undefined }
  >
> => {
  const { client, naming, pace, closing } = shell
  let newest: Position | undefined
  let lookedTo: Position | undefined
  for (let maxCount = firstLook; ; maxCount = Math.min(4 * maxCount, mostAtOnce)) {
    const from = lookedTo === undefined ? 'end' : (wirePositionOf(lookedTo) ?? 'end')
    let event: LoggedEvent | undefined
    let isOver = false as boolean
    const looked = await repeating(shell, async () => {
      let count = 0
      const ended = await collect(
        () => client.readAll({ ...backwards, maxCount, fromPosition: from }, buffer),
        { idleMs: pace.idleMs, closing },
        (resolved) => {
          count++
          const place = placeInLog(resolved)
          if (place === undefined || (lookedTo !== undefined && place >= lookedTo)) return true
          newest ??= place
          lookedTo = place
          if (floor === undefined || place <= floor) isOver = true
          const found = isOver ? undefined : logEventOf(resolved, naming, place)
          if (found !== undefined && isWanted(found)) event = found
          return !isOver && event === undefined
        },
      )
      return ended._tag === 'Failed' ? E.left(ended.fault) : E.right(count)
    })
    if (E.isLeft(looked)) return looked
    if (event !== undefined || isOver || looked.right < maxCount) return E.right({ event, newest })
  }
}
