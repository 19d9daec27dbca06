// Where the shop's log is kept: in the folder of the data, or on a cluster. The views are in the folder either way.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Adapters, StoreUnavailable } from '@patina/eventsourcing'
import type { ConnectionRefused, LogNameRefused } from '@patina/eventstoredb'
import { embedded, type OpenError, openViewStore } from '@patina/sqlite'
import * as E from 'fp-ts/lib/Either.js'
import type { Options } from './options.js'

/** Stores that are not open yet, and how to speak of them. */
export interface ShopStores {
  readonly adapters: Adapters<OpenError | ConnectionRefused | LogNameRefused | StoreUnavailable>
  /** Where the log is. Of a connection string nothing is shown: it may hold a password. */
  readonly place: string
  readonly viewsFile: string
}

// The cluster keeps no name for a log, so the application says it, always the same.
const logId = 'a-shops-year'

/** The stores that the options ask for. */
export const storesOf = async ({ data, store, namespace }: Options): Promise<ShopStores> => {
  if (store === undefined) {
    return { adapters: embedded(data), place: data, viewsFile: join(data, 'views.db') }
  }
  // Not under the name of the embedded views: those of another log would be folded anew at every change.
  const viewsFile = join(data, 'cluster-views.db')
  // Loaded when it is asked for: who keeps a file waits for no network library.
  const { cluster } = await import('@patina/eventstoredb')
  const views = async () => {
    await mkdir(data).catch(() => undefined)
    const opened = await openViewStore(viewsFile)()
    return E.isLeft(opened) ? opened : E.right({ views: opened.right, close: opened.right.close })
  }
  return {
    adapters: cluster(store, { logId, namespace, views }),
    place: `the cluster, as ${namespace}`,
    viewsFile,
  }
}
