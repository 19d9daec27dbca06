// Opens a file of ours, or says in plain data why not.
import { resolve } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { type Database, type Driver, isDriver, loadDriver, quietly } from './database.js'
import { causeOf, faultOf, type OpenError, type OpenProblem, reasonOf } from './errors.js'
import { problemOfFile } from './file-problem.js'
import { defaultPatienceMs, whenFree } from './patience.js'
import { type FileKind, prepareFile } from './schema.js'

/** How a file is opened. */
export interface OpenOptions {
  /** Only reads, and creates nothing. For reports beside a running application, and for files that cannot be written. */
  readonly isReadOnly?: boolean
  /** How long an operation waits for other processes, in milliseconds. Default 5,000. */
  readonly patienceMs?: number
}

/** A file that is open. */
export interface OpenFile {
  readonly path: string
  readonly database: Database
  readonly driver: Driver
  readonly isReadOnly: boolean
  readonly patienceMs: number
}

// 8,000 KiB of pages stay in memory. A write-ahead log that something held up is cut back to 32 MiB. A damaged page is
// noticed when it is read, not when it is needed.
const settings = ({ synchronous, checkpointPages }: FileKind): string => `
  PRAGMA synchronous = ${synchronous};
  PRAGMA cache_size = -8000;
  PRAGMA wal_autocheckpoint = ${checkpointPages};
  PRAGMA journal_size_limit = 33554432;
  PRAGMA cell_size_check = ON;
  PRAGMA trusted_schema = OFF;
`

const open = async (
  kind: FileKind,
  path: string,
  { isReadOnly = false, patienceMs = defaultPatienceMs }: OpenOptions,
): Promise<Either<OpenProblem, OpenFile>> => {
  const problem = await problemOfFile(path, isReadOnly)
  if (problem !== undefined) return E.left(problem)
  const driver = await loadDriver()
  if (!isDriver(driver)) {
    const { platform, arch, cause } = driver
    return E.left({ reason: 'no-driver', platform, arch, cause: { type: cause } })
  }
  let database: Database | undefined
  try {
    const opened = driver.open(path, isReadOnly)
    database = opened
    opened.exec(settings(kind))
    const unfit = await whenFree(patienceMs, () => prepareFile(opened, kind, isReadOnly))
    if (unfit === undefined) {
      return E.right({ path, database: opened, driver, isReadOnly, patienceMs })
    }
    opened.close()
    return E.left(unfit)
  } catch (error) {
    database?.close()
    const fault = faultOf(error)
    if (fault === undefined) throw error
    const reason = fault.type === 'SQLITE_NOTADB' ? 'not-a-database' : reasonOf(fault)
    return E.left({ reason, cause: causeOf(fault) })
  }
}

/** Opens or creates a file of this kind. */
export const openFile = async (
  kind: FileKind,
  file: string,
  options: OpenOptions,
): Promise<Either<OpenError, OpenFile>> => {
  const opened = await open(kind, resolve(file), options)
  return E.isLeft(opened) ? E.left({ _tag: 'OpenError', file, ...opened.left }) : opened
}

/**
 * Closes the file and leaves it whole, with no `-wal` and `-shm` beside it unless others still have it open. Leaving the
 * write-ahead log is what does it: the package's statements live on until they are collected as garbage, and would keep
 * both files for as long.
 */
export const closeFile = ({ database, isReadOnly }: OpenFile): void => {
  if (!isReadOnly) quietly(() => database.exec('PRAGMA journal_mode = DELETE'))
  database.close()
}
