import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Clock,
  type Instant,
  inMemoryEventStore,
  isInstant,
  leafOf,
  type NewEvent,
  newId,
  type Position,
  streamName,
} from '@patina/eventsourcing'
import * as fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import {
  left,
  newEvent,
  newEvents,
  newStream,
  puzzle,
  readLog,
  right,
  sql,
  temporaryFolder,
} from '../arbitraries.js'
import { type EventStoreOptions, openEventStore, type SqliteEventStore } from '../index.js'

const folder = temporaryFolder()
let files = 0
const newFile = (): string => join(folder, `log-${files++}.db`)

const opened: SqliteEventStore[] = []
const open = async (
  file = newFile(),
  options: EventStoreOptions = {},
): Promise<SqliteEventStore> => {
  const store = await right(openEventStore(file, options))
  opened.push(store)
  return store
}
afterAll(() => Promise.all(opened.map((store) => store.close())))

describe('a log in a file', () => {
  test('has what was appended when it is opened again, to the byte', async () => {
    const file = newFile()
    const stream = newStream()
    const event: NewEvent = {
      id: newId(),
      type: 'NoteWritten',
      data: '{"b":1.50,"a":"\\u0000 手錶 😀 \\ud800"}',
      metadata: '{ "schemaVersion": 1 }',
    }
    const store = await open(file, { logId: 'shop' })
    const written = await right(store.append(stream, 'none', [event]))
    await store.close()

    const again = await open(file)
    expect(again.logId).toBe('shop')
    const [found] = await readLog(again)
    expect(found).toStrictEqual({
      ...event,
      stream,
      revision: 0,
      recordedAt: found?.recordedAt,
      position: written.position,
    })
    expect(isInstant(found?.recordedAt)).toBe(true)
  })

  test('knows ids of before a restart, whatever the writer expects [K2]', async () => {
    const file = newFile()
    const stream = newStream()
    const events = newEvents(3)
    const store = await open(file)
    const first = await right(store.append(stream, 'any', events))
    await right(store.append(stream, 2, newEvents(2)))
    await store.close()

    const again = await open(file)
    expect(await right(again.append(stream, 'any', events))).toStrictEqual({
      ...first,
      isKnownNew: false,
    })
    expect(await right(again.append(stream, 'none', events))).toMatchObject({ revision: 2 })
    expect(await readLog(again)).toHaveLength(5)
  })

  test('keeps the leaf of every event over the bytes on the disk', async () => {
    const file = newFile()
    const store = await open(file)
    await right(store.append(newStream(), 'none', newEvents(3)))
    const events = await readLog(store)
    await store.close()
    const leaves = await sql(file, 'SELECT lower(hex(leaf)) FROM events ORDER BY position')
    expect(leaves).toStrictEqual(
      events.map((event) => [Buffer.from(leafOf(store.logId, event)).toString('hex')]),
    )
  })

  test('never lets its time fall, whatever the clock says', async () => {
    const times = [
      '2026-03-01T00:00:00.002Z',
      '2026-03-01T00:00:00.001Z',
      '2026-03-01T00:00:00.003Z',
    ]
    const clock: Clock = () => (times.shift() ?? '') as Instant
    const file = newFile()
    const store = await open(file, { clock })
    await right(store.append(newStream(), 'none', newEvents(1)))
    await store.close()
    const again = await open(file, { clock })
    await right(again.append(newStream(), 'none', newEvents(1)))
    await right(again.append(newStream(), 'none', newEvents(1)))
    expect((await readLog(again)).map(({ recordedAt }) => recordedAt.slice(-4))).toStrictEqual([
      '002Z',
      '002Z',
      '003Z',
    ])
  })

  test('goes on with the true time after one that was damaged', async () => {
    const file = newFile()
    const store = await open(file)
    await right(store.append(newStream(), 'none', newEvents(1)))
    await store.close()
    await sql(file, "UPDATE events SET recorded_at = 'zzzz'")
    const again = await open(file)
    await right(again.append(newStream(), 'none', newEvents(1)))
    expect(isInstant((await readLog(again))[1]?.recordedAt)).toBe(true)
  })

  test('leaves one whole file behind when it is closed', async () => {
    const file = newFile()
    const store = await open(file)
    await right(store.append(newStream(), 'none', newEvents(3)))
    await right(store.readAll('' as Position, 10))
    await right(store.verify())
    await store.close()
    expect(readdirSync(folder).filter((name) => join(folder, name).startsWith(file))).toHaveLength(
      1,
    )
  })
})

