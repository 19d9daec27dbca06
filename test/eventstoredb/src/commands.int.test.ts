// The main job: commands, events and a view, on a store whose memory for ids is short and whose link breaks. Twice is once.
import { startServer, type TestServer } from '@patina/eventstoredb-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bank, openBank } from './accounts.js'
import { openLog } from './opening.js'

const pace = {
  appendTimeoutMs: 500,
  idleMs: 2_000,
  patienceMs: 2_000,
  attempts: 2,
  firstWaitMs: 5,
  longestWaitMs: 50,
}

let server: TestServer

beforeAll(async () => {
  server = await startServer({ rememberedIds: 5 })
})
afterAll(() => server.stop())

const sendAll = (bank: Bank, each: number): Promise<unknown> =>
  Promise.all(
    bank.streams.flatMap((stream) => Array.from({ length: each }, () => bank.deposit(stream))),
  )

test('every command is carried out once, and the view says so, though answers are lost on the way [K1] [K2]', async () => {
  const { store } = await openLog(server.url, undefined, pace)
  const bank = await openBank(store, 6)
  try {
    await server.tell({ type: 'TreatAppends', fate: 'CutAfterStoring', times: 6, after: 4 })
    await sendAll(bank, 5)
    await server.tell({ type: 'TreatAppends', fate: 'SilentAfterStoring', times: 2, after: 3 })
    await server.tell({ type: 'DropEvery', events: 7 })
    await sendAll(bank, 5)
    expect(await bank.balances()).toEqual(bank.streams.map(() => 10))
  } finally {
    await bank.close()
    await store.close()
  }
}, 120_000)

test('a view that was kept at the end fits the log again, however many events of strangers came after', async () => {
  const { store } = await openLog(server.url, undefined, pace)
  const bank = await openBank(store, 2)
  await sendAll(bank, 2)
  await server.tell({ type: 'Noise', events: 2_500 })
  expect(await bank.balances()).toEqual([2, 2])
  await bank.close()
  await store.close()
}, 120_000)
