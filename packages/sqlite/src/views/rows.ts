// Reads and writes the rows of one table.
import type { Scalar, ViewQuery, ViewRow, ViewTable } from '@patina/eventsourcing'
import {
  type Change,
  type Database,
  limitParameter,
  type Query,
  type Value,
} from '../file/database.js'
import { columnNames, quoted, tableName } from './tables.js'

/** The rows of a table that exists. Everything here throws SQLite's exceptions. */
export interface ViewRows {
  readonly load: (keys: ReadonlyArray<string>) => ReadonlyArray<string | undefined>
  readonly put: (rows: ReadonlyArray<ViewRow>) => void
  /** `by` must be a column of the table. */
  readonly list: (query: ViewQuery) => ReadonlyArray<ViewRow>
}

// One statement for many rows: half of the time of a row is the call.
const rowsAtOnce = 32

const byKey = (a: ViewRow, b: ViewRow): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)

const upsert = (table: ViewTable, rows: number): string => {
  const width = table.columns.length + 2
  const row = `(${Array(width).fill('?').join(', ')})`
  const updates = [...table.columns.map(({ name }) => quoted(name)), 'view'].map(
    (name) => `${name} = excluded.${name}`,
  )
  return `INSERT INTO ${tableName(table)} (${columnNames(table)}) VALUES ${Array(rows).fill(row).join(', ')}
    ON CONFLICT (key) DO UPDATE SET ${updates.join(', ')}`
}

type Listed = readonly [key: string, ...columns: Scalar[], view: string]

const rowOf = (listed: Listed): ViewRow => ({
  key: listed[0],
  columns: listed.slice(1, -1),
  view: listed.at(-1) as string,
})

// A part of a listing that an index gives in order: `where` with its values.
type Range = readonly [where: string, ...values: Value[]]

// The rows after one in the order of a column and then of the key, as ranges in their order. SQL counts NULL as the least.
const rangesAfter = (
  column: string,
  value: Scalar,
  key: string,
  isDescending: boolean,
): ReadonlyArray<Range> => {
  const further = isDescending ? '<' : '>'
  if (value === null) {
    const rest: Range = [`${column} IS NULL AND key ${further} ?`, key]
    return isDescending ? [rest] : [rest, [`${column} IS NOT NULL`]]
  }
  const same: Range = [`${column} = ? AND key ${further} ?`, value, key]
  const beyond: Range = [`${column} ${further} ?`, value]
  return isDescending ? [same, beyond, [`${column} IS NULL`]] : [same, beyond]
}

/** Prepares statements as they are needed, and keeps them. */
export const createViewRows = (database: Database, table: ViewTable): ViewRows => {
  const name = tableName(table)
  const queries = new Map<string, Query<Listed>>()
  // Keys go in as one text: a call for each of them takes twice as long.
  const loadKeys = database.query<readonly [number, string | null]>(
    `SELECT asked.key, view FROM json_each(?) AS asked LEFT JOIN ${name} AS kept ON kept.key = asked.value`,
  )
  let one: Change | undefined
  let many: Change | undefined

  const query = (sql: string): Query<Listed> => {
    const known = queries.get(sql) ?? database.query<Listed>(sql)
    queries.set(sql, known)
    return known
  }

  const rangesOf = ({ by, afterKey, isDescending = false }: ViewQuery): ReadonlyArray<Range> => {
    if (afterKey === undefined) return [['true']]
    const column = by === undefined ? 'key' : quoted(by)
    const found = query(`SELECT ${column} FROM ${name} WHERE key = ?`).get(afterKey)
    if (found === undefined) return [['true']]
    if (by === undefined) return [[`key ${isDescending ? '<' : '>'} ?`, afterKey]]
    return rangesAfter(column, found[0], afterKey, isDescending)
  }

  return {
    load: (keys) => {
      const views: Array<string | undefined> = Array(keys.length).fill(undefined)
      for (const [index, view] of loadKeys.all(JSON.stringify(keys))) {
        if (view !== null) views[index] = view
      }
      return views
    },
    put: (rows) => {
      // In the order of the keys, so that neighbours in the index are written together.
      const sorted = [...rows].sort(byKey)
      let index = 0
      for (; index + rowsAtOnce <= sorted.length; index += rowsAtOnce) {
        many ??= database.change(upsert(table, rowsAtOnce))
        const values: Value[] = []
        for (const { key, columns, view } of sorted.slice(index, index + rowsAtOnce)) {
          values.push(key, ...columns, view)
        }
        many.run(...values)
      }
      for (const { key, columns, view } of sorted.slice(index)) {
        one ??= database.change(upsert(table, 1))
        one.run(key, ...columns, view)
      }
    },
    list: (asked) => {
      const { by, isDescending = false, limit } = asked
      const direction = isDescending ? 'DESC' : 'ASC'
      const order = [...(by === undefined ? [] : [quoted(by)]), 'key']
        .map((column) => `${column} ${direction}`)
        .join(', ')
      const rows: ViewRow[] = []
      for (const [where, ...values] of rangesOf(asked)) {
        if (rows.length === limit) break
        const sql = `SELECT ${columnNames(table)} FROM ${name} WHERE ${where} ORDER BY ${order} LIMIT ${limitParameter}`
        rows.push(
          ...query(sql)
            .all(...values, limit - rows.length)
            .map(rowOf),
        )
      }
      return rows
    },
  }
}
