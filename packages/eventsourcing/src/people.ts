import type { Tagged } from './events/codec.js'
import type { Position } from './ports.js'
import type { AnyView, KeptView } from './views/view.js'

/** The keys that turned out to be one person. Somebody who was never merged has one key. */
export interface OnePerson {
  /** The key that represents the others. */
  readonly representative: string
  /** All of them, in their order. */
  readonly members: ReadonlyArray<string>
  /** Whoever has represented the key that was asked for at some time: a command may have been carried out there. */
  readonly represented: ReadonlyArray<string>
  /** What merges that led to this very key have pinned. */
  readonly pins: ReadonlyArray<PinnedField>
  /** Keys with which the one that was asked for is about to be one person. Absent: with none. */
  readonly joining?: ReadonlyArray<string>
}

/** A field that is shown as one key has it, until it is stated again after this place of the log. */
export interface PinnedField {
  readonly field: string
  readonly key: string
  readonly statedAt: Position
}

/** Where it stands which keys are one person: a view by key, without a row for whoever was never to be merged. */
export interface People {
  readonly view: AnyView
  of(row: unknown): OnePerson
  /** Who is known not to be one person, where somebody keeps that. */
  readonly apart?: Apart
}

/** Where it stands whom somebody has found to be another person: a view by key, with the keys of the others. */
export interface Apart {
  readonly view: AnyView
  from(row: unknown): ReadonlyArray<string>
}

/** The person of a key that was never merged. */
export const alone = (key: string): OnePerson => ({
  representative: key,
  members: [key],
  represented: [],
  pins: [],
})

/** A view that says which keys are one person, as a capability hands it to the application. */
export const people = <Key extends string, View, Event extends Tagged, Part>(
  view: KeptView<Key, View, Event, Part>,
  of: (row: View) => OnePerson,
  others?: Apart,
): People => ({
  view,
  of: (row) => of(row as View),
  ...(others === undefined ? {} : { apart: others }),
})

/** A view that says which keys are known to be other people. */
export const apart = <Key extends string, View, Event extends Tagged, Part>(
  view: KeptView<Key, View, Event, Part>,
  from: (row: View) => ReadonlyArray<string>,
): Apart => ({ view, from: (row) => from(row as View) })
