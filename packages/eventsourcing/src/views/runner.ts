import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Tagged } from '../events/codec.js'
import { decodeLogged } from '../events/decode-event.js'
import type { EventReaders } from '../events/event.js'
import type { EventDecoder } from '../events/recently-decoded.js'
import { afterFault, createIdle } from '../idle.js'
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
import { createTurns } from '../turns.js'
import { createWaiters } from '../waiters.js'
import { foldedViews, foldPage } from './fold.js'
import type { FoldedTable, ViewStopped } from './folded-table.js'
import { fits, supersededBy } from './generations.js'
import { keepViews } from './kept-views.js'
import { createLiveSaving, isOutOfStep } from './live-saving.js'
import { refoldFor } from './refold.js'
import type { Runner, RunnerClosed, Standing, Superseded } from './standing.js'
import type { AnyView } from './view.js'

/** What the runner needs. */
export interface RunnerShell {
  readonly store: EventStore
  readonly views: ViewStore
  /** The readers of every event type that some view wants. */
  readonly readers: EventReaders<Tagged>
  /** How what is appended is decoded; by default with the readers. Whoever follows the log beside it may share what this keeps. */
  readonly decode?: EventDecoder
  /** How long changes may wait to be folded together when nobody asks for them. Default 50 ms. */
  readonly idleMs?: number
  /** How many characters of view text may stay in memory for one table. Default 4 Mi. */
  readonly cacheLimit?: number
  /**
   * How many views of usual length a rebuild keeps in memory; longer ones count as several. Where there are more, it takes
   * some tables after the others. Default 150,000.
   */
  readonly gatherLimit?: number
}

const defaultIdleMs = 50
const defaultCacheLimit = 4 * 1024 * 1024

const closed: RunnerClosed = { _tag: 'RunnerClosed' }

// Why a view is not where somebody waits for it, and will not get there.
type NotThere = ViewStopped | Superseded | RunnerClosed | StoreUnavailable

// A store that was opened for reading, or one that does not take what is asked of it, answers the same each time.
const isFinal = ({ reason }: StoreUnavailable): boolean =>
  reason === 'read-only' || reason === 'refused'

