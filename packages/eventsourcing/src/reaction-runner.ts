import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Tagged } from './codec.js'
import type { Context } from './context.js'
import { decodeLogged, type EventReaders, type LogEvent } from './event.js'
import { afterFault, createIdle } from './idle.js'
import {
  beforeFirst,
  type EventStore,
  type LoggedEvent,
  type Position,
  type StoreUnavailable,
  type ViewRow,
  type ViewStore,
} from './ports.js'
import type { AnyReaction } from './reaction.js'
import { type Asked, factsFor, type LoadedFacts, loadFacts } from './reaction-facts.js'
import { type AnyError, beginAt, placeOf, reactionTable, refusedRow } from './reaction-place.js'
import type { ReactionStopped, ReactionThrew, RunningReaction } from './reaction-standing.js'
import type { Receipt } from './receipt.js'
import type { EventDecoder } from './recently-decoded.js'
import { saveEvery, saveMs } from './save-pace.js'
import type { Runner, RunnerClosed } from './standing.js'
import type { StreamName } from './stream-name.js'
import { createTurns } from './turns.js'
import { uuidV5 } from './uuid.js'
import { createWaiters } from './waiters.js'

/** What reactions need. `send` carries out a command on the stream that `streamOf` names. */
export interface ReactionShell {
  readonly store: EventStore
  readonly views: ViewStore
  readonly readers: EventReaders<Tagged>
  /** As in `RunnerShell`. */
  readonly decode?: EventDecoder
  readonly runner: Runner
  readonly streamOf: (command: Tagged) => StreamName
  readonly send: (command: Tagged, context: Context) => TaskEither<AnyError, Receipt>
  readonly idleMs?: number
  /** Another reaction at work, once all of them are: one that a reaction comes after. `undefined` where it is not run here. */
  readonly other?: (name: string) => Promise<Pick<RunningReaction, 'reached'> | undefined>
}

const defaultIdleMs = 50
const closed: RunnerClosed = { _tag: 'RunnerClosed' }

type Reason = ReactionStopped['reason']

const threw = (error: unknown): ReactionThrew => ({
  _tag: 'ReactionThrew',
  error: error instanceof Error ? error.name : typeof error,
})

// Errors that pass: the same command is sent again, under the same id. A clock behind that of the process which recorded the
// event catches up.
const isPassing = (error: AnyError & { readonly actual?: unknown }): boolean =>
  error._tag === 'StoreUnavailable' ||
  error._tag === 'OccurredInFuture' ||
  (error._tag === 'WrongExpectedRevision' && error.actual !== 'deleted')

/** The event that the reaction cannot deal with, and why: what came before it is dealt with all the same. */
interface Halt {
  readonly at: LogEvent<Tagged>['position']
  readonly reason: Reason
}

/** Something for some events, up to one where it has to stop. */
interface UpTo<A> {
  readonly found: ReadonlyArray<A>
  readonly halt: Halt | undefined
}

/** A command that follows from an event, and the stream that it is for. */
interface Planned {
  readonly recorded: LogEvent<Tagged>
  readonly command: Tagged
  readonly stream: StreamName
  readonly context: Context
}

// The earlier of two places to stop.
const sooner = (a: Halt | undefined, b: Halt | undefined): Halt | undefined => {
  if (a === undefined || b === undefined) return a ?? b
  return a.at < b.at ? a : b
}

type Progress = 'went on' | 'look again' | 'stopped'

