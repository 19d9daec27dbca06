// The test server does wrong what a server, a link and a cluster can do wrong, while many write and one listens. Nothing that
// was acknowledged is lost, nothing is there twice, every promise ends, the listener hears each event once and in order. An
// error that nobody catches fails the run by itself.
import { type AppendFate, startServer, type TestServer } from '@patina/eventstoredb-server'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Ear, faultsIn, idsOnServer, listen, type Told, until, write } from './load.js'
import { newNamespace, type OpenedLog, openLog } from './opening.js'

let server: TestServer
let log: OpenedLog
let ear: Ear

const load = { writers: 20, appends: 6 }
// Short times: a silent server is given up after half a second.
const pace = {
  appendDeadlineMs: 2_000,
  appendTimeoutMs: 500,
  idleMs: 2_000,
  patienceMs: 20_000,
  attempts: 8,
  firstWaitMs: 10,
  longestWaitMs: 200,
}

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())
afterEach(async () => {
  await ear.stop()
  await log.store.close()
})

const begin = async (namespace?: string): Promise<void> => {
  log = await openLog(server.url, namespace, pace)
  ear = listen(log.store)
}

const expectAllWell = async (told: Told): Promise<void> => {
  const held = await idsOnServer(server, log)
  expect(faultsIn(told, held)).toEqual([])
  await until('all events', () => ear.heard.length >= held.length)
  expect(ear.heard.map(({ id }) => id)).toEqual(held)
  expect(ear.hasEnded()).toBe(false)
}

const fates: ReadonlyArray<AppendFate> = [
  'CutBeforeStoring',
  'CutAfterStoring',
  'SilentBeforeStoring',
  'SilentAfterStoring',
  'LateAnswer',
  'Timeout',
  'Unknown',
  'Busy',
  'StreamCancelled',
  'StreamUnavailable',
  'StreamUnavailableAfterStoring',
  'StreamEnded',
  'NotLeaderWithoutLeader',
]

describe('an append that meets its fate is stored once, and so are those beside it', () => {
  test.each(fates)('%s [S7] [S8]', async (fate) => {
    await begin()
    await server.tell({ type: 'TreatAppends', fate, times: 3, after: 15 })
    const told = await write(log.store, load)
    expect(told.acknowledged).toHaveLength(load.writers * load.appends * 2)
    await expectAllWell(told)
  })
})

describe('a server that does not keep up its connections', () => {
  test('cuts them again and again: nothing is lost and nothing is there twice [S8]', async () => {
    await begin()
    const writing = write(log.store, load)
    for (let turn = 0; turn < 5; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 60))
      await server.tell({ type: 'Cut' })
    }
    const told = await writing
    expect(told.acknowledged).toHaveLength(load.writers * load.appends * 2)
    await expectAllWell(told)
  })

  test.each([true, false])(
    'goes away and comes back, with its memory for ids: %s',
    async (keepsIds) => {
      await begin()
      const writing = write(log.store, load)
      await new Promise((resolve) => setTimeout(resolve, 80))
      await server.tell({ type: 'GoAway' })
      await new Promise((resolve) => setTimeout(resolve, 150))
      await server.tell({ type: 'ComeBack', keepsIds })
      await expectAllWell(await writing)
    },
  )

  test('stalls for longer than anybody waits, and goes on', async () => {
    await begin()
    const writing = write(log.store, load)
    await new Promise((resolve) => setTimeout(resolve, 60))
    await server.tell({ type: 'Stall', isStalled: true })
    await new Promise((resolve) => setTimeout(resolve, 900))
    await server.tell({ type: 'Stall', isStalled: false })
    await expectAllWell(await writing)
  })

  test('says nothing when it is asked what it can do [S8]', async () => {
    await server.tell({ type: 'Silence', what: 'features' })
    await begin(newNamespace())
    const writing = write(log.store, { writers: 3, appends: 1 })
    await new Promise((resolve) => setTimeout(resolve, 700))
    await server.tell({ type: 'Silence', what: 'nothing' })
    const told = await writing
    expect(told.acknowledged).toHaveLength(6)
    await expectAllWell(told)
  })
})

describe('a subscription', () => {
  test('that is dropped after every third event loses none and repeats none [S12]', async () => {
    await server.tell({ type: 'DropEvery', events: 3 })
    try {
      await begin()
      const told = await write(log.store, { writers: 4, appends: 5 })
      await expectAllWell(told)
      expect(ear.faults.length).toBeGreaterThan(5)
    } finally {
      await server.tell({ type: 'DropEvery', events: 0 })
    }
  })

  test.each(['Error', 'End'] as const)(
    'that is ended by the server with %s goes on',
    async (how) => {
      await begin()
      const writing = write(log.store, load)
      for (let turn = 0; turn < 4; turn++) {
        await new Promise((resolve) => setTimeout(resolve, 50))
        await server.tell({ type: 'DropSubscriptions', how })
      }
      await expectAllWell(await writing)
    },
  )

  test('passes over events that the server delivers once more', async () => {
    await server.tell({ type: 'RepeatFirst', repeats: true })
    try {
      await begin()
      const writing = write(log.store, { writers: 4, appends: 5 })
      for (let turn = 0; turn < 4; turn++) {
        await new Promise((resolve) => setTimeout(resolve, 50))
        await server.tell({ type: 'DropSubscriptions', how: 'Error' })
      }
      await expectAllWell(await writing)
    } finally {
      await server.tell({ type: 'RepeatFirst', repeats: false })
    }
  })

  test('finds its way through thousands of events of strangers, and is not told of them', async () => {
    await server.tell({ type: 'Noise', events: 3_000 })
    await begin()
    const first = await write(log.store, { writers: 2, appends: 2 })
    await server.tell({ type: 'Noise', events: 3_000 })
    await server.tell({ type: 'DropSubscriptions', how: 'Error' })
    const second = await write(log.store, { writers: 2, appends: 2 })
    await expectAllWell({
      acknowledged: [...first.acknowledged, ...second.acknowledged],
      refused: [],
    })
  })
})

describe('a writer', () => {
  test('who is denied is told so at once, and nothing was written', async () => {
    await begin()
    await server.tell({ type: 'Deny', what: 'appends' })
    const told = await write(log.store, { writers: 1, appends: 1 })
    await server.tell({ type: 'Deny', what: 'nothing' })
    expect(told.refused[0]?.error).toEqual({
      _tag: 'StoreUnavailable',
      reason: 'denied',
      outcome: 'not-written',
      cause: { type: 'access-denied' },
    })
    await expectAllWell(told)
  })

  test('whose clock is behind is told of a time-out, and everything is right when the clock is', async () => {
    await begin()
    await server.tell({ type: 'Skew', milliseconds: 60_000 })
    const late = await write(log.store, { writers: 1, appends: 1 })
    await server.tell({ type: 'Skew', milliseconds: 0 })
    expect(late.acknowledged).toEqual([])
    expect(late.refused[0]?.error).toMatchObject({ reason: 'timeout', outcome: 'unknown' })
    await expectAllWell(await write(log.store, { writers: 1, appends: 1 }))
  })

  test('who sends a thousand appends in one tick opens one stream, and twelve are under way [S10]', async () => {
    await begin()
    const before = await server.stats()
    const told = await write(log.store, { writers: 1_000, appends: 1 })
    const after = await server.stats()
    expect(after.batchStreams - before.batchStreams).toBe(1)
    expect(after.mostInFlight).toBeLessThanOrEqual(12)
    await expectAllWell(told)
  })
})
