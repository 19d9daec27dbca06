// What a reaction makes of events before anything is sent: which of them concern it, and which commands follow.
import * as E from 'fp-ts/lib/Either.js'
import type { Context } from '../commands/context.js'
import type { Tagged } from '../events/codec.js'
import type { LogEvent } from '../events/event.js'
import type { EventDecoder } from '../events/recently-decoded.js'
import type { LoggedEvent, Position } from '../ports.js'
import type { StreamName } from '../stream-name.js'
import { thrownBy } from '../thrown.js'
import { uuidV5 } from '../uuid.js'
import { type Asked, factsFor, type LoadedFacts } from './facts.js'
import type { AnyReaction } from './reaction.js'
import type { ReactionStopped, ReactionThrew } from './standing.js'

/** The event that the reaction cannot deal with, and why: what came before it is dealt with all the same. */
export interface Halt {
  readonly at: Position
  readonly reason: ReactionStopped['reason']
}

/** Something for some events, up to one where it has to stop. */
export interface UpTo<A> {
  readonly found: ReadonlyArray<A>
  readonly halt: Halt | undefined
}

/** A command that follows from an event, and the stream that it is for. */
export interface Planned {
  readonly recorded: LogEvent<Tagged>
  readonly command: Tagged
  readonly stream: StreamName
  readonly context: Context
}

/** The earlier of two places to stop. */
export const sooner = (a: Halt | undefined, b: Halt | undefined): Halt | undefined => {
  if (a === undefined || b === undefined) return a ?? b
  return a.at < b.at ? a : b
}

/** What something of a reaction threw, without its message. */
export const threw = (error: unknown): ReactionThrew => ({
  _tag: 'ReactionThrew',
  ...thrownBy(error),
})

/** What a reaction makes of a page. */
export interface Planning {
  /** The events that concern it, up to one that cannot be read. */
  readonly askedOf: (events: ReadonlyArray<LoggedEvent>) => UpTo<Asked>
  /** What follows from them, before any of it is sent, up to one where the reaction throws. */
  readonly plannedFrom: (asked: ReadonlyArray<Asked>, facts: LoadedFacts) => UpTo<Planned>
}

/** Plans for one reaction. */
export const planningFor = (
  reaction: AnyReaction,
  decode: EventDecoder,
  streamOf: (command: Tagged) => StreamName,
): Planning => {
  const types = new Set(reaction.types)

  // The same event leads to the same ids of commands whenever it is dealt with.
  const contextOf = ({ id, part, metadata }: LogEvent<Tagged>, index: number): Context => ({
    commandId: uuidV5(id, `${reaction.name}/${part}/${index}`),
    actor: `reaction:${reaction.name}`,
    correlationId: metadata.correlationId,
    causationId: id,
    occurredAt: metadata.occurredAt,
  })

  return {
    askedOf: (events) => {
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
    },
    plannedFrom: (asked, facts) => {
      const found: Planned[] = []
      for (const one of asked) {
        const { recorded } = one
        try {
          const commands = reaction.react(recorded, factsFor(one, facts))
          const planned = commands.map((command, index) => ({
            recorded,
            command,
            stream: streamOf(command),
            context: contextOf(recorded, index),
          }))
          found.push(...planned)
        } catch (error) {
          return { found, halt: { at: recorded.position, reason: threw(error) } }
        }
      }
      return { found, halt: undefined }
    },
  }
}
