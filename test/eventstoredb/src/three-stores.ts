// The three stores side by side: in memory, in a file, on a server with its views in a file.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Adapters, inMemory } from '@patina/eventsourcing'
import { cluster, type Pace } from '@patina/eventstoredb'
import { embedded, openViewStore } from '@patina/sqlite'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { beginningOf, newLog } from './opening.js'
import { type Asked, live, type Outcome, week } from './shop-week.js'

/** A log on a server, with its views in a folder. */
export const clusterWithViews = (
  url: string,
  folder: string,
  namespace: string,
  pace: Partial<Pace> = {},
  logId = namespace,
): Adapters<unknown> =>
  cluster(url, {
    logId,
    namespace,
    beginsAfter: beginningOf(namespace),
    pace,
    views: async () => {
      const views = await openViewStore(join(folder, `${namespace}.db`))()
      return E.isLeft(views) ? views : E.right({ views: views.right, close: views.right.close })
    },
  })

/** The same commands on the three stores, one store after the other. */
const onEachStore = async (
  asked: ReadonlyArray<Asked>,
  url: string,
  pace?: Partial<Pace>,
): Promise<ReadonlyArray<Outcome>> => {
  const folder = await mkdtemp(join(tmpdir(), 'patina-three-stores-'))
  try {
    const namespace = await newLog(url)
    return [
      await live(inMemory(), asked),
      await live(embedded(join(folder, 'embedded')), asked),
      await live(clusterWithViews(url, folder, namespace, pace), asked),
    ]
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Any commands lead to the same answers, histories and views on each store. */
export const sameEverywhere = (
  url: () => string,
  compare: (outcome: Outcome, expected: Outcome) => void,
  pace?: Partial<Pace>,
  disturb: () => Promise<void> = () => Promise.resolve(),
): fc.IAsyncProperty<[ReadonlyArray<Asked>]> =>
  fc.asyncProperty(week, async (asked) => {
    await disturb()
    const [memory, ...others] = await onEachStore(asked, url(), pace)
    if (memory === undefined) throw new Error('no store')
    for (const other of others) compare(other, memory)
  })
