import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Position } from '@patina/eventsourcing'
import { beforeAll, describe, expect, test } from 'vitest'
import { left, newEvent, newStream, readLog, right, sql, temporaryFolder } from './arbitraries.js'
import { openEventStore, openViewStore, type SqliteEventStore, type VerifyReport } from './index.js'

const folder = temporaryFolder()
let files = 0
const newFile = (): string => join(folder, `log-${files++}.db`)

// Two streams of 150 events each, in turns: 300 positions on about 100 pages. Made once, copied for each test.
const template = newFile()
const streams = [newStream(), newStream()] as const
beforeAll(async () => {
  const store = await right(openEventStore(template))
  const appends = Array.from({ length: 300 }, (_, index) => {
    const event = newEvent({ note: 'x'.repeat(900), index })
    return store.append(index % 2 === 0 ? streams[0] : streams[1], 'any', [event])()
  })
  await Promise.all(appends)
  await store.close()
})

const aLog = (): string => {
  const file = newFile()
  copyFileSync(template, file)
  return file
}

const withStore = async <A>(
  file: string,
  use: (store: SqliteEventStore) => Promise<A>,
): Promise<A> => {
  const store = await right(openEventStore(file))
  try {
    return await use(store)
  } finally {
    await store.close()
  }
}

const verified = (file: string): Promise<VerifyReport> =>
  withStore(file, (store) => right(store.verify()))

const at = (position: number): string => String(position).padStart(20, '0')

describe('a verification', () => {
  test('of a sound log finds nothing, and says how it gets on', async () => {
    const file = aLog()
    const steps: string[] = []
    const report = await withStore(file, (store) =>
      right(store.verify(({ step, done, total }) => steps.push(`${step} ${done}/${total}`))),
    )
    expect(report).toStrictEqual({
      isSound: true,
      events: 300,
      head: at(300),
      faults: [],
      faultCount: 0,
    })
    expect(steps).toStrictEqual([
      'structure 0/1',
      'structure 1/1',
      'events 256/300',
      'events 300/300',
      'streams 300/300',
    ])
  })

  test('of an empty log finds nothing', async () => {
    expect(await verified(newFile())).toMatchObject({ isSound: true, events: 0, head: '' })
  })

  // Each edit as a person with the sqlite3 program would make it, and where it must be found.
  const edits: ReadonlyArray<readonly [string, string]> = [
    ['the data', `data = '{"points":1000000}'`],
    ['one space of the metadata', `metadata = '{"schemaVersion": 1}'`],
    ['the type', "type = 'PointsRedeemed'"],
    ['the type behind a zero', "type = CAST(type || x'00' || 'er' AS TEXT)"],
    ['the id', "id = '00000000-0000-4000-8000-000000000000'"],
    ['the time', "recorded_at = '2031-01-01T00:00:00.000Z'"],
    ['the leaf', "leaf = x'00'"],
    ['the data to text that is none', "data = CAST(x'ff' AS TEXT)"],
  ]
  test.each(edits)('names an event of which somebody changed %s', async (_, edit) => {
    const file = aLog()
    await sql(file, `UPDATE events SET ${edit} WHERE position = 101`)
    const { isSound, faults } = await verified(file)
    expect(isSound).toBe(false)
    expect(faults[0]).toStrictEqual({
      _tag: 'WrongLeaf',
      position: at(101),
      stream: streams[0],
      revision: 50,
    })
  })

  test('tells a damaged character from the character that stands for one', async () => {
    const file = newFile()
    const stream = newStream()
    await withStore(file, (store) =>
      right(store.append(stream, 'none', [{ ...newEvent(), type: 'Note\ufffd' }])),
    )
    await sql(file, "UPDATE events SET type = CAST(CAST('Note' AS BLOB) || x'ff' AS TEXT)")
    expect((await verified(file)).faults).toStrictEqual([
      { _tag: 'WrongLeaf', position: at(1), stream, revision: 0 },
    ])
  })

  test('names what was removed, by position and by stream', async () => {
    const file = aLog()
    await sql(file, 'DELETE FROM events WHERE position BETWEEN 100 AND 101')
    expect((await verified(file)).faults).toHaveLength(3)
    expect((await verified(file)).faults).toStrictEqual(
      expect.arrayContaining([
        { _tag: 'PositionGap', position: at(102), missing: 2 },
        { _tag: 'RevisionGap', position: at(103), stream: streams[0], revision: 51, expected: 50 },
        { _tag: 'RevisionGap', position: at(102), stream: streams[1], revision: 50, expected: 49 },
      ]),
    )
  })

  test('names a stream that was removed whole, by the gaps that it leaves', async () => {
    const file = aLog()
    await sql(file, `DELETE FROM events WHERE stream = '${streams[0]}'`)
    const { faults, faultCount } = await verified(file)
    expect(faultCount).toBe(150)
    expect(faults).toHaveLength(100)
    expect(faults[0]).toStrictEqual({ _tag: 'PositionGap', position: at(2), missing: 1 })
  })

  test('names two events that changed places', async () => {
    const file = aLog()
    await sql(
      file,
      'UPDATE events SET position = 0 WHERE position = 101',
      'UPDATE events SET position = 101 WHERE position = 103',
      'UPDATE events SET position = 103 WHERE position = 0',
    )
    const { faults } = await verified(file)
    expect(faults).toStrictEqual(
      expect.arrayContaining([
        { _tag: 'WrongLeaf', position: at(101), stream: streams[0], revision: 51 },
        { _tag: 'WrongLeaf', position: at(103), stream: streams[0], revision: 50 },
        { _tag: 'RevisionGap', position: at(101), stream: streams[0], revision: 51, expected: 51 },
      ]),
    )
  })

  test('names a row at a position that no number can hold; reads of it say that the log is corrupted', async () => {
    const file = aLog()
    await sql(file, 'UPDATE events SET position = 9223372036854775807 WHERE position = 300')
    await withStore(file, async (store) => {
      const { faults } = await right(store.verify())
      expect(faults).toContainEqual({
        _tag: 'BrokenStructure',
        detail: '1 rows at impossible positions',
      })
      expect(await left(store.readAll(at(299) as Position, 10))).toMatchObject({
        reason: 'corrupted',
      })
      expect(await left(store.append(newStream(), 'any', [newEvent()]))).toMatchObject({
        reason: 'corrupted',
        outcome: 'not-written',
      })
    })
  })

  test('cannot see a tail that was cut: the head tells it to who noted one', async () => {
    const file = aLog()
    await sql(file, 'DELETE FROM events WHERE position > 290')
    expect(await verified(file)).toMatchObject({ isSound: true, head: at(290) })
  })

  test('ends when the store is closed', async () => {
    const file = aLog()
    const store = await right(openEventStore(file))
    const verifying = store.verify()()
    await store.close()
    expect(await verifying).toMatchObject({ left: { reason: 'closed' } })
  })
})

