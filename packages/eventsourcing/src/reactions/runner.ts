import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Tagged } from '../events/codec.js'
import { decodeLogged } from '../events/decode-event.js'
import type { EventReaders } from '../events/event.js'
import type { EventDecoder } from '../events/recently-decoded.js'
import { afterFault, createIdle } from '../idle.js'
import { type AheadOfLog, createOutage, defaultPatienceMs, inVain } from '../outage.js'
import {
  beforeFirst,
  type EventStore,
  type LoggedEvent,
  type Position,
  type StoreUnavailable,
  type ViewRow,
  type ViewStore,
} from '../ports.js'
import type { StreamName } from '../stream-name.js'
import { createTurns } from '../turns.js'
import { saveEvery, saveMs } from '../views/save-pace.js'
import type { Runner, RunnerClosed } from '../views/standing.js'
import { createWaiters } from '../waiters.js'
import { type FactsError, loadFacts } from './facts.js'
import { freshnessFor, type OtherReaction } from './freshness.js'
import { beginAt, placeOf, reactionTable } from './place.js'
import { type Halt, planningFor, sooner } from './plan.js'
import type { AnyReaction } from './reaction.js'
import { type SendCommand, sendPlanned } from './sending.js'
import type { NotReached, ReactionStopped, RunningReaction } from './standing.js'

/** What reactions need. `send` carries out a command on the stream that `streamOf` names. */
export interface ReactionShell {
  readonly store: EventStore
  readonly views: ViewStore
  readonly readers: EventReaders<Tagged>
  /** As in `RunnerShell`. */
  readonly decode?: EventDecoder
  readonly runner: Runner
  readonly streamOf: (command: Tagged) => StreamName
  readonly send: SendCommand
  readonly idleMs?: number
  /** As in `RunnerShell`. */
  readonly patienceMs?: number
  /** Those that a reaction comes after. */
  readonly other?: OtherReaction
}

const defaultIdleMs = 50
// What has an end by itself: facts that cannot be had now may be had later.
const passes = (reason: FactsError): reason is RunnerClosed | AheadOfLog | StoreUnavailable =>
  reason._tag === 'RunnerClosed' ||
  reason._tag === 'AheadOfLog' ||
  reason._tag === 'StoreUnavailable'

const closed: RunnerClosed = { _tag: 'RunnerClosed' }

type Progress = 'went on' | 'look again' | 'stopped'

