// When the views that a runner folds live are saved: what somebody waits for at once, the rest seldom.
import * as E from 'fp-ts/lib/Either.js'
import { afterFaultMs } from '../idle.js'
import type { Outage } from '../outage.js'
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
  readonly outage: Outage
  readonly isClosed: () => boolean
  /** Called when something was saved, or could not be. */
  readonly onTried: () => void
  /** Called when another process has moved on, and nothing could be saved. */
  readonly onOutOfStep: () => void
}

/** Saves what was folded. */
export interface LiveSaving {
  /** So many more events were folded: saves what is due by now. */
  readonly folded: (events: number) => Promise<void>
  /** Whether nothing more should be folded before something is saved. */
  readonly isFull: () => boolean
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
  outage,
  isClosed,
  onTried,
  onOutOfStep,
}: LiveSavingShell): LiveSaving => {
  let unsaved = 0
  let timer: NodeJS.Timeout | undefined
  // How long the last time took to save them all, in milliseconds.
  let took = 0

  const saveAllIn = (ms: number): NodeJS.Timeout =>
    setTimeout(() => void exclusive('fold', all), ms).unref()

  // Tries once, and again a while later: whoever asks for what is in memory has a turn meanwhile.
  const save = async (tables: ReadonlyArray<FoldedTable>): Promise<boolean> => {
    const saved = await saveTables(views, tables, cacheLimit)
    if (E.isLeft(saved)) {
      const { left: fault } = saved
      if (fault._tag === 'CheckpointMoved' || isOutOfStep(fault)) {
        onOutOfStep()
        return false
      }
      outage.began('save', fault)
      clearTimeout(timer)
      timer = isClosed() ? undefined : saveAllIn(afterFaultMs)
    } else outage.ended('save')
    onTried()
    return E.isRight(saved)
  }

  const all = async (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    const began = performance.now()
    if (await save(kept.live())) unsaved = 0
    took = performance.now() - began
  }

  // Whoever waits for what is still to be folded gains nothing by it yet.
  const waitedFor = async (): Promise<void> => {
    const names = waiters.names((name, position) => {
      const folded = kept.liveTable(name)?.folded
      return folded !== undefined && folded >= position
    })
    await save(kept.live().filter(({ view }) => names.has(view.name)))
  }

  return {
    all,
    waitedFor,
    isFull: () => unsaved >= saveEvery,
    folded: (events) => {
      unsaved += events
      if (unsaved >= saveEvery) return all()
      // Nobody waits for the rest: changes gather, so that a row that changes often is written seldom.
      timer ??= saveAllIn(pauseAfter(took))
      return waitedFor()
    },
    restart: () => {
      unsaved = 0
    },
  }
}
