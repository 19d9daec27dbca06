// How an application comes to a cluster: a connection string, the name of its log, and somewhere to keep its views.
import {
  type Adapters,
  beforeFirst,
  type Position,
  type StoreUnavailable,
  type ViewStore,
} from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { prepareClients } from './connect.js'
import { type Connection, type ConnectionRefused, parseConnection } from './connection.js'
import { createStore, type EventStoreDBStore } from './event-store.js'
import { isNamespace, namingOf } from './naming.js'
import { type Pace, usualPace } from './pace.js'
import { wirePositionOf } from './position.js'
import { holdLine } from './shared-line.js'

/** Which log on the cluster, and how patient to be with it. */
export interface LogOptions {
  /**
   * The name of the log: part of every proof and every sealed value. The cluster does not keep it, so it must be given, and
   * always the same one.
   */
  readonly logId: string
  /**
   * Letters and digits; the streams of the log then stand behind `<namespace>.` on the server. Without one the log has the
   * whole server: two logs without a namespace would read each other's events.
   */
  readonly namespace?: string
  /**
   * Nothing of the log lies up to and with this place of the server's log, so that nobody looks for it among the events of
   * others there: `endOfServer` from before the first append. Without it a log is looked for from the server's first event.
   */
  readonly beginsAfter?: Position
  /** The times to wait, in milliseconds, where they are to differ from the usual ones. */
  readonly pace?: Partial<Pace>
}

/** A log cannot have this name or namespace, or begin at what is no place of this store. */
export interface LogNameRefused {
  readonly _tag: 'LogNameRefused'
  readonly problem: 'LogId' | 'Namespace' | 'BeginsAfter'
}

/** Views that were opened, and how to close them. */
export interface OpenedViews {
  readonly views: ViewStore
  readonly close: () => Promise<void>
}

/** What `cluster` needs beside the connection. */
export interface ClusterOptions<ViewsError> extends LogOptions {
  /** Where the views are kept: EventStoreDB keeps none. */
  readonly views: TaskEither<ViewsError, OpenedViews>
}

const refusalOf = (options: LogOptions): LogNameRefused | undefined => {
  const { logId, namespace, beginsAfter = beforeFirst } = options
  if (logId === '') return { _tag: 'LogNameRefused', problem: 'LogId' }
  if (wirePositionOf(beginsAfter) === undefined) {
    return { _tag: 'LogNameRefused', problem: 'BeginsAfter' }
  }
  return namespace === undefined || isNamespace(namespace)
    ? undefined
    : { _tag: 'LogNameRefused', problem: 'Namespace' }
}

const paceOf = ({ defaultDeadline }: Connection, pace: Partial<Pace> = {}): Pace => {
  const appendDeadlineMs = defaultDeadline ?? usualPace.appendDeadlineMs
  return { ...usualPace, appendDeadlineMs, appendTimeoutMs: appendDeadlineMs + 1_000, ...pace }
}

/**
 * Opens a log on EventStoreDB or KurrentDB. Every store of a process that appends over the same connection shares one client;
 * over another connection a process may read at the same time, and not append. The Left says why the connection string or
 * the names cannot be used; whether the cluster answers shows when the store is used.
 */
export const openEventStore =
  (
    connectionString: string,
    options: LogOptions,
  ): TaskEither<ConnectionRefused | LogNameRefused, EventStoreDBStore> =>
  async () => {
    const refusal = refusalOf(options)
    if (refusal !== undefined) return E.left(refusal)
    const connection = parseConnection(connectionString)
    if (E.isLeft(connection)) return connection
    const clients = await prepareClients(connection.right)
    if (E.isLeft(clients)) return clients
    const { forReads, forAppends } = clients.right
    return E.right(
      createStore({
        logId: options.logId,
        naming: namingOf(options.namespace),
        beginsAfter: options.beginsAfter ?? beforeFirst,
        pace: paceOf(connection.right, options.pace),
        client: forReads(),
        holdLine: () => holdLine(JSON.stringify(connection.right), forAppends),
      }),
    )
  }

/**
 * Everything but the views on a cluster: what the composition root takes. `open` asks the cluster for the end of the log, so
 * that a server out of reach and a user without rights show at once.
 */
export const cluster = <ViewsError>(
  connectionString: string,
  options: ClusterOptions<ViewsError>,
): Adapters<ConnectionRefused | LogNameRefused | StoreUnavailable | ViewsError> => ({
  open: async () => {
    const opened = await openEventStore(connectionString, options)()
    if (E.isLeft(opened)) return opened
    const store = opened.right
    const head = await store.head()
    const views: Either<StoreUnavailable | ViewsError, OpenedViews> = E.isLeft(head)
      ? head
      : await options.views()
    if (E.isLeft(views)) {
      await store.close()
      return views
    }
    const close = async (): Promise<void> => {
      await store.close()
      await views.right.close()
    }
    return E.right({ store, views: views.right.views, close })
  },
})
