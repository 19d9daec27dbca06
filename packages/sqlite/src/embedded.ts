import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Adapters, Stores } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { OpenError } from './file/errors.js'
import { type EventStoreOptions, openEventStore, type SqliteEventStore } from './log/event-store.js'
import { openViewStore, type SqliteViewStore } from './views/view-store.js'

/** Both stores of an embedded application, opened. */
export interface EmbeddedStores extends Stores {
  readonly store: SqliteEventStore
  readonly views: SqliteViewStore
}

/** How an application comes to stores in a folder. */
export interface Embedded extends Adapters<OpenError> {
  readonly open: TaskEither<OpenError, EmbeddedStores>
}

/**
 * Everything in one folder on this machine: the log in `log.db`, which waits for the disk, and the views in `views.db`,
 * which can be deleted. The folder is created if the folder around it is there. Nothing is opened before `open` is run. Throws a
 * `TypeError` for an empty text: that is a bug.
 */
export const embedded = (folder: string, options: EventStoreOptions = {}): Embedded => {
  if (folder === '') throw new TypeError('embedded: expected a folder, found empty text')
  return embeddedIn(folder, options)
}

const embeddedIn = (folder: string, options: EventStoreOptions): Embedded => ({
  open: async () => {
    // Not the folders around it: with a disk that is not mounted, a log would begin anew on the wrong one.
    if (options.isReadOnly !== true) await mkdir(folder).catch(() => undefined)
    const log = await openEventStore(join(folder, 'log.db'), options)()
    if (E.isLeft(log)) return log
    const store = log.right
    const opened = await openViewStore(join(folder, 'views.db'), options)()
    if (E.isLeft(opened)) {
      await store.close()
      return opened
    }
    const views = opened.right
    const close = async (): Promise<void> => {
      await store.close()
      await views.close()
    }
    return E.right({ store, views, close })
  },
})
