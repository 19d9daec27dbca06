import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import type { Tagged } from '../events/codec.js'
import type { LogEvent } from '../events/event.js'
import type { Instant } from '../instant.js'
import type { Position } from '../ports.js'

/**
 * How views follow from events: a value without a database, so that it runs live, in a rebuild, as of a past moment and in
 * a test alike. An event carries every key and every amount by which it changes any view; a projection looks nothing up.
 */
export interface Projection<
  Key extends string,
  View,
  Event extends Tagged,
  Part = LogEvent<Event>,
> {
  /** The stable name that readers and SQL use: lower case, words joined by `_`. */
  readonly name: string
  /** Counts up whenever the same events would give other views. */
  readonly version: number
  /** The event types that it wants: the runner decodes no event that nobody asked for. */
  readonly types: ReadonlyArray<Event['type']>
  /** Which views an event touches, and with what. A long document hands each view only its own lines. */
  readonly parts: (recorded: LogEvent<Event>) => ReadonlyArray<readonly [Key, Part]>
  readonly initial: (key: Key) => View
  /** Pure and total. */
  readonly evolve: (view: View, part: Part) => View
  /** The one view of people who turned out to be one: combining the folds equals folding the interleaving. */
  readonly combine?: (members: ReadonlyNonEmptyArray<View>) => View
  /**
   * The view without what it says of a field up to a place of the log, for a member of a person whose field is pinned to
   * another member. Fields that nobody can pin leave the view as it is.
   */
  readonly unpinned?: (view: View, field: string, through: Position) => View
  /** Whether leaving out what had not occurred yet gives a view that could have been: counts yes, ledgers no. */
  readonly occurredSafe?: true
  /**
   * Whether the key of a view stands, letter by letter, in the stream name or the data of every stored event that touches it.
   * Then a fold for one key need not decode the rest of the log.
   */
  readonly keyStandsInEvent?: true
  /** What time alone changes: a lot that has expired by then. */
  readonly read?: (view: View, at: Instant) => View
  /**
   * The events that a figure of the view rests on, where the view knows: `path` is a JSON Pointer into it, '' for all of it.
   * Asked for when the figure is explained, and checked then: it saves the search and never stands in for it.
   */
  readonly because?: (view: View, path: string) => Because | undefined
}

/** What a view says of a figure: what made it so, or why it is not so. Events are named by their ids. */
export type Because = MadeBy | NotSo

/** These events make the figure what it is. */
export interface MadeBy {
  readonly _tag: 'MadeBy'
  readonly events: ReadonlyArray<string>
}

/** It is refused: by events that forbid it, by conditions that no event has met, or by both. */
export interface NotSo {
  readonly _tag: 'NotSo'
  readonly events: ReadonlyArray<string>
  /** Codes of the projection's own. */
  readonly unmet: ReadonlyArray<string>
}
