// The same on a real server: EVENTSTOREDB_URL=esdb://… pnpm test:eventstoredb. Every log has a namespace that nobody had before,
// so that it leaves nothing for a second run to trip over, and may find any number of strangers' events.
import { inMemoryEventStore } from '@patina/eventsourcing'
import { compareLogs, copyLog } from '@patina/eventstoredb'
import { startServer } from '@patina/eventstoredb-server'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { openBank } from './accounts.js'
import { contractOn } from './contract.js'
import { alike, answersOf } from './differential.js'
import { faultsIn, listen, until, write } from './load.js'
import { mainJobOnBoth } from './main-job.js'
import { newNamespace, openLog } from './opening.js'
import { sameEverywhere } from './three-stores.js'

const url = process.env['EVENTSTOREDB_URL'] ?? ''

if (url === '') {
  process.stderr.write(
    '\nNOT RUN on a real EventStoreDB or KurrentDB: EVENTSTOREDB_URL is not set. The test server took its place.\n\n',
  )
}

describe.skipIf(url === '')('a real server', () => {
  contractOn('EventStoreDB', () => url)

  test('answers as the store in memory does, in every row that they have in common', async () => {
    const { store } = await openLog(url)
    const exact = inMemoryEventStore()
    await fc.assert(alike(store, exact), { numRuns: 50 })
    await store.close()
  }, 300_000)

  test('makes of the same commands what the stores in memory and in a file make of them', async () => {
    await fc.assert(
      sameEverywhere(
        () => url,
        (outcome, expected) => expect(outcome).toEqual(expected),
      ),
      { numRuns: 8 },
    )
  }, 300_000)

  test("comes to the same as a file with the whole of a shop's year, and a second run adds nothing", async () => {
    const { embedded, cluster, again } = await mainJobOnBoth(url, newNamespace(), 'all')
    expect(embedded.rowsRead).toBe(51_186)
    expect(cluster.comparableDigest).toBe(embedded.comparableDigest)
    expect(cluster.eventsInLog).toBe(embedded.eventsInLog)
    expect(again.eventsAppended).toBe(0)
    expect(again.comparableDigest).toBe(embedded.comparableDigest)
  }, 600_000)

  test('keeps what many write at once, and a listener hears each event once and in order', async () => {
    const { store } = await openLog(url)
    const ear = listen(store)
    const told = await write(store, { writers: 20, appends: 20 })
    await until('all events', () => ear.heard.length >= told.acknowledged.length)
    const ids = ear.heard.map(({ id }) => id)
    expect(faultsIn(told, ids)).toEqual([])
    await ear.stop()
    await store.close()
  }, 120_000)

  test('takes a log over, and gives it back as it was', async () => {
    const logId = 'shop.example/log-1'
    const { store } = await openLog(url, undefined, {}, logId)
    const [old, back] = [inMemoryEventStore({ logId }), inMemoryEventStore({ logId })]
    await write(old, { writers: 5, appends: 20 })
    expect(await copyLog(old, store)()).toMatchObject(E.right({ events: 200 }))
    expect(await compareLogs(old, store)()).toEqual(E.right(200))
    await copyLog(store, back)()
    expect(await compareLogs(old, back)()).toEqual(E.right(200))
    await store.close()
  }, 120_000)

  test('carries out every command once, and the view says so', async () => {
    const { store } = await openLog(url)
    const bank = await openBank(store, 5)
    const deposits = bank.streams.flatMap((stream) =>
      Array.from({ length: 10 }, () => bank.deposit(stream)),
    )
    await Promise.all(deposits)
    expect(await bank.balances()).toEqual(bank.streams.map(() => 10))
    await bank.close()
    await store.close()
  }, 120_000)

  test('answers every row of the table as the test server does, the weak ones too', async () => {
    const server = await startServer()
    try {
      expect(await answersOf(url)).toEqual(await answersOf(server.url))
    } finally {
      await server.stop()
    }
  }, 300_000)
})
