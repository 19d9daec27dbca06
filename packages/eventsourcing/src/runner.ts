import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Tagged } from './codec.js'
import type { EventReaders } from './event.js'
import { type FoldedTable, foldedTable, foldPage, saveTables, type ViewStopped } from './fold.js'
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
  type ViewTable,
} from './ports.js'
import { earlier } from './position.js'
import { foldFromStart, type RebuildProgress } from './rebuild.js'
import { createTurns } from './turns.js'
import type { AnyView } from './view.js'
import { createWaiters } from './waiters.js'

/** What the runner needs. */
export interface RunnerShell {
  readonly store: EventStore
  readonly views: ViewStore
  /** The readers of every event type that some view wants. */
  readonly readers: EventReaders<Tagged>
  /** How long changes may wait to be folded together when nobody asks for them. Default 50 ms. */
  readonly idleMs?: number
  /** How many characters of view text may stay in memory for one table. Default 8 Mi. */
  readonly cacheLimit?: number
}

/** A table that readers get, and the position that its rows stand at. */
export interface Standing {
  readonly table: ViewTable
  readonly position: Position
}

/** Where a view stands. */
export interface ViewStatus {
  readonly view: string
  readonly version: number
  readonly generation: number
  readonly checkpoint: Position
  /** Whether readers get this version. A new one is served as soon as it has caught up. */
  readonly isServed: boolean
  readonly stopped: ViewStopped | Superseded | undefined
}

/** The runner was closed while somebody waited for it. */
export interface RunnerClosed {
  readonly _tag: 'RunnerClosed'
}

/** The view is not among those that the runner keeps. */
export interface UnknownView {
  readonly _tag: 'UnknownView'
  readonly view: string
}

/** Another process serves a newer version of the view: this one is out of date and keeps its hands off. */
export interface Superseded {
  readonly _tag: 'Superseded'
  readonly view: string
  readonly version: number
  readonly by: number
}

/** Keeps views as folds of the log, for as long as it runs. */
export interface Runner {
  /** The table of a view, as soon as it is served and stands at the position or after it. */
  readonly atLeast: (
    view: string,
    position: Position,
  ) => TaskEither<ViewStopped | Superseded | RunnerClosed | UnknownView, Standing>
  /**
   * Folds views again from the first event, beside what is served, and swaps them in. A view that cannot be folded to the
   * end stays as it was, and the first such is the `Left`.
   */
  readonly rebuild: (
    views: ReadonlyArray<string>,
    onProgress?: (progress: RebuildProgress) => void,
  ) => TaskEither<ViewStopped | RunnerClosed | UnknownView | StoreUnavailable, void>
  readonly status: () => ReadonlyArray<ViewStatus>
  /** Stops after the page at hand. What is folded and not saved is folded again next time. */
  readonly close: () => Promise<void>
}

interface Kept {
  readonly view: AnyView
  /** What is folded live; `undefined` until a first version has caught up. */
  table: FoldedTable | undefined
  /** Why a first version could not catch up. */
  stopped: ViewStopped | Superseded | undefined
}

const defaultIdleMs = 50
const defaultCacheLimit = 8 * 1024 * 1024
/** A table that is behind is saved every so many events; one that is not, after every page. */
const saveEvery = 5000

const closed: RunnerClosed = { _tag: 'RunnerClosed' }

// A table can be folded on if it is this version's, of this log, and not ahead of it, as after restoring an older backup.
const fits = (view: AnyView, logId: string, head: Position, kept: KeptTable): boolean =>
  kept.name === view.name &&
  kept.version === view.version &&
  kept.logId === logId &&
  kept.isServed &&
  kept.checkpoint <= head

