import type { Either } from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import type { Decider, Issued } from './commands/decider.js'
import type { ByType, Tagged } from './events/codec.js'
import type { EventCodec, EventCodecs } from './events/event.js'
import type { People } from './people.js'
import type { AnyReaction } from './reactions/reaction.js'
import type { StreamName } from './stream-name.js'
import type { AnyView } from './views/view.js'

/** One noun of the business as a value: all that an application needs to know of it. */
export interface Capability<Command extends Tagged, State, Event extends Tagged, Rejection> {
  readonly name: string
  /** The stream that a command is decided on. */
  readonly streamOf: (command: Command) => StreamName
  readonly decider: Decider<Command, State, Event, Rejection>
  readonly commands: ByType<Command>
  readonly events: EventCodecs<Event>
  readonly views: ReadonlyArray<AnyView>
  readonly reactions: ReadonlyArray<AnyReaction>
  /** Of the one capability that knows it: which keys are one person. */
  readonly people?: People
  /**
   * Where a command is decided whose stream was handed over to another, by the rejection that says so; `later` while it is
   * on the way. An application asks there by itself.
   */
  readonly handedOver?: (rejection: Rejection) => StreamName | 'later' | undefined
  /** Commands that only reactions send: they complete what another command has begun. */
  readonly inner?: ReadonlyArray<Command['type']>
  /** The key that a command is about, where it must be all that there is of a person: refused for one key of several. */
  readonly wholePerson?: (command: Command) => string | undefined
}

/** What an application sees of any capability: it hands back only what the capability's own codecs let in. */
export interface AnyCapability {
  readonly name: string
  readonly streamOf: (command: never) => StreamName
  readonly decider: {
    readonly initial: unknown
    readonly decide: (
      command: never,
      state: never,
      issued: Issued,
    ) => Either<unknown, ReadonlyArray<Tagged>>
    readonly evolve: (state: never, event: never) => unknown
  }
  readonly commands: Readonly<Record<string, t.Mixed>>
  readonly events: Readonly<Record<string, EventCodec<never, Tagged>>>
  readonly views: ReadonlyArray<AnyView>
  readonly reactions: ReadonlyArray<AnyReaction>
  readonly people?: People
  readonly handedOver?: (rejection: never) => StreamName | 'later' | undefined
  readonly inner?: ReadonlyArray<string>
  readonly wholePerson?: (command: never) => string | undefined
}

/** The commands of a capability. */
export type CommandOf<C> = C extends { readonly streamOf: (command: infer Command) => StreamName }
  ? Command
  : never

/** The events of a capability; any event, where only its interface is known. */
export type EventOf<C> = C extends {
  readonly decider: { readonly evolve: (state: never, event: infer Event) => unknown }
  readonly events: infer Codecs
}
  ? string extends keyof Codecs
    ? Tagged
    : Event
  : never

/** The rejections of a capability. */
export type RejectionOf<C> = C extends {
  readonly decider: { readonly decide: (...args: never) => Either<infer Rejection, unknown> }
}
  ? Rejection
  : never

/**
 * A capability that decides nothing: views of one's own over the events of others, to be opened beside them, as in
 * `open(adapters, [...crm, ownViews('mine', [myView])])`.
 */
export const ownViews = (
  name: string,
  views: ReadonlyArray<AnyView>,
): Capability<never, undefined, never, never> => ({
  name,
  // Never called, for there is no command: a value of type `never` is every type.
  streamOf: (command) => command,
  decider: { initial: undefined, decide: (command) => command, evolve: (state) => state },
  commands: {},
  events: {},
  views,
  reactions: [],
})
