// Those who wait for a view to get somewhere in the log, and what they are told.
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import { type AheadOfLog, inVain, type Outage } from '../outage.js'
import type { EventStore, Position, StoreUnavailable } from '../ports.js'
import { createWaiters, type Waiters } from '../waiters.js'
import type { FoldedTable, ViewStopped } from './folded-table.js'
import type { KeptViews } from './kept-views.js'
import type { RunnerClosed, Standing, Superseded } from './standing.js'

// Why a view is not where somebody waits for it, and will not get there.
type NotThere = ViewStopped | Superseded | RunnerClosed | AheadOfLog | StoreUnavailable

/** What is known of a view and a position; `undefined` while it may still get there. */
export type Settle<Found> = (
  view: string,
  position: Position,
) => Either<NotThere, Found> | undefined

/** Those who wait for views. */
export interface Waiting {
  readonly settleSaved: Settle<Standing>
  readonly settleFolded: Settle<FoldedTable>
  /** Those who wait for what is saved. */
  readonly forSaved: Waiters<Either<NotThere, Standing>>
  /** Those who will do with what is in memory. */
  readonly forFolded: Waiters<Either<NotThere, FoldedTable>>
  /** Answers everybody whose answer is known by now. */
  readonly check: () => void
  /** The same of those who will do with what is in memory. */
  readonly checkFolded: () => void
  readonly isAnybody: () => boolean
}

/** What it needs of the runner. */
export interface WaitingShell {
  readonly store: Pick<EventStore, 'head'>
  readonly kept: Pick<KeptViews, 'savedUpTo' | 'foldedUpTo'>
  readonly outage: Outage
  readonly isClosed: () => boolean
  /** As in `RunnerShell`. */
  readonly patienceMs: number
}

const closed: RunnerClosed = { _tag: 'RunnerClosed' }

/** Nobody waits yet. */
export const createWaiting = ({
  store,
  kept,
  outage,
  isClosed,
  patienceMs: ms,
}: WaitingShell): Waiting => {
  const whyNot = (): Either<RunnerClosed | StoreUnavailable, never> | undefined => {
    const reason = outage.lasting() ?? (isClosed() ? closed : undefined)
    return reason && E.left(reason)
  }
  const settleSaved: Settle<Standing> = (view, position) =>
    kept.savedUpTo(view, position) ?? whyNot()
  const settleFolded: Settle<FoldedTable> = (view, position) =>
    kept.foldedUpTo(view, position) ?? whyNot()
  const forSaved = createWaiters({ ms, inVain: inVain(store, outage, settleSaved) })
  const forFolded = createWaiters({ ms, inVain: inVain(store, outage, settleFolded) })
  const checkFolded = (): void => forFolded.check(settleFolded)
  return {
    settleSaved,
    settleFolded,
    forSaved,
    forFolded,
    checkFolded,
    check: () => {
      checkFolded()
      forSaved.check(settleSaved)
    },
    isAnybody: () => forSaved.count() + forFolded.count() > 0,
  }
}
