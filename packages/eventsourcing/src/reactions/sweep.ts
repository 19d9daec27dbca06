import type { Tagged } from '../events/codec.js'
import type { AnyView, KeptView } from '../views/view.js'

/**
 * What becomes due by nothing but time, as a capability hands it to the application: which rows are looked at, and which
 * commands follow from one. A sweep may be repeated: what is already so is no command, or changes nothing.
 */
export interface Sweep<Options> {
  readonly name: string
  /** The view whose rows are looked at, one after the other. */
  readonly over: AnyView
  /** One row of another view that all of them need, such as the rules in force. */
  readonly knowing: { readonly view: AnyView; readonly key: string }
  commands(key: string, row: unknown, known: unknown, options: Options): ReadonlyArray<Tagged>
}

/** Says what a sweep does, with the types of its views. */
export const sweep = <
  Key extends string,
  Row,
  RowEvent extends Tagged,
  RowPart,
  KnownKey extends string,
  Known,
  KnownEvent extends Tagged,
  KnownPart,
  Options,
>(
  name: string,
  over: KeptView<Key, Row, RowEvent, RowPart>,
  knowing: {
    readonly view: KeptView<KnownKey, Known, KnownEvent, KnownPart>
    readonly key: KnownKey
  },
  commands: (
    key: Key,
    row: Row,
    known: Known | undefined,
    options: Options,
  ) => ReadonlyArray<Tagged>,
): Sweep<Options> => ({
  name,
  over,
  knowing,
  commands: (key, row, known, options) =>
    commands(key as Key, row as Row, known as Known | undefined, options),
})
