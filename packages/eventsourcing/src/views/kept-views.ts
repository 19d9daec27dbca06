// The views that a runner keeps: which table of each is folded live, and what is known of one that is not.
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import { beforeFirst, type KeptTable, type Position, type StoreUnavailable } from '../ports.js'
import { type FoldedTable, foldedTable, type ViewStopped } from './folded-table.js'
import { displacedBy, fits, supersededBy } from './generations.js'
import type { Standing, Superseded, ViewStatus } from './standing.js'
import type { AnyView } from './view.js'

interface Kept {
  readonly view: AnyView
  /** What is folded live; `undefined` until a first version has caught up. */
  table: FoldedTable | undefined
  /** Why a first version could not catch up. */
  stopped: ViewStopped | Superseded | StoreUnavailable | undefined
}

/** What is known of a view and a position; `undefined` while it may still get there. */
type Known<A> = Either<ViewStopped | Superseded | StoreUnavailable, A> | undefined

/** The views of a runner, by their names. */
export interface KeptViews {
  readonly has: (name: string) => boolean
  readonly named: (name: string) => AnyView
  /** The tables that are folded live. */
  readonly live: () => ReadonlyArray<FoldedTable>
  /** The one of a view. */
  readonly liveTable: (name: string) => FoldedTable | undefined
  /** The views that have no table yet, and nothing against one. */
  readonly late: () => ReadonlyArray<AnyView>
  /** Where readers find a view that is saved up to the position. */
  readonly savedUpTo: (name: string, position: Position) => Known<Standing>
  /** The table of a view that is folded up to the position, saved or not. */
  readonly foldedUpTo: (name: string, position: Position) => Known<FoldedTable>
  /** Takes up what is served now, as far as it fits the log with this head; without one, it is known to fit. */
  readonly takeUp: (tables: ReadonlyArray<KeptTable>, head: Position | undefined) => void
  /** The same of the views that have no table yet, and of no others. Says whether anything was found. */
  readonly takeUpLate: (tables: ReadonlyArray<KeptTable>, head: Position) => boolean
  /** A table that has caught up takes over from what was folded live. */
  readonly takeOver: (table: FoldedTable) => void
  /** A table stopped before it had caught up: what was folded live goes on. */
  readonly giveUp: (table: FoldedTable) => void
  /** The views that have no table yet cannot get one here. */
  readonly giveUpLate: (error: StoreUnavailable) => void
  readonly status: () => ReadonlyArray<Omit<ViewStatus, 'outage'>>
}

/** Keeps these views, of which nothing is known yet, as folds of the log of this name. */
export const keepViews = (logId: string, views: ReadonlyArray<AnyView>): KeptViews => {
  const kept = new Map<string, Kept>(
    views.map((view) => [view.name, { view, table: undefined, stopped: undefined }]),
  )
  const of = (name: string): Kept => kept.get(name) as Kept
  const isLate = ({ table, stopped }: Kept): boolean => table === undefined && stopped === undefined
  const takeUp = (
    one: Kept,
    tables: ReadonlyArray<KeptTable>,
    head: Position | undefined,
  ): void => {
    // Whoever comes later puts its own columns in the place of others. Who had the others yields, or the two would take turns.
    const hadOne = one.table !== undefined || one.stopped?._tag === 'Superseded'
    const served = tables.find((table) => fits(one.view, logId, head, table))
    one.table = served && foldedTable(one.view, served.generation, served.checkpoint)
    one.stopped =
      supersededBy(one.view, tables) ?? (hadOne ? displacedBy(one.view, logId, tables) : undefined)
  }
  const reasonOf = ({ table, stopped }: Kept): Known<never> => {
    const reason = table?.stopped ?? stopped
    return reason && E.left(reason)
  }

  return {
    has: (name) => kept.has(name),
    named: (name) => of(name).view,
    live: () => [...kept.values()].flatMap(({ table }) => (table === undefined ? [] : [table])),
    liveTable: (name) => kept.get(name)?.table,
    late: () => views.filter(({ name }) => isLate(of(name))),
    savedUpTo: (name, position) => {
      const { table } = of(name)
      if (table === undefined || table.folded < position) return reasonOf(of(name))
      // Folded, and else about to be saved.
      const { saved } = table
      return saved < position ? undefined : E.right({ table: table.table, position: saved })
    },
    foldedUpTo: (name, position) => {
      const { table } = of(name)
      return table !== undefined && table.folded >= position ? E.right(table) : reasonOf(of(name))
    },
    takeUp: (tables, head) => {
      for (const one of kept.values()) takeUp(one, tables, head)
    },
    takeUpLate: (tables, head) => {
      const late = [...kept.values()].filter(isLate)
      for (const one of late) takeUp(one, tables, head)
      return !late.every(isLate)
    },
    takeOver: (table) => {
      const one = of(table.view.name)
      one.table = table
      one.stopped = undefined
    },
    giveUp: (table) => {
      const one = of(table.view.name)
      if (one.table === undefined) one.stopped = table.stopped
    },
    giveUpLate: (error) => {
      for (const one of kept.values()) if (isLate(one)) one.stopped = error
    },
    status: () =>
      [...kept.values()].map(({ view, table, stopped }) => ({
        view: view.name,
        version: view.version,
        generation: table?.table.generation ?? 0,
        checkpoint: table?.saved ?? beforeFirst,
        isServed: table !== undefined,
        stopped: table?.stopped ?? stopped,
      })),
  }
}
