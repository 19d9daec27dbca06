// Opens logs of their own on a server, and tells in words why that failed.
import { beforeFirst, newId, type Position } from '@patina/eventsourcing'
import { type EventStoreDBStore, type LogOptions, openEventStore } from '@patina/eventstoredb'
import * as E from 'fp-ts/lib/Either.js'

/** A store on a log that nobody else writes to. */
export interface OpenedLog {
  readonly store: EventStoreDBStore
  readonly namespace: string
}

/** A name that no log on the server has. */
export const newNamespace = (): string => `t${newId().replaceAll('-', '')}`

// Where each log begins: one that is new need not be looked for among all that others have written.
const beginnings = new Map<string, Position>()

const must = <A>(opened: E.Either<unknown, A>): A => {
  if (E.isLeft(opened)) throw new Error(JSON.stringify(opened.left))
  return opened.right
}

/** Where a log begins, as far as this process knows. */
export const beginningOf = (namespace: string): Position => beginnings.get(namespace) ?? beforeFirst

/** A name that no log on the server has, for one that begins where the server's log now ends. */
export const newLog = async (url: string): Promise<string> => {
  const namespace = newNamespace()
  const store = must(await openEventStore(url, { logId: namespace })())
  beginnings.set(namespace, must(await store.endOfServer()))
  await store.close()
  return namespace
}

/** Opens a log on the server that the connection string names: a new one, or one that was there before. */
export const openLog = async (
  url: string,
  known?: string,
  pace: NonNullable<LogOptions['pace']> = {},
  logId?: string,
): Promise<OpenedLog> => {
  const namespace = known ?? (await newLog(url))
  const beginsAfter = beginningOf(namespace)
  const options = { logId: logId ?? namespace, namespace, beginsAfter, pace }
  return { store: must(await openEventStore(url, options)()), namespace }
}
