// Where the shop's log is kept: in the folder of the data, or on a cluster. The views are in the folder either way.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Adapters, EventStore, StoreUnavailable } from '@patina/eventsourcing'
import type { ConnectionRefused, LogNameRefused } from '@patina/eventstoredb'
import { embedded, type OpenError, openViewStore } from '@patina/sqlite'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Options } from './options.js'

/** Stores that are not open yet, and how to speak of them. */
export interface ShopStores {
  readonly adapters: Adapters<OpenError | ConnectionRefused | LogNameRefused | StoreUnavailable>
  /** Where the log is. Of a connection string nothing is shown: it may hold a password. */
  readonly place: string
  readonly viewsFile: string
  /** What the vault of this log is called in the folder. */
  readonly vaultName: string
  /** The log itself, once the adapters have opened it: for who looks at its bytes. */
  readonly log: () => EventStore | undefined
}

type OpenStores = Omit<ShopStores, 'log'>

const withLog = (stores: OpenStores): ShopStores => {
  let log: EventStore | undefined
  const open = TE.map((opened: { readonly store: EventStore }) => {
    log = opened.store
    return opened
  })(stores.adapters.open) as OpenStores['adapters']['open']
  return { ...stores, adapters: { open }, log: () => log }
}

// The cluster keeps no name for a log, so the application says it, always the same.
const logId = 'a-shops-year'

/** The stores that the options ask for. */
export const storesOf = async ({ data, store, namespace }: Options): Promise<ShopStores> => {
  if (store === undefined) {
    const viewsFile = join(data, 'views.db')
    return withLog({ adapters: embedded(data), place: data, viewsFile, vaultName: 'vault' })
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
  return withLog({
    adapters: cluster(store, { logId, namespace, views }),
    place: `the cluster, as ${namespace}`,
    viewsFile,
    // Each log has a vault of its own; what is no letter or digit is refused as a namespace.
    vaultName: `cluster-${namespace.replaceAll(/[^A-Za-z0-9]/g, '')}-vault`,
  })
}
