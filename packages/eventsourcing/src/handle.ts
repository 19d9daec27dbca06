import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import {
  type Aggregate,
  type CarriedOut,
  createHotAggregates,
  type Folding,
  foldIn,
  readOn,
  unread,
} from './aggregate.js'
import { decodeWith, optional, record, type Tagged, text } from './codec.js'
import type { Decider, Issued } from './decider.js'
import {
  decodeStored,
  type EventCodec,
  type EventCodecs,
  encodeEvent,
  instantCodec,
  type Metadata,
  type UnreadableEvent,
  uuidCodec,
} from './event.js'
import { type Clock, type Instant, instantOf } from './instant.js'
import type {
  EventRefused,
  EventStore,
  NewEvent,
  Position,
  StoreUnavailable,
  WrongExpectedRevision,
  Written,
} from './ports.js'
import type { Problem } from './problem.js'
import type { StreamName } from './stream-name.js'
import { createTurns } from './turns.js'
import { uuidV5 } from './uuid.js'

/** What every command comes with. */
export interface Context {
  /** A UUID that the caller chose. The same id sent again changes nothing and gives the first receipt. */
  readonly commandId: string
  /** A user id of the host application: never a name. */
  readonly actor: string
  /** By default the command's own id. */
  readonly correlationId?: string
  /** By default the command's own id. */
  readonly causationId?: string
  /** When it happened, if that is not now. At most five minutes after the clock. */
  readonly occurredAt?: Instant
  readonly purpose?: string
}

/** What became of a command. */
export type Receipt = Appended | AlreadySo

/** It led to events: their ids in order, the revision and position of the last one. */
export interface Appended {
  readonly _tag: 'Appended'
  readonly stream: StreamName
  readonly revision: number
  readonly position: Position
  readonly events: ReadonlyArray<string>
}

/** It was so already: nothing was appended. */
export interface AlreadySo {
  readonly _tag: 'AlreadySo'
  readonly stream: StreamName
  readonly revision: number
}

/** The command, or what came with it, is malformed; every problem is named. Nothing was appended. */
export interface InvalidCommand {
  readonly _tag: 'InvalidCommand'
  readonly problems: ReadonlyArray<Problem>
}

/** The command is dated more than five minutes after the clock. */
export interface OccurredInFuture {
  readonly _tag: 'OccurredInFuture'
  readonly occurredAt: Instant
  readonly now: Instant
}

/** Everything but a rejection that keeps a command from being carried out. */
export type HandleError =
  | InvalidCommand
  | OccurredInFuture
  | WrongExpectedRevision
  | EventRefused
  | UnreadableEvent
  | StoreUnavailable

/** What the handler needs of the world. */
export interface HandlerShell {
  readonly store: EventStore
  readonly clock: Clock
  /** From 0 up to 1: spreads retries. */
  readonly random: () => number
  /** How often a command is decided before a conflict is given back. Default 10. */
  readonly attempts?: number
  /** How many bytes of event data the hot aggregates of one decider may stand for. Default 16 MiB; 0 keeps none. */
  readonly hotBytes?: number
}

/** Carries out one command on one stream. */
export type Handle<Command, Rejection> = (
  stream: StreamName,
  command: Command,
  context: Context,
) => TaskEither<Rejection | HandleError, Receipt>

const defaultAttempts = 10
const defaultHotBytes = 16 * 1024 * 1024
const toleranceMs = 5 * 60 * 1000
const firstWaitMs = 1
const longestWaitMs = 50

const contextCodec = record<Context>('Context', {
  commandId: uuidCodec,
  actor: text(200),
  correlationId: optional(uuidCodec),
  causationId: optional(uuidCodec),
  occurredAt: optional(instantCodec),
  purpose: optional(text(200)),
})

const decodeContext = decodeWith(contextCodec)

/** The id of an event that a command leads to, by its place among them: a retry makes the same ids. */
export const eventIdOf = (commandId: string, index: number): string =>
  uuidV5(commandId, String(index))

// Checks what came with the command and fills in the moment that it is decided for.
const issue = (clock: Clock, context: Context): Either<InvalidCommand | OccurredInFuture, Issued> => {
  const decoded = decodeContext(context)
  if (E.isLeft(decoded)) {
    const problems = decoded.left.map((one) => ({ ...one, path: `/context${one.path}` }))
    return E.left({ _tag: 'InvalidCommand', problems })
  }
  const { commandId, actor, occurredAt } = context
  const now = clock()
  if (occurredAt !== undefined && occurredAt > instantOf(Date.parse(now) + toleranceMs)) {
    return E.left({ _tag: 'OccurredInFuture', occurredAt, now })
  }
  return E.right({ commandId, at: occurredAt ?? now, by: actor })
}

const metadataOf = (issued: Issued, context: Context): Omit<Metadata, 'schemaVersion'> => ({
  occurredAt: issued.at,
  actor: context.actor,
  correlationId: context.correlationId ?? context.commandId,
  causationId: context.causationId ?? context.commandId,
  commandId: context.commandId,
  ...(context.purpose === undefined ? {} : { purpose: context.purpose }),
})

// Full jitter: none at first, for most conflicts are over at once, then from 1 ms doubling to 50 ms.
const backOff = (attempt: number, random: () => number): Promise<void> | undefined =>
  attempt === 0
    ? undefined
    : new Promise((resolve) =>
        setTimeout(resolve, random() * Math.min(longestWaitMs, firstWaitMs * 2 ** attempt)),
      )

/**
 * Carries out commands: load, fold, decide, append under the expected revision; on a conflict read only what is new and
 * decide again. A command whose id was carried out before gives its first receipt.
 *
 * State from the cache, or from the guess that a stream nobody has read is empty, may append, for the expected revision
 * confirms it; it never rejects and never says "already so" before what is new has been read.
 */
