import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { Tagged } from '../events/codec.js'
import { decodeLogged } from '../events/decode-event.js'
import type { EventReaders } from '../events/event.js'
import { afterFault } from '../idle.js'
import {
  beforeFirst,
  type EventStore,
  type Position,
  type StoreUnavailable,
  type ViewStore,
} from '../ports.js'
import { earlier } from '../position.js'
import { foldPage } from './fold.js'
import type { FoldedTable } from './folded-table.js'
import { saveInSlices } from './save-tables.js'
import { createWeights, usualLength, type Weights } from './weights.js'

/** How a rebuild gets on: events of the log that were read so far, and how far that is. */
export interface RebuildProgress {
  readonly events: number
  readonly position: Position
  /** Views that did not fit into memory beside the others. When these have come to the end, they are folded on. */
  readonly waiting: number
}

/** What a fold from the start needs. */
export interface RebuildShell {
  readonly store: EventStore
  readonly views: ViewStore
  readonly readers: EventReaders<Tagged>
  /** Asked between pages whether to go on. */
  readonly isWanted?: () => boolean
  /** How many views of usual length may gather in memory; longer ones count as several. Default 150,000. */
  readonly gatherLimit?: number
}

const pageLimit = 1000
const defaultGatherLimit = 150_000

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

// The tables that have to wait for the next pass so that the others fit: the largest first, and never the last one.
const thoseTooMany = (
  tables: ReadonlyArray<FoldedTable>,
  gatherLimit: number,
  { weigh }: Weights,
): ReadonlyArray<FoldedTable> => {
  const smallestFirst = tables
    .map((table) => ({ table, weight: weigh(table) }))
    .sort((a, b) => a.weight - b.weight)
  let all = smallestFirst.reduce((sum, { weight }) => sum + weight, 0)
  const tooMany: FoldedTable[] = []
  while (smallestFirst.length > 1 && all > gatherLimit) {
    const { table, weight } = smallestFirst.pop() as (typeof smallestFirst)[number]
    all -= weight
    tooMany.push(table)
  }
  return tooMany
}

/**
 * Folds tables that nobody reads yet to the end of the log, at least to `until`, and saves them. Views gather in memory,
 * for a view that is saved once is saved fastest; pages give way to other work. Where the views of all tables are too many
 * for the memory, the largest tables are set aside where they stand, and folded on in a further pass over the log: a table
 * whose views come and go with each page would take several times as long.
 */
export const foldFromStart = async (
  { store, views, readers, isWanted = () => true, gatherLimit = defaultGatherLimit }: RebuildShell,
  tables: ReadonlyArray<FoldedTable>,
  onProgress: (progress: RebuildProgress) => void,
  until?: Position,
): Promise<Either<StoreUnavailable, void>> => {
  const decode = decodeLogged(readers)
  const weights = createWeights()
  // What a table that is too large by itself keeps in memory, so that as much can gather again.
  const keptCharacters = (gatherLimit * usualLength) / 2
  let events = 0
  let furthest = beforeFirst

  // One pass over the log, as far as these tables still go together. Gives those that were set aside.
  const pass = async (
    together: ReadonlyArray<FoldedTable>,
  ): Promise<Either<StoreUnavailable, ReadonlyArray<FoldedTable>>> => {
    let active = together
    const waiting: FoldedTable[] = []
    while (isWanted()) {
      active = active.filter(({ stopped }) => stopped === undefined)
      if (active.length === 0) break
      const position = least(active)
      if (until !== undefined && position >= until) break
      const page = await store.readAll(position, pageLimit)()
      if (E.isLeft(page)) return page
      const folded = await foldPage(views, decode, active, page.right)
      if (E.isLeft(folded)) return folded
      const { next, isEnd } = page.right
      if (next > furthest) {
        events += page.right.events.filter(({ position }) => position > furthest).length
        furthest = next
      }
      onProgress({ events, position: furthest, waiting: waiting.length })
      weights.look(active)
      const aside = thoseTooMany(active, gatherLimit, weights)
      const heavy = active.filter(
        (table) => !aside.includes(table) && weights.weigh(table) > gatherLimit,
      )
      const eased = await savedAside(views, [...aside, ...heavy])
      if (E.isLeft(eased)) return eased
      for (const { cache } of aside) cache.clear()
      for (const { cache } of heavy) cache.shrink(keptCharacters)
      active = active.filter((table) => !aside.includes(table))
      waiting.push(...aside)
      if (isEnd && (until === undefined || next >= until)) break
      // What was followed is further than what is read here, as on a node that lags: what is missing comes.
      await (isEnd ? afterFault() : otherWorkFirst())
    }
    const saved = await savedAside(views, active)
    if (E.isLeft(saved)) return saved
    if (waiting.length > 0) for (const { cache } of active) cache.clear()
    return E.right(waiting)
  }

  let waiting = tables
  while (isWanted() && waiting.length > 0) {
    const passed = await pass(waiting)
    if (E.isLeft(passed)) return passed
    waiting = passed.right
  }
  return E.right(undefined)
}
