import type { AnyKind } from './kind.js'

/** A kind that people can be searched by, in part: how its values and a query are written, so that spelling does not count. */
export interface DirectoryKind {
  readonly kind: AnyKind
  /** The texts that a value is searched in; none for what nobody is found by. */
  readonly texts: (value: unknown) => ReadonlyArray<string>
  /** The parts that a query looks for: one text must have them all. None where the query cannot mean this kind. */
  readonly parts: (query: string) => ReadonlyArray<string>
}
