// Whose file it is and which version of its schema it has. A file of somebody else is left as it is.
import type { Database } from './database.js'
import type { OpenProblem } from './errors.js'
import { inTransaction } from './transaction.js'

/** What a file of one kind is. */
export interface FileKind {
  /** Stands in the header of the file, so that nobody takes views for a log. */
  readonly applicationId: number
  /** `FULL` waits for the disk at every commit, `NORMAL` only now and then: a power failure may take the last commits. */
  readonly synchronous: 'FULL' | 'NORMAL'
  /** After how many pages of 4 KiB the write-ahead log is copied into the file. */
  readonly checkpointPages: number
  /**
   * Whether bytes that were deleted must be gone. What is deleted is overwritten then, and the journal is emptied at each
   * commit: a write-ahead log would keep copies for as long as anybody reads.
   */
  readonly isForgetful?: true
  /** The n-th entry leads from schema version n - 1 to n. */
  readonly migrations: ReadonlyArray<string>
  /** What a new file gets, in the transaction that creates it. */
  readonly onCreate?: (database: Database) => void
}

interface Found {
  readonly applicationId: number
  readonly version: number
  readonly tables: number
}

const numberOf = (database: Database, sql: string): number =>
  database.query<readonly [number]>(sql).get()?.[0] ?? 0

const look = (database: Database): Found => ({
  applicationId: numberOf(database, 'PRAGMA application_id'),
  version: numberOf(database, 'PRAGMA user_version'),
  tables: numberOf(database, 'SELECT count(*) FROM sqlite_schema'),
})

const isNew = ({ applicationId, tables }: Found): boolean => applicationId === 0 && tables === 0

const problemOf = (kind: FileKind, found: Found, isReadOnly: boolean): OpenProblem | undefined => {
  const supported = kind.migrations.length
  if (isNew(found)) return isReadOnly ? { reason: 'not-found' } : undefined
  if (found.applicationId !== kind.applicationId) {
    return { reason: 'other-application', found: found.applicationId }
  }
  if (found.version > supported) return { reason: 'newer-schema', found: found.version, supported }
  return isReadOnly && found.version < supported
    ? { reason: 'older-schema', found: found.version, supported }
    : undefined
}

const migrate = (database: Database, kind: FileKind, found: Found): void => {
  for (const migration of kind.migrations.slice(found.version)) database.exec(migration)
  database.exec(`PRAGMA user_version = ${kind.migrations.length}`)
  if (!isNew(found)) return
  database.exec(`PRAGMA application_id = ${kind.applicationId}`)
  kind.onCreate?.(database)
}

/**
 * Brings a file to the newest schema, all migrations in one transaction, or says why it cannot be used. Throws SQLite's
 * exceptions; may be tried again after each of them.
 */
export const prepareFile = (
  database: Database,
  kind: FileKind,
  isReadOnly: boolean,
): OpenProblem | undefined => {
  const found = inTransaction(database, 'BEGIN', () => look(database))
  const problem = problemOf(kind, found, isReadOnly)
  if (problem !== undefined || isReadOnly) return problem
  // Only now is it known to be ours to change.
  database.exec(`PRAGMA journal_mode = ${kind.isForgetful ? 'TRUNCATE' : 'WAL'}`)
  if (found.version === kind.migrations.length) return undefined
  return inTransaction(database, 'BEGIN IMMEDIATE', () => {
    // Looked at again: another process may have been here in between.
    const now = look(database)
    const changed = problemOf(kind, now, isReadOnly)
    if (changed === undefined && now.version < kind.migrations.length) migrate(database, kind, now)
    return changed
  })
}
