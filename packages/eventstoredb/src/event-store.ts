// The EventStore port on EventStoreDB.
import { setMaxListeners } from 'node:events'
import type { EventStore, Position, StoreUnavailable } from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { AppendLine } from './append-line.js'
import { appending } from './appending.js'
import type { Client } from './client.js'
import { unavailable } from './faults.js'
import { createFrontier } from './frontier.js'
import { endOf, headOf, locateIn } from './head.js'
import type { Naming } from './naming.js'
import type { Pace } from './pace.js'
import { type ReadShell, readingAll, readingStream } from './reading.js'
import type { LineHold } from './shared-line.js'
import { subscribing } from './subscribing.js'

/** A store that can be closed. */
export interface EventStoreDBStore extends EventStore {
  /** Where the server's log ends, whosever event that is: a log that is new may be said to begin after it. */
  readonly endOfServer: TaskEither<StoreUnavailable, Position>
  /** Ends subscriptions, lets appends that are under way finish, and lets the connections go. */
  readonly close: () => Promise<void>
}

/** What a store is made of. */
export interface StoreParts {
  readonly logId: string
  readonly naming: Naming
  readonly pace: Pace
  /** Nothing of the log lies up to and with this place. */
  readonly beginsAfter: Position
  /** For reads and subscriptions. Appends have a client of their own, which every store of the process shares. */
  readonly client: Client
  readonly holdLine: () => Promise<LineHold | undefined>
}

/** Makes a store. Nothing is sent before it is used. */
export const createStore = ({
  logId,
  naming,
  pace,
  beginsAfter,
  client,
  holdLine,
}: StoreParts): EventStoreDBStore => {
  const stops = new Set<() => void>()
  let closed: Promise<void> | undefined
  let holding: Promise<LineHold | undefined> | undefined

  const isClosed = (): boolean => closed !== undefined
  const ending = new AbortController()
  const closing = ending.signal
  // Every read under way listens to it.
  setMaxListeners(0, closing)
  const shell: ReadShell = { client, naming, pace, frontier: createFrontier(beginsAfter), closing }

  const line = async (): Promise<Either<StoreUnavailable, AppendLine>> => {
    holding ??= holdLine()
    const hold = await holding
    if (hold !== undefined) return E.right(hold.line)
    // The other connection may be closed one day.
    holding = undefined
    return E.left(unavailable('other-connection'))
  }

  const onOpen = (stop: () => void): (() => void) => {
    stops.add(stop)
    return () => stops.delete(stop)
  }

  const close = async (): Promise<void> => {
    ending.abort()
    for (const stop of stops) stop()
    stops.clear()
    await (await holding)?.release()
    await client.dispose().catch(() => undefined)
  }

  return {
    logId,
    exactIds: false,
    append: appending({ naming, pace, line, locate: locateIn(shell), isClosed }),
    readStream: readingStream(shell),
    readAll: readingAll(shell),
    head: () => headOf(shell),
    endOfServer: () => endOf(shell),
    subscribe: subscribing({ ...shell, onOpen }),
    close: () => {
      closed ??= close()
      return closed
    },
  }
}
