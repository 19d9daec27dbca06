// Moving house: a log copied from one store into another through nothing but the port, whichever two they are.
import {
  asNew,
  beforeFirst,
  type EventRefused,
  type EventStore,
  type LoggedEvent,
  type Position,
  type StoreUnavailable,
  type StreamName,
} from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'

/** How a copy gets on: events so far, and the place of the last one in the old log, where a later run may begin. */
export interface CopyProgress {
  readonly events: number
  readonly copiedTo: Position
}

/** The two logs are not the same from here on: the other one has another event in this place, or none. */
export interface LogsDiffer {
  readonly _tag: 'LogsDiffer'
  readonly stream: StreamName
  readonly revision: number
  readonly id: string
}

/** The copy would go under another name, and proofs and sealed values hold for one name only. Open it under the old one. */
export interface LogIdsDiffer {
  readonly _tag: 'LogIdsDiffer'
  readonly from: string
  readonly to: string
}

/** The new store cannot keep an event of the old one. */
export interface EventNotCopied {
  readonly _tag: 'EventNotCopied'
  readonly stream: StreamName
  readonly revision: number
  readonly problem: EventRefused['problem']
}

/** How to copy. */
export interface CopyOptions {
  /** A place in the old log up to which all was copied before. Without it the copy starts at the beginning, and finds out. */
  readonly after?: Position
  readonly onProgress?: (progress: CopyProgress) => void
}

const pageLimit = 500
// Events that lie side by side in one stream are appended together, below what any engine takes in one append.
const mostTogether = 100
const mostBytes = 512 * 1024

type Run = ReadonlyNonEmptyArray<LoggedEvent>

const bytesOf = ({ data, metadata, type }: LoggedEvent): number =>
  Buffer.byteLength(data) + Buffer.byteLength(metadata) + 2 * type.length

// Splits a page into runs of one stream. The order of the log stays as it is.
const runsOf = (events: ReadonlyArray<LoggedEvent>): ReadonlyArray<Run> => {
  const runs: [LoggedEvent, ...LoggedEvent[]][] = []
  let bytes = 0
  for (const event of events) {
    const run = runs.at(-1)
    const size = bytesOf(event)
    const fits =
      run !== undefined &&
      run[0].stream === event.stream &&
      run.length < mostTogether &&
      bytes + size <= mostBytes
    if (fits) {
      run.push(event)
      bytes += size
    } else {
      runs.push([event])
      bytes = size
    }
  }
  return runs
}

type Failure = StoreUnavailable | EventNotCopied | LogsDiffer | LogIdsDiffer

const differ = ({ stream, revision, id }: LoggedEvent): LogsDiffer => ({
  _tag: 'LogsDiffer',
  stream,
  revision,
  id,
})

const idsDiffer = (from: EventStore, to: EventStore): LogIdsDiffer => ({
  _tag: 'LogIdsDiffer',
  from: from.logId,
  to: to.logId,
})

// A run that was partly there before is a conflict; event by event each is known or new.
const copyRun = async (to: EventStore, run: Run): Promise<Either<Failure, void>> => {
  const [first, ...others] = run
  const expected = first.revision === 0 ? 'none' : first.revision - 1
  const written = await to.append(first.stream, expected, [asNew(first), ...others.map(asNew)])()
  if (E.isRight(written)) {
    return written.right.revision === (run.at(-1) as LoggedEvent).revision
      ? E.right(undefined)
      : E.left(differ(first))
  }
  const error = written.left
  if (error._tag === 'StoreUnavailable') return E.left(error)
  if (error._tag === 'EventRefused') {
    const { stream, revision } = run[error.index] ?? first
    return E.left({ _tag: 'EventNotCopied', stream, revision, problem: error.problem })
  }
  if (others.length === 0) return E.left(differ(first))
  for (const event of run) {
    const copied = await copyRun(to, [event])
    if (E.isLeft(copied)) return copied
  }
  return E.right(undefined)
}

/**
 * Copies a log into another store under the same name: same streams, revisions, ids, texts, in the same order. Only the times of recording and the
 * positions are the new store's. One append after the other, for the order of the log is part of what it tells. A copy that
 * was interrupted is started again, as often as need be: what is there is recognised by its ids and not written twice.
 *
 * Nothing else may write to the new log meanwhile, and nothing to the old one after the last run.
 * Left: a store that is unavailable (run it again); an event that the new store cannot keep; a new log that holds other events
 * or has another name.
 */
export const copyLog =
  (
    from: EventStore,
    to: EventStore,
    { after = beforeFirst, onProgress = () => undefined }: CopyOptions = {},
  ): TaskEither<Failure, CopyProgress> =>
  async () => {
    if (from.logId !== to.logId) return E.left(idsDiffer(from, to))
    let progress: CopyProgress = { events: 0, copiedTo: after }
    for (;;) {
      const page = await from.readAll(progress.copiedTo, pageLimit)()
      if (E.isLeft(page)) return page
      for (const run of runsOf(page.right.events)) {
        const copied = await copyRun(to, run)
        if (E.isLeft(copied)) return copied
        const { position } = run.at(-1) as LoggedEvent
        progress = { events: progress.events + run.length, copiedTo: position }
      }
      progress = { ...progress, copiedTo: page.right.next }
      onProgress(progress)
      if (page.right.isEnd) return E.right(progress)
    }
  }

/** Reads a log event by event over page borders. */
const reader = (
  store: EventStore,
): (() => Promise<Either<StoreUnavailable, LoggedEvent | undefined>>) => {
  let events: ReadonlyArray<LoggedEvent> = []
  let at = 0
  let next: Position = beforeFirst
  let isEnd = false
  return async () => {
    while (at >= events.length && !isEnd) {
      const page = await store.readAll(next, pageLimit)()
      if (E.isLeft(page)) return page
      events = page.right.events
      next = page.right.next
      isEnd = page.right.isEnd
      at = 0
    }
    return E.right(events[at++])
  }
}

const isSame = (a: LoggedEvent, b: LoggedEvent): boolean =>
  a.id === b.id &&
  a.stream === b.stream &&
  a.revision === b.revision &&
  a.type === b.type &&
  a.data === b.data &&
  a.metadata === b.metadata

/** Reads two logs of one name side by side, texts and all. The Right is how many events they have; the Left the first that differs. */
export const compareLogs =
  (
    one: EventStore,
    other: EventStore,
  ): TaskEither<StoreUnavailable | LogsDiffer | LogIdsDiffer, number> =>
  async () => {
    if (one.logId !== other.logId) return E.left(idsDiffer(one, other))
    const [readOne, readOther] = [reader(one), reader(other)]
    for (let events = 0; ; events++) {
      const [a, b] = await Promise.all([readOne(), readOther()])
      if (E.isLeft(a)) return a
      if (E.isLeft(b)) return b
      if (a.right === undefined && b.right === undefined) return E.right(events)
      if (a.right === undefined) return E.left(differ(b.right as LoggedEvent))
      if (b.right === undefined || !isSame(a.right, b.right)) return E.left(differ(a.right))
    }
  }