// Pages are overwritten as a failing disk would do it.
const overwrite = (file: string, page: number): void => {
  const bytes = readFileSync(file)
  bytes.fill(0xa5, (page - 1) * 4096, page * 4096)
  writeFileSync(file, bytes)
}

const pageOf = async (file: string, kind: string): Promise<number> => {
  const rows = await sql(
    file,
    `SELECT pageno FROM dbstat WHERE name = 'events' AND pagetype = '${kind}' ORDER BY path LIMIT 1 OFFSET 5`,
  )
  return (rows as ReadonlyArray<readonly [number]>)[0]?.[0] ?? 0
}

describe('a damaged page', () => {
  test('in the middle of the log: reads give the events before it, then say that the log is corrupted', async () => {
    const file = aLog()
    overwrite(file, await pageOf(file, 'leaf'))
    await withStore(file, async (store) => {
      const first = await right(store.readAll('' as Position, 5))
      expect(first.events).toHaveLength(5)
      const error = await left(store.readAll('' as Position, 500))
      expect(error).toMatchObject({
        _tag: 'StoreUnavailable',
        reason: 'corrupted',
        outcome: 'not-written',
        cause: { type: 'SQLITE_CORRUPT' },
      })
    })
  })

  test('is named by the verification with the rows on it, and everything else is still checked', async () => {
    const file = aLog()
    await sql(file, "UPDATE events SET type = 'Other' WHERE position = 280")
    overwrite(file, await pageOf(file, 'leaf'))
    const { isSound, events, faults } = await verified(file)
    expect(isSound).toBe(false)
    expect(faults.some(({ _tag }) => _tag === 'BrokenStructure')).toBe(true)
    const rows = faults.filter(({ _tag }) => _tag === 'UnreadableRow')
    expect(rows.length).toBeGreaterThan(0)
    expect(events).toBe(300 - rows.length)
    expect(faults).toContainEqual({
      _tag: 'WrongLeaf',
      position: at(280),
      stream: streams[1],
      revision: 139,
    })
  })

  test('of the views is named, and the views come back with a new file', async () => {
    const file = newFile()
    const table = { name: 'balance', version: 1, generation: 0, columns: [] }
    const views = await right(openViewStore(file))
    await right(views.create('log', [table]))
    const rows = Array.from({ length: 500 }, (_, index) => ({
      key: `k${index}`,
      view: 'x'.repeat(400),
      columns: [],
    }))
    await right(views.save([{ table, expected: '' as Position, next: at(1) as Position, rows }]))
    await views.close()
    const pages = readFileSync(file).length / 4096
    for (let page = 6; page < pages; page++) overwrite(file, page)
    const damaged = await right(openViewStore(file))
    expect(await left(damaged.list(table, { limit: 500 }))).toMatchObject({ reason: 'corrupted' })
    await damaged.close()
  })
})

test('a log without its table says that it is corrupted', async () => {
  const file = aLog()
  const store = await right(openEventStore(file))
  await sql(file, 'DROP TABLE events')
  expect(await left(store.readAll('' as Position, 1))).toMatchObject({ reason: 'corrupted' })
  expect(await left(store.append(newStream(), 'none', [newEvent()]))).toMatchObject({
    reason: 'corrupted',
  })
  await store.close()
  expect(await readLog(await right(openEventStore(newFile())))).toStrictEqual([])
})
