// The log of a made-up shop, its views, and what is done with them in processes of their own.
import { join } from 'node:path'
import { crm } from '@patina/crm'
import {
  type AnyView,
  type EventReaders,
  type EventStore,
  type Position,
  type Runner,
  startRunner,
  type Tagged,
} from '@patina/eventsourcing'
import { orThrow } from '@patina/patina'
import { type EmbeddedStores, embedded, openEventStore } from '@patina/sqlite'
import { peakMegabytes } from './apart.js'
import { expectViews, type ViewRow } from './made-up-shop/compare-views.js'
import { historyOf, type ShopSize } from './made-up-shop/history.js'
import { type Printed, printed } from './made-up-shop/print.js'
import { startTally } from './made-up-shop/tally.js'
import { expectSame, type Timed, timed } from './pairs.js'
import { rawScan, withRaw } from './raw.js'

/** This module, for its tasks to be run apart. */
export const shopLogTasks = import.meta.url

const inFlight = 1000

/** Appends these events in their order, many appends to a commit. Gives their number. */
const appendAll = async (store: EventStore, events: Iterable<Printed>): Promise<number> => {
  let count = 0
  let waiting: Promise<unknown>[] = []
  for (const { stream, ...event } of events) {
    waiting.push(orThrow(store.append(stream, 'any', [event])))
    count++
    if (waiting.length < inFlight) continue
    await Promise.all(waiting)
    waiting = []
  }
  await Promise.all(waiting)
  return count
}

/** Where the log of a folder is. */
export const logIn = (folder: string): string => join(folder, 'log.db')

/** What a log came to. */
export interface LogFigures {
  readonly events: number
  /** Data and metadata of an event, in bytes. */
  readonly meanBytes: number
}

/** Writes the log of a shop that is made up. */
export const writeShopLog = async ({
  folder,
  size,
}: {
  readonly folder: string
  readonly size: ShopSize
}): Promise<LogFigures> => {
  const store = await orThrow(openEventStore(logIn(folder)))
  let bytes = 0
  function* texts(): Generator<Printed> {
    let number = 0
    for (const happened of historyOf(size)) {
      const event = printed(happened, number++)
      bytes += event.data.length + event.metadata.length
      yield event
    }
  }
  const events = await appendAll(store, texts())
  await store.close()
  return { events, meanBytes: bytes / events }
}

/** How the views of a folder were brought up to the end of its log. */
export interface Folded extends Timed {
  /** Until the fold was over: what was opened before counts, what came after it does not. */
  readonly peakMegabytes: number
}

const views: ReadonlyArray<AnyView> = crm.flatMap((capability) => capability.views)
/** Readers of every event of the domain. */
export const readers: EventReaders<Tagged> = Object.assign({}, ...crm.map(({ events }) => events))
const names = views.map(({ name }) => name)

const withRunner = async <A>(
  folder: string,
  work: (runner: Runner, head: Position, stores: EmbeddedStores) => Promise<A>,
): Promise<A> => {
  const stores = await orThrow(embedded(folder).open)
  const head = await orThrow(stores.store.head)
  const runner = await orThrow(startRunner({ ...stores, readers })(views))
  try {
    return await work(runner, head, stores)
  } finally {
    await runner.close()
    await stores.close()
  }
}

/** Folds the views of a folder that has none yet: what a first start with a log does by itself. */
export const foldFirst = async ({ folder }: { readonly folder: string }): Promise<Folded> =>
  withRunner(folder, async (runner, head) => {
    const { seconds } = await timed(async () => {
      for (const name of names) await orThrow(runner.atLeast(name, head))
      return 0
    })
    return { seconds, count: 0, peakMegabytes: peakMegabytes() }
  })

/** Folds all views of a folder again from the first event, beside those that are served, and swaps them in. */
export const rebuildViews = async ({ folder }: { readonly folder: string }): Promise<Folded> =>
  withRunner(folder, async (runner) => {
    let events = 0
    const rebuilt = await timed(async () => {
      await orThrow(
        runner.rebuild(names, (progress) => {
          events = progress.events
        }),
      )
      return events
    })
    return { ...rebuilt, peakMegabytes: peakMegabytes() }
  })

/** Reads the log of a folder and parses it. */
export const scanLog = async ({ folder }: { readonly folder: string }): Promise<Timed> =>
  withRaw(logIn(folder), (database) => timed(() => rawScan(database)))

/** What was found in the tables of a folder. */
export interface CheckedViews {
  readonly rows: number
  readonly tables: number
  /** How many of the tables have a tally that each of their rows was compared with. */
  readonly compared: number
}

/** Stops the run when the views of a folder are not what the same history comes to, added up plainly. */
export const checkShopViews = async ({
  folder,
  size,
}: {
  readonly folder: string
  readonly size: ShopSize
}): Promise<CheckedViews> => {
  const { tally, count } = startTally()
  for (const { event } of historyOf(size)) count(event)
  return withRaw(join(folder, 'views.db'), (database) => {
    let rows = 0
    let compared = 0
    for (const name of names) {
      if (tally.has(name)) {
        const kept = database.prepare(`SELECT key, view FROM ${name}`).iterate()
        rows += expectViews(name, kept as Iterable<ViewRow>, tally)
        compared++
      } else {
        rows += (database.prepare(`SELECT count(*) AS n FROM ${name}`).get() as { n: number }).n
      }
    }
    expectSame('tables that were tallied', compared, tally.size)
    return { rows, tables: names.length, compared }
  })
}
