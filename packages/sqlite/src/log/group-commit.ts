// Appends that arrive together are committed together: one wait for the disk serves them all.
import type {
  AppendError,
  Expected,
  LoggedEvent,
  NewEvent,
  StreamName,
  Written,
} from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { Database } from '../file/database.js'
import { unavailableOf } from '../file/errors.js'
import { inWriteTransaction } from '../file/transaction.js'
import type { Group } from './writer.js'

type Result = Either<AppendError, Written>

/** An append that waits for its group. */
interface Pending {
  readonly stream: StreamName
  readonly expected: Expected
  readonly events: ReadonlyArray<NewEvent>
  readonly resolve: (result: Result) => void
  readonly reject: (bug: unknown) => void
}

/** The queue of appends. */
export interface GroupCommit {
  readonly append: (
    stream: StreamName,
    expected: Expected,
    events: ReadonlyArray<NewEvent>,
  ) => Promise<Result>
  /** Waits until nothing is queued or under way. */
  readonly idle: () => Promise<void>
}

// So that no group holds up the process for long. One append is never cut.
const longestGroup = 1_000
const largestGroup = 4 * 1024 * 1024

const charactersOf = (events: ReadonlyArray<NewEvent>): number =>
  events.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0)

// How many of the queue make the next group.
const groupLength = (queue: ReadonlyArray<Pending>): number => {
  let events = 0
  let characters = 0
  for (const [index, pending] of queue.entries()) {
    events += pending.events.length
    characters += charactersOf(pending.events)
    if (index > 0 && (events > longestGroup || characters > largestGroup)) return index
  }
  return queue.length
}

/** A queue without appends. `onWritten` is called with the events after each commit that added some. */
export const createGroupCommit = (
  database: Database,
  beginGroup: () => Group,
  patienceMs: number,
  onWritten: (events: ReadonlyArray<LoggedEvent>) => void,
): GroupCommit => {
  let queue: Pending[] = []
  let running: Promise<void> | undefined

  const writeGroup = (
    pendings: ReadonlyArray<Pending>,
  ): { readonly results: ReadonlyArray<Result>; readonly events: ReadonlyArray<LoggedEvent> } => {
    const group = beginGroup()
    const results = pendings.map(({ stream, expected, events }) =>
      group.append(stream, expected, events),
    )
    return { results, events: group.written() }
  }

  const commit = async (pendings: ReadonlyArray<Pending>): Promise<void> => {
    const written = await inWriteTransaction(database, patienceMs, () => writeGroup(pendings))
    if (E.isLeft(written)) {
      const unavailable = unavailableOf(written.left.error, written.left.outcome)
      for (const { resolve } of pendings) resolve(E.left(unavailable))
      return
    }
    const { results, events } = written.right
    for (const [index, { resolve }] of pendings.entries()) resolve(results[index] as Result)
    if (events.length > 0) onWritten(events)
  }

  const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

  const run = async (): Promise<void> => {
    while (queue.length > 0) {
      await nextTurn()
      const length = groupLength(queue)
      const pendings = queue.slice(0, length)
      queue = queue.slice(length)
      try {
        await commit(pendings)
      } catch (bug) {
        for (const { reject } of pendings) reject(bug)
      }
    }
    running = undefined
  }

  return {
    append: (stream, expected, events) =>
      new Promise((resolve, reject) => {
        queue.push({ stream, expected, events, resolve, reject })
        running ??= run()
      }),
    idle: async () => {
      while (running !== undefined) await running
    },
  }
}
