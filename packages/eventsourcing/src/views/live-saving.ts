// When the views that a runner folds live are saved: what somebody waits for at once, the rest seldom.
import * as E from 'fp-ts/lib/Either.js'
import { afterFault } from '../idle.js'
import type { CheckpointMoved, StoreUnavailable, ViewStore } from '../ports.js'
import type { TakeTurn } from '../turns.js'
import type { Waiters } from '../waiters.js'
import type { FoldedTable } from './folded-table.js'
import type { KeptViews } from './kept-views.js'
import { pauseAfter, saveEvery } from './save-pace.js'
import { saveTables } from './save-tables.js'

/** What it needs of the runner. */
export interface LiveSavingShell {
  readonly views: ViewStore
  readonly kept: KeptViews
  /** As in `RunnerShell`. */
  readonly cacheLimit: number
  /** Those who wait for saved views. */
  readonly waiters: Pick<Waiters<unknown>, 'names'>
  readonly exclusive: TakeTurn
  readonly isClosed: () => boolean
  readonly onSaved: () => void
  /** Called when another process has moved on, and nothing could be saved. */
  readonly onOutOfStep: () => void
}

/** Saves what was folded. */
export interface LiveSaving {
  /** So many more events were folded: saves what is due by now. */
  readonly folded: (events: number) => Promise<void>
  /** Saves the views that somebody waits for and that are folded as far as that. */
  readonly waitedFor: () => Promise<void>
  readonly all: () => Promise<void>
  /** What is folded was taken up as it is saved. */
  readonly restart: () => void
}

/** Says whether the tables are not what this process believed: another one has swapped or moved them. */
export const isOutOfStep = (error: CheckpointMoved | StoreUnavailable): boolean =>
  error._tag === 'CheckpointMoved' || error.reason === 'table-gone'

/** Nothing is folded yet. */
export const createLiveSaving = ({
  views,
  kept,
  cacheLimit,
  waiters,
  exclusive,
  isClosed,
  onSaved,
  onOutOfStep,
}: LiveSavingShell): LiveSaving => {
  let unsaved = 0
  let timer: NodeJS.Timeout | undefined
  // How long the last time took to save them all, in milliseconds.
  let took = 0

  const save = async (tables: ReadonlyArray<FoldedTable>): Promise<void> => {
    for (;;) {
      const saved = await saveTables(views, tables, cacheLimit)
      if (E.isRight(saved)) break
      if (isOutOfStep(saved.left)) return onOutOfStep()
      if (isClosed()) return
      await afterFault()
    }
    onSaved()
  }

  const all = async (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    unsaved = 0
    const began = performance.now()
    await save(kept.live())
    took = performance.now() - began
  }

  // Whoever waits for what is still to be folded gains nothing by it yet.
  const waitedFor = (): Promise<void> => {
    const names = waiters.names((name, position) => {
      const folded = kept.liveTable(name)?.folded
      return folded !== undefined && folded >= position
    })
    return save(kept.live().filter(({ view }) => names.has(view.name)))
  }

  return {
    all,
    waitedFor,
    folded: (events) => {
      unsaved += events
      if (unsaved >= saveEvery) return all()
      // Nobody waits for the rest: changes gather, so that a row that changes often is written seldom.
      timer ??= setTimeout(() => void exclusive('fold', all), pauseAfter(took)).unref()
      return waitedFor()
    },
    restart: () => {
      unsaved = 0
    },
  }
}