export const handle =
  ({ store, clock, random, attempts = defaultAttempts, hotBytes = defaultHotBytes }: HandlerShell) =>
  <Command, State, Event extends Tagged, Rejection>(
    decider: Decider<Command, State, Event, Rejection>,
    codecs: EventCodecs<Event>,
  ): Handle<Command, Rejection> => {
    type Outcome = Either<Rejection | HandleError, Receipt>
    const codecOf = codecs as unknown as Readonly<Record<string, EventCodec<Event>>>
    const folding: Folding<State, Event> = {
      evolve: decider.evolve,
      decode: decodeStored<Event>(codecOf),
    }
    const hot = createHotAggregates<State>(hotBytes)
    const takeTurn = createTurns()

    const encode = (
      events: ReadonlyNonEmptyArray<Event>,
      issued: Issued,
      context: Context,
    ): ReadonlyNonEmptyArray<NewEvent> => {
      const metadata = metadataOf(issued, context)
      const encodeOne = (event: Event, index: number): NewEvent => {
        const codec = codecOf[event.type] as EventCodec<Event>
        return encodeEvent(codec, event, eventIdOf(context.commandId, index), metadata)
      }
      const [first, ...rest] = events
      return [encodeOne(first, 0), ...rest.map((event, index) => encodeOne(event, index + 1))]
    }

    // The first receipt of a command that was carried out before this process knew of it. A stream read carries no
    // position, but the stored events sent again under the revision before them are answered with it.
    const restore = async (stream: StreamName, done: CarriedOut): Promise<Outcome> => {
      const revision = done.firstRevision + done.ids.length - 1
      if (done.position !== undefined) {
        return E.right({ _tag: 'Appended', stream, revision, position: done.position, events: done.ids })
      }
      const page = await store.readStream(stream, done.firstRevision - 1, done.ids.length)()
      if (E.isLeft(page)) return page
      const again = page.right.events.map(({ id, type, data, metadata }) => ({ id, type, data, metadata }))
      const expected = done.firstRevision === 0 ? 'none' : done.firstRevision - 1
      const [first, ...rest] = again
      if (first === undefined) return E.left({ _tag: 'StoreUnavailable', reason: 'event-gone', outcome: 'not-written' })
      const written = await store.append(stream, expected, [first, ...rest])()
      return E.isLeft(written)
        ? written
        : E.right({ _tag: 'Appended', stream, ...placeOf(written.right), events: done.ids })
    }

    const placeOf = ({ revision, position }: Written): Pick<Appended, 'revision' | 'position'> => ({
      revision,
      position,
    })

    // Takes over what was appended, if it is certain that these texts are what the store holds.
    const keepWritten = (
      stream: StreamName,
      aggregate: Aggregate<State>,
      events: ReadonlyArray<NewEvent>,
      written: Written,
      issued: Issued,
    ): void => {
      if (!written.isKnownNew) return
      const firstRevision = written.revision - events.length + 1
      for (const [index, event] of events.entries()) {
        // Folded from the printed text, not from the decided value: a caller may still hold and change the latter.
        const stored = { ...event, stream, revision: firstRevision + index, recordedAt: issued.at }
        if (E.isLeft(foldIn(folding, aggregate, stored))) return
      }
      const ids = events.map(({ id }) => id)
      aggregate.commands.set(issued.commandId, { firstRevision, ids, position: written.position })
      hot.keep(stream, aggregate)
    }

    const carryOut = async (
      stream: StreamName,
      command: Command,
      issued: Issued,
      context: Context,
    ): Promise<Outcome> => {
      const cached = hot.take(stream)
      const aggregate = cached ?? unread(decider.initial)
      // A first append to a stream is not worth a place in the cache: most streams of a shop are written once.
      let isWorthKeeping = cached !== undefined
      let isConfirmed = false

      const confirm = async (): Promise<Either<HandleError, void>> => {
        isConfirmed = true
        isWorthKeeping = true
        return readOn(store, folding, stream, aggregate)
      }

      for (let attempt = 0; ; attempt++) {
        const done = aggregate.commands.get(issued.commandId)
        if (done !== undefined) {
          hot.keep(stream, aggregate)
          return restore(stream, done)
        }
        const decision = decider.decide(command, aggregate.state, issued)
        if (!isConfirmed && (E.isLeft(decision) || decision.right.length === 0)) {
          const read = await confirm()
          if (E.isLeft(read)) return read
          attempt--
          continue
        }
        if (E.isLeft(decision)) {
          hot.keep(stream, aggregate)
          return decision
        }
        const [first, ...rest] = decision.right
        if (first === undefined) {
          hot.keep(stream, aggregate)
          return E.right({ _tag: 'AlreadySo', stream, revision: aggregate.revision })
        }
        const events = encode([first, ...rest], issued, context)
        const expected = aggregate.revision < 0 ? 'none' : aggregate.revision
        const written = await store.append(stream, expected, events)()
        if (E.isRight(written)) {
          if (isWorthKeeping) keepWritten(stream, aggregate, events, written.right, issued)
          const ids = events.map(({ id }) => id)
          return E.right({ _tag: 'Appended', stream, ...placeOf(written.right), events: ids })
        }
        const error = written.left
        const isConflict = error._tag === 'WrongExpectedRevision' && error.actual !== 'deleted'
        if (!isConflict || attempt + 1 >= attempts) return written
        await backOff(attempt, random)
        const read = await confirm()
        if (E.isLeft(read)) return read
      }
    }

    return (stream, command, context) => async () => {
      const issued = issue(clock, context)
      if (E.isLeft(issued)) return issued
      return takeTurn(stream, () => carryOut(stream, command, issued.right, context))
    }
  }