const supersededBy = (
  { name, version }: AnyView,
  tables: ReadonlyArray<KeptTable>,
): Superseded | undefined => {
  const newer = tables.find(
    (table) => table.name === name && table.isServed && table.version > version,
  )
  return newer && { _tag: 'Superseded', view: name, version, by: newer.version }
}

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
    idleMs = defaultIdleMs,
    cacheLimit = defaultCacheLimit,
  }: RunnerShell) =>
  (wanted: ReadonlyArray<AnyView>): TaskEither<StoreUnavailable, Runner> =>
  async () => {
    const kept = new Map<string, Kept>(
      wanted.map((view) => [view.name, { view, table: undefined, stopped: undefined }]),
    )
    const waiters = createWaiters<Either<ViewStopped | Superseded | RunnerClosed, Standing>>()
    const exclusive = createTurns()
    const idle = createIdle(idleMs)
    let cursor = beforeFirst
    let isClosed = false
    let unsaved = 0
    let endSubscription = (): void => undefined
    let catchingUp: Promise<void> = Promise.resolve()

    // Asked through a function, for it changes while something is awaited.
    const hasClosed = (): boolean => isClosed

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
      const reason = table?.stopped ?? stopped
      if (reason !== undefined) return E.left(reason)
      return isClosed ? E.left(closed) : undefined
    }

    // Takes up what is served now: at the start, and whenever another runner has moved on.
    const takeUp = async (): Promise<Either<StoreUnavailable, void>> => {
      const head = await store.head()
      if (E.isLeft(head)) return head
      const tables = await views.tables()
      if (E.isLeft(tables)) return tables
      for (const one of kept.values()) {
        const served = tables.right.find((table) => fits(one.view, store.logId, head.right, table))
        one.table = served && foldedTable(one.view, served.generation, served.checkpoint)
        one.stopped = supersededBy(one.view, tables.right)
      }
      cursor = live()
        .map(({ folded }) => folded)
        .reduce(earlier, head.right)
      unsaved = 0
      return E.right(undefined)
    }

    // Whether the tables are still those that this runner folds: another one may have moved on, or swapped them.
    const save = async (): Promise<boolean> => {
      for (;;) {
        const saved = await saveTables(views, live(), cacheLimit)
        if (E.isRight(saved)) break
        if (isOutOfStep(saved.left)) return false
        if (isClosed) return true
        await afterFault()
      }
      unsaved = 0
      waiters.check(settle)
      return true
    }

    const foldLive = async (page: Page<LoggedEvent, Position>): Promise<boolean> => {
      // A table that has folded the page already passes over it, so a page can be folded again after a fault.
      for (;;) {
        const folded = await foldPage(views, readers, live(), page)
        if (E.isRight(folded)) break
        if (isOutOfStep(folded.left)) return false
        if (isClosed) return true
        await afterFault()
      }
      cursor = page.next
      unsaved += page.events.length
      return page.isEnd || unsaved >= saveEvery ? save() : true
    }

    // Folds what the log brings until it is closed, or something has to be looked up again.
    const follow = async (): Promise<'ended' | 'outOfStep'> => {
      const pages = store.subscribe(cursor)[Symbol.asyncIterator]()
      endSubscription = () => void pages.return?.()
      let isInStep = true
      while (isInStep && !isClosed) {
        const delivery = await pages.next()
        if (delivery.done === true) return 'ended'
        if (E.isLeft(delivery.value)) continue
        const page = delivery.value.right
        isInStep = await exclusive('fold', () => foldLive(page))
        // Nobody waits: let changes gather, so that a row that changes often is written seldom.
        if (isInStep && page.isEnd && waiters.count() === 0) await idle.wait()
      }
      await pages.return?.()
      return isInStep ? 'ended' : 'outOfStep'
    }

    const getInStep = async (): Promise<void> => {
      await exclusive('fold', async () => {
        while (E.isLeft(await takeUp()) && !isClosed) await afterFault()
      })
      const late = wanted.filter(({ name }) => needsFolding(kept.get(name) as Kept))
      if (late.length > 0) catchingUp = catchUp(late)
      waiters.check(settle)
    }

    const run = async (): Promise<void> => {
      while (!isClosed) {
        const reason = await follow()
        if (reason === 'outOfStep') await getInStep()
        // The subscription ended by itself: a fault of the store that it does not know how to pass.
        else if (!hasClosed()) await afterFault()
      }
    }

    // Brings tables that were folded from the start to where the live ones stand, and lets them take over.
    const join = (tables: ReadonlyArray<FoldedTable>): Promise<Either<StoreUnavailable, void>> =>
      exclusive('fold', async () => {
        const caughtUp = await foldFromStart(
          { store, views, readers },
          tables,
          () => undefined,
          cursor,
        )
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
        waiters.check(settle)
        return E.right(undefined)
      })

    const refold = async (
      again: ReadonlyArray<AnyView>,
      onProgress: (progress: RebuildProgress) => void,
    ): Promise<Either<ViewStopped | RunnerClosed | StoreUnavailable, void>> => {
      const existing = await views.tables()
      if (E.isLeft(existing)) return existing
      const tables = again.map((view) => {
        const generations = existing.right.filter(({ name }) => name === view.name)
        const last = Math.max(0, ...generations.map(({ generation }) => generation))
        return foldedTable(view, last + 1, beforeFirst)
      })
      const created = await views.create(
        store.logId,
        tables.map(({ table }) => table),
      )()
      if (E.isLeft(created)) return created
      const isWanted = (): boolean => !isClosed
      const folded = await foldFromStart({ store, views, readers, isWanted }, tables, onProgress)
      if (E.isLeft(folded)) return folded
      if (isClosed) return E.left(closed)
      const joined = await join(tables)
      if (E.isLeft(joined)) return joined
      const stopped = tables.find((table) => table.stopped !== undefined)?.stopped
      return stopped === undefined ? E.right(undefined) : E.left(stopped)
    }

    const catchUp = async (late: ReadonlyArray<AnyView>): Promise<void> => {
      while (!isClosed) {
        const result = await refold(late, () => undefined)
        if (E.isRight(result) || result.left._tag !== 'StoreUnavailable') break
        await afterFault()
      }
      waiters.check(settle)
    }

    const started = await takeUp()
    if (E.isLeft(started)) return started
    const late = wanted.filter(({ name }) => needsFolding(kept.get(name) as Kept))
    if (late.length > 0) catchingUp = catchUp(late)
    // On an empty log there is nothing to wait for.
    if (cursor === beforeFirst) await catchingUp
    const running = run()

    return E.right({
      atLeast: (view, position) => () => {
        if (!kept.has(view)) return Promise.resolve(E.left({ _tag: 'UnknownView', view }))
        const found = settle(view, position)
        if (found !== undefined) return Promise.resolve(found)
        const result = waiters.wait(view, position)
        idle.end()
        return result
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
        waiters.check(settle)
      },
    })
  }
