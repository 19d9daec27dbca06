import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Tagged } from './codec.js'
import { decodeLogged, type EventReaders } from './event.js'
import { foldedViews, foldPage } from './fold.js'
import { type FoldedTable, foldedTable, type ViewStopped } from './folded-table.js'
import { fits, nextGeneration, supersededBy } from './generations.js'
import { afterFault, createIdle } from './idle.js'
import {
  beforeFirst,
  type CheckpointMoved,
  type EventStore,
  type KeptTable,
  type LoggedEvent,
  type Page,
  type Position,
  type StoreUnavailable,
  type ViewStore,
} from './ports.js'
import { earlier } from './position.js'
import { foldFromStart, type RebuildProgress } from './rebuild.js'
import type { EventDecoder } from './recently-decoded.js'
import { pauseAfter, saveEvery } from './save-pace.js'
import { saveTables } from './save-tables.js'
import type { Runner, RunnerClosed, Standing, Superseded } from './standing.js'
import { createTurns } from './turns.js'
import type { AnyView } from './view.js'
import { createWaiters } from './waiters.js'

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

interface Kept {
  readonly view: AnyView
  /** What is folded live; `undefined` until a first version has caught up. */
  table: FoldedTable | undefined
  /** Why a first version could not catch up. */
  stopped: ViewStopped | Superseded | undefined
}

const defaultIdleMs = 50
const defaultCacheLimit = 4 * 1024 * 1024

const closed: RunnerClosed = { _tag: 'RunnerClosed' }

const isOutOfStep = (error: CheckpointMoved | StoreUnavailable): boolean =>
  error._tag === 'CheckpointMoved' || error.reason === 'table-gone'

