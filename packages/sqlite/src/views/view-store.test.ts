import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  beforeFirst,
  inMemoryViewStore,
  type Position,
  type ViewQuery,
  type ViewRow,
  type ViewTable,
} from '@patina/eventsourcing'
import * as fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { left, right, sql, temporaryFolder } from '../arbitraries.js'
import { openViewStore, type SqliteViewStore } from '../index.js'

const folder = temporaryFolder()
let files = 0
const newFile = (): string => join(folder, `views-${files++}.db`)

const opened: SqliteViewStore[] = []
const open = async (file = newFile(), options = {}): Promise<SqliteViewStore> => {
  const views = await right(openViewStore(file, options))
  opened.push(views)
  return views
}
afterAll(() => Promise.all(opened.map((views) => views.close())))

const at = (position: number): Position => String(position).padStart(20, '0') as Position

const balance = (generation = 0, version = 1): ViewTable => ({
  name: 'balance',
  version,
  generation,
  columns: [
    { name: 'points', kind: 'integer', isIndexed: true },
    { name: 'tier', kind: 'text', isIndexed: true },
    { name: 'note', kind: 'text', isIndexed: false },
  ],
})

const row = (key: string, points: number | null = 0, tier: string | null = null): ViewRow => ({
  key,
  view: JSON.stringify({ points, tier }),
  columns: [points, tier, null],
})

describe('tables of views', () => {
  test('are there after a restart, with their checkpoints and whom they serve', async () => {
    const file = newFile()
    const views = await open(file)
    await right(views.create('shop', [balance(0), balance(1)]))
    expect(await left(views.create('shop', [balance(1)]))).toMatchObject({ _tag: 'TableExists' })
    await right(
      views.save([{ table: balance(1), expected: beforeFirst, next: at(7), rows: [row('a', 5)] }]),
    )
    await views.close()
    const again = await open(file)
    const of = { logId: 'shop', name: 'balance', version: 1, columns: balance().columns }
    expect(await right(again.tables)).toStrictEqual([
      { ...of, generation: 0, checkpoint: '', isServed: false },
      { ...of, generation: 1, checkpoint: at(7), isServed: false },
    ])
    expect(await right(again.load(balance(1), ['b', 'a']))).toStrictEqual([
      undefined,
      row('a', 5).view,
    ])
    await right(again.serve(balance(1)))
    expect(await right(again.tables)).toStrictEqual([
      { ...of, generation: 1, checkpoint: at(7), isServed: true },
    ])
  })

  test('are created together or not at all, and only once', async () => {
    const views = await open()
    await right(views.create('shop', [balance(1)]))
    expect(await left(views.create('shop', [balance(2), balance(1)]))).toStrictEqual({
      _tag: 'TableExists',
      table: 'balance',
      version: 1,
      generation: 1,
    })
    expect(await right(views.tables)).toHaveLength(1)
  })

  test('may be called as SQL calls other things', async () => {
    const file = newFile()
    const views = await open(file)
    const order: ViewTable = {
      name: 'order',
      version: 1,
      generation: 0,
      columns: [{ name: 'group', kind: 'text', isIndexed: true }],
    }
    await right(views.create('shop', [order]))
    const rows = [{ key: 'a', view: '{}', columns: ['x'] }]
    await right(views.save([{ table: order, expected: beforeFirst, next: at(1), rows }]))
    await right(views.serve(order))
    expect(await right(views.list(order, { by: 'group', limit: 1 }))).toStrictEqual(rows)
    await views.close()
    expect(await sql(file, 'SELECT key, "group", view FROM "order"')).toStrictEqual([
      ['a', 'x', '{}'],
    ])
  })
})

