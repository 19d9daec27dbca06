import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Tagged } from '../events/codec.js'
import type { EventCodecs, UnreadableEvent } from '../events/event.js'
import type { Clock } from '../instant.js'
import type {
  EventRefused,
  EventStore,
  StoreUnavailable,
  Written,
  WrongExpectedRevision,
} from '../ports.js'
import type { StreamName } from '../stream-name.js'
import { createTurns } from '../turns.js'
import { uuidV5 } from '../uuid.js'
import {
  type Aggregate,
  createHotAggregates,
  type Folding,
  foldUp,
  type HotAggregates,
  readOn,
  unread,
} from './aggregate.js'
import {
  type Checked,
  type Context,
  check,
  type InvalidCommand,
  type OccurredInFuture,
} from './context.js'
import type { Decider } from './decider.js'
import { type Printed, printingWith } from './printing.js'
import { appended, firstReceipt, type Receipt } from './receipt.js'
import type { Seal } from './seal.js'

/** Everything but a rejection that keeps a command from being carried out. */
export type HandleError =
  | InvalidCommand
  | OccurredInFuture
  | WrongExpectedRevision
  | EventRefused
  | UnreadableEvent
  | StoreUnavailable

/** What the handler needs of the world. `SealError` is what may keep personal values from being sealed. */
export interface HandlerShell<SealError = never> {
  readonly store: EventStore
  readonly clock: Clock
  /** Closes what may not be stored in the clear. By default events are stored as they were decided. */
  readonly seal?: Seal<SealError>
  /** From 0 up to 1: spreads retries. */
  readonly random: () => number
  /** How often a command is decided before a conflict is given back. Default 10. */
  readonly attempts?: number
  /** How many bytes of event data the hot aggregates of all deciders may stand for. Default 24 MiB; 0 keeps none. */
  readonly hotBytes?: number
}

/** Carries out one command on one stream. */
export type Handle<Command, Rejection> = (
  stream: StreamName,
  command: Command,
  context: Context,
) => TaskEither<Rejection | HandleError, Receipt>

const defaultAttempts = 10
const defaultHotBytes = 24 * 1024 * 1024
const firstWaitMs = 1
const longestWaitMs = 50

/** The id of an event that a command leads to, by its place among them: a retry makes the same ids. */
export const eventIdOf = (commandId: string, index: number): string =>
  uuidV5(commandId, String(index))

// Full jitter: none at first, for most conflicts are over at once, then from 1 ms doubling to 50 ms.
const backOff = async (attempt: number, random: () => number): Promise<void> => {
  if (attempt === 0) return
  const ms = random() * Math.min(longestWaitMs, firstWaitMs * 2 ** attempt)
  await new Promise((resolve) => setTimeout(resolve, ms))
}

/** One command on its way: what is known of its stream, and how far that can be trusted. */
interface Attempt<State> extends Checked {
  readonly stream: StreamName
  readonly aggregate: Aggregate<State>
  /** Whether everything that was there when the command arrived has been read. */
  isConfirmed: boolean
  /** Whether nothing was known of the stream when the command arrived, and nothing had to be read. */
  isNewcomer: boolean
}

/**
 * Carries out commands: load, fold, decide, append under the expected revision; on a conflict read only what is new and
 * decide again. A command whose id was carried out before gives its first receipt.
 *
 * State from the cache, or from the guess that a stream nobody has read is empty, may append, for the expected revision
 * confirms it; it never rejects and never says "already so" before what is new has been read.
 */
