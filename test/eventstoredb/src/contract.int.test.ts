// The contract of every event store, kept by the adapter on the test server.
import { startServer, type TestServer } from '@patina/eventstoredb-server'
import { afterAll, beforeAll } from 'vitest'
import { contractOn } from './contract.js'

let server: TestServer

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

contractOn('EventStoreDB (test server)', () => server.url)
