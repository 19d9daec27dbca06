import { createHash, type Hash } from 'node:crypto'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Position, StoreUnavailable, ViewStore, ViewTable } from './ports.js'

const pageLimit = 1000

const put = (hash: Hash, item: string): void => {
  const bytes = Buffer.from(item, 'utf8')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  hash.update(length).update(bytes)
}

const putRows = async (
  hash: Hash,
  views: ViewStore,
  table: ViewTable,
): Promise<Either<StoreUnavailable, void>> => {
  let after: string | undefined
  for (;;) {
    const query = { limit: pageLimit, ...(after === undefined ? {} : { afterKey: after }) }
    const rows = await views.list(table, query)()
    if (E.isLeft(rows)) return rows
    for (const { key, view } of rows.right) {
      put(hash, key)
      put(hash, view)
      after = key
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
  (table: ViewTable, asOf: Position): TaskEither<StoreUnavailable, string> =>
  async () => {
    const hash = createHash('sha256')
    for (const item of ['patina/view/v1', table.name, String(table.version), asOf]) put(hash, item)
    const rows = await putRows(hash, views, table)
    return E.isLeft(rows) ? rows : E.right(hash.digest('hex'))
  }

/**
 * One digest over all the rows of several views, without positions: the same history gives the same digest in another log
 * or another engine, and however appends to different streams fell between each other. SHA-256 in hex over
 * `patina/comparable/v1`, then for each view in the order of the names: `view`, name, version, and its rows as in
 * {@link viewDigest}.
 */
export const comparableDigest =
  (views: ViewStore) =>
  (tables: ReadonlyArray<ViewTable>): TaskEither<StoreUnavailable, string> =>
  async () => {
    const hash = createHash('sha256')
    put(hash, 'patina/comparable/v1')
    const byName = [...tables].sort((a, b) =>
      Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)),
    )
    for (const table of byName) {
      put(hash, 'view')
      put(hash, table.name)
      put(hash, String(table.version))
      const rows = await putRows(hash, views, table)
      if (E.isLeft(rows)) return rows
    }
    return E.right(hash.digest('hex'))
  }