export const handle = <SealError = never>({
  store,
  clock,
  random,
  seal,
  attempts = defaultAttempts,
  hotBytes = defaultHotBytes,
}: HandlerShell<SealError>) => {
  const shared = createHotAggregates<unknown>(hotBytes)
  const takeTurn = createTurns()

  return <Command, State, Event extends Tagged, Rejection>(
    decider: Decider<Command, State, Event, Rejection>,
    codecs: EventCodecs<Event>,
  ): Handle<Command, Rejection | SealError> => {
    type Outcome = Either<Rejection | SealError | HandleError, Receipt>
    const { decode, print } = printingWith(codecs)
    const folding: Folding<State, Event> = { evolve: decider.evolve, decode }
    // A stream belongs to one decider, so what is found under its name is a state of this one.
    const hot = shared as HotAggregates<State>

    const readWhatIsNew = (
      attempt: Attempt<State>,
    ): Promise<Either<StoreUnavailable | UnreadableEvent, void>> => {
      attempt.isConfirmed = true
      attempt.isNewcomer = false
      return readOn(store, folding, attempt.stream, attempt.aggregate)
    }

    // Takes over what was appended, if it is certain that these texts are what the store holds. Otherwise the state before
    // it is still certain, and the next command reads on from there.
    const takeOver = (
      { stream, issued, aggregate, isNewcomer }: Attempt<State>,
      { events, unfolded }: Printed<Event>,
      { isKnownNew, revision, position }: Written,
      ids: ReadonlyArray<string>,
    ): void => {
      if (!isKnownNew) {
        aggregate.isBehind = true
        hot.keep(stream, aggregate)
        return
      }
      for (const { data, metadata } of events) aggregate.bytes += data.length + metadata.length
      aggregate.unfolded = unfolded
      aggregate.revision = revision
      aggregate.commands.set(issued.commandId, {
        firstRevision: revision - events.length + 1,
        ids,
        position,
      })
      if (isNewcomer) hot.keepNewcomer(stream, aggregate)
      else hot.keep(stream, aggregate)
    }

    // The events as they may be stored, under these ids.
    const closed = async (
      decided: ReadonlyNonEmptyArray<Event>,
      ids: ReadonlyArray<string>,
      { stream, issued, metadata }: Attempt<State>,
    ): Promise<Either<SealError, ReadonlyNonEmptyArray<Event>>> => {
      if (seal === undefined) return E.right(decided)
      const placing = { stream, ids, occurredAt: metadata.occurredAt, at: issued.at }
      // It gives back the events that it was given, each of its type: only personal values are others.
      return seal(placing, decided)() as Promise<Either<SealError, ReadonlyNonEmptyArray<Event>>>
    }

    // Decides on what is known; `undefined` when that is not enough to say no, or that nothing is to be done.
    const decideOnce = (
      command: Command,
      { issued, aggregate, isConfirmed }: Attempt<State>,
    ): Either<Rejection, ReadonlyArray<Event>> | undefined => {
      const decision = decider.decide(command, aggregate.state, issued)
      const isFinal = isConfirmed || (E.isRight(decision) && decision.right.length > 0)
      return isFinal ? decision : undefined
    }

    const carryOut = async (command: Command, attempt: Attempt<State>): Promise<Outcome> => {
      const { stream, issued, metadata, aggregate } = attempt
      let conflicts = 0
      foldUp(folding, aggregate)
      if (aggregate.isBehind) {
        const read = await readWhatIsNew(attempt)
        if (E.isLeft(read)) return read
      }
      for (;;) {
        const done = aggregate.commands.get(issued.commandId)
        if (done !== undefined) {
          hot.keep(stream, aggregate)
          return firstReceipt(store, stream, done)
        }
        const decision = decideOnce(command, attempt)
        if (decision === undefined) {
          const read = await readWhatIsNew(attempt)
          if (E.isLeft(read)) return read
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
        const ids = decision.right.map((_, index) => eventIdOf(issued.commandId, index))
        const sealed = await closed([first, ...rest], ids, attempt)
        if (E.isLeft(sealed)) return sealed
        const { revision } = aggregate
        const printed = print(sealed.right, ids, { stream, revision, issued, metadata })
        if (E.isLeft(printed)) return printed
        const expected = revision < 0 ? 'none' : revision
        const written = await store.append(stream, expected, printed.right.events)()
        // It was there before, from a run that this process did not know of and that may have led to more: ask the log.
        if (E.isRight(written) && store.exactIds && !written.right.isKnownNew) {
          const read = await readWhatIsNew(attempt)
          if (E.isLeft(read)) return read
          continue
        }
        if (E.isRight(written)) {
          takeOver(attempt, printed.right, written.right, ids)
          return E.right(appended(stream, written.right, ids))
        }
        const isConflict =
          written.left._tag === 'WrongExpectedRevision' && written.left.actual !== 'deleted'
        if (!isConflict || conflicts + 1 >= attempts) return written
        await backOff(conflicts++, random)
        const read = await readWhatIsNew(attempt)
        if (E.isLeft(read)) return read
      }
    }

    return (stream, command, context) => async () => {
      const checked = check(clock, context)
      if (E.isLeft(checked)) return checked
      // Commands on one stream take turns in this process: none of them then loses to another.
      return takeTurn(stream, () => {
        const cached = hot.take(stream)
        const { issued, metadata } = checked.right
        return carryOut(command, {
          issued,
          metadata,
          stream,
          aggregate: cached ?? unread(decider.initial),
          isConfirmed: false,
          isNewcomer: cached === undefined,
        })
      })
    }
  }
}
