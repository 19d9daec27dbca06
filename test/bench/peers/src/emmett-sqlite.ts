import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type Command, DeciderCommandHandler, type Event } from '@event-driven-io/emmett'
import {
  getSQLiteEventStore,
  type SQLiteConnection,
  type SQLiteEventStore,
  sqliteConnection,
  sqliteProjection,
} from '@event-driven-io/emmett-sqlite'
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
  pointsOf,
  queue,
  range,
  streamOf,
  timed,
  viewChecked,
} from './scenario.js'

type PointsAwarded = Event<'PointsAwarded', Award>
type AwardPoints = Command<'AwardPoints', { index: number }>

const awarded = (data: Award): PointsAwarded => ({ type: 'PointsAwarded', data })

const handle = DeciderCommandHandler<Account, AwardPoints, PointsAwarded>({
  initialState: nobody,
  evolve: (account, event) => evolve(account, event.data),
  decide: ({ data: { index } }, account) => {
    if (account.points + pointsOf(index) > highestBalance) throw new Error('above the highest')
    return awarded(award(index, account))
  },
})

interface Open {
  readonly connection: SQLiteConnection
  readonly store: SQLiteEventStore
}

// One connection for the life of the store, which the store's options offer: the default opens and
// closes one for every single operation, and is about seven times slower.
const inStore = (folder: string, run: (open: Open) => Promise<Measured>): Promise<Measured> =>
  inFolder(folder, async (own) => {
    const fileName = join(own, 'emmett.db')
    const connection = sqliteConnection({ fileName })
    try {
      // Asked for again and waited for: the connection asks for WAL as it opens, but does not wait.
      await connection.command('PRAGMA journal_mode = WAL')
      await connection.command('PRAGMA synchronous = FULL')
      const store = getSQLiteEventStore({
        fileName,
        connectionOptions: { singleton: true, connection },
        schema: { autoMigration: 'None' },
      })
      await store.schema.migrate()
      assert.deepEqual(await connection.querySingle('PRAGMA journal_mode'), { journal_mode: 'wal' })
      assert.deepEqual(await connection.querySingle('PRAGMA synchronous'), { synchronous: 2 })
      return await run({ connection, store })
    } finally {
      connection.close()
    }
  })

const readAwards =
  ({ store }: Open) =>
  async (stream: string): Promise<Award[]> =>
    (await store.readStream<PointsAwarded>(stream)).events.map((event) => event.data)

const command = ({ store }: Open, index: number, streams: number) =>
  handle(store, streamOf(index, streams), { type: 'AwardPoints', data: { index } })

// Within SQLite's number of parameters in one statement: emmett binds ten for each event.
const mostPerAppend = 3_000

const appendAll = async ({ store }: Open, stream: string, events: readonly Award[]) => {
  for (const chunk of chunksOf(events, mostPerAppend))
    await store.appendToStream(stream, chunk.map(awarded))
}

// The larger the faster: all of a batch is one transaction, and its first event cannot move the
// checkpoint that the batch before has left.
const mostPerBatch = 100_000

const balances = sqliteProjection<PointsAwarded>({
  name: 'balances',
  canHandle: ['PointsAwarded'],
  handle: async (events, { connection }) => {
    for (const { data, metadata } of events)
      await connection.command(
        `INSERT INTO balances (membership, awards, points) VALUES (?, 1, ?)
         ON CONFLICT (membership) DO UPDATE SET awards = awards + 1, points = points + excluded.points`,
        [metadata.streamName, data.points],
      )
  },
})

export const measures: Measures = {
  sequentialCommands: (folder, commands, streams) =>
    inStore(folder, async (open) => ({
      seconds: await timed(async () => {
        for (let index = 0; index < commands; index++) await command(open, index, streams)
      }),
      count: await countChecked(commands, streams, readAwards(open)),
    })),

  // In turn: two on one connection share a transaction, and the first is acknowledged before it
  // commits; a connection for each, the default, ends the process with SQLITE_BUSY.
  concurrentCommands: (folder, commands, streams, atATime) =>
    inStore(folder, async (open) => {
      const inTurn = queue()
      return {
        seconds: await timed(() =>
          inFlight(commands, atATime, (index) => inTurn(() => command(open, index, streams))),
        ),
        count: await countChecked(commands, streams, readAwards(open)),
      }
    }),

  bulkAppend: (folder, events, perAppend) =>
    inStore(folder, async (open) => {
      const appends = Math.ceil(events / perAppend)
      const batches = range(appends).map((stream) => awards(indicesOf(stream, events, appends)))
      return {
        seconds: await timed(async () => {
          for (const [stream, batch] of batches.entries())
            await open.store.appendToStream(`membership-${stream}`, batch.map(awarded))
        }),
        count: await countChecked(events, appends, readAwards(open)),
      }
    }),

  readStream: (folder, events) =>
    inStore(folder, async (open) => {
      await appendAll(open, 'membership-0', awards(range(events)))
      let read: Award[] = []
      const seconds = await timed(async () => {
        read = await readAwards(open)('membership-0')
      })
      return { seconds, count: await countChecked(events, 1, async () => read) }
    }),

  rebuild: (folder, events, keys) =>
    inStore(folder, async (open) => {
      for (const key of range(keys))
        await appendAll(open, `membership-${key}`, awards(indicesOf(key, events, keys)))
      await open.connection.command(
        'CREATE TABLE balances (membership TEXT PRIMARY KEY, awards INTEGER, points INTEGER)',
      )
      const consumer = open.store.consumer<PointsAwarded>({
        pulling: { batchSize: Math.min(events, mostPerBatch), pullingFrequencyInMs: 1 },
      })
      consumer.processor<PointsAwarded>({
        processorId: 'balances',
        projection: balances,
        startFrom: 'BEGINNING',
        stopAfter: ({ metadata }) => metadata.globalPosition === BigInt(events),
      })
      const seconds = await timed(() => consumer.start())
      await consumer.close()
      const rows = await open.connection.query<Account & { membership: string }>(
        'SELECT membership, awards, points FROM balances',
      )
      const view = new Map(rows.map(({ membership, ...account }) => [membership, account]))
      return { seconds, count: viewChecked(events, keys, view) }
    }),
}
