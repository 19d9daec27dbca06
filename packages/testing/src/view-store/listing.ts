// Lists: in the order of the keys or of an indexed column, both ways, page by page, ties and missing values included.
import type { Scalar, ViewQuery, ViewRow, ViewStore, ViewTable } from '@patina/eventsourcing'
import fc from 'fast-check'
import { storableTexts } from '../generators.js'
import { holds, leftOf, rightOf, same } from '../judgement.js'
import { filled, place, rowOf, save, saveOf, tableNamed } from './tables.js'
import type { ViewStoreCheck } from './trial.js'

const list = async (
  views: ViewStore,
  table: ViewTable,
  query: ViewQuery,
): Promise<ReadonlyArray<ViewRow>> => rightOf('list', await views.list(table, query)())

// Goes on after the last row of each page until a page has room left.
const listInPages = async (
  views: ViewStore,
  table: ViewTable,
  query: Omit<ViewQuery, 'afterKey'>,
  total: number,
): Promise<ReadonlyArray<ViewRow>> => {
  const found: ViewRow[] = []
  for (let page = 0; page <= total; page++) {
    const afterKey = found.at(-1)?.key
    const rows = await list(views, table, {
      ...query,
      ...(afterKey === undefined ? {} : { afterKey }),
    })
    holds(
      rows.length <= query.limit,
      `a page has ${rows.length} rows, at most ${query.limit} were asked for`,
    )
    found.push(...rows)
    if (rows.length < query.limit) return found
  }
  throw new Error(`the pages of ${query.limit} came to no end`)
}

// Texts by their bytes, as digests and SQL have it.
const compareTexts = (a: string, b: string): number =>
  Buffer.compare(Buffer.from(a), Buffer.from(b))

const compare = (a: Scalar, b: Scalar): number => {
  if (a === null || b === null) return Number(b === null) - Number(a === null)
  return typeof a === 'number' && typeof b === 'number' ? a - b : compareTexts(String(a), String(b))
}

const valueIn = ({ key, columns }: ViewRow, by: string | undefined): Scalar =>
  by === undefined ? key : ((by === 'name' ? columns[0] : columns[1]) ?? null)

const demandOrder = (
  rows: ReadonlyArray<ViewRow>,
  by: string | undefined,
  isDescending: boolean,
): void => {
  for (const [index, row] of rows.entries()) {
    const before = rows[index - 1]
    if (before === undefined) continue
    // Rows that tie stand in the order of their keys, which turns round with the rest.
    const step =
      (compare(valueIn(before, by), valueIn(row, by)) || compareTexts(before.key, row.key)) *
      (isDescending ? -1 : 1)
    const where = `by ${by ?? 'key'}${isDescending ? ', descending' : ''}`
    holds(
      step <= 0,
      `${where}: ${JSON.stringify([valueIn(row, by), row.key])} comes after ${JSON.stringify([valueIn(before, by), before.key])}`,
    )
  }
}

const drawnRows = fc.uniqueArray(
  fc.record({
    key: fc.oneof(
      storableTexts({ least: 0, most: 3 }),
      fc.constantFrom('\uff5e', '😀', 'a', 'A', 'é', '\uffff'),
    ),
    // Few values, so that many rows tie.
    name: fc.constantFrom('a', 'b', 'B', '', 'é', '\uff5e', '😀', null),
    points: fc.constantFrom(0, 1, -1, 10, 9, Number.MAX_SAFE_INTEGER, null),
  }),
  { selector: ({ key }) => key, maxLength: 12 },
)

const orders = [undefined, 'name', 'points'].flatMap((by) =>
  [false, true].map((isDescending) => ({ ...(by === undefined ? {} : { by }), isDescending })),
)

export const listingChecks: ReadonlyArray<ViewStoreCheck> = [
  {
    name: 'lists come in the order of the keys or of an indexed column, nothing first, texts by their bytes, both ways',
    run: async ({ open, assert }) => {
      const property = fc.asyncProperty(drawnRows, async (drawn) => {
        const { views } = await open()
        const rows = drawn.map(({ key, ...rest }) => rowOf(key, rest))
        const table = await filled(views, tableNamed('balances'), rows)
        const byKey = (a: ViewRow, b: ViewRow): number => compareTexts(a.key, b.key)
        for (const order of orders) {
          const found = await list(views, table, { ...order, limit: 100 })
          same('all rows, once each', found.toSorted(byKey), rows.toSorted(byKey))
          demandOrder(found, order.by, order.isDescending)
        }
      })
      await assert(property)
    },
  },
  {
    name: 'pages of any size, one after the other, are the whole list, ties included',
    run: async ({ open, assert }) => {
      const property = fc.asyncProperty(drawnRows, async (drawn) => {
        const { views } = await open()
        const rows = drawn.map(({ key, ...rest }) => rowOf(key, rest))
        const table = await filled(views, tableNamed('balances'), rows)
        for (const order of orders) {
          const whole = await list(views, table, { ...order, limit: 100 })
          for (const limit of [1, 2, 3, rows.length + 1]) {
            same(
              `pages of ${limit}`,
              await listInPages(views, table, { ...order, limit }, rows.length),
              whole,
            )
          }
        }
      })
      await assert(property)
    },
  },
  {
    name: 'a list follows the last saved values',
    run: async ({ open }) => {
      const { views } = await open()
      const table = await filled(
        views,
        tableNamed('balances'),
        ['a', 'b', 'c'].map((key, index) => rowOf(key, { points: index })),
      )
      const byPoints = { by: 'points', limit: 10 }
      const [a, b, c] = await list(views, table, byPoints)
      const [changed, added] = [
        rowOf('a', { points: 7, view: '{"points":7}' }),
        rowOf('d', { points: -1, view: '{"points":-1}' }),
      ]
      await save(views, saveOf(table, place(1), place(2), [changed, added]))
      same('the first row before', a?.key, 'a')
      same('whole rows', await list(views, table, byPoints), [added, b, c, changed])
      const keys = async (query: ViewQuery): Promise<ReadonlyArray<string>> =>
        (await list(views, table, query)).map(({ key }) => key)
      same('the two highest', await keys({ by: 'points', isDescending: true, limit: 2 }), [
        'a',
        'c',
      ])
      same(
        'after the first of them',
        await keys({ by: 'points', isDescending: true, limit: 2, afterKey: 'a' }),
        ['c', 'b'],
      )
    },
  },
  {
    name: 'a list by what is no indexed column is refused',
    run: async ({ open }) => {
      const { views } = await open()
      const table = await filled(views, tableNamed('balances'), [rowOf('a')])
      for (const by of ['note', 'nothing', 'view', 'points desc', "name'; --"]) {
        const error = leftOf(`a list by ${by}`, await views.list(table, { by, limit: 10 })())
        same('the error', error._tag, 'StoreUnavailable')
      }
    },
  },
  {
    name: 'a list of less than 1 or more than 10,000 rows is refused',
    run: async ({ open }) => {
      const { views } = await open()
      const table = await filled(views, tableNamed('balances'), [rowOf('a')])
      for (const limit of [0, -1, 1.5, 10_001, Number.NaN]) {
        const error = leftOf(`a list of ${limit}`, await views.list(table, { limit })())
        same('the error', error._tag, 'StoreUnavailable')
      }
      same('a list of 10,000', (await list(views, table, { limit: 10_000 })).length, 1)
    },
  },
]
