// Folds the views of a runner live: follows the log from where they stand, and looks again where they stand when another
// process has moved them.
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { EventDecoder } from '../events/recently-decoded.js'
import { afterFault, type Idle } from '../idle.js'
import type { Outage } from '../outage.js'
import {
  beforeFirst,
  type EventStore,
  type KeptTable,
  type LoggedEvent,
  type Page,
  type Position,
  type StoreUnavailable,
  type ViewStore,
} from '../ports.js'
import { earlier } from '../position.js'
import type { TakeTurn } from '../turns.js'
import { foldPage } from './fold.js'
import type { KeptViews } from './kept-views.js'
import { createLiveSaving, isOutOfStep } from './live-saving.js'
import type { Waiting } from './waiting.js'

/** What it needs of the runner. */
export interface FollowingShell {
  readonly store: EventStore
  readonly views: ViewStore
  readonly decode: EventDecoder
  readonly kept: KeptViews
  /** As in `RunnerShell`. */
  readonly cacheLimit: number
  readonly waiting: Waiting
  readonly exclusive: TakeTurn
  readonly idle: Idle
  readonly outage: Outage
  readonly isClosed: () => boolean
  /** Called when it has looked again where the views stand. */
  readonly onInStep: () => void
}

/** Views that are folded live. */
export interface LogFollowing {
  /** How far the log was followed. */
  readonly cursor: () => Position
  /** Takes up what is served now, as far as it fits a log with this head; without one, the log is known to fit. */
  readonly takeUp: (tables: ReadonlyArray<KeptTable>, head: Position | undefined) => void
  /** The same of the views that have no table yet. */
  readonly takeUpLate: (tables: ReadonlyArray<KeptTable>, head: Position) => void
  /** What is served is not what this process believed: it looks again. */
  readonly fallOutOfStep: () => void
  /** Goes on until the runner is closed. */
  readonly run: () => Promise<void>
  /** Ends a wait for what the log may bring. */
  readonly endWait: () => void
  /** Saves the views that somebody waits for. */
  readonly saveWaitedFor: () => Promise<void>
  /** Saves whatever is folded. */
  readonly saveAll: () => Promise<void>
  /** Notes that the work failed, tells those who wait, and pauses before it is tried again. */
  readonly failed: (work: string, error: StoreUnavailable) => Promise<void>
}

/** Follows nothing yet. */
export const createFollowing = ({
  store,
  views,
  decode,
  kept,
  cacheLimit,
  waiting,
  exclusive,
  idle,
  outage,
  isClosed,
  onInStep,
}: FollowingShell): LogFollowing => {
  let cursor = beforeFirst
  let isInStep = true
  // Counts how often tables were taken up: a page of before lies further on in the log than they.
  let laps = 0
  let endSubscription = (): void => undefined

  // Asked through a function, for it changes while something is awaited.
  const stillInStep = (): boolean => isInStep

  const fallOutOfStep = (): void => {
    isInStep = false
    endSubscription()
  }

  const failed = (work: string, error: StoreUnavailable): Promise<void> => {
    outage.began(work, error)
    waiting.check()
    return afterFault()
  }

  const saving = createLiveSaving({
    views,
    kept,
    cacheLimit,
    waiters: waiting.forSaved,
    exclusive,
    outage,
    isClosed,
    onTried: waiting.check,
    onOutOfStep: fallOutOfStep,
  })

  const startAgain = (from: Position): void => {
    laps++
    cursor = kept
      .live()
      .map(({ folded }) => folded)
      .reduce(earlier, from)
  }

  const takeUp: LogFollowing['takeUp'] = (tables, head) => {
    kept.takeUp(tables, head)
    startAgain(head ?? cursor)
    saving.restart()
  }

  // A table that has folded the page already passes over it, so a page can be folded again after a fault.
  const foldLive = async (
    page: Page<LoggedEvent, Position>,
  ): Promise<StoreUnavailable | undefined> => {
    const folded = await foldPage(views, decode, kept.live(), page)
    if (E.isLeft(folded)) {
      if (!isOutOfStep(folded.left)) return folded.left
      fallOutOfStep()
      return undefined
    }
    outage.ended('fold')
    cursor = page.next
    waiting.checkFolded()
    await saving.folded(page.events.length)
    return undefined
  }

  // Folds what the log brings until it is closed, or something has to be looked up again. Between tries others have their turn.
  const follow = async (): Promise<void> => {
    const pages = store.subscribe(cursor)[Symbol.asyncIterator]()
    const lap = laps
    const isOnIt = (): boolean => stillInStep() && lap === laps && !isClosed()
    endSubscription = () => void pages.return?.()
    while (isOnIt()) {
      const delivery = await pages.next()
      if (delivery.done === true) return
      if (E.isLeft(delivery.value)) {
        // The subscription pauses by itself before it goes on.
        outage.began('follow', delivery.value.left)
        waiting.check()
        continue
      }
      outage.ended('follow')
      const page = delivery.value.right
      while (isOnIt()) {
        const fault = await exclusive('fold', async () => (isOnIt() ? foldLive(page) : undefined))
        if (fault === undefined) break
        await failed('fold', fault)
      }
      while (saving.isFull() && isOnIt()) await afterFault()
      if (page.isEnd && !isClosed() && !waiting.isAnybody()) await idle.wait()
    }
    await pages.return?.()
  }

  const getInStep = async (): Promise<void> => {
    const lookAgain = async (): Promise<Either<StoreUnavailable, void>> => {
      isInStep = true
      const tables = await views.tables()
      if (E.isLeft(tables)) return tables
      takeUp(tables.right, undefined)
      return E.right(undefined)
    }
    while (!isClosed()) {
      const looked = await exclusive('fold', lookAgain)
      if (E.isRight(looked)) break
      await failed('look again', looked.left)
    }
    outage.ended('look again')
    onInStep()
    waiting.check()
  }

  return {
    cursor: () => cursor,
    takeUp,
    takeUpLate: (tables, head) => {
      if (!kept.takeUpLate(tables, head)) return
      startAgain(cursor)
      endSubscription()
    },
    fallOutOfStep,
    run: async () => {
      while (!isClosed()) {
        await follow()
        if (!stillInStep()) await getInStep()
        // The subscription ended by itself: a fault of the store that it does not know how to pass.
        else if (!isClosed()) await afterFault()
      }
    },
    endWait: () => endSubscription(),
    saveWaitedFor: saving.waitedFor,
    saveAll: saving.all,
    failed,
  }
}
