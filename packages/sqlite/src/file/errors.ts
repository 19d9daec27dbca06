// Where exceptions of SQLite become plain data.
import type { StoreUnavailable } from '@patina/eventsourcing'
import { type Fault, faultOf, isClosedFile } from './fault.js'

/** Why a file could not be opened. `file` is the path that was given. */
export type OpenError = { readonly _tag: 'OpenError'; readonly file: string } & OpenProblem

/** What is wrong with a file that is to be opened. */
export type OpenProblem =
  | {
      /**
       * `not-a-database`: a folder, or a file of something else. `not-found`: only asked to read, and nothing there.
       * `no-folder`: the folder of the file is missing. `not-permitted`: this user may not read it. `read-only`: file or
       * folder cannot be written; open it with `isReadOnly`. `locked`: another process kept it to itself for too long.
       */
      readonly reason: 'not-a-database' | 'not-found' | 'no-folder' | 'not-permitted' | FileReason
      readonly cause?: FaultCause
    }
  /** Written by a newer release, or by an older one and only asked to read. */
  | {
      readonly reason: 'newer-schema' | 'older-schema'
      readonly found: number
      readonly supported: number
    }
  /** A SQLite file, but not of this kind. `found` is its application id, 0 where it has none. */
  | { readonly reason: 'other-application'; readonly found: number }
  /** The file holds another log than the one that was asked for. */
  | { readonly reason: 'other-log'; readonly found: string; readonly asked: string }
  /** No SQLite runs here: neither the running Node nor the package has one for this platform. */
  | {
      readonly reason: 'no-driver'
      readonly platform: string
      readonly arch: string
      readonly cause: { readonly type: string }
    }

/** What can happen to a file while it is open. */
export type FileReason = 'locked' | 'read-only' | 'io' | 'corrupted' | 'disk-full'

/** SQLite's name of an error and its extended code, or the system's code. */
export interface FaultCause {
  readonly type: string
  readonly code?: number
}

/** The one word for a fault of SQLite. */
export const reasonOf = ({ type, isNoSpace }: Fault): FileReason => {
  if (isNoSpace) return 'disk-full'
  switch (type) {
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
    case 'SQLITE_PROTOCOL':
      return 'locked'
    case 'SQLITE_READONLY':
      return 'read-only'
    case 'SQLITE_FULL':
      return 'disk-full'
    case 'SQLITE_IOERR':
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_NOMEM':
    case 'SQLITE_OTHER':
      return 'io'
    // Our statements and values are right, so the schema is not ours any more, or rows and indexes do not fit together.
    case 'SQLITE_ERROR':
    case 'SQLITE_CONSTRAINT':
    case 'SQLITE_MISMATCH':
    case 'SQLITE_CORRUPT':
    case 'SQLITE_NOTADB':
      return 'corrupted'
  }
}

/** What the fault was, for a log: SQLite's name and extended code. */
export const causeOf = ({ type, code }: Fault): FaultCause => ({ type, code })

/** A reason without a fault of SQLite behind it. Nothing was written. */
export const unavailable = (reason: string): StoreUnavailable => ({
  _tag: 'StoreUnavailable',
  reason,
  outcome: 'not-written',
})

/**
 * The store's error for an exception of SQLite; any other exception is a bug and thrown again. `outcome` is what is known
 * of the transaction.
 */
export const unavailableOf = (
  error: unknown,
  outcome: StoreUnavailable['outcome'] = 'not-written',
): StoreUnavailable => {
  // Closed while this waited for its turn.
  if (isClosedFile(error)) return unavailable('closed')
  const fault = faultOf(error)
  if (fault === undefined) throw error
  const { type, code } = fault
  return { _tag: 'StoreUnavailable', reason: reasonOf(fault), outcome, cause: { type, code } }
}
