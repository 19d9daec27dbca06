// Tables: created beside each other, served one at a time, dropped.
import { beforeFirst, type ViewStore, type ViewTable } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { leftOf, rightOf, same } from '../judgement.js'
import {
  allRows,
  checkpointOf,
  create,
  filled,
  keptOf,
  load,
  logId,
  place,
  rowOf,
  save,
  saveOf,
  tableNamed,
} from './tables.js'
import type { ViewStoreCheck } from './trial.js'

// Words that SQL keeps to itself, which are good names of projections and columns all the same.
const sqlWords = ['order', 'group', 'select', 'index', 'table', 'values', 'rowid', 'default', 'to']

// Enough for a look to fall between any two steps of a store in memory.
const looksAtOnce = 50

const isGone = (what: string, error: { readonly _tag: string; readonly reason?: string }): void =>
  same(what, [error._tag, error.reason], ['StoreUnavailable', 'table-gone'])

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

// Serves a table while others look, as closely as they can: they find one table of the name served, never two or none.
const serveWatched = async (views: ViewStore, table: ViewTable): Promise<void> => {
  const seen = new Set<number>()
  const look = async (): Promise<void> => {
    const tables = rightOf('tables', await views.tables())
    seen.add(tables.filter(({ name, isServed }) => name === table.name && isServed).length)
  }
  const writer = { isServing: true }
  const watching = (async () => {
    while (writer.isServing) {
      for (let looks = 0; looks < looksAtOnce; looks++) await look()
      await tick()
    }
  })()
  try {
    rightOf('serve', await views.serve(table)())
  } finally {
    writer.isServing = false
  }
  await watching
  same(
    'how many tables of the name were served while one was changed for the other',
    [...seen],
    [1],
  )
}

