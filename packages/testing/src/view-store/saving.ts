// Saves: compare-and-set on the checkpoint, several tables at once, all or nothing.
import { beforeFirst, type ViewRow } from '@patina/eventsourcing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { jsonTexts, storableTexts } from '../generators.js'
import { leftOf, same } from '../judgement.js'
import {
  allRows,
  checkpointOf,
  create,
  filled,
  load,
  place,
  rowOf,
  save,
  saveOf,
  tableNamed,
} from './tables.js'
import type { ViewStoreCheck } from './trial.js'

const savers = 50

// Keys that have confused an engine, a language or a query somewhere.
const oddKeys = [
  '',
  ' ',
  'a',
  'A',
  'a ',
  '1',
  '01',
  '1.0',
  'null',
  'undefined',
  '__proto__',
  'constructor',
  "'",
  "''; DROP TABLE balances; --",
  '"',
  '`',
  '\\',
  '%',
  '_',
  '*',
  '?',
  '$1',
  ':key',
  '\n',
  '\u00e9',
  'e\u0301',
  'ß',
  'ss',
  '錶',
  '\uff5e',
  '😀',
  'x'.repeat(2_000),
]

export const savingChecks: ReadonlyArray<ViewStoreCheck> = [
  {
    name: 'what is saved is loaded in the order of the keys, with nothing where there is nothing',
    run: async ({ open }) => {
      const { views } = await open()
      const table = await filled(
        views,
        tableNamed('balances'),
        ['a', 'b', 'c'].map((key) => rowOf(key, { view: `"${key}"` })),
      )
      same('some keys', await load(views, table, ['c', 'x', 'a', 'c']), [
        '"c"',
        undefined,
        '"a"',
        '"c"',
      ])
      same('no keys', await load(views, table, []), [])
      await save(
        views,
        saveOf(table, place(1), place(2), [
          rowOf('b', { view: '"B"' }),
          rowOf('d', { view: '"d"' }),
        ]),
      )
      same('a row that was there and one that was not', await load(views, table, ['a', 'b', 'd']), [
        '"a"',
        '"B"',
        '"d"',
      ])
      same('how many rows', (await allRows(views, table)).length, 4)
      same('the place', await checkpointOf(views, table), place(2))
    },
  },
  {
    name: 'a save without rows moves the checkpoint alone, and one without tables does nothing',
    run: async ({ open }) => {
      const { views } = await open()
      const table = await filled(views, tableNamed('balances'), [rowOf('a')])
      await save(views, saveOf(table, place(1), place(7), []))
      same('the place', await checkpointOf(views, table), place(7))
      await save(views)
      await save(views, saveOf(table, place(7), place(7), [rowOf('a', { view: '"again"' })]))
      same(
        'a save that stays in its place',
        [await checkpointOf(views, table), await load(views, table, ['a'])],
        [place(7), ['"again"']],
      )
    },
  },
  {
    name: 'odd keys are keys like any other',
    run: async ({ open }) => {
      const { views } = await open()
      const rows = oddKeys.map((key, index) => rowOf(key, { view: String(index) }))
      const table = await filled(views, tableNamed('balances'), rows)
      same(
        'views',
        await load(views, table, oddKeys),
        rows.map(({ view }) => view),
      )
      same(
        'rows',
        (await allRows(views, table)).map(({ key }) => key).toSorted(),
        oddKeys.toSorted(),
      )
      for (const [index, key] of oddKeys.entries()) {
        await save(
          views,
          saveOf(table, place(index + 1), place(index + 2), [rowOf(key, { view: `"${index}"` })]),
        )
        same(`the view of ${JSON.stringify(key)}`, await load(views, table, [key]), [`"${index}"`])
      }
      same('how many rows', (await allRows(views, table)).length, oddKeys.length)
    },
  },
  {
    name: 'views and columns come back to the byte',
    run: async ({ open, assert }) => {
      const { views } = await open()
      const table = tableNamed('balances')
      await create(views, table)
      let at = beforeFirst
      let next = 0
      const drawnRow = fc.record({
        key: storableTexts({ least: 0 }),
        view: jsonTexts(),
        name: fc.option(storableTexts({ least: 0 })),
        points: fc.option(
          fc.oneof(
            fc.maxSafeInteger(),
            fc.constantFrom(Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
          ),
        ),
        note: fc.option(storableTexts({ most: 200 })),
      })
      const drawnRows = fc.uniqueArray(drawnRow, {
        selector: ({ key }) => key,
        minLength: 1,
        maxLength: 10,
      })
      const property = fc.asyncProperty(drawnRows, async (drawn) => {
        const rows: ReadonlyArray<ViewRow> = drawn.map(({ key, ...rest }) => rowOf(key, rest))
        const to = place(++next)
        await save(views, saveOf(table, at, to, rows))
        at = to
        const found = new Map((await allRows(views, table)).map((row) => [row.key, row]))
        for (const row of rows) same('a row', found.get(row.key), row)
        same(
          'views',
          await load(
            views,
            table,
            rows.map(({ key }) => key),
          ),
          rows.map(({ view }) => view),
        )
      })
      await assert(property)
    },
  },
  {
    name: 'thousands of rows are saved and loaded together',
    run: async ({ open }) => {
      const { views } = await open()
      const rows = Array.from({ length: 5_000 }, (_, index) =>
        rowOf(`k${index}`, { points: index, view: String(index) }),
      )
      const table = await filled(views, tableNamed('balances'), rows)
      const keys = rows.map(({ key }) => key).toReversed()
      same('views', await load(views, table, keys), rows.map(({ view }) => view).toReversed())
    },
  },
  {
    name: 'a save from a checkpoint that has moved changes nothing and names where it is',
    run: async ({ open }) => {
      const { views } = await open()
      const table = await filled(views, tableNamed('balances'), [rowOf('a', { view: '1' })])
      for (const from of [beforeFirst, place(0), place(2)]) {
        const error = leftOf(
          'save',
          await views.save([
            saveOf(table, from, place(3), [rowOf('a', { view: '2' }), rowOf('b')]),
          ])(),
        )
        same('the error', error, {
          _tag: 'CheckpointMoved',
          table: 'balances',
          expected: from,
          found: place(1),
        })
      }
      same('the views', await load(views, table, ['a', 'b']), ['1', undefined])
      same('the place', await checkpointOf(views, table), place(1))
    },
  },
  {
    name: 'several tables are saved together or not at all',
    run: async ({ open }) => {
      const { views } = await open()
      const tables = ['first', 'second', 'third'].map((name) => tableNamed(name))
      await create(views, ...tables)
      const all = (from: number, to: number) =>
        tables.map((table) =>
          saveOf(table, from === 0 ? beforeFirst : place(from), place(to), [
            rowOf('a', { view: String(to) }),
          ]),
        )
      await save(views, ...all(0, 1))
      for (const [index, table] of tables.entries()) {
        const behind = all(1, 2).with(
          index,
          saveOf(table, place(9), place(2), [rowOf('a', { view: '2' })]),
        )
        const error = leftOf('save', await views.save(behind)())
        same(
          'the error',
          [error._tag, '_tag' in error && 'table' in error ? error.table : ''],
          ['CheckpointMoved', table.name],
        )
        for (const one of tables) {
          same(
            `${one.name} after a save that failed`,
            [await load(views, one, ['a']), await checkpointOf(views, one)],
            [['1'], place(1)],
          )
        }
      }
      await save(views, ...all(1, 2))
      for (const one of tables) same(`${one.name} in the end`, await load(views, one, ['a']), ['2'])
    },
  },
  {
    name: 'of fifty savers from one checkpoint one wins and forty-nine are told [P5]',
    run: async ({ open }) => {
      const { views } = await open()
      const table = await filled(views, tableNamed('balances'), [rowOf('a', { view: '"before"' })])
      const saving = Array.from({ length: savers }, (_, index) =>
        views.save([
          saveOf(table, place(1), place(index + 2), [rowOf('a', { view: String(index) })]),
        ])(),
      )
      const results = await Promise.all(saving)
      same('how many won', results.filter(E.isRight).length, 1)
      const winner = results.findIndex(E.isRight)
      const moved = {
        _tag: 'CheckpointMoved',
        table: 'balances',
        expected: place(1),
        found: place(winner + 2),
      }
      for (const result of results)
        if (E.isLeft(result)) same('what a loser hears', result.left, moved)
      same('the view', await load(views, table, ['a']), [String(winner)])
      same('the place', await checkpointOf(views, table), place(winner + 2))
    },
  },
  {
    name: 'a task that nobody runs changes nothing',
    run: async ({ open }) => {
      const { views } = await open()
      const table = await filled(views, tableNamed('balances'), [rowOf('a', { view: '1' })])
      const tasks = [
        views.save([saveOf(table, place(1), place(2), [rowOf('a', { view: '2' })])]),
        views.serve(table),
        views.drop(table),
      ]
      same('how many were made', tasks.length, 3)
      same('the view', await load(views, table, ['a']), ['1'])
      same('the place', await checkpointOf(views, table), place(1))
    },
  },
  {
    name: 'tables that are opened again hold the very same rows and places',
    needs: 'reopen',
    run: async ({ open }) => {
      const before = await open()
      const served = await filled(
        before.views,
        tableNamed('balances'),
        oddKeys.map((key) => rowOf(key, { name: key, note: 'é' })),
      )
      await before.views.serve(served)()
      const waiting = await filled(before.views, tableNamed('balances', { version: 2 }), [
        rowOf('a', { points: null }),
      ])
      const look = async (views: typeof before.views) => [
        await views.tables(),
        await allRows(views, served),
        await allRows(views, waiting),
      ]
      const expected = await look(before.views)
      const { views } = await before.reopen()
      same('tables and rows', await look(views), expected)
      const error = leftOf('save', await views.save([saveOf(served, beforeFirst, place(2), [])])())
      same('a save from an old place', error._tag, 'CheckpointMoved')
      await save(views, saveOf(served, place(1), place(2), [rowOf('a', { view: '2' })]))
      same('a later view', await load(views, served, ['a']), ['2'])
    },
  },
]