describe('appends', () => {
  test('are judged as in memory, alone and in groups, before and after a restart [K3]', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(puzzle, { minLength: 1, maxLength: 6 }), { maxLength: 8 }),
        fc.integer({ min: 0, max: 8 }),
        async (groups, restartAt) => {
          const file = newFile()
          const memory = inMemoryEventStore({ logId: 'puzzle' })
          let store = await open(file, { logId: 'puzzle' })
          const streams = [newStream(), newStream(), newStream()]
          const ids = Array.from({ length: 10 }, () => newId())
          for (const [index, group] of groups.entries()) {
            if (index === restartAt) {
              await store.close()
              store = await open(file)
            }
            const appends = group.map(({ stream, expected, ids: chosen }) => {
              const [first, ...rest] = chosen.map((id) => newEvent({}, ids[id]))
              return [streams[stream], expected, [first, ...rest]] as Parameters<
                typeof store.append
              >
            })
            const results = await Promise.all(appends.map((append) => store.append(...append)()))
            const expected = []
            for (const append of appends) expected.push(await memory.append(...append)())
            expect(results).toStrictEqual(expected)
          }
          const withoutTime = ({ recordedAt: _, ...event }: { recordedAt: string }): object => event
          expect((await readLog(store)).map(withoutTime)).toStrictEqual(
            (await readLog(memory)).map(withoutTime),
          )
          expect((await right(store.verify())).faults).toStrictEqual([])
          await store.close()
        },
      ),
      { numRuns: 60 },
    )
  })

  test('of one turn are one transaction at one time [S10]', async () => {
    const times = ['2026-03-01T00:00:00.001Z', '2026-03-01T00:00:00.002Z']
    const store = await open(newFile(), { clock: () => (times.shift() ?? '') as Instant })
    const results = await Promise.all(
      Array.from({ length: 1000 }, () => right(store.append(newStream(), 'none', newEvents(1)))),
    )
    expect(new Set(results.map(({ position }) => position)).size).toBe(1000)
    expect(new Set((await readLog(store)).map(({ recordedAt }) => recordedAt)).size).toBe(1)
    expect(times).toHaveLength(1)
  })

  test('of one group do not disturb each other when one is refused', async () => {
    const store = await open()
    const stream = newStream()
    const twice = newEvents(3)
    await right(store.append(stream, 'none', twice))
    const half = [newEvent(), newEvent(), twice[0]] as const
    const results = await Promise.all([
      store.append(newStream(), 'none', newEvents(1))(),
      store.append(stream, 2, half)(),
      store.append(stream, 7, newEvents(1))(),
      store.append(stream, 2, newEvents(1))(),
      store.append(stream, 2, newEvents(1))(),
      store.append('points-not-a-uuid' as typeof stream, 'any', newEvents(1))(),
    ])
    expect(results.map(({ _tag }) => _tag)).toStrictEqual([
      'Right',
      'Left',
      'Left',
      'Right',
      'Left',
      'Left',
    ])
    expect(results[4]).toMatchObject({ left: { _tag: 'WrongExpectedRevision', actual: 3 } })
    expect(results[5]).toMatchObject({ left: { _tag: 'EventRefused', problem: 'BadName' } })
    expect(await readLog(store)).toHaveLength(5)
    expect((await right(store.verify())).isSound).toBe(true)
  })

  test('of more than a group at once are all written, in the order in which they came', async () => {
    const store = await open()
    const stream = newStream()
    const appends = Array.from({ length: 30 }, (_, index) =>
      store.append(stream, index === 0 ? 'none' : index * 100 - 1, newEvents(100))(),
    )
    const results = await Promise.all(appends)
    expect(results.every(({ _tag }) => _tag === 'Right')).toBe(true)
    expect((await right(store.readStream(stream, 2998, 10))).next).toBe(2999)
  })

  test('of more events than a group are a group of their own, written whole', async () => {
    const store = await open()
    const results = await Promise.all([
      right(store.append(newStream(), 'none', newEvents(2))),
      right(store.append(newStream(), 'none', newEvents(1500))),
      right(store.append(newStream(), 'none', newEvents(2))),
    ])
    expect(results.map(({ revision }) => revision)).toStrictEqual([1, 1499, 1])
    expect(await readLog(store)).toHaveLength(1504)
  })

  test('that only repeat write nothing', async () => {
    const file = newFile()
    const store = await open(file)
    const stream = newStream()
    const events = newEvents(2)
    await right(store.append(stream, 'none', events))
    const size = statSync(`${file}-wal`).size
    for (let round = 0; round < 20; round++) await right(store.append(stream, 'none', events))
    expect(statSync(`${file}-wal`).size).toBe(size)
  })

  test('pass the clock on when it is a bug, and the next ones are written', async () => {
    let isBroken = true
    const clock: Clock = () => {
      if (isBroken) throw new RangeError('no time')
      return '2026-03-01T00:00:00.001Z' as Instant
    }
    const store = await open(newFile(), { clock })
    await expect(store.append(newStream(), 'none', newEvents(1))()).rejects.toThrow(RangeError)
    isBroken = false
    expect(await right(store.append(newStream(), 'none', newEvents(1)))).toMatchObject({
      position: '00000000000000000001',
    })
  })
})

