import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Tagged } from './codec.js'
import type { Context } from './context.js'
import { decodeLogged, type EventReaders, type LogEvent, type UnreadableEvent } from './event.js'
import type { UnreadableView, ViewStopped } from './fold.js'
import type { Receipt } from './handle.js'
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
import type { Runner, RunnerClosed, Superseded, UnknownView } from './runner.js'
import type { StreamName } from './stream-name.js'
import { createTurns } from './turns.js'
import { uuidV5 } from './uuid.js'
import type { AnyView } from './view.js'
import { createWaiters } from './waiters.js'

/** Why a reaction stands still. What it should have done is done when it is started again and the cause is gone. */
export interface ReactionStopped {
  readonly _tag: 'ReactionStopped'
  readonly reaction: string
  readonly reason:
    | UnreadableEvent
    | UnreadableView
    | ViewStopped
    | Superseded
    | UnknownView
    | ReactionThrew
  readonly position: Position
}

/** The reaction threw, which is a bug in it. */
export interface ReactionThrew {
  readonly _tag: 'ReactionThrew'
  readonly error: string
}

/** Where a reaction stands. */
export interface ReactionStatus {
  readonly reaction: string
  readonly checkpoint: Position
  readonly stopped: ReactionStopped | undefined
}

/** What reactions need. `send` carries out a command on the stream that `streamOf` names. */
export interface ReactionShell {
  readonly store: EventStore
  readonly views: ViewStore
  readonly readers: EventReaders<Tagged>
  readonly runner: Runner
  readonly keptViews: ReadonlyMap<string, AnyView>
  readonly streamOf: (command: Tagged) => StreamName
  readonly send: (command: Tagged, context: Context) => TaskEither<AnyError, Receipt>
  readonly idleMs?: number
}

/** A reaction at work. */
export interface RunningReaction {
  /** Resolves when it has dealt with every event up to the position, or has stopped. */
  readonly reached: (
    position: Position,
  ) => Promise<Either<ReactionStopped | RunnerClosed, Position>>
  readonly status: () => ReactionStatus
  readonly close: () => Promise<void>
}

const defaultIdleMs = 50
const closed: RunnerClosed = { _tag: 'RunnerClosed' }

type Reason = ReactionStopped['reason']

const threw = (error: unknown): ReactionThrew => ({
  _tag: 'ReactionThrew',
  error: error instanceof Error ? error.name : typeof error,
})

// Errors that pass: the same command is sent again, under the same id.
const isPassing = ({ _tag }: AnyError): boolean =>
  _tag === 'StoreUnavailable' || _tag === 'WrongExpectedRevision'

