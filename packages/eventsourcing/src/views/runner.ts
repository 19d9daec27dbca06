import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Tagged } from '../events/codec.js'
import { decodeLogged } from '../events/decode-event.js'
import type { EventReaders } from '../events/event.js'
import type { EventDecoder } from '../events/recently-decoded.js'
import { createIdle } from '../idle.js'
import { createOutage, defaultPatienceMs } from '../outage.js'
import {
  beforeFirst,
  type EventStore,
  type KeptTable,
  type Position,
  type StoreUnavailable,
  type ViewStore,
} from '../ports.js'
import { createTurns } from '../turns.js'
import { foldedViews } from './fold.js'
import { fits, supersededBy } from './generations.js'
import { keepViews } from './kept-views.js'
import { isOutOfStep } from './live-saving.js'
import { createFollowing } from './log-following.js'
import { refoldFor } from './refold.js'
import type { Runner, Superseded } from './standing.js'
import type { AnyView } from './view.js'
import { createWaiting } from './waiting.js'

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
  /**
   * How long somebody waits while a store fails, or for a position that the log does not have, until they are told. Default
   * 5,000 ms. Of a damaged file they are told at once.
   */
  readonly patienceMs?: number
}

const defaultIdleMs = 50
const defaultCacheLimit = 4 * 1024 * 1024

// A store that was opened for reading, one that does not take what is asked of it, and a damaged file answer the same each time.
const isFinal = ({ reason }: StoreUnavailable): boolean =>
  reason === 'read-only' || reason === 'refused' || reason === 'corrupted'

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
    patienceMs = defaultPatienceMs,
  }: RunnerShell) =>
  (wanted: ReadonlyArray<AnyView>): TaskEither<StoreUnavailable, Runner> =>
  async () => {
    const kept = keepViews(store.logId, wanted)
    const exclusive = createTurns()
    const idle = createIdle(idleMs)
    const outage = createOutage()
    let isClosed = false
    let catchingUp: Promise<void> = Promise.resolve()
    let isCatchingUp = false

    // Asked through a function, for it changes while something is awaited.
    const hasClosed = (): boolean => isClosed

    const waiting = createWaiting({ store, kept, outage, isClosed: hasClosed, patienceMs })
    const following = createFollowing({
      store,
      views,
      decode,
      kept,
      cacheLimit,
      waiting,
      exclusive,
      idle,
      outage,
      isClosed: hasClosed,
      onInStep: () => catchUp(),
    })

    const refold = refoldFor({
      store,
      views,
      readers,
      ...(gatherLimit === undefined ? {} : { gatherLimit }),
      kept,
      cacheLimit,
      exclusive,
      cursor: following.cursor,
      isClosed: hasClosed,
      onJoined: waiting.check,
    })

    // What another process has folded meanwhile is taken up; the rest is still to be folded here.
    const stillLate = async (): Promise<Either<StoreUnavailable, ReadonlyArray<AnyView>>> => {
      const there = await views.tables()
      if (E.isLeft(there)) return there
      const at = await store.head()
      if (E.isLeft(at)) return at
      await exclusive('fold', async () => following.takeUpLate(there.right, at.right))
      return E.right(kept.late())
    }

    const isServedAt = (view: AnyView, there: ReadonlyArray<KeptTable>, head: Position): boolean =>
      there.some((table) => fits(view, store.logId, head, table))

    const foldLate = async (): Promise<void> => {
      while (!isClosed && kept.late().length > 0) {
        const result = await refold({ which: stillLate, isSpare: isServedAt }, () => undefined)
        if (E.isRight(result) || result.left._tag !== 'StoreUnavailable') continue
        if (isFinal(result.left)) kept.giveUpLate(result.left)
        else await following.failed('catch up', result.left)
      }
      outage.ended('catch up')
      isCatchingUp = false
      waiting.check()
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
    following.takeUp(tables.right, head.right)
    catchUp()
    // On an empty log there is nothing to wait for.
    if (following.cursor() === beforeFirst) await catchingUp
    // Without views there is nothing to follow the log for.
    const running = wanted.length === 0 ? Promise.resolve() : following.run()

    return E.right({
      atLeast: (view, position) => () => {
        if (!kept.has(view)) return Promise.resolve(E.left({ _tag: 'UnknownView', view }))
        const found = waiting.settleSaved(view, position)
        if (found !== undefined) return Promise.resolve(found)
        const result = waiting.forSaved.wait(view, position)
        if ((kept.liveTable(view)?.folded ?? beforeFirst) < position) idle.end()
        else void exclusive('fold', following.saveWaitedFor)
        return result
      },
      inMemory: (view, position, keys) => async () => {
        if (!kept.has(view)) return E.left({ _tag: 'UnknownView', view })
        for (;;) {
          const known = waiting.settleFolded(view, position)
          if (known === undefined) idle.end()
          const reached = known ?? (await waiting.forFolded.wait(view, position))
          if (E.isLeft(reached)) return reached
          const table = reached.right
          const found = await exclusive('fold', async () => {
            // Another table may have taken its place, or it went back to what is saved.
            if (kept.liveTable(view) !== table || table.folded < position) return undefined
            const folded = await foldedViews(views, table, keys)
            const isLost = E.isLeft(folded) && folded.left._tag === 'StoreUnavailable'
            if (isLost && isOutOfStep(folded.left)) following.fallOutOfStep()
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
          following.takeUp(tables.right, undefined)
          following.fallOutOfStep()
        }),
      status: () => kept.status().map((one) => ({ ...one, outage: outage.now() })),
      close: async () => {
        isClosed = true
        idle.end()
        following.endWait()
        await Promise.all([running, catchingUp])
        // A rebuild that is under way ends at its next page.
        await exclusive('refold', () => Promise.resolve())
        await exclusive('fold', following.saveAll)
        waiting.check()
      },
    })
  }