describe('reads', () => {
  test('come in pages that say whether they are the last', async () => {
    const store = await open()
    const stream = newStream()
    await right(store.append(stream, 'none', newEvents(300)))
    const first = await right(store.readStream(stream, -1, 150))
    const second = await right(store.readStream(stream, first.next, 150))
    expect([first.events.length, first.next, first.isEnd]).toStrictEqual([150, 149, false])
    expect([second.events.length, second.next, second.isEnd]).toStrictEqual([150, 299, true])
    const log = await right(store.readAll('' as Position, 300))
    expect([log.events.length, log.isEnd]).toStrictEqual([300, true])
    expect(await right(store.readAll(log.next, 5))).toStrictEqual({
      events: [],
      next: log.next,
      isEnd: true,
    })
    expect(await right(store.readAll('' as Position, 0))).toMatchObject({
      events: [],
      isEnd: false,
    })
    expect(await right(store.head)).toBe(log.next)
  })

  test('of a stream that does not exist are an empty last page', async () => {
    const store = await open()
    expect(await right(store.readStream(newStream(), -1, 10))).toStrictEqual({
      events: [],
      next: -1,
      isEnd: true,
    })
    expect(await right(store.head)).toBe('')
  })

  test('end a page early when its events are large, and lose none', async () => {
    const store = await open()
    const stream = newStream()
    const large = (): NewEvent => newEvent({ note: 'x'.repeat(900_000) })
    for (let index = 0; index < 20; index++) await right(store.append(stream, 'any', [large()]))
    for (let index = 0; index < 3; index++) {
      await right(store.append(stream, 'any', [large(), ...newEvents(140)]))
    }
    const page = await right(store.readAll('' as Position, 500))
    expect(page.events.length).toBeLessThan(443)
    expect(page.isEnd).toBe(false)
    expect(await readLog(store)).toHaveLength(443)
  })

  test('pass over gaps of every length [S5]', async () => {
    const file = newFile()
    const store = await open(file)
    for (let index = 0; index < 4; index++)
      await right(store.append(newStream(), 'any', newEvents(1)))
    await store.close()
    await sql(
      file,
      'UPDATE events SET position = 1000106 WHERE position = 4',
      'UPDATE events SET position = 105 WHERE position = 3',
      'UPDATE events SET position = 3 WHERE position = 2',
    )
    const again = await open(file)
    await right(again.append(newStream(), 'any', newEvents(1)))
    expect((await readLog(again)).map(({ position }) => Number(position))).toStrictEqual([
      1, 3, 105, 1000106, 1000107,
    ])
  })

  test('take any position of the right form, however large, and refuse another', async () => {
    const store = await open()
    await right(store.append(newStream(), 'any', newEvents(1)))
    const far = '9'.repeat(20) as Position
    expect(await right(store.readAll(far, 10))).toStrictEqual({
      events: [],
      next: far,
      isEnd: true,
    })
    expect(await left(store.readAll('0'.repeat(40) as Position, 10))).toStrictEqual({
      _tag: 'StoreUnavailable',
      reason: 'foreign-position',
      outcome: 'not-written',
    })
  })

  test('of a damaged text give the event as it is', async () => {
    const file = newFile()
    const store = await open(file)
    const stream = newStream()
    await right(store.append(stream, 'none', newEvents(2)))
    await store.close()
    await sql(file, "UPDATE events SET data = CAST(x'7b22ff' AS TEXT) WHERE revision = 0")
    const again = await open(file)
    const { events } = await right(again.readStream(stream, -1, 10))
    expect(events.map(({ data }) => data)).toStrictEqual(['{"\ufffd', '{"points":1}'])
  })
})

describe('a subscription', () => {
  test('hears what is appended, and ends when the store is closed', async () => {
    const store = await open()
    const heard: string[] = []
    const listening = (async () => {
      for await (const page of store.subscribe('' as Position)) {
        if (page._tag === 'Left') heard.push(page.left.reason)
        else heard.push(...page.right.events.map(({ position }) => position.slice(-2)))
      }
    })()
    await right(store.append(newStream(), 'none', newEvents(2)))
    await right(store.append(newStream(), 'none', newEvents(1)))
    while (heard.length < 3) await new Promise((resolve) => setTimeout(resolve, 5))
    await store.close()
    await listening
    expect(heard).toStrictEqual(['01', '02', '03', 'closed'])
  })
})

describe('a closed store', () => {
  test('has written what was appended before, and says that it is closed', async () => {
    const file = newFile()
    const store = await open(file)
    const last = store.append(newStream(), 'none', newEvents(3))()
    const closing = store.close()
    expect(await left(store.append(newStream(), 'none', newEvents(1)))).toMatchObject({
      reason: 'closed',
      outcome: 'not-written',
    })
    await closing
    expect((await last)._tag).toBe('Right')
    expect(await left(store.readAll('' as Position, 1))).toMatchObject({ reason: 'closed' })
    expect(await left(store.verify())).toMatchObject({ reason: 'closed' })
    expect(await left(store.backup(`${file}.copy`))).toMatchObject({ reason: 'closed' })
    await store.close()
    expect(await readLog(await open(file))).toHaveLength(3)
  })
})

test('a stream of another category is another stream', async () => {
  const store = await open()
  const id = newId()
  await right(store.append(streamName('points', id), 'none', newEvents(1)))
  await right(store.append(streamName('sales', id), 'none', newEvents(1)))
  expect(await readLog(store)).toHaveLength(2)
})
