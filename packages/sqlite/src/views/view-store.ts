import {
  longestList,
  type Scalar,
  type StoreUnavailable,
  type ViewRow,
  type ViewStore,
  type ViewTable,
} from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { causeOf, type OpenError, unavailable, unavailableOf } from '../file/errors.js'
import { faultOf, isMissingTable } from '../file/fault.js'
import { closeFile, type OpenFile, type OpenOptions, openFile } from '../file/open-file.js'
import { whenFree } from '../file/patience.js'
import type { FileKind } from '../file/schema.js'
import { inTransaction, inWriteTransaction } from '../file/transaction.js'
import { viewMigrations } from '../migrations/index.js'
import { createCatalogue } from './catalogue.js'
import { createViewChanges, tableGone } from './changes.js'
import { createViewRows, type ViewRows } from './rows.js'
import { columnNames, tableName } from './tables.js'

/** Views in one SQLite file, each generation a table of its own that anyone can query. */
export interface SqliteViewStore extends ViewStore {
  /** Leaves one whole file. */
  readonly close: () => Promise<void>
}

// What a power failure takes is folded again: the log is the truth, and it waits for the disk.
const viewKind: FileKind = {
  applicationId: 0x50615677, // PaVw
  synchronous: 'NORMAL',
  checkpointPages: 4000, // a rebuild changes the same pages of an index many times
  migrations: viewMigrations,
}

// Here a complaint of SQLite about a statement means a table that is gone, or values that do not fit their columns.
const unavailableOfView = (
  error: unknown,
  outcome?: StoreUnavailable['outcome'],
): StoreUnavailable => {
  if (isMissingTable(error)) return tableGone
  const fault = faultOf(error)
  return fault?.type === 'SQLITE_ERROR' || fault?.type === 'SQLITE_CONSTRAINT'
    ? { ...unavailable('refused'), cause: causeOf(fault) }
    : unavailableOf(error, outcome)
}

// SQLite would cut a text at a zero, and hand out a number that JavaScript cannot hold.
const isKeepable = (value: Scalar): boolean =>
  typeof value === 'string'
    ? value.isWellFormed() && !value.includes('\0')
    : value === null || Number.isSafeInteger(value)

const isRowKeepable = ({ key, columns }: ViewRow): boolean =>
  isKeepable(key) && columns.every(isKeepable)

const viewStoreOn = (file: OpenFile): SqliteViewStore => {
  const { database, patienceMs } = file
  const catalogue = createCatalogue(database)
  const known = new Map<string, { readonly columns: string; readonly rows: ViewRows }>()
  let isClosed = false

  // The statements of a table are prepared once, unless it was made anew with other columns.
  const rowsOf = (table: ViewTable): ViewRows => {
    const name = tableName(table)
    const columns = columnNames(table)
    const found = known.get(name)
    if (found?.columns === columns) return found.rows
    const rows = createViewRows(database, table)
    known.set(name, { columns, rows })
    return rows
  }

  // Forgets the statements of tables that are not there any more, whoever dropped them.
  const forgetGone = (): void => {
    const names = new Set(catalogue.all().map(tableName))
    for (const name of known.keys()) if (!names.has(name)) known.delete(name)
  }

  const changes = createViewChanges(database, catalogue, rowsOf)

  const read = async <A>(task: () => A): Promise<Either<StoreUnavailable, A>> => {
    if (isClosed) return E.left(unavailable('closed'))
    try {
      return E.right(await whenFree(patienceMs, task))
    } catch (error) {
      return E.left(unavailableOfView(error))
    }
  }

  const write = async <Error, A>(
    task: () => Either<Error, A>,
  ): Promise<Either<Error | StoreUnavailable, A>> => {
    if (isClosed) return E.left(unavailable('closed'))
    const written = await inWriteTransaction(database, patienceMs, task)
    return E.isLeft(written)
      ? E.left(unavailableOfView(written.left.error, written.left.outcome))
      : written.right
  }

  return {
    tables: () =>
      read(() => {
        forgetGone()
        return catalogue.all()
      }),
    create: (logId, tables) => () => write(() => changes.create(logId, tables)),
    load: (table, keys) => () => read(() => rowsOf(table).load(keys)),
    save: (saves) => async () =>
      saves.every(({ rows }) => rows.every(isRowKeepable))
        ? write(() => changes.save(saves))
        : E.left(unavailable('refused')),
    list: (table, query) => async () => {
      const { by, limit } = query
      const isListable = (column: { name: string; isIndexed: boolean }): boolean =>
        column.name === by && column.isIndexed
      if (by !== undefined && !table.columns.some(isListable)) {
        return E.left(unavailable('unknown-column'))
      }
      return Number.isSafeInteger(limit) && limit >= 1 && limit <= longestList
        ? read(() => inTransaction(database, 'BEGIN', () => rowsOf(table).list(query)))
        : E.left(unavailable('limit-out-of-range'))
    },
    serve: (table) => () => write(() => changes.serve(table)),
    drop: (table) => () => write(() => changes.drop(table)),
    close: () => {
      if (!isClosed) closeFile(file)
      isClosed = true
      return Promise.resolve()
    },
  }
}

/**
 * Opens the views in a file, or creates it. The file may be deleted while it is closed: views are folded again from the
 * log. What a power failure takes is folded again as well.
 */
export const openViewStore =
  (path: string, options: OpenOptions = {}): TaskEither<OpenError, SqliteViewStore> =>
  () =>
    openFile(viewKind, path, options, (file) => E.right(viewStoreOn(file)))
