import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { Tagged } from './codec.js'
import type { EventReaders } from './event.js'
import { type FoldedTable, foldPage, saveInSlices } from './fold.js'
import type { EventStore, Position, StoreUnavailable, ViewStore } from './ports.js'
import { earlier } from './position.js'

/** How a rebuild gets on: events read so far, and where in the log. */
export interface RebuildProgress {
  readonly events: number
  readonly position: Position
}

/** What a fold from the start needs. */
export interface RebuildShell {
  readonly store: EventStore
  readonly views: ViewStore
  readonly readers: EventReaders<Tagged>
  /** Asked between pages whether to go on. */
  readonly isWanted?: () => boolean
}

const pageLimit = 1000
/** How many changed views of a table may gather in memory before they are saved. */
const changedLimit = 250_000
const keptCharacters = 64 * 1024 * 1024

const otherWorkFirst = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const least = (tables: ReadonlyArray<FoldedTable>): Position =>
  tables.map(({ folded }) => folded).reduce(earlier)

const savedAside = async (
  views: ViewStore,
  tables: ReadonlyArray<FoldedTable>,
): Promise<Either<StoreUnavailable, void>> => {
  for (const table of tables) {
    if (table.stopped !== undefined) continue
    const saved = await saveInSlices(views, table)
    if (E.isRight(saved)) continue
    // Nobody else writes to a generation of ours, so a checkpoint that moved means that the table was taken away.
    return E.left(
      saved.left._tag === 'CheckpointMoved'
        ? { _tag: 'StoreUnavailable', reason: 'table-gone', outcome: 'not-written' }
        : saved.left,
    )
  }
  return E.right(undefined)
}

/**
 * Folds tables that nobody reads yet to the end of the log, at least to `until`, and saves them. Views gather in memory,
 * for a view that is saved once is saved fastest; pages give way to other work.
 */
export const foldFromStart = async (
  { store, views, readers, isWanted = () => true }: RebuildShell,
  tables: ReadonlyArray<FoldedTable>,
  onProgress: (progress: RebuildProgress) => void,
  until?: Position,
): Promise<Either<StoreUnavailable, void>> => {
  const going = (): ReadonlyArray<FoldedTable> =>
    tables.filter(({ stopped }) => stopped === undefined)
  let events = 0
  while (isWanted() && going().length > 0) {
    const position = least(going())
    if (until !== undefined && position >= until) break
    const page = await store.readAll(position, pageLimit)()
    if (E.isLeft(page)) return page
    const folded = await foldPage(views, readers, going(), page.right)
    if (E.isLeft(folded)) return folded
    events += page.right.events.length
    onProgress({ events, position: page.right.next })
    const heavy = going().filter(({ cache }) => cache.changed().length > changedLimit)
    const eased = await savedAside(views, heavy)
    if (E.isLeft(eased)) return eased
    for (const { cache } of heavy) cache.shrink(keptCharacters)
    if (page.right.isEnd) break
    await otherWorkFirst()
  }
  return savedAside(views, going())
}
