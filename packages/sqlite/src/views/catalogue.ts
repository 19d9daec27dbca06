// Which tables there are, how far each has come, and which one a name stands for.
import type { Column, KeptTable, Position, ViewTable } from '@patina/eventsourcing'
import type { Database } from '../file/database.js'

/** The rows of `_tables`. Everything here throws SQLite's exceptions. */
export interface Catalogue {
  readonly all: () => ReadonlyArray<KeptTable>
  readonly find: (table: ViewTable) => KeptTable | undefined
  readonly add: (entry: KeptTable) => void
  readonly move: (table: ViewTable, next: Position) => void
  /** Lets the name stand for this table and no other. */
  readonly serve: (table: ViewTable) => void
  readonly remove: (table: ViewTable) => void
}

type Row = readonly [
  name: string,
  version: number,
  generation: number,
  logId: string,
  checkpoint: string,
  isServed: number,
  columns: string,
]

const columnList = 'name, version, generation, log_id, checkpoint, is_served, columns'
const isIt = 'name = ? AND version = ? AND generation = ?'

const entryOf = ([
  name,
  version,
  generation,
  logId,
  checkpoint,
  isServed,
  columns,
]: Row): KeptTable => ({
  logId,
  name,
  version,
  generation,
  checkpoint: checkpoint as Position,
  isServed: isServed === 1,
  columns: JSON.parse(columns) as ReadonlyArray<Column>,
})

// In a fixed order of the members: the text is compared and read by people.
const printed = (columns: ReadonlyArray<Column>): string =>
  JSON.stringify(columns.map(({ name, kind, isIndexed }) => ({ name, kind, isIndexed })))

/** Prepares the statements once. */
export const createCatalogue = (database: Database): Catalogue => {
  const all = database.query<Row>(
    `SELECT ${columnList} FROM _tables ORDER BY name, version, generation`,
  )
  const find = database.query<Row>(`SELECT ${columnList} FROM _tables WHERE ${isIt}`)
  const add = database.change(`INSERT INTO _tables (${columnList}) VALUES (?, ?, ?, ?, ?, ?, ?)`)
  const move = database.change(`UPDATE _tables SET checkpoint = ? WHERE ${isIt}`)
  const serve = database.change(
    'UPDATE _tables SET is_served = (version = ? AND generation = ?) WHERE name = ?',
  )
  const remove = database.change(`DELETE FROM _tables WHERE ${isIt}`)

  return {
    all: () => all.all().map(entryOf),
    find: ({ name, version, generation }) => {
      const row = find.get(name, version, generation)
      return row === undefined ? undefined : entryOf(row)
    },
    add: ({ name, version, generation, logId, checkpoint, isServed, columns }) => {
      add.run(name, version, generation, logId, checkpoint, isServed ? 1 : 0, printed(columns))
    },
    move: ({ name, version, generation }, next) => {
      move.run(next, name, version, generation)
    },
    serve: ({ name, version, generation }) => {
      serve.run(version, generation, name)
    },
    remove: ({ name, version, generation }) => {
      remove.run(name, version, generation)
    },
  }
}
