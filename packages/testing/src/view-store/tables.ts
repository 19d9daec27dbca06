// Tables, rows and places as the checks of view stores need them.
import {
  beforeFirst,
  type Column,
  type KeptTable,
  type Position,
  type Scalar,
  type ViewRow,
  type ViewSave,
  type ViewStore,
  type ViewTable,
} from '@patina/eventsourcing'
import { rightOf } from '../judgement.js'

export const logId = 'a-log'

/** The n-th place of a log. */
export const place = (n: number): Position => String(n).padStart(20, '0') as Position

const columns: ReadonlyArray<Column> = [
  { name: 'name', kind: 'text', isIndexed: true },
  { name: 'points', kind: 'integer', isIndexed: true },
  { name: 'note', kind: 'text', isIndexed: false },
]

/** A table of a projection, with an indexed text, an indexed number and a text without index. */
export const tableNamed = (name: string, changes: Partial<ViewTable> = {}): ViewTable => ({
  name,
  version: 1,
  generation: 1,
  columns,
  ...changes,
})

/** A row whose columns follow from what is given. */
export const rowOf = (
  key: string,
  {
    name = 'a name',
    points = 1,
    note = null,
    view = '{}',
  }: {
    readonly name?: Scalar
    readonly points?: Scalar
    readonly note?: Scalar
    readonly view?: string
  } = {},
): ViewRow => ({ key, view, columns: [name, points, note] })

/** A save from one place to the next. */
export const saveOf = (
  table: ViewTable,
  from: Position,
  to: Position,
  rows: ReadonlyArray<ViewRow>,
): ViewSave => ({ table, expected: from, next: to, rows })

/** Creates tables that must be created. */
export const create = async (
  views: ViewStore,
  ...tables: ReadonlyArray<ViewTable>
): Promise<void> => rightOf('create', await views.create(logId, tables)())

/** A new table with these rows, at place 1. */
export const filled = async (
  views: ViewStore,
  table: ViewTable,
  rows: ReadonlyArray<ViewRow>,
): Promise<ViewTable> => {
  await create(views, table)
  await save(views, saveOf(table, beforeFirst, place(1), rows))
  return table
}

/** Saves what must be saved. */
export const save = async (views: ViewStore, ...saves: ReadonlyArray<ViewSave>): Promise<void> =>
  rightOf('save', await views.save(saves)())

/** The views of keys. */
export const load = async (
  views: ViewStore,
  table: ViewTable,
  keys: ReadonlyArray<string>,
): Promise<ReadonlyArray<string | undefined>> => rightOf('load', await views.load(table, keys)())

/** All rows in the order of their keys, up to the most that one list may hold. */
export const allRows = async (
  views: ViewStore,
  table: ViewTable,
): Promise<ReadonlyArray<ViewRow>> => rightOf('list', await views.list(table, { limit: 10_000 })())

/** What is kept of a table, `undefined` when it is not there. */
export const keptOf = async (views: ViewStore, table: ViewTable): Promise<KeptTable | undefined> =>
  rightOf('tables', await views.tables()).find(
    ({ name, version, generation }) =>
      name === table.name && version === table.version && generation === table.generation,
  )

/** How far the rows of a table have come. */
export const checkpointOf = async (
  views: ViewStore,
  table: ViewTable,
): Promise<Position | undefined> => (await keptOf(views, table))?.checkpoint
