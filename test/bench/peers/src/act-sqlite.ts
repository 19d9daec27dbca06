import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type Client, createClient } from '@libsql/client'
import { act, InMemoryCache, projection, state } from '@rotorsoft/act'
import { SqliteStore } from '@rotorsoft/act-sqlite'
import { z } from 'zod'
import type { Measured, Measures } from './peer.js'
import {
  type Account,
  type Award,
  award,
  awards,
  chunksOf,
  countChecked,
  evolve,
  highestBalance,
  indicesOf,
  inFlight,
  inFolder,
  nobody,
  queue,
  range,
  streamOf,
  timed,
  viewChecked,
} from './scenario.js'

const PointsAwarded = z.object({
  membershipId: z.string(),
  customerId: z.string(),
  programmeId: z.string(),
  awardId: z.string(),
  saleId: z.string(),
  points: z.number(),
  balance: z.number(),
  lots: z.array(z.object({ points: z.number(), lastDay: z.string() })),
  note: z.string(),
})

const Membership = state({ Membership: z.object({ awards: z.number(), points: z.number() }) })
  .init(nobody)
  .emits({ PointsAwarded })
  .patch({ PointsAwarded: ({ data }, account) => evolve(account, data) })
  .on({ awardPoints: z.object({ index: z.number() }) })
  .given([
    {
      description: 'the balance stays within the highest',
      valid: (account) => account.points < highestBalance,
    },
  ])
  .emit(({ index }, { state: account }) => ['PointsAwarded', award(index, account)])
  .build()

const actor = { id: 'bench', name: 'bench' }

// The view: a table of its own in a file of its own, because a second connection to the file of the
// store is what its documentation forbids.
const balancesIn = (views: Client) =>
  projection('balances')
    .on({ PointsAwarded })
    .do(async function unused() {})
    .batch(async function add(events) {
      const changes = new Map<string, Account>()
      for (const { stream, data } of events)
        changes.set(stream, evolve(changes.get(stream) ?? nobody(), data))
      await views.batch(
        [...changes].map(([membership, { awards, points }]) => ({
          sql: `INSERT INTO balances (membership, awards, points) VALUES (?, ?, ?)
                ON CONFLICT (membership) DO UPDATE
                SET awards = awards + excluded.awards, points = points + excluded.points`,
          args: [membership, awards, points],
        })),
        'write',
      )
    })
    .build()

const durable = async (url: string) => {
  const client = createClient({ url })
  try {
    assert.equal((await client.execute('PRAGMA journal_mode')).rows[0]?.['journal_mode'], 'wal')
    assert.equal((await client.execute('PRAGMA synchronous')).rows[0]?.['synchronous'], 2)
  } finally {
    client.close()
  }
}

const build = (store: SqliteStore, views: Client) =>
  act()
    .withState(Membership)
    .withProjection(balancesIn(views))
    .build({ scoped: { store, cache: new InMemoryCache() } })

const buildWithoutView = (store: SqliteStore) =>
  act()
    .withState(Membership)
    .build({ scoped: { store, cache: new InMemoryCache() } })

const inStore = (folder: string, run: (store: SqliteStore, own: string) => Promise<Measured>) =>
  inFolder(folder, async (own) => {
    const url = `file:${join(own, 'act.db')}`
    const store = new SqliteStore({ url })
    try {
      await store.seed()
      await durable(url)
      return await run(store, own)
    } finally {
      await store.dispose()
    }
  })

type App = ReturnType<typeof buildWithoutView>

const inApp = (folder: string, run: (app: App, store: SqliteStore) => Promise<Measured>) =>
  inStore(folder, async (store) => {
    const app = buildWithoutView(store)
    try {
      return await run(app, store)
    } finally {
      await app.shutdown()
    }
  })

const readAwards =
  (app: App) =>
  async (stream: string): Promise<Award[]> =>
    (await app.query_array({ stream, stream_exact: true })).map((event) => event.data)

const command = (app: App, index: number, streams: number) =>
  app.do('awardPoints', { stream: streamOf(index, streams), actor }, { index })

// The port of the store, as act's own benchmarks append many events: no action, no validation.
const append = (store: SqliteStore, stream: string, events: readonly Award[]) =>
  store.commit<{ PointsAwarded: Award }>(
    stream,
    events.map((data) => ({ name: 'PointsAwarded', data })),
    { correlation: 'bench', causation: {} },
  )

export const measures: Measures = {
  sequentialCommands: (folder, commands, streams) =>
    inApp(folder, async (app) => ({
      seconds: await timed(async () => {
        for (let index = 0; index < commands; index++) await command(app, index, streams)
      }),
      count: await countChecked(commands, streams, readAwards(app)),
    })),

  // In turn, for two reasons. The store says that writes queue on its one connection; with the
  // libSQL that it asks for they take one connection each, and fail with SQLITE_BUSY. And the first
  // commits to a new stream expect no version, so two at once both decide on an empty state.
  concurrentCommands: (folder, commands, streams, atATime) =>
    inApp(folder, async (app) => {
      const inTurn = queue()
      return {
        seconds: await timed(() =>
          inFlight(commands, atATime, (index) => inTurn(() => command(app, index, streams))),
        ),
        count: await countChecked(commands, streams, readAwards(app)),
      }
    }),

  bulkAppend: (folder, events, perAppend) =>
    inApp(folder, async (app, store) => {
      const appends = Math.ceil(events / perAppend)
      const batches = range(appends).map((stream) => awards(indicesOf(stream, events, appends)))
      return {
        seconds: await timed(async () => {
          for (const [stream, batch] of batches.entries())
            await append(store, `membership-${stream}`, batch)
        }),
        count: await countChecked(events, appends, readAwards(app)),
      }
    }),

  readStream: (folder, events) =>
    inApp(folder, async (app, store) => {
      for (const chunk of chunksOf(awards(range(events)), 1_000))
        await append(store, 'membership-0', chunk)
      let read: Award[] = []
      const seconds = await timed(async () => {
        read = await readAwards(app)('membership-0')
      })
      return { seconds, count: await countChecked(events, 1, async () => read) }
    }),

  rebuild: (folder, events, keys) =>
    inStore(folder, async (store, own) => {
      const views = createClient({ url: `file:${join(own, 'views.db')}` })
      const app = build(store, views)
      try {
        await views.execute('PRAGMA journal_mode = WAL')
        await views.execute(
          'CREATE TABLE balances (membership TEXT PRIMARY KEY, awards INTEGER, points INTEGER)',
        )
        for (const key of range(keys))
          await append(store, `membership-${key}`, awards(indicesOf(key, events, keys)))
        const settled = () =>
          new Promise((resolve, reject) => {
            app.on('settled', resolve)
            app.on('error', ({ error }) => reject(error))
            app.settle({ eventLimit: 5_000, correlate: { after: -1, limit: 10_000 } })
          })
        await settled()
        await views.execute('DELETE FROM balances')
        const seconds = await timed(async () => {
          await app.reset(['balances'])
          await settled()
        })
        const { rows } = await views.execute('SELECT membership, awards, points FROM balances')
        const view = new Map(
          rows.map((row) => [
            String(row['membership']),
            { awards: Number(row['awards']), points: Number(row['points']) },
          ]),
        )
        return { seconds, count: viewChecked(events, keys, view) }
      } finally {
        await app.shutdown()
        views.close()
      }
    }),
}
