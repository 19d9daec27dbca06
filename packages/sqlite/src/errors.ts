// Where exceptions of SQLite stop. What leaves here is plain data; a message could quote data and never does.
import type { StoreUnavailable } from '@patina/eventsourcing'

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
      readonly reason:
        | 'not-a-database'
        | 'not-found'
        | 'no-folder'
        | 'not-permitted'
        | 'read-only'
        | 'locked'
        | 'corrupted'
        | 'disk-full'
        | 'io'
      readonly cause?: StoreUnavailable['cause']
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

/** What SQLite said: its primary code, its name, and the extended code. */
export interface Fault {
  readonly code: number
  readonly type: string
  readonly extended: number
  readonly isNoSpace: boolean
}

const names: ReadonlyMap<number, string> = new Map([
  [1, 'SQLITE_ERROR'],
  [5, 'SQLITE_BUSY'],
  [6, 'SQLITE_LOCKED'],
  [7, 'SQLITE_NOMEM'],
  [8, 'SQLITE_READONLY'],
  [10, 'SQLITE_IOERR'],
  [11, 'SQLITE_CORRUPT'],
  [13, 'SQLITE_FULL'],
  [14, 'SQLITE_CANTOPEN'],
  [15, 'SQLITE_PROTOCOL'],
  [17, 'SQLITE_SCHEMA'],
  [19, 'SQLITE_CONSTRAINT'],
  [20, 'SQLITE_MISMATCH'],
  [26, 'SQLITE_NOTADB'],
])

// The package's `all` throws without a code, so its texts are known too. They are SQLite's own and the same since 2004.
const texts: ReadonlyArray<readonly [RegExp, number]> = [
  [/^database is locked/, 5],
  [/^database table is locked/, 6],
  [/^out of memory/, 7],
  [/^attempt to write a readonly database/, 8],
  [/^disk I\/O error/, 10],
  [/^database disk image is malformed/, 11],
  [/^Value is too large to be represented/, 11],
  [/^database or disk is full/, 13],
  [/^unable to open database file/, 14],
  [/^locking protocol/, 15],
  [/constraint failed/, 19],
  [/^file is not a database/, 26],
]

interface Thrown {
  readonly code?: unknown
  readonly errcode?: unknown
  readonly sqliteExtendedCode?: unknown
  readonly systemErrno?: unknown
  readonly message?: unknown
}

const noSpace = 28

/** What SQLite said, or `undefined` when the exception is not one of SQLite's: then it is a bug, and not to be caught. */
export const faultOf = (error: unknown): Fault | undefined => {
  const { code, errcode, sqliteExtendedCode, systemErrno, message } = (error ?? {}) as Thrown
  // A whole number in the file that no JavaScript number can hold: we never write one.
  if (code === 'ERR_OUT_OF_RANGE') return fault(11, 11, false)
  if (code !== 'ERR_SQLITE_ERROR') return undefined
  if (typeof errcode === 'number') {
    const extended = typeof sqliteExtendedCode === 'number' ? sqliteExtendedCode : errcode
    return fault(errcode & 0xff, extended, systemErrno === noSpace)
  }
  const known = texts.find(([text]) => typeof message === 'string' && text.test(message))
  return fault(known?.[1] ?? 1, known?.[1] ?? 1, false)
}

const fault = (code: number, extended: number, isNoSpace: boolean): Fault => ({
  code,
  type: names.get(code) ?? 'SQLITE_OTHER',
  extended,
  isNoSpace,
})

/** Says whether another connection was in the way: waiting helps. */
export const isBusy = (error: unknown): boolean => {
  const code = faultOf(error)?.code
  return code === 5 || code === 6 || code === 15
}

/** Says whether a row was refused because of one that is there. */
export const isConstraint = (error: unknown): boolean => faultOf(error)?.code === 19

/** Says whether the table is gone: another process serves a newer generation. */
export const isMissingTable = (error: unknown): boolean =>
  faultOf(error)?.code === 1 && /no such table/.test((error as Error).message)

/** What can happen to a file while it is open. */
export type FileReason = 'locked' | 'read-only' | 'io' | 'corrupted' | 'disk-full'

/** The one word for a fault of SQLite. */
export const reasonOf = ({ code, isNoSpace }: Fault): FileReason => {
  if (isNoSpace) return 'disk-full'
  switch (code) {
    case 5:
    case 6:
    case 15:
      return 'locked'
    case 8:
      return 'read-only'
    case 13:
      return 'disk-full'
    // Also where the schema is not ours any more, or a row is not what it must be.
    case 1:
    case 11:
    case 19:
    case 20:
    case 26:
      return 'corrupted'
    default:
      return 'io'
  }
}

/** What the fault was, for a log: SQLite's name and extended code. */
export const causeOf = ({ type, extended }: Fault): { type: string; code: number } => ({
  type,
  code: extended,
})

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
  // The file was closed while this waited for its turn.
  if ((error as Thrown | null)?.code === 'ERR_INVALID_STATE') return unavailable('closed')
  const found = faultOf(error)
  if (found === undefined) throw error
  return { _tag: 'StoreUnavailable', reason: reasonOf(found), outcome, cause: causeOf(found) }
}
