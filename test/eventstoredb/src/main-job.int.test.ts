// The main job with one option more: the log on a server instead of a file.
import { startServer, type TestServer } from '@patina/eventstoredb-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mainJobOnBoth } from './main-job.js'
import { newNamespace } from './opening.js'

let server: TestServer

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

test("a shop's weeks on a server come to the same as in a file, and a second run adds nothing", async () => {
  const { embedded, cluster, again } = await mainJobOnBoth(server.url, newNamespace(), 2_500)
  expect(embedded.rowsRead).toBe(2_499)
  expect(cluster.eventsAppended).toBeGreaterThan(200)
  expect(cluster.comparableDigest).toBe(embedded.comparableDigest)
  expect(cluster.eventsInLog).toBe(embedded.eventsInLog)
  expect(again.eventsAppended).toBe(0)
  expect(again.comparableDigest).toBe(embedded.comparableDigest)
}, 300_000)
