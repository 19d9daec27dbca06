import type { AnyKind } from './kind.js'

/** A kind that people can be searched by, in part: how its values and a query are written, so that spelling does not count. */
export interface DirectoryKind {
  readonly kind: AnyKind
  /** The texts that a value is searched in; none for what nobody is found by. */
  readonly texts: (value: unknown) => ReadonlyArray<string>
  /** The parts that a query looks for: one text must have them all. None where the query cannot mean this kind. */
  readonly parts: (query: string) => ReadonlyArray<string>
}

/** A kind that people can be found by: how its values are written in their one form. */
export interface IndexedKind {
  readonly kind: AnyKind
  /** `undefined` for what is no such value: it is left out, and nobody is found by it. */
  readonly normal: (value: string) => string | undefined
  /** Whether nobody may have a value that somebody has: the number of a card, not one of a telephone. */
  readonly isUnique?: true
}