describe('a name that is served', () => {
  test('is listed in the order of a column by an index, which is made when it is first served', async () => {
    const file = newFile()
    const views = await open(file)
    await right(views.create('shop', [balance(0)]))
    await right(views.serve(balance(0)))
    await right(views.serve(balance(0)))
    await views.close()
    const plan = async (column: string): Promise<string> =>
      JSON.stringify(
        await sql(file, `EXPLAIN QUERY PLAN SELECT key FROM balance ORDER BY ${column}, key`),
      )
    expect(await plan('points')).toContain('balance_v1_g0_points')
    expect(await plan('tier')).toContain('balance_v1_g0_tier')
    expect(await plan('note')).not.toContain('balance_v1_g0_note')
  })

  test('stands for one table at a time in plain SQL; the others of the name are gone', async () => {
    const file = newFile()
    const views = await open(file)
    const other: ViewTable = { ...balance(), name: 'other' }
    await right(views.create('shop', [balance(0), other]))
    await right(
      views.save([
        { table: balance(0), expected: beforeFirst, next: at(1), rows: [row('a', 1, 'gold')] },
      ]),
    )
    await right(views.serve(balance(0)))
    await right(views.create('shop', [balance(1)]))
    await right(
      views.save([{ table: balance(1), expected: beforeFirst, next: at(1), rows: [row('a', 2)] }]),
    )
    const plain = (): Promise<unknown> => sql(file, 'SELECT key, points, tier FROM balance')
    expect(await plain()).toStrictEqual([['a', 1, 'gold']])
    await right(views.serve(balance(1)))
    expect(await plain()).toStrictEqual([['a', 2, null]])
    expect(await left(views.load(balance(0), ['a']))).toStrictEqual({
      _tag: 'StoreUnavailable',
      reason: 'table-gone',
      outcome: 'not-written',
    })
    expect(
      (await right(views.tables)).map(({ name, generation }) => [name, generation]),
    ).toStrictEqual([
      ['balance', 1],
      ['other', 0],
    ])
    await right(views.drop(balance(1)))
    await right(views.drop(balance(1)))
    expect(
      await sql(file, "SELECT name FROM sqlite_schema WHERE name LIKE 'balance%'"),
    ).toStrictEqual([])
  })

  test('is swapped under another connection, which is told that its table is gone', async () => {
    const file = newFile()
    const mine = await open(file)
    const theirs = await open(file)
    await right(mine.create('shop', [balance(0), balance(1)]))
    await right(theirs.load(balance(0), ['a']))
    await right(theirs.list(balance(0), { limit: 1 }))
    await right(mine.serve(balance(1)))
    const gone = { reason: 'table-gone' }
    expect(await left(theirs.load(balance(0), ['a']))).toMatchObject(gone)
    expect(await left(theirs.list(balance(0), { limit: 1 }))).toMatchObject(gone)
    expect(await left(theirs.serve(balance(0)))).toMatchObject(gone)
    const save = { table: balance(0), expected: beforeFirst, next: at(1), rows: [row('a')] }
    expect(await left(theirs.save([save]))).toMatchObject(gone)
    expect(await right(theirs.load(balance(1), ['a']))).toStrictEqual([undefined])
  })
})

describe('a save', () => {
  test('from one checkpoint is won by one of fifty, on several connections; the others are told [P5]', async () => {
    const file = newFile()
    const stores = [await open(file), await open(file), await open(file)]
    const [first] = stores as [SqliteViewStore]
    await right(first.create('shop', [balance()]))
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        (stores[index % 3] as SqliteViewStore).save([
          {
            table: balance(),
            expected: beforeFirst,
            next: at(index + 1),
            rows: [row('a', index + 1)],
          },
        ])(),
      ),
    )
    const won = results.findIndex(({ _tag }) => _tag === 'Right')
    expect(results.filter(({ _tag }) => _tag === 'Right')).toHaveLength(1)
    for (const [index, result] of results.entries()) {
      if (index === won) continue
      expect(result).toStrictEqual({
        _tag: 'Left',
        left: { _tag: 'CheckpointMoved', table: 'balance', expected: '', found: at(won + 1) },
      })
    }
    expect(await right(first.load(balance(), ['a']))).toStrictEqual([row('a', won + 1).view])
  })

  test('of several tables saves all of them or none', async () => {
    const views = await open()
    const other: ViewTable = { ...balance(), name: 'other' }
    await right(views.create('shop', [balance(), other]))
    const save = (table: ViewTable, expected: Position) => ({
      table,
      expected,
      next: at(3),
      rows: [row('a', 3)],
    })
    expect(
      await left(views.save([save(balance(), beforeFirst), save(other, at(2))])),
    ).toStrictEqual({
      _tag: 'CheckpointMoved',
      table: 'other',
      expected: at(2),
      found: '',
    })
    expect(await right(views.load(balance(), ['a']))).toStrictEqual([undefined])
    await right(views.save([save(balance(), beforeFirst), save(other, beforeFirst)]))
    expect(await right(views.load(other, ['a']))).toStrictEqual([row('a', 3).view])
  })

  test('of values that their columns cannot hold is refused, and nothing of it is saved', async () => {
    const views = await open()
    await right(views.create('shop', [balance()]))
    const broken: ReadonlyArray<ViewRow> = [
      { key: 'b', view: '{}', columns: ['many', null, null] },
      { key: 'b', view: '{}', columns: [1.5, null, null] },
      { key: 'b', view: '{}', columns: [2 ** 60, null, null] },
      { key: 'b', view: '{}', columns: [1, 'a\0b', null] },
      { key: 'b\0', view: '{}', columns: [1, null, null] },
      { key: 'b\ud800', view: '{}', columns: [1, null, null] },
    ]
    for (const bad of broken) {
      const rows = [row('a', 1), bad]
      const save = views.save([{ table: balance(), expected: beforeFirst, next: at(1), rows }])
      expect(await left(save)).toMatchObject({ reason: 'refused', outcome: 'not-written' })
    }
    expect(await right(views.list(balance(), { limit: 10 }))).toStrictEqual([])
    expect(await right(views.tables)).toMatchObject([{ checkpoint: '' }])
  })

  test('of a hundred thousand rows and of the same again keeps the last of each key', async () => {
    const views = await open()
    await right(views.create('shop', [balance()]))
    const rows = Array.from({ length: 20_000 }, (_, index) =>
      row(`k${(index * 7919) % 10_000}`, index),
    )
    await right(views.save([{ table: balance(), expected: beforeFirst, next: at(1), rows }]))
    const keys = Array.from({ length: 700 }, (_, index) => `k${index * 13}`)
    const last = new Map(rows.map(({ key, view }) => [key, view]))
    expect(await right(views.load(balance(), keys))).toStrictEqual(keys.map((key) => last.get(key)))
    expect(await right(views.list(balance(), { limit: 10_000 }))).toHaveLength(10_000)
  })
})

