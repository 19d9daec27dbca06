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
  type ViewTable,
} from './ports.js'
import type { AnyReaction, Fact, ViewRead } from './reaction.js'
import type { Runner, RunnerClosed, Superseded, UnknownView } from './runner.js'
import type { StreamName } from './stream-name.js'
import { createTurns } from './turns.js'
import { uuidV5 } from './uuid.js'
import type { AnyView } from './view.js'
import { createWaiters } from './waiters.js'

/** A command of a reaction that was refused: kept, so that somebody can see to it, while the rest goes on. */
export interface RefusedReaction {
  readonly reaction: string
  readonly eventId: string
  readonly position: Position
  readonly stream: StreamName
  readonly commandType: string
  readonly rejection: unknown
}

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
  readonly send: (command: Tagged, context: Context) => TaskEither<Tagless, Receipt>
  readonly idleMs?: number
}

/** Any error or rejection: all that a reaction looks at is which it is. */
export interface Tagless {
  readonly _tag: string
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

/** Where a reaction keeps its place and what was refused. */
export const reactionTable = (name: string): ViewTable => ({
  name: `refused_${name}`,
  version: 1,
  generation: 1,
  columns: [
    { name: 'stream', kind: 'text', isIndexed: false },
    { name: 'command_type', kind: 'text', isIndexed: false },
    { name: 'rejection', kind: 'text', isIndexed: false },
  ],
})

const defaultIdleMs = 50
const closed: RunnerClosed = { _tag: 'RunnerClosed' }

type Facts = Readonly<Record<string, Fact<unknown>>>
type Reason = ReactionStopped['reason']

interface Asked {
  readonly recorded: LogEvent<Tagged>
  readonly reads: Readonly<Record<string, ViewRead>>
}

const rowOf = (commandId: string, refused: RefusedReaction): ViewRow => ({
  key: commandId,
  view: JSON.stringify(refused),
  columns: [refused.stream, refused.commandType, (refused.rejection as Tagless)._tag],
})

const threw = (error: unknown): ReactionThrew => ({
  _tag: 'ReactionThrew',
  error: error instanceof Error ? error.name : typeof error,
})

// Errors that pass: the same command is sent again, under the same id.
const isPassing = ({ _tag }: Tagless): boolean =>
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

    const place = async (): Promise<Either<StoreUnavailable, Position | undefined>> => {
      const tables = await views.tables()
      if (E.isLeft(tables)) return tables
      const own = tables.right.find(
        ({ name, logId }) => name === table.name && logId === store.logId,
      )
      return E.right(own?.checkpoint)
    }

    // Where it starts is said once and stored: a reaction that is new to an old log may start at its end.
    const begin = async (): Promise<Either<StoreUnavailable, void>> => {
      const before = await place()
      if (E.isLeft(before)) return before
      saved = before.right ?? beforeFirst
      if (before.right !== undefined) return E.right(undefined)
      const created = await views.create(store.logId, [table])()
      if (E.isLeft(created)) return created
      const served = await views.serve(table)()
      if (E.isLeft(served) || reaction.startsFrom === 'beginning') return served
      const head = await store.head()
      if (E.isLeft(head)) return head
      const stored = await views.save([
        { table, expected: beforeFirst, next: head.right, rows: [] },
      ])()
      if (E.isLeft(stored) && stored.left._tag === 'StoreUnavailable') return E.left(stored.left)
      saved = head.right
      return E.right(undefined)
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

    // Loads what the page's events ask for: each view once, at least as fresh as the last of them.
    const factsOf = async (
      asked: ReadonlyArray<Asked>,
    ): Promise<
      Either<Reason | RunnerClosed | StoreUnavailable, ReadonlyMap<string, Fact<unknown>>>
    > => {
      const facts = new Map<string, Fact<unknown>>()
      const until = asked.at(-1)?.recorded.position ?? beforeFirst
      const reads = asked.flatMap((one) => Object.values(one.reads))
      const names = new Set(reads.map(({ of }) => of.name))
      for (const name of names) {
        const view = keptViews.get(name)
        if (view === undefined) return E.left({ _tag: 'UnknownView', view: name })
        const standing = await runner.atLeast(name, until)()
        if (E.isLeft(standing)) return standing
        const keys = [...new Set(reads.filter(({ of }) => of.name === name).map(({ key }) => key))]
        const loaded = await views.load(standing.right.table, keys)()
        if (E.isLeft(loaded)) return loaded
        for (const [index, text] of loaded.right.entries()) {
          const key = keys[index] as string
          const value = text === undefined ? E.right(undefined) : view.decode(text)
          if (E.isLeft(value)) {
            return E.left({ _tag: 'UnreadableView', view: name, key, problems: value.left })
          }
          facts.set(`${name} ${key}`, { value: value.right, asOf: standing.right.position })
        }
      }
      return E.right(facts)
    }

    const factsFor = ({ reads }: Asked, facts: ReadonlyMap<string, Fact<unknown>>): Facts =>
      Object.fromEntries(
        Object.entries(reads).map(([member, { of, key }]) => [
          member,
          facts.get(`${of.name} ${key}`) as Fact<unknown>,
        ]),
      )

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
        return rowOf(context.commandId, {
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
      facts: ReadonlyMap<string, Fact<unknown>>,
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
      let facts = await factsOf(asked)
      while (E.isLeft(facts) && facts.left._tag === 'StoreUnavailable' && !isClosed) {
        await afterFault()
        facts = await factsOf(asked)
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

    const follow = async (): Promise<void> => {
      const pages = store.subscribe(saved)[Symbol.asyncIterator]()
      endSubscription = () => void pages.return?.()
      while (!isClosed && stopped === undefined) {
        const delivery = await pages.next()
        if (delivery.done === true) break
        if (E.isLeft(delivery.value)) continue
        const page = delivery.value.right
        if ((await dealWith(page.events, page.next)) === 'moved') break
        if (page.isEnd && waiters.count() === 0) await idle.wait()
      }
      await pages.return?.()
    }

    const run = async (): Promise<void> => {
      while (!isClosed && stopped === undefined) {
        await follow()
        if (isClosed || stopped !== undefined) break
        // Another instance ran it, or the subscription ended: go on from what is stored.
        await afterFault()
        const at = await place()
        if (E.isRight(at) && at.right !== undefined) saved = at.right
      }
      waiters.check(settle)
    }

    const begun = await begin()
    if (E.isLeft(begun)) return begun
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
