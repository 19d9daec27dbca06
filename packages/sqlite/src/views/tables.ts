// The SQL of the tables that hold views. Names are quoted: a view may be called `order`.
import type { Column, ViewTable } from '@patina/eventsourcing'

/** A name as SQL takes it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

const plainName = ({ name, version, generation }: ViewTable): string =>
  `${name}_v${version}_g${generation}`

/** The name of the table of one generation, as SQL takes it. */
export const tableName = (table: ViewTable): string => quoted(plainName(table))

/** All columns, as SQL takes them: the key, those that are declared, and the view. */
export const columnNames = ({ columns }: ViewTable): string =>
  ['key', ...columns.map(({ name }) => quoted(name)), 'view'].join(', ')

const declaration = ({ name, kind }: Column): string =>
  `${quoted(name)} ${kind === 'text' ? 'TEXT' : 'INTEGER'}`

/**
 * Creates the table, without its indexes: a rebuild fills it in half the time so. Rows lie as they came and the key has an
 * index of its own, since rows that lie by their keys would make a rebuild write four times as much.
 */
export const createTable = (table: ViewTable): string => {
  const columns = [
    'key TEXT PRIMARY KEY NOT NULL',
    ...table.columns.map(declaration),
    'view TEXT NOT NULL',
  ]
  return `CREATE TABLE ${tableName(table)} (${columns.join(', ')}) STRICT;`
}

/** Creates the indexes that the columns of a table ask for, where they are not there yet. */
export const createIndexes = (table: ViewTable): string =>
  table.columns
    .filter(({ isIndexed }) => isIndexed)
    .map(({ name }) => {
      const index = quoted(`${plainName(table)}_${name}`)
      return `CREATE INDEX IF NOT EXISTS ${index} ON ${tableName(table)} (${quoted(name)}, key);`
    })
    .join(' ')

/** Drops the table and its indexes, if it is there. */
export const dropTable = (table: ViewTable): string => `DROP TABLE IF EXISTS ${tableName(table)};`

/** Takes the plain name back, if it stands for a table. */
export const dropView = ({ name }: ViewTable): string => `DROP VIEW IF EXISTS ${quoted(name)};`

/** Lets the plain name stand for this table, for everyone who asks with SQL. */
export const createView = (table: ViewTable): string =>
  `CREATE VIEW ${quoted(table.name)} AS SELECT ${columnNames(table)} FROM ${tableName(table)};`
