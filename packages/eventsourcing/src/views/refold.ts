// Folds views again beside what is served, and swaps them in.
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { Position, StoreUnavailable } from '../ports.js'
import type { TakeTurn } from '../turns.js'
import type { FoldedTable, ViewStopped } from './folded-table.js'
import { nextGeneration } from './generations.js'
import type { KeptViews } from './kept-views.js'
import { foldFromStart, type RebuildProgress, type RebuildShell } from './rebuild.js'
import type { RunnerClosed } from './standing.js'
import type { AnyView } from './view.js'

/** What it needs of the runner whose views are folded again. */
export interface RefoldShell extends Omit<RebuildShell, 'isWanted'> {
  readonly kept: KeptViews
  /** As in `RunnerShell`. */
  readonly cacheLimit: number
  readonly exclusive: TakeTurn
  /** How far the live tables have followed the log. */
  readonly cursor: () => Position
  readonly isClosed: () => boolean
  /** Called when new tables have taken over. */
  readonly onJoined: () => void
}

/** Folds views from the first event. The first that could not be folded to the end is the `Left`, and stays as it was. */
export type Refold = (
  again: ReadonlyArray<AnyView>,
  onProgress: (progress: RebuildProgress) => void,
) => Promise<Either<ViewStopped | RunnerClosed | StoreUnavailable, void>>

const closed: RunnerClosed = { _tag: 'RunnerClosed' }

/** Folds the views of a runner again. */
export const refoldFor = ({
  kept,
  cacheLimit,
  exclusive,
  cursor,
  isClosed,
  onJoined,
  ...rebuilding
}: RefoldShell): Refold => {
  const { store, views } = rebuilding

  // Brings tables that were folded from the start to where the live ones stand, and lets them take over.
  const join = (tables: ReadonlyArray<FoldedTable>): Promise<Either<StoreUnavailable, void>> =>
    exclusive('fold', async () => {
      const caughtUp = await foldFromStart(rebuilding, tables, () => undefined, cursor())
      if (E.isLeft(caughtUp)) return caughtUp
      for (const table of tables) {
        if (table.stopped !== undefined) {
          kept.giveUp(table)
          await views.drop(table.table)()
          continue
        }
        const served = await views.serve(table.table)()
        if (E.isLeft(served)) return served
        table.cache.shrink(cacheLimit)
        kept.takeOver(table)
      }
      onJoined()
      return E.right(undefined)
    })

  const refold: Refold = async (again, onProgress) => {
    const created = await nextGeneration(views, store.logId, [...new Set(again)])
    if (E.isLeft(created)) return created
    const tables = created.right
    const isWanted = (): boolean => !isClosed()
    const folded = await foldFromStart({ ...rebuilding, isWanted }, tables, onProgress)
    if (E.isLeft(folded)) return folded
    if (isClosed()) return E.left(closed)
    const joined = await join(tables)
    if (E.isLeft(joined)) return joined
    const stopped = tables.find((table) => table.stopped !== undefined)?.stopped
    return stopped === undefined ? E.right(undefined) : E.left(stopped)
  }

  // One after the other, or two would make the same generation.
  return (again, onProgress) => exclusive('refold', () => refold(again, onProgress))
}