/** Starts to keep these views. Those that are new, or do not fit the log, are folded beside whatever is served. */
export const startRunner =
  ({
    store,
    views,
    readers,
    decode = decodeLogged(readers),
    idleMs = defaultIdleMs,
    cacheLimit = defaultCacheLimit,
    gatherLimit,
  }: RunnerShell) =>
  (wanted: ReadonlyArray<AnyView>): TaskEither<StoreUnavailable, Runner> =>
  async () => {
    const kept = keepViews(store.logId, wanted)
    const waiters = createWaiters<Either<NotThere, Standing>>()
    const foldWaiters = createWaiters<Either<NotThere, FoldedTable>>()
    const exclusive = createTurns()
    const idle = createIdle(idleMs)
    let cursor = beforeFirst
    let isClosed = false
    let isInStep = true
    // Counts how often tables were taken up: a page of before lies further on in the log than they.
    let laps = 0
    let endSubscription = (): void => undefined
    let catchingUp: Promise<void> = Promise.resolve()
    let isCatchingUp = false

    // Asked through functions, for they change while something is awaited.
    const hasClosed = (): boolean => isClosed
    const stillInStep = (): boolean => isInStep

    const settle = (name: string, position: Position): Either<NotThere, Standing> | undefined =>
      kept.savedUpTo(name, position) ?? (isClosed ? E.left(closed) : undefined)

    const settleFolded = (
      name: string,
      position: Position,
    ): Either<NotThere, FoldedTable> | undefined =>
      kept.foldedUpTo(name, position) ?? (isClosed ? E.left(closed) : undefined)

    const checkWaiters = (): void => {
      foldWaiters.check(settleFolded)
      waiters.check(settle)
    }

    const fallOutOfStep = (): void => {
      isInStep = false
      endSubscription()
    }

    const saving = createLiveSaving({
      views,
      kept,
      cacheLimit,
      waiters,
      exclusive,
      isClosed: hasClosed,
      onSaved: checkWaiters,
      onOutOfStep: fallOutOfStep,
    })

    // Takes up what is served now, as far as it fits a log with this head; without one, the log is known to fit.
    const takeUp = (tables: ReadonlyArray<KeptTable>, head: Position | undefined): void => {
      kept.takeUp(tables, head)
      laps++
      cursor = kept
        .live()
        .map(({ folded }) => folded)
        .reduce(earlier, head ?? cursor)
      saving.restart()
    }

    const foldLive = async (page: Page<LoggedEvent, Position>): Promise<void> => {
      // A table that has folded the page already passes over it, so a page can be folded again after a fault.
      for (;;) {
        const folded = await foldPage(views, decode, kept.live(), page)
        if (E.isRight(folded)) break
        if (isOutOfStep(folded.left)) return fallOutOfStep()
        if (isClosed) return
        await afterFault()
      }
      cursor = page.next
      foldWaiters.check(settleFolded)
      return saving.folded(page.events.length)
    }

    // Folds what the log brings until it is closed, or something has to be looked up again.
    const follow = async (): Promise<void> => {
      const pages = store.subscribe(cursor)[Symbol.asyncIterator]()
      const lap = laps
      const isOnIt = (): boolean => stillInStep() && lap === laps
      endSubscription = () => void pages.return?.()
      while (isOnIt() && !isClosed) {
        const delivery = await pages.next()
        if (delivery.done === true) return
        if (E.isLeft(delivery.value)) continue
        const page = delivery.value.right
        await exclusive('fold', () => (isOnIt() ? foldLive(page) : Promise.resolve()))
        if (page.isEnd && !hasClosed() && waiters.count() + foldWaiters.count() === 0) {
          await idle.wait()
        }
      }
      await pages.return?.()
    }

    const getInStep = async (): Promise<void> => {
      await exclusive('fold', async () => {
        isInStep = true
        let tables = await views.tables()
        while (E.isLeft(tables) && !isClosed) {
          await afterFault()
          tables = await views.tables()
        }
        if (E.isRight(tables)) takeUp(tables.right, undefined)
      })
      catchUp()
      checkWaiters()
    }

    const run = async (): Promise<void> => {
      while (!isClosed) {
        await follow()
        if (!stillInStep()) await getInStep()
        // The subscription ended by itself: a fault of the store that it does not know how to pass.
        else if (!hasClosed()) await afterFault()
      }
    }

    const refold = refoldFor({
      store,
      views,
      readers,
      ...(gatherLimit === undefined ? {} : { gatherLimit }),
      kept,
      cacheLimit,
      exclusive,
      cursor: () => cursor,
      isClosed: hasClosed,
      onJoined: checkWaiters,
    })

    // What another process has folded meanwhile is taken up; the rest is still to be folded here.
    const stillLate = async (): Promise<Either<StoreUnavailable, ReadonlyArray<AnyView>>> => {
      const there = await views.tables()
      if (E.isLeft(there)) return there
      const at = await store.head()
      if (E.isLeft(at)) return at
      await exclusive('fold', () => {
        if (kept.takeUpLate(there.right, at.right)) {
          cursor = kept
            .live()
            .map(({ folded }) => folded)
            .reduce(earlier, cursor)
          laps++
          endSubscription()
        }
        return Promise.resolve()
      })
      return E.right(kept.late())
    }

    const isServedAt = (view: AnyView, there: ReadonlyArray<KeptTable>, head: Position): boolean =>
      there.some((table) => fits(view, store.logId, head, table))

    const foldLate = async (): Promise<void> => {
      while (!isClosed && kept.late().length > 0) {
        const result = await refold({ which: stillLate, isSpare: isServedAt }, () => undefined)
        if (E.isRight(result) || result.left._tag !== 'StoreUnavailable') continue
        if (isFinal(result.left)) kept.giveUpLate(result.left)
        else await afterFault()
      }
      isCatchingUp = false
      checkWaiters()
    }

    // One at a time: two would fold the same views one after the other.
    const catchUp = (): void => {
      if (isCatchingUp || kept.late().length === 0) return
      isCatchingUp = true
      catchingUp = foldLate()
    }

    // The head after the tables: another runner may move on between the two, and then no table is ahead of the head.
    const tables = await views.tables()
    if (E.isLeft(tables)) return tables
    const head = await store.head()
    if (E.isLeft(head)) return head
    takeUp(tables.right, head.right)
    catchUp()
    // On an empty log there is nothing to wait for.
    if (cursor === beforeFirst) await catchingUp
    // Without views there is nothing to follow the log for.
    const running = wanted.length === 0 ? Promise.resolve() : run()

    return E.right({
      atLeast: (view, position) => () => {
        if (!kept.has(view)) return Promise.resolve(E.left({ _tag: 'UnknownView', view }))
        const found = settle(view, position)
        if (found !== undefined) return Promise.resolve(found)
        const result = waiters.wait(view, position)
        if ((kept.liveTable(view)?.folded ?? beforeFirst) < position) idle.end()
        else void exclusive('fold', saving.waitedFor)
        return result
      },
      inMemory: (view, position, keys) => async () => {
        if (!kept.has(view)) return E.left({ _tag: 'UnknownView', view })
        for (;;) {
          const known = settleFolded(view, position)
          if (known === undefined) idle.end()
          const reached = known ?? (await foldWaiters.wait(view, position))
          if (E.isLeft(reached)) return reached
          const table = reached.right
          const found = await exclusive('fold', async () => {
            // Another table may have taken its place, or it went back to what is saved.
            if (kept.liveTable(view) !== table || table.folded < position) return undefined
            const folded = await foldedViews(views, table, keys)
            const isLost = E.isLeft(folded) && folded.left._tag === 'StoreUnavailable'
            if (isLost && isOutOfStep(folded.left)) fallOutOfStep()
            return E.map((all: ReadonlyArray<unknown>) => ({
              views: all,
              position: table.folded,
            }))(folded)
          })
          if (found !== undefined) return found
        }
      },
      rebuild:
        (names, onProgress = () => undefined) =>
        async () => {
          const unknown = names.find((name) => !kept.has(name))
          if (unknown !== undefined) return E.left({ _tag: 'UnknownView', view: unknown })
          const again = names.map(kept.named)
          const which = async (): Promise<
            Either<Superseded | StoreUnavailable, ReadonlyArray<AnyView>>
          > => {
            const there = await views.tables()
            if (E.isLeft(there)) return there
            const newer = again
              .map((view) => supersededBy(view, there.right))
              .find((one) => one !== undefined)
            return newer === undefined ? E.right(again) : E.left(newer)
          }
          return refold({ which, isSpare: () => false }, onProgress)
        },
      lookAgain: (gone) =>
        exclusive('fold', async () => {
          const mine = kept.liveTable(gone.name)?.table
          // A swap of our own is over by now, and then this one is another table already.
          if (mine?.version !== gone.version || mine.generation !== gone.generation) return
          const tables = await views.tables()
          if (E.isLeft(tables)) return
          takeUp(tables.right, undefined)
          fallOutOfStep()
        }),
      status: kept.status,
      close: async () => {
        isClosed = true
        idle.end()
        endSubscription()
        await Promise.all([running, catchingUp])
        // A rebuild that is under way ends at its next page.
        await exclusive('refold', () => Promise.resolve())
        await exclusive('fold', saving.all)
        checkWaiters()
      },
    })
  }