export const tableChecks: ReadonlyArray<ViewStoreCheck> = [
  {
    name: 'a table is created empty, before the first event of its log, and not served',
    run: async ({ open }) => {
      const { views } = await open()
      same('tables of a new store', rightOf('tables', await views.tables()), [])
      const table = tableNamed('balances', { version: 3, generation: 2 })
      await create(views, table, tableNamed('others'))
      same('what is kept of it', await keptOf(views, table), {
        ...table,
        logId,
        checkpoint: beforeFirst,
        isServed: false,
      })
      same('its rows', await allRows(views, table), [])
      same('a view of it', await load(views, table, ['k']), [undefined])
    },
  },
  {
    name: 'tables are created together, or none of them if one is there',
    run: async ({ open }) => {
      const { views } = await open()
      const table = await filled(views, tableNamed('balances'), [rowOf('a', { view: '{"a":1}' })])
      rightOf('serve', await views.serve(table)())
      const before = await keptOf(views, table)
      for (const wanted of [
        [table],
        [tableNamed('others'), table],
        [table, tableNamed('others')],
      ]) {
        const error = leftOf('create', await views.create('another-log', wanted)())
        same('the error', error, {
          _tag: 'TableExists',
          table: 'balances',
          version: 1,
          generation: 1,
        })
        same('what is kept of it', await keptOf(views, table), before)
        same('its views', await load(views, table, ['a']), ['{"a":1}'])
        same('the table beside it', await keptOf(views, tableNamed('others')), undefined)
      }
      rightOf('create another', await views.create('another-log', [tableNamed('others')])())
      same('its log', (await keptOf(views, tableNamed('others')))?.logId, 'another-log')
    },
  },
  {
    name: 'of those who create the same table at once one does and the others are told',
    run: async ({ open }) => {
      const { views } = await open()
      const creating = Array.from({ length: 10 }, (_, index) =>
        views.create(`log-${index}`, [tableNamed('balances'), tableNamed(`beside_${index}`)])(),
      )
      const results = await Promise.all(creating)
      same('how many did', results.filter(E.isRight).length, 1)
      for (const result of results) {
        if (E.isLeft(result)) same('what the others hear', result.left._tag, 'TableExists')
      }
      const winner = results.findIndex(E.isRight)
      same('whose it is', (await keptOf(views, tableNamed('balances')))?.logId, `log-${winner}`)
      same('how many tables there are', rightOf('tables', await views.tables()).length, 2)
    },
  },
  {
    name: 'versions and generations of one name are tables of their own',
    run: async ({ open }) => {
      const { views } = await open()
      const tables: ReadonlyArray<ViewTable> = [
        tableNamed('balances'),
        tableNamed('balances', { generation: 2 }),
        tableNamed('balances', { version: 2 }),
        tableNamed('balances', { version: 2, generation: 3, columns: [] }),
        tableNamed('balances_2'),
        tableNamed('balances', { version: 11 }),
        tableNamed('balances', { version: 1, generation: 11 }),
      ]
      await create(views, ...tables)
      for (const [index, table] of tables.entries()) {
        const row = {
          ...rowOf('k', { view: String(index) }),
          columns: table.columns.map(() => null),
        }
        await save(views, saveOf(table, beforeFirst, place(index), [row]))
      }
      for (const [index, table] of tables.entries()) {
        same(`view of table ${index}`, await load(views, table, ['k']), [String(index)])
        same(`place of table ${index}`, await checkpointOf(views, table), place(index))
      }
    },
  },
  {
    name: 'names and columns may be words of SQL',
    run: async ({ open }) => {
      const { views } = await open()
      for (const word of sqlWords) {
        const columns = sqlWords.map((name) => ({
          name,
          kind: 'integer' as const,
          isIndexed: true,
        }))
        const table = tableNamed(word, { columns })
        await create(views, table)
        const rows = [2, 1].map((n) => ({
          key: `k${n}`,
          view: '{}',
          columns: sqlWords.map(() => n),
        }))
        await save(views, saveOf(table, beforeFirst, place(1), rows))
        rightOf('serve', await views.serve(table)())
        for (const by of sqlWords) {
          const found = rightOf('list', await views.list(table, { by, limit: 10 })())
          same(
            `${word} by ${by}`,
            found.map(({ key }) => key),
            ['k1', 'k2'],
          )
        }
      }
    },
  },
  {
    name: 'serving a table takes its name over at once and drops the others of that name',
    run: async ({ open }) => {
      const { views } = await open()
      const [old, next] = [tableNamed('balances'), tableNamed('balances', { version: 2 })]
      const other = tableNamed('others')
      await filled(views, old, [rowOf('a', { view: '1' })])
      rightOf('serve the first', await views.serve(old)())
      same('the first is served', (await keptOf(views, old))?.isServed, true)
      await filled(views, next, [rowOf('a', { view: '2' })])
      await filled(views, other, [rowOf('a', { view: '3' })])
      same('the next one waits', (await keptOf(views, next))?.isServed, false)
      same('the first can still be read', await load(views, old, ['a']), ['1'])
      await serveWatched(views, next)
      same('the next one is served', (await keptOf(views, next))?.isServed, true)
      same('the first one is gone', await keptOf(views, old), undefined)
      same('its rows came along', await load(views, next, ['a']), ['2'])
      isGone('reading the first', leftOf('load', await views.load(old, ['a'])()))
      same(
        'a table of another name',
        [await load(views, other, ['a']), (await keptOf(views, other))?.isServed],
        [['3'], false],
      )
      rightOf('serve it again', await views.serve(next)())
      same('its rows', await load(views, next, ['a']), ['2'])
    },
  },
  {
    name: 'a table that is dropped is gone, and may come again empty',
    run: async ({ open }) => {
      const { views } = await open()
      const others = [
        await filled(views, tableNamed('balances', { generation: 2 }), [rowOf('a', { view: '2' })]),
        await filled(views, tableNamed('balances', { version: 2 }), [rowOf('a', { view: '3' })]),
      ]
      for (const isServed of [false, true]) {
        if (isServed) for (const other of others) rightOf('drop', await views.drop(other)())
        const table = await filled(views, tableNamed('balances'), [rowOf('a')])
        if (isServed) rightOf('serve', await views.serve(table)())
        rightOf('drop', await views.drop(table)())
        same('what is kept of it', await keptOf(views, table), undefined)
        if (!isServed) {
          const kept = await Promise.all(others.map((other) => load(views, other, ['a'])))
          same('other tables of its name', kept, [['2'], ['3']])
        }
        rightOf('drop what is not there', await views.drop(table)())
        await create(views, table)
        same('its rows', await allRows(views, table), [])
        same('its place', await checkpointOf(views, table), beforeFirst)
        rightOf('drop', await views.drop(table)())
      }
    },
  },
  {
    name: 'whoever asks for a table that is not there hears that it is gone',
    run: async ({ open }) => {
      const { views } = await open()
      const there = await filled(views, tableNamed('balances'), [rowOf('a')])
      const gone = tableNamed('balances', { generation: 9 })
      isGone('load', leftOf('load', await views.load(gone, ['a'])()))
      isGone('list', leftOf('list', await views.list(gone, { limit: 10 })()))
      isGone('serve', leftOf('serve', await views.serve(gone)()))
      const saves = [
        saveOf(there, place(1), place(2), [rowOf('a', { view: '2' })]),
        saveOf(gone, beforeFirst, place(2), []),
      ]
      isGone('save', leftOf('save', await views.save(saves)()))
      same(
        'the table beside it',
        [await load(views, there, ['a']), await checkpointOf(views, there)],
        [['{}'], place(1)],
      )
    },
  },
]
