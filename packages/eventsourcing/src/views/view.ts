import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import { decodeWith, type Tagged } from '../events/codec.js'
import type { LogEvent } from '../events/event.js'
import type { Column, Scalar, ViewRow, ViewTable } from '../ports.js'
import { describeFigure, type Problem } from '../problem.js'
import type { Projection } from './projection.js'

/** A column that a projection declares, with how its value is found in a view. */
export interface ColumnOf<View> {
  readonly kind: 'text' | 'integer'
  /** Whether views can be listed in its order. */
  readonly isIndexed?: true
  readonly of: (view: View) => Scalar
}

/** What a projection needs to be kept: the codec of its views, and the columns that SQL sees beside them. */
export interface ViewSpec<View> {
  readonly codec: t.Type<View, unknown>
  readonly columns: Readonly<Record<string, ColumnOf<View>>>
  /**
   * The view without what depends on the log that it was folded from: positions, recorded times. What is left is compared
   * across logs and engines. By default the whole view.
   */
  readonly comparable?: (view: View) => unknown
}

/**
 * What the runner sees of any view. Written as methods, so that views of different types fit into one list: the runner
 * hands back to a view only what it got from it.
 */
export interface AnyView {
  readonly name: string
  readonly version: number
  readonly types: ReadonlyArray<string>
  readonly columns: ReadonlyArray<Column>
  parts(recorded: LogEvent<Tagged>): ReadonlyArray<readonly [string, unknown]>
  initial(key: string): unknown
  evolve(view: unknown, part: unknown): unknown
  encode(key: string, view: unknown): ViewRow
  decode(text: string): Either<ReadonlyArray<Problem>, unknown>
  /** What is compared across logs, as text. */
  comparable(view: unknown): string
}

/** A projection that can be kept and read: what `read` of an application takes. */
export interface KeptView<Key extends string, View, Event extends Tagged, Part = LogEvent<Event>>
  extends AnyView {
  readonly projection: Projection<Key, View, Event, Part>
  decode(text: string): Either<ReadonlyArray<Problem>, View>
}

const namePattern = /^[a-z][a-z0-9_]{0,62}$/
// SQLite keeps the first to itself; the second is a generation of some other view.
const taken = /^sqlite_|_v[0-9]+_g[0-9]+$/
const reserved = new Set(['key', 'view'])

const checkName = (name: string): void => {
  if (!namePattern.test(name)) {
    throw new TypeError(`a view or column is named in lower case with _ between words: ${name}`)
  }
}

// A row that is no JSON is no view: what comes back is refused by every codec.
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Pairs a projection with its codec and columns. Throws a `TypeError` for a name that SQL could not use plainly. */
export const view = <Key extends string, View, Event extends Tagged, Part>(
  projection: Projection<Key, View, Event, Part>,
  { codec, columns, comparable }: ViewSpec<View>,
): KeptView<Key, View, Event, Part> => {
  checkName(projection.name)
  const { version } = projection
  if (!Number.isSafeInteger(version) || version < 1) {
    throw new TypeError(
      `the version of ${projection.name} is a whole number from 1 on, found ${describeFigure(version)}`,
    )
  }
  if (taken.test(projection.name)) {
    throw new TypeError(`the name of a view is that of a table: ${projection.name}`)
  }
  const declared = Object.entries(columns)
  for (const [name] of declared) {
    checkName(name)
    if (reserved.has(name)) throw new TypeError(`every table has its own column ${name}`)
  }
  const decodeView = decodeWith(codec)
  // A codec that throws is a bug in it, and reads nothing. The message may quote data and is left out.
  const decode = (text: string): ReturnType<typeof decodeView> => {
    try {
      return decodeView(parsed(text))
    } catch (error) {
      const found = `an exception: ${error instanceof Error ? error.name : typeof error}`
      return E.left([{ path: '', expected: 'a view that its codec reads', found }])
    }
  }
  return {
    projection,
    name: projection.name,
    version: projection.version,
    types: projection.types,
    columns: declared.map(([name, { kind, isIndexed }]) => ({
      name,
      kind,
      isIndexed: isIndexed ?? false,
    })),
    parts: (recorded) => projection.parts(recorded as LogEvent<Event>),
    initial: (key) => projection.initial(key as Key),
    evolve: (before, part) => projection.evolve(before as View, part as Part),
    encode: (key, value) => ({
      key,
      view: JSON.stringify(codec.encode(value as View)),
      columns: declared.map(([, column]) => column.of(value as View)),
    }),
    decode,
    comparable: (value) =>
      JSON.stringify(
        comparable === undefined ? codec.encode(value as View) : comparable(value as View),
      ),
  }
}

/** Where a generation of a view is kept. */
export const tableOf = ({ name, version, columns }: AnyView, generation: number): ViewTable => ({
  name,
  version,
  generation,
  columns,
})
