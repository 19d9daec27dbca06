// Which SQLite this process uses, and the part of its API that we build on. The two drivers have the same one; its types are
// written by hand because neither the types of Node 20 nor those of the package fit both.

/** What goes into a statement and comes out of it. */
export type Value = string | number | null | Uint8Array

/** A statement that reads. Rows are arrays, which are read 2.7 times as fast as objects. */
export interface Query<Row> {
  readonly get: (...values: ReadonlyArray<Value>) => Row | undefined
  readonly all: (...values: ReadonlyArray<Value>) => ReadonlyArray<Row>
  readonly iterate: (...values: ReadonlyArray<Value>) => Iterable<Row>
}

/** A statement that writes. */
export interface Change {
  readonly run: (...values: ReadonlyArray<Value>) => { readonly changes: number | bigint }
}

interface Statement extends Query<unknown>, Change {
  readonly setReturnArrays: (isOn: boolean) => void
}

interface Connection {
  readonly exec: (sql: string) => void
  readonly prepare: (sql: string) => Statement
  readonly close: () => void
}

interface Copying {
  readonly rate: number
  readonly progress: (at: { readonly totalPages: number; readonly remainingPages: number }) => void
}

interface Module {
  readonly DatabaseSync: new (file: string, options: { readonly readOnly: boolean }) => Connection
  readonly StatementSync: { readonly prototype: object }
  readonly backup: (from: Connection, to: string, options: Copying) => Promise<number>
}

/** One open file. */
export interface Database {
  readonly exec: (sql: string) => void
  readonly query: <Row>(sql: string) => Query<Row>
  readonly change: (sql: string) => Change
  /** Copies the file as this connection sees it, page by page in another thread. */
  readonly copyTo: (file: string, options: Copying) => Promise<number>
  readonly close: () => void
}

/** A driver that loaded. */
export interface Driver {
  readonly name: 'node' | 'photostructure'
  readonly open: (file: string, isReadOnly: boolean) => Database
}

/** There is no SQLite for this platform, or not the one that `PATINA_SQLITE` asks for. */
export interface NoDriver {
  readonly platform: string
  readonly arch: string
  readonly cause: string
}

const driverOf = (name: Driver['name'], { DatabaseSync, backup }: Module): Driver => ({
  name,
  open: (file, isReadOnly) => {
    const connection = new DatabaseSync(file, { readOnly: isReadOnly })
    return {
      exec: (sql) => connection.exec(sql),
      query: <Row>(sql: string) => {
        const statement = connection.prepare(sql)
        statement.setReturnArrays(true)
        return statement as Query<Row>
      },
      change: (sql) => connection.prepare(sql),
      copyTo: (to, options) => backup(connection, to, options),
      close: () => connection.close(),
    }
  },
})

/**
 * The parameter of a `LIMIT`. SQLite looks at a bare one when it plans, so that it plans the statement anew whenever one is
 * bound, which takes several times as long as a short read. It does not look into a sum.
 */
export const limitParameter = '? + 0'

/** Does what may fail without harm: the caller says why. */
export const quietly = (task: () => void): void => {
  try {
    task()
  } catch {
    // Said at each call.
  }
}

// Releases before 22.16 lack what we need of it: rows as arrays, and backup.
const isComplete = (module: Partial<Module> | undefined): module is Module =>
  module?.backup !== undefined &&
  module.StatementSync !== undefined &&
  'setReturnArrays' in module.StatementSync.prototype

const nodeDriver = (): Driver | undefined => {
  const module = process.getBuiltinModule('node:sqlite') as Partial<Module> | undefined
  return isComplete(module) ? driverOf('node', module) : undefined
}

const noDriver = (cause: string): NoDriver => ({
  platform: process.platform,
  arch: process.arch,
  cause,
})

const packageDriver = async (): Promise<Driver | NoDriver> => {
  try {
    // Loaded when it is needed, since on a platform without its binary the import itself fails.
    const module: unknown = await import('@photostructure/sqlite')
    return driverOf('photostructure', module as Module)
  } catch (error) {
    return noDriver(error instanceof Error ? error.name : typeof error)
  }
}

/** Says whether loading gave a driver. */
export const isDriver = (loaded: Driver | NoDriver): loaded is Driver => 'open' in loaded

/**
 * The SQLite of this process: the running Node's own where it has what we need, else the package's. The environment
 * variable `PATINA_SQLITE` asks for one of the two: `node` or `photostructure`.
 */
export const loadDriver = async (
  asked: string | undefined = process.env['PATINA_SQLITE'],
): Promise<Driver | NoDriver> => {
  if (asked === 'photostructure') return packageDriver()
  const own = nodeDriver()
  if (own !== undefined) return own
  return asked === 'node' ? noDriver('NoNodeSqlite') : packageDriver()
}
