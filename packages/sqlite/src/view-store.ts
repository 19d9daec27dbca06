import {
  beforeFirst,
  type CheckpointMoved,
  type Scalar,
  type StoreUnavailable,
  type TableExists,
  type ViewRow,
  type ViewSave,
  type ViewStore,
  type ViewTable,
} from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { createCatalogue } from './catalogue.js'
import {
  causeOf,
  faultOf,
  isMissingTable,
  type OpenError,
  unavailable,
  unavailableOf,
} from './errors.js'
import { viewMigrations } from './migrations/index.js'
import { closeFile, type OpenFile, type OpenOptions, openFile } from './open-file.js'
import { whenFree } from './patience.js'
import type { FileKind } from './schema.js'
import { inWriteTransaction } from './transaction.js'
import { createViewRows, type ViewRows } from './view-rows.js'
import { createTable, createView, dropTable, dropView, tableName } from './view-tables.js'

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

const tableGone = unavailable('table-gone')
const longestList = 10_000

// Here a complaint of SQLite about a statement means a table that is gone, or values that do not fit their columns.
const unavailableOfView = (
  error: unknown,
  outcome?: StoreUnavailable['outcome'],
): StoreUnavailable => {
  if (isMissingTable(error)) return tableGone
  const fault = faultOf(error)
  return fault !== undefined && ['SQLITE_ERROR', 'SQLITE_CONSTRAINT'].includes(fault.type)
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

/** The store on a file that is open. */
export const viewStoreOn = (file: OpenFile): SqliteViewStore => {
  const { database, patienceMs } = file
  const catalogue = createCatalogue(database)
  const known = new Map<string, ViewRows>()
  let isClosed = false

  const rowsOf = (table: ViewTable): ViewRows => {
    const name = tableName(table)
    const rows = known.get(name) ?? createViewRows(database, table)
    known.set(name, rows)
    return rows
  }

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

  // Forgets the statements of tables that are not there any more, by whoever they were dropped.
  const forgetGone = (): void => {
    const names = new Set(catalogue.all().map(tableName))
    for (const name of known.keys()) if (!names.has(name)) known.delete(name)
  }

  const createAll = (
    logId: string,
    tables: ReadonlyArray<ViewTable>,
  ): Either<TableExists, void> => {
    const there = tables.find((table) => catalogue.find(table) !== undefined)
    if (there !== undefined) {
      const { name: table, version, generation } = there
      return E.left({ _tag: 'TableExists', table, version, generation })
    }
    for (const table of tables) {
      database.exec(createTable(table))
      catalogue.add({ ...table, logId, checkpoint: beforeFirst, isServed: false })
    }
    return E.right(undefined)
  }

  const saveAll = (
    saves: ReadonlyArray<ViewSave>,
  ): Either<CheckpointMoved | StoreUnavailable, void> => {
    for (const { table, expected } of saves) {
      const found = catalogue.find(table)?.checkpoint
      if (found === undefined) return E.left(tableGone)
      if (found === expected) continue
      return E.left({ _tag: 'CheckpointMoved', table: table.name, expected, found })
    }
    for (const { table, next, rows } of saves) {
      catalogue.move(table, next)
      rowsOf(table).put(rows)
    }
    return E.right(undefined)
  }

  const serve = (table: ViewTable): Either<StoreUnavailable, void> => {
    if (catalogue.find(table) === undefined) return E.left(tableGone)
    const others = catalogue
      .all()
      .filter((other) => other.name === table.name && tableName(other) !== tableName(table))
    database.exec(`${dropView(table)} ${createView(table)} ${others.map(dropTable).join(' ')}`)
    for (const other of others) catalogue.remove(other)
    catalogue.serve(table)
    return E.right(undefined)
  }

  const drop = (table: ViewTable): Either<StoreUnavailable, void> => {
    const found = catalogue.find(table)
    if (found === undefined) return E.right(undefined)
    database.exec(`${found.isServed ? dropView(table) : ''} ${dropTable(table)}`)
    catalogue.remove(table)
    return E.right(undefined)
  }

  return {
    tables: () =>
      read(() => {
        forgetGone()
        return catalogue.all()
      }),
    create: (logId, tables) => () => write(() => createAll(logId, tables)),
    load: (table, keys) => () => read(() => rowsOf(table).load(keys)),
    save: (saves) => async () =>
      saves.every(({ rows }) => rows.every(isRowKeepable))
        ? write(() => saveAll(saves))
        : E.left(unavailable('refused')),
    list: (table, query) => async () => {
      const { by, limit } = query
      const isListable = (column: { name: string; isIndexed: boolean }): boolean =>
        column.name === by && column.isIndexed
      if (by !== undefined && !table.columns.some(isListable)) {
        return E.left(unavailable('unknown-column'))
      }
      return Number.isSafeInteger(limit) && limit >= 1 && limit <= longestList
        ? read(() => rowsOf(table).list(query))
        : E.left(unavailable('limit-out-of-range'))
    },
    serve: (table) => () => write(() => serve(table)),
    drop: (table) => () => write(() => drop(table)),
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
  async () => {
    const opened = await openFile(viewKind, path, options)
    return E.isLeft(opened) ? opened : E.right(viewStoreOn(opened.right))
  }