/** Runs one reaction from where it left off. */
export const startReaction =
  (shell: ReactionShell) =>
  (reaction: AnyReaction): TaskEither<StoreUnavailable, RunningReaction> =>
  async () => {
    const { store, views, readers, decode = decodeLogged(readers), runner } = shell
    const table = reactionTable(reaction.name)
    const idle = createIdle(shell.idleMs ?? defaultIdleMs)
    const exclusive = createTurns()
    const { askedOf, plannedFrom } = planningFor(reaction, decode, shell.streamOf)
    const freshFor = freshnessFor(reaction, store, shell.other)
    // How far it has come, and how far of that is stored.
    let dealtWith: Position = beforeFirst
    let saved: Position = beforeFirst
    let unsaved = 0
    let saveTimer: NodeJS.Timeout | undefined
    let isOvertaken = false
    let stopped: ReactionStopped | undefined
    let isClosed = false
    let endSubscription = (): void => undefined

    // Asked through functions, for they change while something is awaited.
    const hasClosed = (): boolean => isClosed
    const hasBeenOvertaken = (): boolean => isOvertaken
    const sendAll = sendPlanned(reaction.name, shell.send, hasClosed)

    const outage = createOutage()

    const settle = (_: string, position: Position): Either<NotReached, Position> | undefined => {
      if (dealtWith >= position) return E.right(dealtWith)
      const reason = stopped ?? outage.lasting() ?? (isClosed ? closed : undefined)
      return reason && E.left(reason)
    }

    const waiters = createWaiters({
      ms: shell.patienceMs ?? defaultPatienceMs,
      inVain: inVain(store, outage, settle),
    })

    const failed = (work: string, error: StoreUnavailable): void => {
      outage.began(work, error)
      waiters.check(settle)
    }

    const saveOnce = async (
      next: Position,
      rows: ReadonlyArray<ViewRow>,
    ): ReturnType<ReturnType<ViewStore['save']>> => {
      const result = await views.save([{ table, expected: saved, next, rows }])()
      if (E.isRight(result)) {
        saved = next
        unsaved = 0
      }
      return result
    }

    const save = async (next: Position, rows: ReadonlyArray<ViewRow>): Promise<Progress> => {
      while (!isClosed) {
        const result = await saveOnce(next, rows)
        if (E.isRight(result)) {
          outage.ended('save')
          dealtWith = next
          waiters.check(settle)
          return 'went on'
        }
        if (result.left._tag === 'CheckpointMoved') return 'look again'
        failed('save', result.left)
        await afterFault()
      }
      return 'look again'
    }

    const saveLate = async (): Promise<void> => {
      saveTimer = undefined
      if (saved === dealtWith || (await save(dealtWith, [])) === 'went on' || isClosed) return
      isOvertaken = true
      endSubscription()
    }

    // What it sent is known by its id, so that a crash may make it deal with events again: only a refusal is stored at once.
    // A commit for every page of every reaction would cost more than most of them do.
    const goOn = async (
      next: Position,
      events: number,
      rows: ReadonlyArray<ViewRow>,
    ): Promise<Progress> => {
      unsaved += events
      if (rows.length > 0 || unsaved >= saveEvery) return save(next, rows)
      dealtWith = next
      waiters.check(settle)
      saveTimer ??= setTimeout(() => void exclusive('deal', saveLate), saveMs).unref()
      return 'went on'
    }

    const stopAt = ({ at, reason }: Halt): Progress => {
      stopped = { _tag: 'ReactionStopped', reaction: reaction.name, reason, position: at }
      waiters.check(settle)
      return 'stopped'
    }

    // Deals with the events of a page, up to one where it has to stop.
    const dealWith = async (
      events: ReadonlyArray<LoggedEvent>,
      next: Position,
    ): Promise<Progress> => {
      const { found: asked, halt: unreadable } = askedOf(events)
      const fresh = await freshFor(asked)
      if (E.isLeft(fresh)) {
        if (fresh.left._tag === 'StoreUnavailable') failed('facts', fresh.left)
        if (fresh.left._tag !== 'ReactionStopped') return 'look again'
        return stopAt({ at: asked[0]?.recorded.position ?? next, reason: fresh.left.reason })
      }
      const facts = await loadFacts(runner, asked, fresh.right)
      if (E.isLeft(facts)) {
        const { left: reason } = facts
        if (reason._tag === 'StoreUnavailable') failed('facts', reason)
        if (passes(reason)) return 'look again'
        return stopAt({ at: asked[0]?.recorded.position ?? next, reason })
      }
      outage.ended('facts')
      const { found: planned, halt: thrown } = plannedFrom(asked, facts.right)
      const { rows, halt: unsent } = await sendAll(planned)
      // Closed on the way: what was not sent is sent next time, and what was is known by its id.
      if (hasClosed()) return 'look again'
      const halt = [unreadable, thrown, unsent].reduce(sooner)
      if (halt === undefined) return goOn(next, events.length, rows)
      const done = events.filter(({ position }) => position < halt.at).at(-1)?.position ?? dealtWith
      const progress = await save(done, rows)
      return progress === 'went on' ? stopAt(halt) : progress
    }

    // Deals with what the log brings until it has to stop for good, or its place has to be looked up again.
    const follow = async (): Promise<Progress> => {
      const pages = store.subscribe(dealtWith)[Symbol.asyncIterator]()
      endSubscription = () => void pages.return?.()
      while (!isClosed && !hasBeenOvertaken()) {
        const delivery = await pages.next()
        if (delivery.done === true) break
        if (E.isLeft(delivery.value)) {
          failed('follow', delivery.value.left)
          continue
        }
        outage.ended('follow')
        const page = delivery.value.right
        const progress = await exclusive('deal', () => dealWith(page.events, page.next))
        if (progress !== 'went on') {
          await pages.return?.()
          return progress
        }
        if (page.isEnd && !hasClosed() && waiters.count() === 0) await idle.wait()
      }
      await pages.return?.()
      return 'look again'
    }

    const run = async (): Promise<void> => {
      while ((await follow()) !== 'stopped' && !hasClosed()) {
        // Another instance ran it, then its place counts; or something was unavailable.
        await afterFault()
        const at = await placeOf(shell, reaction)
        if (E.isLeft(at)) failed('place', at.left)
        else outage.ended('place')
        if (E.isRight(at) && at.right !== undefined && at.right.checkpoint !== saved) {
          saved = at.right.checkpoint
          dealtWith = saved
          unsaved = 0
        }
        isOvertaken = false
        waiters.check(settle)
      }
      waiters.check(settle)
    }

    const begun = await beginAt(shell, reaction)
    if (E.isLeft(begun)) return begun
    saved = begun.right
    dealtWith = saved
    const running = run()

    return E.right({
      reached: (position) => {
        const found = settle(reaction.name, position)
        if (found !== undefined) return Promise.resolve(found)
        const result = waiters.wait(reaction.name, position)
        idle.end()
        return result
      },
      status: () => ({
        reaction: reaction.name,
        checkpoint: dealtWith,
        stopped,
        outage: outage.now(),
      }),
      close: async () => {
        isClosed = true
        idle.end()
        endSubscription()
        await running
        clearTimeout(saveTimer)
        // Tried once: what is not stored is dealt with again.
        await exclusive('deal', async () => {
          if (saved !== dealtWith) await saveOnce(dealtWith, [])
        })
        waiters.check(settle)
      },
    })
  }