/** Runs one reaction from where it left off. */
export const startReaction =
  (shell: ReactionShell) =>
  (reaction: AnyReaction): TaskEither<StoreUnavailable, RunningReaction> =>
  async () => {
    const { store, views, readers, runner, keptViews } = shell
    const table = reactionTable(reaction.name)
    const types = new Set(reaction.types)
    const decode = decodeLogged(readers)
    const idle = createIdle(shell.idleMs ?? defaultIdleMs)
    const waiters = createWaiters<Either<ReactionStopped | RunnerClosed, Position>>()
    let saved: Position = beforeFirst
    let stopped: ReactionStopped | undefined
    let isClosed = false
    let endSubscription = (): void => undefined

    // Asked through a function, for it changes while something is awaited.
    const hasClosed = (): boolean => isClosed

    const settle = (
      _: string,
      position: Position,
    ): Either<ReactionStopped | RunnerClosed, Position> | undefined => {
      if (saved >= position) return E.right(saved)
      if (stopped !== undefined) return E.left(stopped)
      return isClosed ? E.left(closed) : undefined
    }

    const stopAt = (position: Position, reason: Reason): void => {
      stopped = { _tag: 'ReactionStopped', reaction: reaction.name, reason, position }
    }

    // The events of the page that concern it, up to one that cannot be read.
    const askedOf = (events: ReadonlyArray<LoggedEvent>): ReadonlyArray<Asked> => {
      const asked: Asked[] = []
      for (const stored of events) {
        if (!types.has(stored.type)) continue
        const decoded = decode(stored)
        if (E.isLeft(decoded)) {
          stopAt(stored.position, decoded.left)
          return asked
        }
        try {
          for (const recorded of decoded.right) {
            const reads = reaction.facts(recorded)
            if (reads !== undefined) asked.push({ recorded, reads })
          }
        } catch (error) {
          stopAt(stored.position, threw(error))
          return asked
        }
      }
      return asked
    }

    const contextOf = ({ id, part, metadata }: LogEvent<Tagged>, index: number): Context => ({
      commandId: uuidV5(id, `${reaction.name}/${part}/${index}`),
      actor: `reaction:${reaction.name}`,
      correlationId: metadata.correlationId,
      causationId: id,
      occurredAt: metadata.occurredAt,
    })

    // Sends one command until it is carried out or refused.
    const carryOut = async (
      { id, position }: LogEvent<Tagged>,
      command: Tagged,
      context: Context,
    ): Promise<ViewRow | undefined> => {
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
          stream: shell.streamOf(command),
          commandType: command.type,
          rejection: sent.left,
        })
      }
      return undefined
    }

    // Streams do not wait for each other; in one stream a reversal cannot overtake its award.
    const act = async (
      asked: ReadonlyArray<Asked>,
      facts: LoadedFacts,
    ): Promise<ReadonlyArray<ViewRow>> => {
      const takeTurn = createTurns()
      const outcomes: Promise<ViewRow | undefined>[] = []
      for (const one of asked) {
        let commands: ReadonlyArray<Tagged>
        try {
          commands = reaction.react(one.recorded, factsFor(one, facts))
        } catch (error) {
          stopAt(one.recorded.position, threw(error))
          break
        }
        for (const [index, command] of commands.entries()) {
          const context = contextOf(one.recorded, index)
          const send = (): Promise<ViewRow | undefined> => carryOut(one.recorded, command, context)
          outcomes.push(takeTurn(shell.streamOf(command), send))
        }
      }
      return (await Promise.all(outcomes)).filter((row) => row !== undefined)
    }

    const save = async (
      next: Position,
      rows: ReadonlyArray<ViewRow>,
    ): Promise<'saved' | 'moved'> => {
      while (!isClosed) {
        const result = await views.save([{ table, expected: saved, next, rows }])()
        if (E.isRight(result)) break
        if (result.left._tag === 'CheckpointMoved') return 'moved'
        await afterFault()
      }
      if (!isClosed) saved = next
      waiters.check(settle)
      return 'saved'
    }

    // Deals with the events of a page, up to one where it has to stop.
    const dealWith = async (
      events: ReadonlyArray<LoggedEvent>,
      next: Position,
    ): Promise<'saved' | 'moved'> => {
      const asked = askedOf(events)
      let facts = await loadFacts(views, runner, keptViews, asked)
      while (E.isLeft(facts) && facts.left._tag === 'StoreUnavailable' && !isClosed) {
        await afterFault()
        facts = await loadFacts(views, runner, keptViews, asked)
      }
      if (E.isLeft(facts)) {
        if (facts.left._tag !== 'RunnerClosed' && facts.left._tag !== 'StoreUnavailable') {
          stopAt(asked[0]?.recorded.position ?? next, facts.left)
        }
        return 'saved'
      }
      const rows = await act(asked, facts.right)
      if (isClosed) return 'saved'
      const until = stopped?.position
      const done =
        until === undefined ? undefined : events.filter(({ position }) => position < until)
      return save(done === undefined ? next : (done.at(-1)?.position ?? saved), rows)
    }

    // Deals with what the log brings until it has to stop for good, or its place has to be looked up again.
    const follow = async (): Promise<'over' | 'again'> => {
      const pages = store.subscribe(saved)[Symbol.asyncIterator]()
      endSubscription = () => void pages.return?.()
      while (!isClosed) {
        const delivery = await pages.next()
        if (delivery.done === true) return hasClosed() ? 'over' : 'again'
        if (E.isLeft(delivery.value)) continue
        const page = delivery.value.right
        const outcome = await dealWith(page.events, page.next)
        if (stopped !== undefined || outcome === 'moved') {
          await pages.return?.()
          return stopped === undefined ? 'again' : 'over'
        }
        if (page.isEnd && waiters.count() === 0) await idle.wait()
      }
      await pages.return?.()
      return 'over'
    }

    const run = async (): Promise<void> => {
      while (!isClosed) {
        if ((await follow()) === 'over') break
        // Another instance ran it, or the subscription ended: go on from what is stored.
        await afterFault()
        const at = await placeOf(shell, reaction)
        if (E.isRight(at) && at.right !== undefined) saved = at.right.checkpoint
      }
      waiters.check(settle)
    }

    const begun = await beginAt(shell, reaction)
    if (E.isLeft(begun)) return begun
    saved = begun.right
    const running = run()

    return E.right({
      reached: (position) => {
        const found = settle(reaction.name, position)
        if (found !== undefined) return Promise.resolve(found)
        const result = waiters.wait(reaction.name, position)
        idle.end()
        return result
      },
      status: () => ({ reaction: reaction.name, checkpoint: saved, stopped }),
      close: async () => {
        isClosed = true
        idle.end()
        endSubscription()
        await running
        waiters.check(settle)
      },
    })
  }