describe('a list', () => {
  // Texts in the order of UTF-16 and of UTF-8 alike: no characters beyond the basic plane.
  const aRow = fc.record({
    key: fc.string({ unit: fc.constantFrom('a', 'b', 'é', '錶'), minLength: 1, maxLength: 3 }),
    points: fc.option(fc.integer({ min: -2, max: 2 })),
    tier: fc.option(fc.constantFrom('', 'gold', 'silver', '金')),
  })

  test('is the one that memory gives, in every order and from every row', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(aRow, { maxLength: 12 }), { minLength: 1, maxLength: 3 }),
        fc.record(
          {
            by: fc.constantFrom('points', 'tier'),
            isDescending: fc.boolean(),
            afterKey: fc.string({
              unit: fc.constantFrom('a', 'b', 'é', '錶'),
              minLength: 1,
              maxLength: 3,
            }),
          },
          { requiredKeys: [] },
        ),
        fc.integer({ min: 1, max: 6 }),
        async (saves, query, limit) => {
          const views = await open()
          const memory = inMemoryViewStore()
          for (const store of [views, memory]) {
            await right(store.create('shop', [balance()]))
            for (const [index, save] of saves.entries()) {
              const rows = save.map(({ key, points, tier }) => row(key, points, tier))
              const expected = index === 0 ? beforeFirst : at(index)
              await right(store.save([{ table: balance(), expected, next: at(index + 1), rows }]))
            }
          }
          // Page after page, from where the query says.
          let asked: ViewQuery = { ...query, limit }
          for (let page = 0; page < 40; page++) {
            const rows = await right(views.list(balance(), asked))
            expect(rows).toStrictEqual(await right(memory.list(balance(), asked)))
            const last = rows.at(-1)
            if (last === undefined) break
            asked = { ...asked, afterKey: last.key }
          }
          await views.close()
        },
      ),
      { numRuns: 60 },
    )
  })

  test('by a column that is not indexed, or of too many rows, is refused', async () => {
    const views = await open()
    await right(views.create('shop', [balance()]))
    expect(await left(views.list(balance(), { by: 'note', limit: 1 }))).toMatchObject({
      reason: 'unknown-column',
    })
    for (const limit of [0, -1, 1.5, 10_001, Number.NaN]) {
      expect(await left(views.list(balance(), { limit }))).toMatchObject({
        reason: 'limit-out-of-range',
      })
    }
  })
})

test('keys are compared whole: a zero or a lone surrogate in one finds no other', async () => {
  const views = await open()
  await right(views.create('shop', [balance()]))
  await right(
    views.save([
      { table: balance(), expected: beforeFirst, next: at(1), rows: [row('a'), row('\ufffd')] },
    ]),
  )
  const found = await right(views.load(balance(), ['a\0b', '\ud800', 'a']))
  expect(found.map((view) => view !== undefined)).toStrictEqual([false, false, true])
})

test('views that may only be read are read, and refuse to be saved', async () => {
  const file = newFile()
  const writer = await open(file)
  await right(writer.create('shop', [balance()]))
  const reader = await open(file, { isReadOnly: true })
  expect(await right(reader.load(balance(), ['a']))).toStrictEqual([undefined])
  const save = { table: balance(), expected: beforeFirst, next: at(1), rows: [row('a')] }
  expect(await left(reader.save([save]))).toMatchObject({
    reason: 'read-only',
    outcome: 'not-written',
  })
})

test('closed views say so, and leave one whole file', async () => {
  const file = newFile()
  const views = await open(file)
  await right(views.create('shop', [balance()]))
  await right(views.load(balance(), ['a']))
  await views.close()
  await views.close()
  expect(await left(views.load(balance(), ['a']))).toMatchObject({ reason: 'closed' })
  expect(await left(views.save([]))).toMatchObject({ reason: 'closed' })
  expect(readdirSync(folder).filter((name) => join(folder, name).startsWith(file))).toHaveLength(1)
})
