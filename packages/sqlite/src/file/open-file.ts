// Opens a file of ours, or says in plain data why not.
import { resolve } from 'node:path'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import { type Database, type Driver, isDriver, loadDriver, quietly } from './database.js'
import { causeOf, type OpenError, type OpenProblem, reasonOf } from './errors.js'
import { faultOf } from './fault.js'
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
const settings = ({ synchronous, checkpointPages, isForgetful }: FileKind): string => `
  PRAGMA synchronous = ${synchronous};
  PRAGMA cache_size = -8000;
  PRAGMA wal_autocheckpoint = ${checkpointPages};
  PRAGMA journal_size_limit = 33554432;
  PRAGMA cell_size_check = ON;
  PRAGMA trusted_schema = OFF;
  ${isForgetful ? 'PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;' : ''}
`

const failureOf = (error: unknown): OpenProblem => {
  const fault = faultOf(error)
  if (fault === undefined) throw error
  const reason = fault.type === 'SQLITE_NOTADB' ? 'not-a-database' : reasonOf(fault)
  return { reason, cause: causeOf(fault) }
}

const open = async <A>(
  kind: FileKind,
  path: string,
  { isReadOnly = false, patienceMs = defaultPatienceMs }: OpenOptions,
  build: (file: OpenFile) => Either<OpenProblem, A>,
): Promise<Either<OpenProblem, A>> => {
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
    // Any of these steps may meet another process; all of them can be repeated.
    const built = await whenFree(patienceMs, () => {
      opened.exec(settings(kind))
      const unfit = prepareFile(opened, kind, isReadOnly)
      return unfit === undefined
        ? build({ path, database: opened, driver, isReadOnly, patienceMs })
        : E.left(unfit)
    })
    if (E.isLeft(built)) opened.close()
    return built
  } catch (error) {
    database?.close()
    return E.left(failureOf(error))
  }
}

/** Opens or creates a file of this kind, and builds on it what is asked for. */
export const openFile = async <A>(
  kind: FileKind,
  file: string,
  options: OpenOptions,
  build: (file: OpenFile) => Either<OpenProblem, A>,
): Promise<Either<OpenError, A>> => {
  const built = await open(kind, resolve(file), options, build)
  return E.isLeft(built) ? E.left({ _tag: 'OpenError', file, ...built.left }) : built
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
