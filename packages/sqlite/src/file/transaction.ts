import type { StoreUnavailable } from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import { type Database, quietly } from './database.js'
import { type FaultType, faultOf } from './fault.js'
import { whenFree } from './patience.js'

/** Runs the task in one transaction, or undoes it. `onCommit` is called before the commit, and not after. */
export const inTransaction = <A>(
  database: Database,
  begin: 'BEGIN' | 'BEGIN IMMEDIATE',
  task: () => A,
  onCommit?: () => void,
): A => {
  database.exec(begin)
  try {
    const result = task()
    onCommit?.()
    database.exec('COMMIT')
    return result
  } catch (error) {
    // After some errors SQLite has undone it already.
    quietly(() => database.exec('ROLLBACK'))
    throw error
  }
}

/** SQLite's exception, and what is known of the transaction that it ended. */
export interface Failure {
  readonly error: unknown
  readonly outcome: StoreUnavailable['outcome']
}

// What is surely not in the file after a commit that failed: it was locked, read-only or full before the end was written.
// After an error of the disk the end may be there, and a process that starts after a crash would find it.
const sure: ReadonlySet<FaultType | undefined> = new Set([
  'SQLITE_BUSY',
  'SQLITE_READONLY',
  'SQLITE_FULL',
])

/**
 * Runs the task in a transaction that may write, as soon as no other process has one. All of it happens in one turn of the
 * event loop. Left with SQLite's exception; any other one is a bug and thrown.
 */
export const inWriteTransaction = async <A>(
  database: Database,
  patienceMs: number,
  task: () => A,
): Promise<Either<Failure, A>> => {
  const state: { outcome: Failure['outcome'] } = { outcome: 'not-written' }
  try {
    const result = await whenFree(patienceMs, () => {
      state.outcome = 'not-written'
      return inTransaction(database, 'BEGIN IMMEDIATE', task, () => {
        state.outcome = 'unknown'
      })
    })
    return E.right(result)
  } catch (error) {
    const isSure = sure.has(faultOf(error)?.type)
    return E.left({ error, outcome: isSure ? 'not-written' : state.outcome })
  }
}