/** Runs one reaction from where it left off. */
export const startReaction =
  (shell: ReactionShell) =>
  (reaction: AnyReaction): TaskEither<StoreUnavailable, RunningReaction> =>
  async () => {
    const { store, views, readers, decode = decodeLogged(readers), runner } = shell
    const table = reactionTable(reaction.name)
    const types = new Set(reaction.types)
    const idle = createIdle(shell.idleMs ?? defaultIdleMs)
    const waiters = createWaiters<Either<ReactionStopped | RunnerClosed, Position>>()
    const exclusive = createTurns()
    // How far it has come, and how far of that is stored.
    let dealtWith: Position = beforeFirst
    let saved: Position = beforeFirst
    let unsaved = 0
    let saveTimer: NodeJS.Timeout | undefined
    let isOvertaken = false
    let stopped: ReactionStopped | undefined
    let isClosed = false
    let endSubscription = (): void => undefined

    // Asked through a function, for it changes while something is awaited.
    const hasClosed = (): boolean => isClosed
    const hasBeenOvertaken = (): boolean => isOvertaken

    const settle = (
      _: string,
      position: Position,
    ): Either<ReactionStopped | RunnerClosed, Position> | undefined => {
      if (dealtWith >= position) return E.right(dealtWith)
      if (stopped !== undefined) return E.left(stopped)
      return isClosed ? E.left(closed) : undefined
    }

    // The events of the page that concern it, up to one that cannot be read.
    const askedOf = (events: ReadonlyArray<LoggedEvent>): UpTo<Asked> => {
      const found: Asked[] = []
      for (const stored of events) {
        if (!types.has(stored.type)) continue
        const decoded = decode(stored)
        if (E.isLeft(decoded)) return { found, halt: { at: stored.position, reason: decoded.left } }
        try {
          for (const recorded of decoded.right) {
            const reads = reaction.facts(recorded)
            if (reads !== undefined) found.push({ recorded, reads })
          }
        } catch (error) {
          return { found, halt: { at: stored.position, reason: threw(error) } }
        }
      }
      return { found, halt: undefined }
    }

    const contextOf = ({ id, part, metadata }: LogEvent<Tagged>, index: number): Context => ({
      commandId: uuidV5(id, `${reaction.name}/${part}/${index}`),
      actor: `reaction:${reaction.name}`,
      correlationId: metadata.correlationId,
      causationId: id,
      occurredAt: metadata.occurredAt,
    })

    // What follows from the events, before any of it is sent, up to one where the reaction throws.
    const plannedFrom = (asked: ReadonlyArray<Asked>, facts: LoadedFacts): UpTo<Planned> => {
      const found: Planned[] = []
      for (const one of asked) {
        const { recorded } = one
        try {
          const commands = reaction.react(recorded, factsFor(one, facts))
          const planned = commands.map((command, index) => ({
            recorded,
            command,
            stream: shell.streamOf(command),
            context: contextOf(recorded, index),
          }))
          found.push(...planned)
        } catch (error) {
          return { found, halt: { at: recorded.position, reason: threw(error) } }
        }
      }
      return { found, halt: undefined }
    }

    // Sends one command until it is carried out or refused.
    const carryOut = async ({
      recorded: { id, position },
      command,
      stream,
      context,
    }: Planned): Promise<ViewRow | undefined> => {
      while (!isClosed) {
        const sent = await shell.send(command, context)()
        if (E.isRight(sent)) return undefined
        if (isPassing(sent.left)) {
          await afterFault()
          continue
        }
        return refusedRow(context.commandId, {
          reaction: reaction.name,
          eventId: id,
          position,
          stream,
          commandType: command.type,
          rejection: sent.left,
        })
      }
      return undefined
    }

    // Streams do not wait for each other; in one stream a reversal cannot overtake its award.
    const carryOutAll = async (
      planned: ReadonlyArray<Planned>,
    ): Promise<ReadonlyArray<ViewRow>> => {
      const takeTurn = createTurns()
      const outcomes = planned.map((one) => takeTurn(one.stream, () => carryOut(one)))
      return (await Promise.all(outcomes)).filter((row) => row !== undefined)
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
          dealtWith = next
          waiters.check(settle)
          return 'went on'
        }
        if (result.left._tag === 'CheckpointMoved') return 'look again'
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

    // How far those before this one were when the log was last looked at, and how far the log was then. Whoever lags behind them
    // finds all that they made of its events before that head, and need not wait at every page until views are at the newest one.
    let seen: { readonly dealtWith: Position; readonly head: Position } | undefined

    // How fresh the facts must be: as fresh as their events, or as all that the reactions before this one made of them.
    const freshFor = async (
      asked: ReadonlyArray<Asked>,
    ): Promise<Either<ReactionStopped | RunnerClosed | StoreUnavailable, Position | undefined>> => {
      const last = asked.at(-1)?.recorded.position
      if (last === undefined || reaction.after === undefined) return E.right(undefined)
      if (seen !== undefined && last <= seen.dealtWith) return E.right(seen.head)
      let dealtWith: Position | undefined
      for (const name of reaction.after) {
        const reached = await (await shell.other?.(name))?.reached(last)
        if (reached === undefined) continue
        if (E.isLeft(reached)) return reached
        if (dealtWith === undefined || reached.right < dealtWith) dealtWith = reached.right
      }
      const head = await store.head()
      if (E.isRight(head)) seen = { dealtWith: dealtWith ?? last, head: head.right }
      return head
    }

    // Deals with the events of a page, up to one where it has to stop.
    const dealWith = async (
      events: ReadonlyArray<LoggedEvent>,
      next: Position,
    ): Promise<Progress> => {
      const { found: asked, halt: unreadable } = askedOf(events)
      const fresh = await freshFor(asked)
      if (E.isLeft(fresh)) {
        if (fresh.left._tag !== 'ReactionStopped') return 'look again'
        return stopAt({ at: asked[0]?.recorded.position ?? next, reason: fresh.left.reason })
      }
      const facts = await loadFacts(runner, asked, fresh.right)
      if (E.isLeft(facts)) {
        const { left: reason } = facts
        if (reason._tag === 'RunnerClosed' || reason._tag === 'StoreUnavailable')
          return 'look again'
        return stopAt({ at: asked[0]?.recorded.position ?? next, reason })
      }
      const { found: planned, halt: thrown } = plannedFrom(asked, facts.right)
      const rows = await carryOutAll(planned)
      // Closed on the way: what was not sent is sent next time, and what was is known by its id.
      if (hasClosed()) return 'look again'
      const halt = sooner(unreadable, thrown)
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
        if (E.isLeft(delivery.value)) continue
        const page = delivery.value.right
        const progress = await exclusive('deal', () => dealWith(page.events, page.next))
        if (progress !== 'went on') {
          await pages.return?.()
          return progress
        }
        if (page.isEnd && waiters.count() === 0) await idle.wait()
      }
      await pages.return?.()
      return 'look again'
    }

    const run = async (): Promise<void> => {
      while ((await follow()) !== 'stopped' && !hasClosed()) {
        // Another instance ran it, then its place counts; or something was unavailable.
        await afterFault()
        const at = await placeOf(shell, reaction)
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
      status: () => ({ reaction: reaction.name, checkpoint: dealtWith, stopped }),
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
