// What an exact store and EventStoreDB promise in common, they answer alike.
import { inMemoryEventStore } from '@patina/eventsourcing'
import { startServer, type TestServer } from '@patina/eventstoredb-server'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { alike } from './differential.js'
import { type OpenedLog, openLog } from './opening.js'
import { sameEverywhere } from './three-stores.js'

let server: TestServer
let log: OpenedLog

beforeAll(async () => {
  server = await startServer()
  log = await openLog(server.url)
})
afterAll(async () => {
  await log.store.close()
  await server.stop()
})

test('the adapter answers as the store in memory does, in every row that they have in common', async () => {
  const exact = inMemoryEventStore()
  await fc.assert(alike(log.store, exact), { numRuns: 40 })
}, 120_000)

test('the same commands give the same answers, histories and digests in memory, in a file and on a server [S15]', async () => {
  await fc.assert(
    sameEverywhere(
      () => server.url,
      (outcome, expected) => expect(outcome).toEqual(expected),
    ),
    { numRuns: 8 },
  )
}, 120_000)

test('they do so though answers are lost and the link is cut on the way to the server [K1] [S15]', async () => {
  const pace = { firstWaitMs: 5, longestWaitMs: 50, attempts: 8 }
  await fc.assert(
    sameEverywhere(
      () => server.url,
      (outcome, expected) => expect(outcome).toEqual(expected),
      pace,
      () => server.tell({ type: 'TreatAppends', fate: 'CutAfterStoring', times: 3, after: 2 }),
    ),
    { numRuns: 4 },
  )
}, 120_000)
