// What changes tables of views. Each of these runs in a transaction, throws SQLite's exceptions, and gives a Left only
// before it has changed anything.
import {
  beforeFirst,
  type CheckpointMoved,
  type StoreUnavailable,
  type TableExists,
  type ViewSave,
  type ViewTable,
} from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { Database } from '../file/database.js'
import { unavailable } from '../file/errors.js'
import type { Catalogue } from './catalogue.js'
import type { ViewRows } from './rows.js'
import { createIndexes, createTable, createView, dropTable, dropView, tableName } from './tables.js'

/** The table was dropped, or never made: look again which one is served. */
export const tableGone: StoreUnavailable = unavailable('table-gone')

/** The changes, on the catalogue and the tables together. */
export interface ViewChanges {
  readonly create: (logId: string, tables: ReadonlyArray<ViewTable>) => Either<TableExists, void>
  readonly save: (
    saves: ReadonlyArray<ViewSave>,
  ) => Either<CheckpointMoved | StoreUnavailable, void>
  readonly serve: (table: ViewTable) => Either<StoreUnavailable, void>
  readonly drop: (table: ViewTable) => Either<never, void>
}

const done: Either<never, void> = E.right(undefined)

/** Changes through one connection. */
export const createViewChanges = (
  database: Database,
  catalogue: Catalogue,
  rowsOf: (table: ViewTable) => ViewRows,
): ViewChanges => ({
  create: (logId, tables) => {
    const there = tables.find((table) => catalogue.find(table) !== undefined)
    if (there !== undefined) {
      const { name: table, version, generation } = there
      return E.left({ _tag: 'TableExists', table, version, generation })
    }
    for (const table of tables) {
      database.exec(createTable(table))
      catalogue.add({ ...table, logId, checkpoint: beforeFirst, isServed: false })
    }
    return done
  },

  save: (saves) => {
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
    return done
  },

  serve: (table) => {
    if (catalogue.find(table) === undefined) return E.left(tableGone)
    const others = catalogue
      .all()
      .filter((other) => other.name === table.name && tableName(other) !== tableName(table))
    database.exec(
      `${createIndexes(table)} ${dropView(table)} ${createView(table)} ${others.map(dropTable).join(' ')}`,
    )
    for (const other of others) catalogue.remove(other)
    catalogue.serve(table)
    return done
  },

  drop: (table) => {
    const found = catalogue.find(table)
    if (found === undefined) return done
    database.exec(`${found.isServed ? dropView(table) : ''} ${dropTable(table)}`)
    catalogue.remove(table)
    return done
  },
})
