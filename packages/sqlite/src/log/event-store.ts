import {
  type AppendError,
  type Clock,
  createNotifier,
  type EventStore,
  newId,
  refusalOf,
  type StoreUnavailable,
  subscriptionOf,
  systemClock,
  type Written,
} from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import {
  type Backup,
  type BackupFailed,
  type BackupProgress,
  backUp,
  backupClosed,
} from '../file/backup.js'
import { type OpenError, unavailable, unavailableOf } from '../file/errors.js'
import { closeFile, type OpenFile, type OpenOptions, openFile } from '../file/open-file.js'
import { whenFree } from '../file/patience.js'
import { createForeignAppends } from './foreign-appends.js'
import { createGroupCommit } from './group-commit.js'
import { logIdOf, logKind } from './kind.js'
import { rowOf } from './position.js'
import { createLogReader } from './reader.js'
import { createLogTail } from './tail.js'
import { verifyLog } from './verify/index.js'
import type { VerifyProgress, VerifyReport } from './verify/report.js'
import { createLogWriter } from './writer.js'

/** How a log is opened. */
export interface EventStoreOptions extends OpenOptions {
  /** The name of a new log, a UUID by default; a log that is there must have this name. */
  readonly logId?: string
  /** Default: the clock of the machine. */
  readonly clock?: Clock
}

/** A log in one SQLite file. */
export interface SqliteEventStore extends EventStore {
  /** Writes what was appended before, ends the subscriptions, and leaves one whole file. */
  readonly close: () => Promise<void>
  /**
   * Copies the log as it stands now, while appends and reads go on, to a path where nothing is. The copy appears when it
   * is complete and on the disk. Left when it could not be made: then nothing is left at the target.
   */
  readonly backup: (
    to: string,
    onProgress?: (progress: BackupProgress) => void,
  ) => TaskEither<BackupFailed, Backup>
  /**
   * Reads the whole log again: SQLite's own check, every leaf over the bytes on the disk, positions, times, and the
   * revisions of every stream. Appends and reads go on, except during SQLite's own check.
   */
  readonly verify: (
    onProgress?: (progress: VerifyProgress) => void,
  ) => TaskEither<StoreUnavailable, VerifyReport>
}

const ignore = (): void => undefined

/** The store on a file that is open. */
export const eventStoreOn = (file: OpenFile, logId: string, clock: Clock): SqliteEventStore => {
  const { database, isReadOnly, patienceMs } = file
  const tail = createLogTail()
  const reader = createLogReader(database, tail)
  let closing: Promise<void> | undefined
  const isClosed = (): boolean => closing !== undefined

  const notifier = createNotifier((listeners) => foreign.listenFor(listeners))
  const foreign = createForeignAppends(database, notifier.notify)
  const group = createGroupCommit(
    database,
    createLogWriter(database, logId, clock),
    patienceMs,
    (events) => {
      tail.add(events)
      notifier.notify()
    },
  )

  const read = async <A>(task: () => A): Promise<Either<StoreUnavailable, A>> => {
    if (isClosed()) return E.left(unavailable('closed'))
    try {
      return E.right(await whenFree(patienceMs, task))
    } catch (error) {
      return E.left(unavailableOf(error))
    }
  }

  const readAll: EventStore['readAll'] = (after, limit) => async () => {
    const row = rowOf(after)
    return row === undefined
      ? E.left(unavailable('foreign-position'))
      : read(() => reader.all(after, row, limit))
  }

  const append: EventStore['append'] =
    (stream, expected, events) => async (): Promise<Either<AppendError, Written>> => {
      const refusal = refusalOf(stream, events)
      if (refusal !== undefined) return E.left(refusal)
      if (isReadOnly) return E.left(unavailable('read-only'))
      return isClosed() ? E.left(unavailable('closed')) : group.append(stream, expected, events)
    }

  const close = async (): Promise<void> => {
    await group.idle()
    foreign.listenFor(0)
    notifier.notify()
    closeFile(file)
  }

  return {
    logId,
    exactIds: true,
    append,
    readStream: (stream, after, limit) => () => read(() => reader.stream(stream, after, limit)),
    readAll,
    head: () => read(reader.head),
    subscribe: (after) => subscriptionOf(readAll, after, notifier.listen),
    close: () => {
      closing ??= close()
      return closing
    },
    backup:
      (to, onProgress = ignore) =>
      async () =>
        isClosed() ? E.left(backupClosed) : backUp(file, to, onProgress),
    verify:
      (onProgress = ignore) =>
      async () =>
        isClosed()
          ? E.left(unavailable('closed'))
          : verifyLog(database, logId, onProgress, isClosed),
  }
}

/**
 * Opens the log in a file, or creates it. Every append that was acknowledged is on the disk. Several processes may have
 * one file open: one writes at a time, and waits for the others do not hold up the process.
 */
export const openEventStore =
  (path: string, options: EventStoreOptions = {}): TaskEither<OpenError, SqliteEventStore> =>
  () => {
    const { logId: asked, clock = systemClock } = options
    return openFile(logKind(asked ?? newId()), path, options, (file) => {
      const found = logIdOf(file.database)
      return asked === undefined || asked === found
        ? E.right(eventStoreOn(file, found, clock))
        : E.left({ reason: 'other-log', found, asked })
    })
  }