const needsFolding = ({ table, stopped }: Kept): boolean =>
  table === undefined && stopped === undefined

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
    const kept = new Map<string, Kept>(
      wanted.map((view) => [view.name, { view, table: undefined, stopped: undefined }]),
    )
    const waiters = createWaiters<Either<ViewStopped | Superseded | RunnerClosed, Standing>>()
    const foldWaiters =
      createWaiters<Either<ViewStopped | Superseded | RunnerClosed, FoldedTable>>()
    const exclusive = createTurns()
    const rebuilding = {
      store,
      views,
      readers,
      ...(gatherLimit === undefined ? {} : { gatherLimit }),
    }
    const idle = createIdle(idleMs)
    let cursor = beforeFirst
    let isClosed = false
    let isInStep = true
    let unsaved = 0
    let saveTimer: NodeJS.Timeout | undefined
    // How long the last time took to save them all, in milliseconds.
    let savingTook = 0
    let endSubscription = (): void => undefined
    let catchingUp: Promise<void> = Promise.resolve()

    // Asked through functions, for they change while something is awaited.
    const hasClosed = (): boolean => isClosed
    const stillInStep = (): boolean => isInStep

    const live = (): ReadonlyArray<FoldedTable> =>
      [...kept.values()].flatMap(({ table }) => (table === undefined ? [] : [table]))

    const settle = (
      name: string,
      position: Position,
    ): Either<ViewStopped | Superseded | RunnerClosed, Standing> | undefined => {
      const { table, stopped } = kept.get(name) as Kept
      if (table !== undefined && table.saved >= position) {
        return E.right({ table: table.table, position: table.saved })
      }
      // Folded, and about to be saved.
      if (table !== undefined && table.folded >= position && !isClosed) return undefined
      const reason = table?.stopped ?? stopped
      if (reason !== undefined) return E.left(reason)
      return isClosed ? E.left(closed) : undefined
    }

    const settleFolded = (
      name: string,
      position: Position,
    ): Either<ViewStopped | Superseded | RunnerClosed, FoldedTable> | undefined => {
      const { table, stopped } = kept.get(name) as Kept
      if (table !== undefined && table.folded >= position) return E.right(table)
      const reason = table?.stopped ?? stopped
      if (reason !== undefined) return E.left(reason)
      return isClosed ? E.left(closed) : undefined
    }

    const checkWaiters = (): void => {
      foldWaiters.check(settleFolded)
      waiters.check(settle)
    }

    // Takes up what is served now, as far as it fits a log with this head; without one, the log is known to fit.
    const takeUp = (tables: ReadonlyArray<KeptTable>, head: Position | undefined): void => {
      for (const one of kept.values()) {
        const served = tables.find((table) => fits(one.view, store.logId, head, table))
        one.table = served && foldedTable(one.view, served.generation, served.checkpoint)
        one.stopped = supersededBy(one.view, tables)
      }
      cursor = live()
        .map(({ folded }) => folded)
        .reduce(earlier, head ?? cursor)
      unsaved = 0
    }

    const fallOutOfStep = (): void => {
      isInStep = false
      endSubscription()
    }

    const save = async (tables: ReadonlyArray<FoldedTable>): Promise<void> => {
      for (;;) {
        const saved = await saveTables(views, tables, cacheLimit)
        if (E.isRight(saved)) break
        if (isOutOfStep(saved.left)) return fallOutOfStep()
        if (isClosed) return
        await afterFault()
      }
      checkWaiters()
    }

    const saveAll = async (): Promise<void> => {
      clearTimeout(saveTimer)
      saveTimer = undefined
      unsaved = 0
      const began = performance.now()
      await save(live())
      savingTook = performance.now() - began
    }

    // Whoever waits for what is still to be folded gains nothing by it yet.
    const saveWaitedFor = (): Promise<void> => {
      const names = waiters.names((name, position) => {
        const folded = kept.get(name)?.table?.folded
        return folded !== undefined && folded >= position
      })
      return save(live().filter(({ view }) => names.has(view.name)))
    }

    // Nobody waits for the rest: changes gather, so that a row that changes often is written seldom.
    const saveSoon = (): void => {
      const pause = pauseAfter(savingTook)
      saveTimer ??= setTimeout(() => void exclusive('fold', saveAll), pause).unref()
    }

    const foldLive = async (page: Page<LoggedEvent, Position>): Promise<void> => {
      // A table that has folded the page already passes over it, so a page can be folded again after a fault.
      for (;;) {
        const folded = await foldPage(views, decode, live(), page)
        if (E.isRight(folded)) break
        if (isOutOfStep(folded.left)) return fallOutOfStep()
        if (isClosed) return
        await afterFault()
      }
      cursor = page.next
      foldWaiters.check(settleFolded)
      unsaved += page.events.length
      if (unsaved >= saveEvery) return saveAll()
      saveSoon()
      return saveWaitedFor()
    }

    // Folds what the log brings until it is closed, or something has to be looked up again.
    const follow = async (): Promise<void> => {
      const pages = store.subscribe(cursor)[Symbol.asyncIterator]()
      endSubscription = () => void pages.return?.()
      while (stillInStep() && !isClosed) {
        const delivery = await pages.next()
        if (delivery.done === true) return
        if (E.isLeft(delivery.value)) continue
        const page = delivery.value.right
        await exclusive('fold', () => foldLive(page))
        if (page.isEnd && waiters.count() + foldWaiters.count() === 0) await idle.wait()
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
      const late = wanted.filter(({ name }) => needsFolding(kept.get(name) as Kept))
      if (late.length > 0) catchingUp = catchUp(late)
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

    // Brings tables that were folded from the start to where the live ones stand, and lets them take over.
    const join = (tables: ReadonlyArray<FoldedTable>): Promise<Either<StoreUnavailable, void>> =>
      exclusive('fold', async () => {
        const caughtUp = await foldFromStart(rebuilding, tables, () => undefined, cursor)
        if (E.isLeft(caughtUp)) return caughtUp
        for (const table of tables) {
          const one = kept.get(table.view.name) as Kept
          if (table.stopped !== undefined) {
            if (one.table === undefined) one.stopped = table.stopped
            await views.drop(table.table)()
            continue
          }
          const served = await views.serve(table.table)()
          if (E.isLeft(served)) return served
          table.cache.shrink(cacheLimit)
          one.table = table
          one.stopped = undefined
        }
        checkWaiters()
        return E.right(undefined)
      })

    const refoldNow = async (
      again: ReadonlyArray<AnyView>,
      onProgress: (progress: RebuildProgress) => void,
    ): Promise<Either<ViewStopped | RunnerClosed | StoreUnavailable, void>> => {
      const created = await nextGeneration(views, store.logId, [...new Set(again)])
      if (E.isLeft(created)) return created
      const tables = created.right
      const isWanted = (): boolean => !isClosed
      const folded = await foldFromStart({ ...rebuilding, isWanted }, tables, onProgress)
      if (E.isLeft(folded)) return folded
      if (isClosed) return E.left(closed)
      const joined = await join(tables)
      if (E.isLeft(joined)) return joined
      const stopped = tables.find((table) => table.stopped !== undefined)?.stopped
      return stopped === undefined ? E.right(undefined) : E.left(stopped)
    }

    // One after the other, or two would make the same generation.
    const refold: typeof refoldNow = (again, onProgress) =>
      exclusive('refold', () => refoldNow(again, onProgress))

    const catchUp = async (late: ReadonlyArray<AnyView>): Promise<void> => {
      while (!isClosed) {
        const result = await refold(late, () => undefined)
        if (E.isRight(result) || result.left._tag !== 'StoreUnavailable') break
        await afterFault()
      }
      checkWaiters()
    }

    // The head after the tables: another runner may move on between the two, and then no table is ahead of the head.
    const tables = await views.tables()
    if (E.isLeft(tables)) return tables
    const head = await store.head()
    if (E.isLeft(head)) return head
    takeUp(tables.right, head.right)
    const late = wanted.filter(({ name }) => needsFolding(kept.get(name) as Kept))
    if (late.length > 0) catchingUp = catchUp(late)
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
        if ((kept.get(view)?.table?.folded ?? beforeFirst) < position) idle.end()
        else void exclusive('fold', saveWaitedFor)
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
            if (kept.get(view)?.table !== table || table.folded < position) return undefined
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
          return refold(
            names.map((name) => (kept.get(name) as Kept).view),
            onProgress,
          )
        },
      lookAgain: (gone) =>
        exclusive('fold', async () => {
          const mine = kept.get(gone.name)?.table?.table
          // A swap of our own is over by now, and then this one is another table already.
          if (mine?.version !== gone.version || mine.generation !== gone.generation) return
          const tables = await views.tables()
          if (E.isLeft(tables)) return
          takeUp(tables.right, undefined)
          fallOutOfStep()
        }),
      status: () =>
        [...kept.values()].map(({ view, table, stopped }) => ({
          view: view.name,
          version: view.version,
          generation: table?.table.generation ?? 0,
          checkpoint: table?.saved ?? beforeFirst,
          isServed: table !== undefined,
          stopped: table?.stopped ?? stopped,
        })),
      close: async () => {
        isClosed = true
        idle.end()
        endSubscription()
        await Promise.all([running, catchingUp])
        // A rebuild that is under way ends at its next page.
        await exclusive('refold', () => Promise.resolve())
        await exclusive('fold', saveAll)
        checkWaiters()
      },
    })
  }
