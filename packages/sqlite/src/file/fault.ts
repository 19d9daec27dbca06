// What SQLite says when it throws. A message could quote data: it is looked at here and goes no further.

/** What SQLite said: its primary code by name, and the extended code. */
export interface Fault {
  readonly type: FaultType
  readonly code: number
  /** Whether the system said that there is no space, whatever SQLite made of it. */
  readonly isNoSpace: boolean
}

const names = {
  1: 'SQLITE_ERROR',
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  7: 'SQLITE_NOMEM',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  15: 'SQLITE_PROTOCOL',
  19: 'SQLITE_CONSTRAINT',
  20: 'SQLITE_MISMATCH',
  26: 'SQLITE_NOTADB',
} as const

type KnownCode = keyof typeof names

/** SQLite's name of an error. */
export type FaultType = (typeof names)[KnownCode] | 'SQLITE_OTHER'

// The package's `all` throws without a code, so SQLite's own texts are known too.
const texts: ReadonlyArray<readonly [RegExp, KnownCode]> = [
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

const fault = (code: number, isNoSpace = false): Fault => ({
  type: (names as Readonly<Record<number, FaultType>>)[code & 0xff] ?? 'SQLITE_OTHER',
  code,
  isNoSpace,
})

/** What SQLite said, or `undefined` when the exception is not one of SQLite's: then it is a bug, and not to be caught. */
export const faultOf = (error: unknown): Fault | undefined => {
  const thrown = (error ?? {}) as Thrown
  // A whole number in the file that no number of JavaScript can hold: we never write one.
  if (thrown.code === 'ERR_OUT_OF_RANGE') return fault(11)
  if (thrown.code !== 'ERR_SQLITE_ERROR') return undefined
  const code = thrown.sqliteExtendedCode ?? thrown.errcode
  if (typeof code === 'number') return fault(code, thrown.systemErrno === noSpace)
  const { message } = thrown
  const known = texts.find(([text]) => typeof message === 'string' && text.test(message))
  return fault(known?.[1] ?? 1)
}

/** Says whether the file was closed before the statement ran. */
export const isClosedFile = (error: unknown): boolean =>
  (error as Thrown | null)?.code === 'ERR_INVALID_STATE'

const busy: ReadonlySet<FaultType | undefined> = new Set([
  'SQLITE_BUSY',
  'SQLITE_LOCKED',
  'SQLITE_PROTOCOL',
])

/** Says whether another connection was in the way: waiting helps. */
export const isBusy = (error: unknown): boolean => busy.has(faultOf(error)?.type)

/** Says whether a row was refused because of one that is there. */
export const isConstraint = (error: unknown): boolean =>
  faultOf(error)?.type === 'SQLITE_CONSTRAINT'

/** Says whether a table is not there. */
export const isMissingTable = (error: unknown): boolean =>
  faultOf(error)?.type === 'SQLITE_ERROR' && /no such table/.test((error as Error).message)
