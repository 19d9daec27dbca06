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
import type { Planned } from './plan.js'

/** Carries out a command. */
export type SendCommand = (command: Tagged, context: Context) => TaskEither<AnyError, Receipt>

// Errors that pass: the same command is sent again, under the same id. A clock behind that of the process which recorded the
// event catches up.
const isPassing = (error: AnyError & { readonly actual?: unknown }): boolean =>
  error._tag === 'StoreUnavailable' ||
  error._tag === 'OccurredInFuture' ||
  (error._tag === 'WrongExpectedRevision' && error.actual !== 'deleted')

/** Sends what a reaction has planned, until it is closed. Gives the rows of what was refused. */
export const sendPlanned = (
  reaction: string,
  send: SendCommand,
  isClosed: () => boolean,
): ((planned: ReadonlyArray<Planned>) => Promise<ReadonlyArray<ViewRow>>) => {
  const carryOut = async ({
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

  // Streams do not wait for each other; in one stream a reversal cannot overtake its award.
  return async (planned) => {
    const takeTurn = createTurns()
    const outcomes = planned.map((one) => takeTurn(one.stream, () => carryOut(one)))
    return (await Promise.all(outcomes)).filter((row) => row !== undefined)
  }
}
