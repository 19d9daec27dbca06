// What SQLite itself takes for the same durable work: same rows, indexes, leaf hash, file system and `synchronous=FULL`,
// with nothing around it. Every ratio of the benchmark is against this, measured in the same run.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type LoggedEvent, leafOf } from '@patina/eventsourcing'

interface Statement {
  readonly run: (...values: ReadonlyArray<unknown>) => unknown
  readonly get: (...values: ReadonlyArray<unknown>) => unknown
  readonly iterate: (...values: ReadonlyArray<unknown>) => Iterable<unknown>
  readonly setReturnArrays?: (areArrays: boolean) => void
}

interface Database {
  readonly exec: (sql: string) => void
  readonly prepare: (sql: string) => Statement
  readonly close: () => void
}

const load = createRequire(import.meta.url)

// The same choice as the package makes: the driver of Node where it has one.
const driver = (): { readonly DatabaseSync: new (path: string) => Database } => {
  try {
    return load('node:sqlite') as ReturnType<typeof driver>
  } catch {
    return load('@photostructure/sqlite') as ReturnType<typeof driver>
  }
}

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE events (
    position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL, id TEXT NOT NULL,
    type TEXT NOT NULL, data TEXT NOT NULL, metadata TEXT NOT NULL, recorded_at TEXT NOT NULL, leaf BLOB NOT NULL,
    UNIQUE (stream, revision), UNIQUE (stream, id)
  ) STRICT;
`

const insert = 'INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)'

/** Opens an empty log, runs the work on it and closes it. */
export const withRawLog = <A>(folder: string, work: (database: Database) => A): A => {
  const { DatabaseSync } = driver()
  const database = new DatabaseSync(join(folder, 'raw.db'))
  try {
    database.exec(schema)
    return work(database)
  } finally {
    database.close()
  }
}

/** Opens a log that is there, runs the work on it and closes it. */
export const withLog = <A>(path: string, work: (database: Database) => A): A => {
  const { DatabaseSync } = driver()
  const database = new DatabaseSync(path)
  try {
    return work(database)
  } finally {
    database.close()
  }
}

/** Writes these events, so many to a transaction. */
export const rawAppend = (
  database: Database,
  logId: string,
  events: ReadonlyArray<LoggedEvent>,
  perTransaction: number,
): void => {
  const statement = database.prepare(insert)
  for (let start = 0; start < events.length; start += perTransaction) {
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
}

/** Counts the rows of a log. */
export const rawCount = (database: Database): number =>
  (database.prepare('SELECT count(*) AS n FROM events').get() as { readonly n: number }).n

const columns = 'position, stream, revision, id, type, data, metadata, recorded_at'

/** Iterates over one stream as the fastest that the driver offers: arrays, no objects. Gives the number of rows. */
export const rawReadStream = (database: Database, stream: string): number => {
  const statement = database.prepare(
    `SELECT ${columns} FROM events WHERE stream = ? ORDER BY revision`,
  )
  statement.setReturnArrays?.(true)
  let rows = 0
  for (const _ of statement.iterate(stream)) rows++
  return rows
}

/** Scans the log and parses data and metadata of every event, and does nothing with them. Gives the number of events. */
export const rawScan = (database: Database): number => {
  const statement = database.prepare(`SELECT ${columns} FROM events ORDER BY position`)
  statement.setReturnArrays?.(true)
  let events = 0
  for (const row of statement.iterate() as Iterable<ReadonlyArray<string>>) {
    JSON.parse(row[5] as string)
    JSON.parse(row[6] as string)
    events++
  }
  return events
}
