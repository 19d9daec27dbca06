// Sends the commands that follow from events, each until it is carried out or refused.
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Context } from '../commands/context.js'
import type { Receipt } from '../commands/receipt.js'
import type { Tagged } from '../events/codec.js'
import { afterFault } from '../idle.js'
import type { ViewRow } from '../ports.js'
import { createTurns } from '../turns.js'
import { type AnyError, refusedRow } from './place.js'
import { type Halt, type Planned, sooner, threw } from './plan.js'

/** Carries out a command. */
export type SendCommand = (command: Tagged, context: Context) => TaskEither<AnyError, Receipt>

// Errors that pass: the same command is sent again, under the same id. A clock behind that of the process which recorded the
// event catches up.
const isPassing = (error: AnyError & { readonly actual?: unknown }): boolean =>
  error._tag === 'StoreUnavailable' ||
  error._tag === 'OccurredInFuture' ||
  (error._tag === 'WrongExpectedRevision' && error.actual !== 'deleted')

/** What became of what was planned: the rows of what was refused, and the first event of which something could not be sent. */
export interface SentAll {
  readonly rows: ReadonlyArray<ViewRow>
  readonly halt: Halt | undefined
}

interface SentOne {
  readonly row?: ViewRow
  readonly halt?: Halt
}

/** Sends what a reaction has planned, until it is closed. */
export const sendPlanned = (
  reaction: string,
  send: SendCommand,
  isClosed: () => boolean,
): ((planned: ReadonlyArray<Planned>) => Promise<SentAll>) => {
  const refusedOrSent = async ({
    recorded: { id, position },
    command,
    stream,
    context,
  }: Planned): Promise<ViewRow | undefined> => {
    while (!isClosed()) {
      const sent = await send(command, context)()
      if (E.isRight(sent)) return undefined
      if (isPassing(sent.left)) {
        await afterFault()
        continue
      }
      return refusedRow(context.commandId, {
        reaction,
        eventId: id,
        position,
        stream,
        commandType: command.type,
        rejection: sent.left,
      })
    }
    return undefined
  }

  // A decider that throws is a bug in it: the reaction stands still before the event, and the process lives.
  const carryOut = async (one: Planned): Promise<SentOne> => {
    try {
      const row = await refusedOrSent(one)
      return row === undefined ? {} : { row }
    } catch (error) {
      return { halt: { at: one.recorded.position, reason: threw(error) } }
    }
  }

  // Streams do not wait for each other; in one stream a reversal cannot overtake its award.
  return async (planned) => {
    const takeTurn = createTurns()
    const outcomes = await Promise.all(
      planned.map((one) => takeTurn(one.stream, () => carryOut(one))),
    )
    return {
      rows: outcomes.flatMap(({ row }) => (row === undefined ? [] : [row])),
      halt: outcomes.map(({ halt }) => halt).reduce(sooner, undefined),
    }
  }
}
