import {
  type AheadOfLog,
  type AnyView,
  type Clock,
  type Instant,
  type InvalidQuery,
  invalidQuery,
  type KeptView,
  type Position,
  problemsOfList,
  problemsOfMoments,
  type Runner,
  type RunnerClosed,
  type StoreUnavailable,
  type Superseded,
  type Tagged,
  type UnknownView,
  type UnreadableView,
  type ViewQuery,
  type ViewStopped,
  type ViewStore,
  type ViewTable,
} from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'

/** Which state of a view is wanted. */
export interface ReadOptions {
  /** The view has seen everything up to here. By default: whatever this application has sent. */
  readonly atLeast?: Position
  /** The moment that it is read for, where time alone changes it. By default now. */
  readonly at?: Instant
}

/** Why a view cannot be read. */
export type ReadError =
  | InvalidQuery
  | ViewStopped
  | Superseded
  | UnreadableView
  | UnknownView
  | RunnerClosed
  | AheadOfLog
  | StoreUnavailable

/** A view with its key, as a list gives it. */
export interface Listed<Key, View> {
  readonly key: Key
  readonly view: View
}

/** The query side of an application. */
export interface Reading {
  readonly read: <Key extends string, View, Event extends Tagged, Part>(
    view: KeptView<Key, View, Event, Part>,
    key: Key,
    options?: ReadOptions,
  ) => TaskEither<ReadError, View | undefined>
  readonly list: <Key extends string, View, Event extends Tagged, Part>(
    view: KeptView<Key, View, Event, Part>,
    query: ViewQuery,
    options?: ReadOptions,
  ) => TaskEither<ReadError, ReadonlyArray<Listed<Key, View>>>
}

/** What else reads are made of: a view as it is kept, before time changes anything of it. */
export interface Rows {
  readonly rowOf: (
    view: AnyView,
    key: string,
    options?: ReadOptions,
  ) => TaskEither<ReadError, unknown>
  readonly now: Clock
}

const unreadable = (
  { name }: AnyView,
  key: string,
  problems: UnreadableView['problems'],
): UnreadableView => ({ _tag: 'UnreadableView', view: name, key, problems })

// A table may be swapped between asking which one is served and reading it: then it is asked again.
const tries = 5

/** Reads views that are at least as fresh as what this application last wrote. */
export const reading = (
  runner: Runner,
  views: ViewStore,
  clock: Clock,
  lastWritten: () => Position,
): Reading & Rows => {
  const standing = async <A>(
    view: string,
    atLeast: Position,
    task: (table: ViewTable) => ReturnType<TaskEither<ReadError, A>>,
  ): Promise<Either<ReadError, A>> => {
    for (let attempt = 1; ; attempt++) {
      const found = await runner.atLeast(view, atLeast)()
      if (E.isLeft(found)) return found
      const { table } = found.right
      const result = await task(table)
      const isGone =
        E.isLeft(result) &&
        result.left._tag === 'StoreUnavailable' &&
        result.left.reason === 'table-gone'
      if (!isGone || attempt === tries) return result
      await runner.lookAgain(table)
    }
  }

  const decodeAt = <View>(
    view: KeptView<never, View, never, never>,
    key: string,
    text: string,
    at: Instant,
  ): Either<ReadError, View> => {
    const decoded = view.decode(text)
    if (E.isLeft(decoded)) return E.left(unreadable(view, key, decoded.left))
    return E.right(view.projection.read?.(decoded.right, at) ?? decoded.right)
  }

  const rowOf: Rows['rowOf'] =
    (view, key, { atLeast } = {}) =>
    () =>
      standing(view.name, atLeast ?? lastWritten(), async (table) => {
        const loaded = await views.load(table, [key])()
        if (E.isLeft(loaded)) return loaded
        const text = loaded.right[0]
        if (text === undefined) return E.right(undefined)
        return E.mapLeft((problems: UnreadableView['problems']) => unreadable(view, key, problems))(
          view.decode(text),
        )
      })

  // What is not said is looked up when the task is run, which may be long after it was made.
  return {
    rowOf,
    now: clock,
    read:
      (view, key, { atLeast, at } = {}) =>
      async () => {
        const invalid = invalidQuery(problemsOfMoments({ at }))
        if (invalid !== undefined) return E.left(invalid)
        return standing(view.name, atLeast ?? lastWritten(), async (table) => {
          const loaded = await views.load(table, [key])()
          if (E.isLeft(loaded)) return loaded
          const text = loaded.right[0]
          return text === undefined
            ? E.right(undefined)
            : decodeAt(view as never, key, text, at ?? clock())
        })
      },
    list:
      (view, query, { atLeast, at } = {}) =>
      async () => {
        const invalid = invalidQuery([...problemsOfList(view, query), ...problemsOfMoments({ at })])
        if (invalid !== undefined) return E.left(invalid)
        return standing(view.name, atLeast ?? lastWritten(), async (table) => {
          const rows = await views.list(table, query)()
          if (E.isLeft(rows)) return rows
          const moment = at ?? clock()
          const listed = []
          for (const { key, view: text } of rows.right) {
            const decoded = decodeAt(view as never, key, text, moment)
            if (E.isLeft(decoded)) return decoded
            listed.push({ key: key as never, view: decoded.right as never })
          }
          return E.right(listed)
        })
      },
  }
}
