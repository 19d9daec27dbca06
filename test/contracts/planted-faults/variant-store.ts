// A log of its own, right as it stands, in which every piece can be put in otherwise. What survives a restart lies on a disk.
import {
  type AppendError,
  beforeFirst,
  type Clock,
  createNotifier,
  createTurns,
  type EventStore,
  type Expected,
  type Instant,
  instantOf,
  judgeAppend,
  type LoggedEvent,
  type NewEvent,
  newId,
  type Page,
  type Position,
  refusalOf,
  type StoredEvent,
  type StreamName,
  type StreamState,
  subscriptionOf,
  type TakeTurn,
  type Verdict,
  type Written,
} from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'

/** What is still there after a restart. */
export interface Disk {
  readonly logId: string
  readonly log: LoggedEvent[]
  assigned: number
}

export const newDisk = (): Disk => ({ logId: newId(), log: [], assigned: 0 })

/** What a store is opened with. */
export interface Shell {
  readonly disk: Disk
  readonly clock?: Clock
  readonly commit?: () => Promise<void>
}

/** What a store knows in memory. */
export interface Known {
  readonly disk: Disk
  /** Positions that are assigned and not yet visible. */
  readonly inFlight: Set<Position>
}

/** The pieces, each of which may be put in otherwise. */
export interface Pieces {
  readonly judge: (
    expected: Expected,
    ids: ReadonlyArray<string>,
    stream: StreamState,
    disk: Disk,
  ) => Verdict
  readonly refuse: (stream: string, events: ReadonlyArray<NewEvent>) => ReturnType<typeof refusalOf>
  /** Where an id stands in a stream, as far as the store remembers. */
  readonly revisionOf: (
    disk: Disk,
    stream: StreamName,
    id: string,
    opened: number,
  ) => number | undefined
  readonly positionOf: (number: number) => Position
  readonly keep: (event: LoggedEvent) => LoggedEvent
  /** What readers may see of the log. */
  readonly visible: (known: Known) => ReadonlyArray<LoggedEvent>
  readonly head: (known: Known) => Position
  /** What becomes of events whose commit failed. */
  readonly rolledBack: (known: Known, events: ReadonlyArray<LoggedEvent>) => void
  /** Makes events visible. */
  readonly show: (disk: Disk, events: ReadonlyArray<LoggedEvent>) => void | Promise<void>
  readonly page: (
    events: ReadonlyArray<LoggedEvent>,
    after: Position,
    limit: number,
    known: Known,
  ) => Page<LoggedEvent, Position>
  readonly streamPage: (
    events: ReadonlyArray<StoredEvent>,
    after: number,
    limit: number,
  ) => Page<StoredEvent, number>
  readonly turns: () => TakeTurn
  readonly subscribe: (
    readAll: EventStore['readAll'],
    after: Position,
    listen: (onNews: () => void) => () => void,
  ) => ReturnType<EventStore['subscribe']>
}

export const byPosition = (a: LoggedEvent, b: LoggedEvent): number =>
  a.position < b.position ? -1 : 1

export const heldBack = ({ disk: { log }, inFlight }: Known): ReadonlyArray<LoggedEvent> => {
  const [horizon] = [...inFlight].sort()
  return horizon === undefined ? log : log.filter(({ position }) => position < horizon)
}

export const pageAfter: Pieces['page'] = (events, after, limit) => {
  const rest = events.filter(({ position }) => position > after)
  const page = rest.slice(0, limit)
  return { events: page, next: page.at(-1)?.position ?? after, isEnd: page.length === rest.length }
}

export const streamPageAfter: Pieces['streamPage'] = (events, after, limit) => {
  const rest = events.filter(({ revision }) => revision > after)
  const page = rest.slice(0, limit)
  return { events: page, next: page.at(-1)?.revision ?? after, isEnd: page.length === rest.length }
}

