import type { AnyPersonal } from './personal.js'

/** What one row of a view says of a person, sealed, and what is made of it once it is open. */
export interface RowToCompare<Part> {
  /** The id of the person whose values they are. */
  readonly subject: string
  readonly values: ReadonlyArray<AnyPersonal>
  /** The opened values in the order of `values`; `undefined` for one that did not open, or that nobody may open. */
  readonly read: (opened: ReadonlyArray<unknown>) => Part
}

/** A view that people are compared by, named as SQL names it: an application without it compares by the others. */
export interface ViewToCompare<Part> {
  readonly view: string
  rowOf(key: string, row: unknown): RowToCompare<Part> | undefined
}

/** What is known of people besides: who is one person already, and who is not. */
export interface KnownPeople {
  readonly together: ReadonlyArray<ReadonlyArray<string>>
  readonly apart: ReadonlyArray<readonly [string, string]>
}

/** How people are compared, as a capability hands it to the application: by which views, and what is found. */
export interface Comparison<Part, Options, Found extends object> {
  readonly views: ReadonlyArray<ViewToCompare<Part>>
  /** Pure. `people` has what was read of each, by id; nothing of it may be in what is found. */
  readonly find: (
    people: ReadonlyMap<string, ReadonlyArray<Part>>,
    known: KnownPeople,
    options: Options,
  ) => Found
}
