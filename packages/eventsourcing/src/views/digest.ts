import { createHash, type Hash } from 'node:crypto'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Position, StoreUnavailable, ViewRow, ViewStore, ViewTable } from '../ports.js'
import type { UnreadableView } from './folded-table.js'
import type { AnyView } from './view.js'

const pageLimit = 1000

const put = (hash: Hash, item: string): void => {
  const bytes = Buffer.from(item, 'utf8')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  hash.update(length).update(bytes)
}

const rowsOf = async (
  views: ViewStore,
  table: ViewTable,
  take: (row: ViewRow) => Either<UnreadableView, void>,
): Promise<Either<UnreadableView | StoreUnavailable, void>> => {
  let after: string | undefined
  for (;;) {
    const query = { limit: pageLimit, ...(after === undefined ? {} : { afterKey: after }) }
    const rows = await views.list(table, query)()
    if (E.isLeft(rows)) return rows
    for (const row of rows.right) {
      const taken = take(row)
      if (E.isLeft(taken)) return taken
      after = row.key
    }
    if (rows.right.length < pageLimit) return E.right(undefined)
  }
}

/**
 * The digest of all the rows of a view as of a position: SHA-256 in hex over `patina/view/v1`, name, version, position,
 * then key and view of every row in the byte order of the keys, each as 4-byte big-endian length and UTF-8. It tells two
 * states of one log apart.
 */
export const viewDigest =
  (views: ViewStore) =>
  (table: ViewTable, asOf: Position): TaskEither<UnreadableView | StoreUnavailable, string> =>
  async () => {
    const hash = createHash('sha256')
    for (const item of ['patina/view/v1', table.name, String(table.version), asOf]) put(hash, item)
    const rows = await rowsOf(views, table, ({ key, view }) => {
      put(hash, key)
      put(hash, view)
      return E.right(undefined)
    })
    return E.isLeft(rows) ? rows : E.right(hash.digest('hex'))
  }

/** A view and the table that its rows are in. */
export interface ViewInTable {
  readonly view: AnyView
  readonly table: ViewTable
}

/**
 * One digest over all the rows of several views, without what depends on the log: the same history gives the same digest in
 * another log or another engine, and however appends to different streams fell between each other. SHA-256 in hex over
 * `patina/comparable/v1`, then for each view in the order of the names: `view`, name, version, and for each row its key and
 * the comparable part of its view, all as in {@link viewDigest}.
 */
export const comparableDigest =
  (views: ViewStore) =>
  (tables: ReadonlyArray<ViewInTable>): TaskEither<UnreadableView | StoreUnavailable, string> =>
  async () => {
    const hash = createHash('sha256')
    put(hash, 'patina/comparable/v1')
    for (const { view, table } of tables.toSorted((a, b) => (a.view.name < b.view.name ? -1 : 1))) {
      for (const item of ['view', table.name, String(table.version)]) put(hash, item)
      const rows = await rowsOf(views, table, ({ key, view: text }) => {
        const decoded = view.decode(text)
        if (E.isLeft(decoded)) {
          return E.left({ _tag: 'UnreadableView', view: view.name, key, problems: decoded.left })
        }
        put(hash, key)
        put(hash, view.comparable(decoded.right))
        return E.right(undefined)
      })
      if (E.isLeft(rows)) return rows
    }
    return E.right(hash.digest('hex'))
  }