const rightPieces: Pieces = {
  judge: judgeAppend,
  refuse: refusalOf,
  revisionOf: (disk, stream, id) =>
    disk.log.find((event) => event.stream === stream && event.id === id)?.revision,
  positionOf: (number) => String(number).padStart(20, '0') as Position,
  keep: (event) => event,
  visible: heldBack,
  head: (known) => heldBack(known).at(-1)?.position ?? beforeFirst,
  rolledBack: ({ inFlight }, events) => {
    for (const { position } of events) inFlight.delete(position)
  },
  show: ({ log }, events) => {
    log.push(...events)
    log.sort(byPosition)
  },
  page: pageAfter,
  streamPage: streamPageAfter,
  turns: createTurns,
  subscribe: subscriptionOf,
}

const notBefore = (last: Instant | undefined, now: Instant): Instant => {
  if (last === undefined || last < now) return now
  return last
}

const withoutPosition = ({ position: _, ...stored }: LoggedEvent): StoredEvent => stored

/** Opens the log on a disk, with some pieces put in otherwise. */
export const storeOf = (
  { disk, clock = () => instantOf(Date.now()), commit }: Shell,
  pieces: Partial<Pieces> = {},
): EventStore => {
  const { judge, refuse, revisionOf, positionOf, keep, visible, head, ...others } = {
    ...rightPieces,
    ...pieces,
  }
  const { rolledBack, show, page, streamPage, turns, subscribe } = others
  const known: Known = { disk, inFlight: new Set() }
  const opened = disk.log.length
  const takeTurn = turns()
  const notifier = createNotifier()
  const streamOf = (stream: StreamName): ReadonlyArray<LoggedEvent> =>
    disk.log.filter((event) => event.stream === stream)

  const assign = (
    stream: StreamName,
    last: number,
    events: ReadonlyArray<NewEvent>,
  ): ReadonlyArray<LoggedEvent> => {
    const recordedAt = notBefore(disk.log.at(-1)?.recordedAt, clock())
    return events.map(({ id, type, data, metadata }, index) =>
      keep({
        id,
        type,
        data,
        metadata,
        stream,
        revision: last + 1 + index,
        recordedAt,
        position: positionOf(++disk.assigned),
      }),
    )
  }

  const write = async (
    logged: ReadonlyArray<LoggedEvent>,
  ): Promise<E.Either<AppendError, Written>> => {
    for (const { position } of logged) known.inFlight.add(position)
    try {
      if (commit !== undefined) await commit()
    } catch {
      rolledBack(known, logged)
      notifier.notify()
      return E.left({ _tag: 'StoreUnavailable', reason: 'rolled-back', outcome: 'not-written' })
    }
    await show(disk, logged)
    for (const { position } of logged) known.inFlight.delete(position)
    notifier.notify()
    const { revision, position } = logged.at(-1) as LoggedEvent
    return E.right({ revision, position, isKnownNew: true })
  }

  const appendNow = async (
    stream: StreamName,
    expected: Expected,
    events: ReadonlyArray<NewEvent>,
  ): Promise<E.Either<AppendError, Written>> => {
    const refusal = refuse(stream, events)
    if (refusal !== undefined) return E.left(refusal)
    const stored = streamOf(stream)
    const last = stored.length - 1
    const ids = events.map(({ id }) => id)
    const state = { last, revisionOf: (id: string) => revisionOf(disk, stream, id, opened) }
    const verdict = judge(expected, ids, state, disk)
    switch (verdict._tag) {
      case 'Write':
        return write(assign(stream, last, events))
      case 'Already': {
        const { revision, position } = stored[verdict.revision] as LoggedEvent
        return E.right({ revision, position, isKnownNew: false })
      }
      case 'Conflict': {
        const actual = last < 0 ? 'none' : last
        return E.left({ _tag: 'WrongExpectedRevision', stream, expected, actual })
      }
    }
  }

  const readAll: EventStore['readAll'] = (after, limit) => async () =>
    E.right(page(visible(known), after, limit, known))

  return {
    logId: disk.logId,
    exactIds: true,
    append: (stream, expected, events) => () =>
      takeTurn(stream, () => appendNow(stream, expected, events)),
    readStream: (stream, after, limit) => async () =>
      E.right(streamPage(streamOf(stream).map(withoutPosition), after, limit)),
    readAll,
    head: TE.fromIO(() => head(known)),
    subscribe: (after) => subscribe(readAll, after, notifier.listen),
  }
}
