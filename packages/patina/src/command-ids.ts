// Which command a command id was used for, as far as this process remembers.
import type { InvalidCommand, StreamName } from '@patina/eventsourcing'

/** The ids of commands that were carried out lately, each with the stream that its command is about. */
export interface CommandIds {
  /** Says that another command was carried out under the id. Under one id only one is, wherever the other one belongs. */
  readonly conflict: (commandId: string, stream: StreamName) => InvalidCommand | undefined
  readonly carriedOut: (commandId: string, stream: StreamName) => void
}

/** How many are remembered, the latest. It is a help for who takes one id for two commands, and no promise. */
const mostRemembered = 10_000

const usedElsewhere: InvalidCommand = {
  _tag: 'InvalidCommand',
  problems: [
    {
      path: '/context/commandId',
      expected: 'an id that no other command has',
      found: 'that of a command on another stream',
    },
  ],
}

/** Nothing is remembered yet. */
export const createCommandIds = (most = mostRemembered): CommandIds => {
  const streams = new Map<string, StreamName>()
  return {
    conflict: (commandId, stream) => {
      const used = streams.get(commandId)
      return used === undefined || used === stream ? undefined : usedElsewhere
    },
    carriedOut: (commandId, stream) => {
      streams.delete(commandId)
      streams.set(commandId, stream)
      if (streams.size <= most) return
      const [oldest] = streams.keys()
      if (oldest !== undefined) streams.delete(oldest)
    },
  }
}
