// Folds views again beside what is served, and swaps them in.
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { KeptTable, Position, StoreUnavailable } from '../ports.js'
import type { TakeTurn } from '../turns.js'
import type { FoldedTable, ViewStopped } from './folded-table.js'
import { nextGeneration, supersededBy } from './generations.js'
import type { KeptViews } from './kept-views.js'
import { foldFromStart, type RebuildProgress, type RebuildShell } from './rebuild.js'
import type { RunnerClosed, Superseded } from './standing.js'
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

/** What is to be folded again. */
export interface Again {
  /** The views, asked for when their turn has come. */
  readonly which: () => Promise<Either<Superseded | StoreUnavailable, ReadonlyArray<AnyView>>>
  /** Whether a table would be one too many, with these there: another process may have folded it meanwhile. */
  readonly isSpare: (view: AnyView, there: ReadonlyArray<KeptTable>, head: Position) => boolean
}

/**
 * Folds views from the first event. The first that could not be folded to the end is the `Left`, and stays as it was. Nothing
 * takes over from a newer version of a view.
 */
export type Refold = (
  again: Again,
  onProgress: (progress: RebuildProgress) => void,
) => Promise<Either<ViewStopped | Superseded | RunnerClosed | StoreUnavailable, void>>

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
  const isWanted = (): boolean => !isClosed()

  // Brings tables that were folded from the start to where the live ones stand, and lets them take over. `inPlace` collects those
  // that have, or may have where nobody knows what became of it.
  const join = (
    tables: ReadonlyArray<FoldedTable>,
    isSpare: Again['isSpare'],
    inPlace: Set<FoldedTable>,
  ): Promise<Either<Superseded | RunnerClosed | StoreUnavailable, void>> =>
    exclusive('fold', async () => {
      const caughtUp = await foldFromStart(
        { ...rebuilding, isWanted },
        tables,
        () => undefined,
        cursor(),
      )
      if (E.isLeft(caughtUp)) return caughtUp
      if (isClosed()) return E.left(closed)
      const there = await views.tables()
      if (E.isLeft(there)) return there
      const head = await store.head()
      if (E.isLeft(head)) return head
      for (const table of tables) {
        if (table.stopped !== undefined) kept.giveUp(table)
        if (table.stopped !== undefined || isSpare(table.view, there.right, head.right)) {
          await views.drop(table.table)()
          continue
        }
        const newer = supersededBy(table.view, there.right)
        if (newer !== undefined) return E.left(newer)
        inPlace.add(table)
        const served = await views.serve(table.table)()
        if (E.isLeft(served)) return served
        table.cache.shrink(cacheLimit)
        kept.takeOver(table)
      }
      onJoined()
      return E.right(undefined)
    })

  const foldAndJoin = async (
    tables: ReadonlyArray<FoldedTable>,
    { isSpare }: Again,
    onProgress: (progress: RebuildProgress) => void,
    inPlace: Set<FoldedTable>,
  ): ReturnType<typeof join> => {
    const folded = await foldFromStart({ ...rebuilding, isWanted }, tables, onProgress)
    if (E.isLeft(folded)) return folded
    return isClosed() ? E.left(closed) : join(tables, isSpare, inPlace)
  }

  const refold: Refold = async (again, onProgress) => {
    const wanted = await again.which()
    if (E.isLeft(wanted)) return wanted
    if (wanted.right.length === 0) return E.right(undefined)
    const created = await nextGeneration(views, store.logId, [...new Set(wanted.right)])
    if (E.isLeft(created)) return created
    const tables = created.right
    const inPlace = new Set<FoldedTable>()
    const joined = await foldAndJoin(tables, again, onProgress, inPlace)
    if (E.isLeft(joined)) {
      // What has not taken over is of no use to anybody. Whatever keeps it from being dropped keeps it, too.
      const rest = tables.filter((table) => !inPlace.has(table))
      for (const { table } of rest) await views.drop(table)()
      return joined
    }
    const stopped = tables.find((table) => table.stopped !== undefined)?.stopped
    return stopped === undefined ? E.right(undefined) : E.left(stopped)
  }

  // One after the other, or two would make the same generation.
  return (again, onProgress) => exclusive('refold', () => refold(again, onProgress))
}
