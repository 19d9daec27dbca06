import type { Tagged } from '../events/codec.js'
import type { LogEvent } from '../events/event.js'
import type { Position } from '../ports.js'

/** A view that a reaction must know: of its own capability, so that capabilities stay strangers. */
export interface ViewRead {
  readonly of: { readonly name: string; readonly initial: (key: never) => unknown }
  readonly key: string
}

/** What a view said, at least as fresh as the event, and the position that it was read at. */
export interface Fact<View> {
  /** `undefined` when there is no view of that key. */
  readonly value: View | undefined
  readonly asOf: Position
}

/** The facts that follow from what a reaction asked to read. */
export type FactsOf<Reads extends Readonly<Record<string, ViewRead>>> = {
  readonly [K in keyof Reads]: Fact<ReturnType<Reads[K]['of']['initial']>>
}

/**
 * What one capability does about the events of another: a sale awards points. Both functions are pure. The ids of the
 * commands derive from the event's id, so that an event that arrives again does nothing; commands for one stream are sent
 * in the order of the log; none is sent in a replay or a rebuild; what is refused is kept in the reaction's own view.
 */
export interface Reaction<
  Source extends Tagged,
  Reads extends Readonly<Record<string, ViewRead>>,
  Command extends Tagged,
> {
  /** Stable, for the ids of the commands depend on it: lower case, words joined by `_`. */
  readonly name: string
  readonly types: ReadonlyArray<Source['type']>
  /** Where it begins when it is run for the first time; then its place is kept. */
  readonly startsFrom: 'beginning' | 'now'
  /**
   * Names of reactions that must have dealt with an event before this one reads its facts, which are then as fresh as what
   * followed from it. One that is not run here is not waited for; one that stops stops this one.
   */
  readonly after?: ReadonlyArray<string>
  /** What it must know about an event; `undefined` when the event is none of its business. */
  readonly facts: (recorded: LogEvent<Source>) => Reads | undefined
  readonly react: (recorded: LogEvent<Source>, facts: FactsOf<Reads>) => ReadonlyArray<Command>
}

/** What the runner sees of any reaction. */
export interface AnyReaction {
  readonly name: string
  readonly types: ReadonlyArray<string>
  readonly startsFrom: 'beginning' | 'now'
  readonly after?: ReadonlyArray<string>
  facts(recorded: LogEvent<Tagged>): Readonly<Record<string, ViewRead>> | undefined
  react(
    recorded: LogEvent<Tagged>,
    facts: Readonly<Record<string, Fact<unknown>>>,
  ): ReadonlyArray<Tagged>
}

const namePattern = /^[a-z][a-z0-9_]{0,50}$/

/**
 * A reaction as the runner sees it: it is handed only the events that it asked for and the facts that it named. Throws
 * a `TypeError` for a name that SQL could not use plainly.
 */
export const reaction = <
  Source extends Tagged,
  Reads extends Readonly<Record<string, ViewRead>>,
  Command extends Tagged,
>({
  facts,
  react,
  ...rest
}: Reaction<Source, Reads, Command>): AnyReaction => {
  if (!namePattern.test(rest.name)) {
    throw new TypeError(`a reaction is named in lower case with _ between words: ${rest.name}`)
  }
  return {
    ...rest,
    facts: (recorded) => facts(recorded as LogEvent<Source>),
    react: (recorded, found) => react(recorded as LogEvent<Source>, found as FactsOf<Reads>),
  }
}
