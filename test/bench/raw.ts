// What SQLite itself takes for the same durable work: same rows, indexes, leaf hash, file system, settings and
// `synchronous=FULL`, with nothing around it. Every ratio of the benchmark is against this, measured in the same run.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type LoggedEvent, leafOf, type Position } from '@patina/eventsourcing'

interface Statement {
  readonly run: (...values: ReadonlyArray<unknown>) => unknown
  readonly get: (...values: ReadonlyArray<unknown>) => unknown
  readonly iterate: (...values: ReadonlyArray<unknown>) => Iterable<unknown>
  readonly setReturnArrays?: (areArrays: boolean) => void
}

/** An open file, as the driver gives it. */
export interface RawDatabase {
  readonly exec: (sql: string) => void
  readonly prepare: (sql: string) => Statement
  readonly close: () => void
}

interface Driver {
  readonly DatabaseSync: new (path: string) => RawDatabase
  readonly backup?: unknown
}

const load = createRequire(import.meta.url)

// The same choice as the package makes: the driver of Node where it has all that is needed.
const driver = (): Driver => {
  try {
    const own = load('node:sqlite') as Driver
    if (own.backup !== undefined) return own
  } catch {
    // Not in this Node.
  }
  return load('@photostructure/sqlite') as Driver
}

// As the package has them.
const settings = `
  PRAGMA synchronous = FULL;
  PRAGMA cache_size = -8000;
  PRAGMA wal_autocheckpoint = 4000;
  PRAGMA journal_size_limit = 33554432;
  PRAGMA cell_size_check = ON;
`

const schema = `
  PRAGMA journal_mode = WAL;
  CREATE TABLE events (
    position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL, id TEXT NOT NULL,
    type TEXT NOT NULL, data TEXT NOT NULL, metadata TEXT NOT NULL, recorded_at TEXT NOT NULL, leaf BLOB NOT NULL,
    UNIQUE (stream, revision), UNIQUE (stream, id)
  ) STRICT;
`

const insert = 'INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)'

/** Opens a file that is there, runs the work on it and closes it. */
export const withRaw = async <A>(
  path: string,
  work: (database: RawDatabase) => Promise<A> | A,
): Promise<A> => {
  const { DatabaseSync } = driver()
  const database = new DatabaseSync(path)
  try {
    database.exec(settings)
    return await work(database)
  } finally {
    database.close()
  }
}

/** Creates an empty log in a folder, runs the work on it and closes it. */
export const withRawLog = <A>(
  folder: string,
  work: (database: RawDatabase) => Promise<A> | A,
): Promise<A> =>
  withRaw(join(folder, 'raw.db'), (database) => {
    database.exec(schema)
    return work(database)
  })

/**
 * Writes these events, so many to a transaction, each after `before` was called. Gives the number of rows that are there
 * then.
 */
export const rawAppend = (
  database: RawDatabase,
  logId: string,
  events: ReadonlyArray<LoggedEvent>,
  perTransaction: number,
  before: () => void = () => undefined,
): number => {
  const statement = database.prepare(insert)
  for (let start = 0; start < events.length; start += perTransaction) {
    before()
    database.exec('BEGIN IMMEDIATE')
    for (const event of events.slice(start, start + perTransaction)) {
      statement.run(
        Number(event.position),
        event.stream,
        event.revision,
        event.id,
        event.type,
        event.data,
        event.metadata,
        event.recordedAt,
        leafOf(logId, event),
      )
    }
    database.exec('COMMIT')
  }
  return rawCount(database)
}

/** Counts the rows of a log. */
export const rawCount = (database: RawDatabase): number =>
  (database.prepare('SELECT count(*) AS n FROM events').get() as { readonly n: number }).n

/** The name of a log. */
export const rawLogId = (database: RawDatabase): string =>
  (
    database.prepare("SELECT value FROM meta WHERE name = 'log_id'").get() as {
      readonly value: string
    }
  ).value

const columns = 'position, stream, revision, id, type, data, metadata, recorded_at'

/** All events of a log. */
export const rawEvents = (database: RawDatabase): ReadonlyArray<LoggedEvent> => {
  const rows = database.prepare(
    `SELECT ${columns} AS "recordedAt" FROM events ORDER BY position`,
  ) as Statement & { readonly all: () => ReadonlyArray<LoggedEvent> }
  return rows.all().map((row) => ({
    ...row,
    position: String(row.position).padStart(20, '0') as Position,
  }))
}

const arraysOf = (
  database: RawDatabase,
  sql: string,
  ...values: ReadonlyArray<unknown>
): Iterable<ReadonlyArray<string>> => {
  const statement = database.prepare(sql)
  statement.setReturnArrays?.(true)
  return statement.iterate(...values) as Iterable<ReadonlyArray<string>>
}

// What every reader has to do at least.
const parseAll = (rows: Iterable<ReadonlyArray<string>>): number => {
  let events = 0
  for (const row of rows) {
    JSON.parse(row[5] as string)
    JSON.parse(row[6] as string)
    events++
  }
  return events
}

/** Reads one stream as fast as the driver can: arrays, no objects. Gives the number of rows. */
export const rawReadStream = (database: RawDatabase, stream: string): number => {
  let rows = 0
  const sql = `SELECT ${columns} FROM events WHERE stream = ? ORDER BY revision`
  for (const _ of arraysOf(database, sql, stream)) rows++
  return rows
}

/** Reads one stream and parses data and metadata of every event, and does nothing with them. Gives the number of events. */
export const rawParseStream = (database: RawDatabase, stream: string): number =>
  parseAll(
    arraysOf(database, `SELECT ${columns} FROM events WHERE stream = ? ORDER BY revision`, stream),
  )

/** Scans the log and parses data and metadata of every event, and does nothing with them. Gives the number of events. */
export const rawScan = (database: RawDatabase): number =>
  parseAll(arraysOf(database, `SELECT ${columns} FROM events ORDER BY position`))
