import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import {
  beforeFirst,
  type CheckpointMoved,
  type KeptTable,
  longestList,
  type Position,
  type Scalar,
  type StoreUnavailable,
  type ViewQuery,
  type ViewRow,
  type ViewStore,
  type ViewTable,
} from '../ports.js'

interface Table {
  readonly logId: string
  readonly table: ViewTable
  readonly rows: Map<string, ViewRow>
  checkpoint: Position
  isServed: boolean
}

const idOf = ({ name, version, generation }: ViewTable): string =>
  `${name} ${version} ${generation}`

const unavailable = (reason: string): StoreUnavailable => ({
  _tag: 'StoreUnavailable',
  reason,
  outcome: 'not-written',
})
const closed = unavailable('closed')
const tableGone = unavailable('table-gone')
const unknownColumn = unavailable('unknown-column')
const limitOutOfRange = unavailable('limit-out-of-range')

const isLimit = (limit: number): boolean =>
  Number.isSafeInteger(limit) && limit >= 1 && limit <= longestList

// As in SQL: nothing comes first, then numbers, then texts by their bytes.
const compareScalars = (a: Scalar, b: Scalar): number => {
  if (a === null || b === null) return Number(b === null) - Number(a === null)
  if (typeof a === 'number' && typeof b === 'number') return Math.sign(a - b)
  if (typeof a === 'number' || typeof b === 'number') return typeof a === 'number' ? -1 : 1
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

const sortedRows = (
  { table, rows }: Table,
  { by, isDescending = false }: ViewQuery,
): ReadonlyArray<ViewRow> => {
  const column = table.columns.findIndex(({ name }) => name === by)
  const scalarOf = (row: ViewRow): Scalar => row.columns[column] ?? null
  const direction = isDescending ? -1 : 1
  return [...rows.values()].sort(
    (a, b) =>
      direction * (compareScalars(scalarOf(a), scalarOf(b)) || compareScalars(a.key, b.key)),
  )
}

/** Views in memory, which can be closed as those in a file: then they say `closed`. */
export interface InMemoryViewStore extends ViewStore {
  readonly close: () => Promise<void>
}

/** Keeps views in memory, with the semantics of the durable store: for tests, for trying out, for a browser. */
export const inMemoryViewStore = (): InMemoryViewStore => {
  const tables = new Map<string, Table>()
  let isClosed = false

  const kept = ({ logId, table, checkpoint, isServed }: Table): KeptTable => ({
    ...table,
    logId,
    checkpoint,
    isServed,
  })

  // Whatever is asked for is there at once.
  const answer =
    <Failure, Found>(
      find: () => Either<Failure, Found>,
    ): TaskEither<Failure | StoreUnavailable, Found> =>
    async () =>
      isClosed ? E.left(closed) : find()

  return {
    tables: answer(() => E.right([...tables.values()].map(kept))),
    create: (logId, wanted) =>
      answer(() => {
        const there = wanted.find((table) => tables.has(idOf(table)))
        if (there !== undefined) {
          const { name: table, version, generation } = there
          return E.left({ _tag: 'TableExists', table, version, generation })
        }
        for (const table of wanted) {
          const rows = new Map<string, ViewRow>()
          tables.set(idOf(table), { logId, table, rows, checkpoint: beforeFirst, isServed: false })
        }
        return E.right(undefined)
      }),
    load: (table, keys) =>
      answer(() => {
        const found = tables.get(idOf(table))
        return found === undefined
          ? E.left(tableGone)
          : E.right(keys.map((key) => found.rows.get(key)?.view))
      }),
    save: (saves) =>
      answer((): Either<CheckpointMoved | StoreUnavailable, void> => {
        for (const { table, expected } of saves) {
          const found = tables.get(idOf(table))
          if (found === undefined) return E.left(tableGone)
          if (found.checkpoint === expected) continue
          return E.left({
            _tag: 'CheckpointMoved',
            table: table.name,
            expected,
            found: found.checkpoint,
          })
        }
        for (const { table, next, rows } of saves) {
          const found = tables.get(idOf(table)) as Table
          found.checkpoint = next
          for (const row of rows) found.rows.set(row.key, row)
        }
        return E.right(undefined)
      }),
    list: (table, query) =>
      answer(() => {
        const found = tables.get(idOf(table))
        if (found === undefined) return E.left(tableGone)
        const isKnown =
          query.by === undefined ||
          table.columns.some(({ name, isIndexed }) => name === query.by && isIndexed)
        if (!isKnown) return E.left(unknownColumn)
        if (!isLimit(query.limit)) return E.left(limitOutOfRange)
        const rows = sortedRows(found, query)
        const after =
          query.afterKey === undefined ? -1 : rows.findIndex(({ key }) => key === query.afterKey)
        return E.right(rows.slice(after + 1, after + 1 + query.limit))
      }),
    serve: (table) =>
      answer(() => {
        const served = tables.get(idOf(table))
        if (served === undefined) return E.left(tableGone)
        for (const [id, other] of tables) {
          if (other.table.name === table.name && other !== served) tables.delete(id)
        }
        served.isServed = true
        return E.right(undefined)
      }),
    drop: (table) =>
      answer(() => {
        tables.delete(idOf(table))
        return E.right(undefined)
      }),
    close: () => {
      isClosed = true
      return Promise.resolve()
    },
  }
}
