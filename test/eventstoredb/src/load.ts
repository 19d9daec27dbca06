// Writers who keep at it whatever happens, a listener beside them, and the comparison with what the server really holds.
import {
  beforeFirst,
  type EventStore,
  type LoggedEvent,
  type NewEvent,
  newId,
  type StoreUnavailable,
  type StreamName,
  streamName,
  type WrongExpectedRevision,
} from '@patina/eventsourcing'
import type { TestServer } from '@patina/eventstoredb-server'
import * as E from 'fp-ts/lib/Either.js'
import type { OpenedLog } from './opening.js'

/** What the writers were told. */
export interface Told {
  readonly acknowledged: ReadonlyArray<{
    readonly id: string
    readonly stream: StreamName
    readonly revision: number
    readonly position: string
  }>
  readonly refused: ReadonlyArray<{
    readonly ids: ReadonlyArray<string>
    readonly error: StoreUnavailable | WrongExpectedRevision
  }>
}

/** How much is written. */
export interface Load {
  readonly writers: number
  readonly appends: number
}

/** An event of no meaning. */
export const someEvent = (): NewEvent => ({
  id: newId(),
  type: 'Noted',
  data: '{"note":"under load"}',
  metadata: '{"schemaVersion":1}',
})

/** Each writer appends twos to a stream of his own. An append that failed is sent again as it was, as a retried command is. */
export const write = async (store: EventStore, { writers, appends }: Load): Promise<Told> => {
  const acknowledged: Told['acknowledged'][number][] = []
  const refused: Told['refused'][number][] = []
  const one = async (): Promise<void> => {
    const stream = streamName('load', newId())
    let last = -1
    for (let turn = 0; turn < appends; turn++) {
      const events = [someEvent(), someEvent()] as const
      for (let again = 0; again < 5; again++) {
        const written = await store.append(stream, last < 0 ? 'none' : last, events)()
        if (E.isRight(written)) {
          const { revision, position } = written.right
          for (const { id } of events) acknowledged.push({ id, stream, revision, position })
          last = revision
          break
        }
        if (written.left._tag === 'EventRefused') throw new Error(JSON.stringify(written.left))
        refused.push({ ids: events.map(({ id }) => id), error: written.left })
      }
    }
  }
  await Promise.all(Array.from({ length: writers }, one))
  return { acknowledged, refused }
}

/** A listener who writes down what he hears, faults too. */
export interface Ear {
  readonly heard: ReadonlyArray<LoggedEvent>
  readonly faults: ReadonlyArray<StoreUnavailable>
  readonly hasEnded: () => boolean
  readonly stop: () => Promise<void>
}

/** Listens to the whole log. */
export const listen = (store: EventStore): Ear => {
  const heard: LoggedEvent[] = []
  const faults: StoreUnavailable[] = []
  const pages = store.subscribe(beforeFirst)[Symbol.asyncIterator]()
  let hasEnded = false
  const run = async (): Promise<void> => {
    for (;;) {
      const delivery = await pages.next()
      if (delivery.done === true) {
        hasEnded = true
        return
      }
      if (E.isLeft(delivery.value)) faults.push(delivery.value.left)
      else heard.push(...delivery.value.right.events)
    }
  }
  const running = run()
  return {
    heard,
    faults,
    hasEnded: () => hasEnded,
    stop: async () => {
      await pages.return?.()
      await running
    },
  }
}

/** Waits until something is so, and fails with a name when it takes too long. */
export const until = async (
  what: string,
  isSo: () => boolean,
  patienceMs = 30_000,
): Promise<void> => {
  const start = performance.now()
  while (!isSo()) {
    if (performance.now() - start > patienceMs) throw new Error(`${what}: it never came`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** The ids that the server holds of a log, in the order of the log. */
export const idsOnServer = async (
  server: TestServer,
  { namespace }: Pick<OpenedLog, 'namespace'>,
): Promise<ReadonlyArray<string>> =>
  (await server.dump())
    .filter(({ stream }) => stream.startsWith(`${namespace}.`))
    .map(({ id }) => id)

/** What is wrong between what the writers were told and what the server holds: nothing, if all is well. */
export const faultsIn = (told: Told, held: ReadonlyArray<string>): ReadonlyArray<string> => {
  const faults: string[] = []
  const there = new Set(held)
  const acknowledged = new Set(told.acknowledged.map(({ id }) => id))
  if (there.size !== held.length) faults.push(`${held.length - there.size} events are stored twice`)
  for (const id of acknowledged)
    if (!there.has(id)) faults.push(`${id} was acknowledged and is lost`)
  for (const { ids, error } of told.refused) {
    if (error._tag !== 'StoreUnavailable' || error.outcome === 'unknown') continue
    // Sent again later, it may have been stored then.
    const isThere = ids.some((id) => there.has(id) && !acknowledged.has(id))
    if (isThere) faults.push(`${ids.join()} is called not written and was stored`)
  }
  return faults
}
