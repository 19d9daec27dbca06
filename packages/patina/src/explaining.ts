import {
  type AsOf,
  type Because,
  type Clock,
  describe,
  type EventReaders,
  type EventStore,
  type Explanation,
  explaining,
  type Figure,
  figureOf,
  gathering,
  type Instant,
  type InvalidQuery,
  invalidQuery,
  type KeptView,
  type NoOccurredReading,
  type Position,
  type Problem,
  type Projection,
  problemsOfMoments,
  type StoreUnavailable,
  scanAsOf,
  type Tagged,
  type UnreadableEvent,
} from '@patina/eventsourcing'
import { isEnvelope } from '@patina/privacy'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'

/** Which figure of a view is to be explained, and as of when. */
export interface WhatToExplain<Key> extends AsOf {
  /** A JSON Pointer (RFC 6901) into the view, such as `/available`. By default the whole view. */
  readonly path?: string
  /** The moment that the view is read for, where time alone changes it. By default `soAt`, or `knownAt`, or now. */
  readonly at?: Instant
  /** Further keys, of the records of one person: their views are combined with that of the key. */
  readonly together?: ReadonlyArray<Key>
  /** Up to how many events with a part in the view a witness is searched for. Default 1,000. */
  readonly mostToSearch?: number
  /** Told after each page of the log. */
  readonly onProgress?: (progress: ExplainProgress) => void
}

/** How far the log was read: events of any kind, and those of them with a part in the view. */
export interface ExplainProgress {
  readonly looked: number
  readonly touched: number
}

/** An explanation, with what it was looked for in. */
export interface Explained extends Explanation {
  readonly path: string
  /** How many events of the log were looked at, of any kind. */
  readonly looked: number
  /** The position of the last of them; `''` in a log without any. */
  readonly through: Position
}

/** The views of several keys cannot be explained together: the projection does not say how they combine. */
export interface NotCombinable {
  readonly _tag: 'NotCombinable'
  readonly view: string
}

/** Explains a figure of a kept view, or of any projection. */
export type Explain = <Key extends string, View, Event extends Tagged, Part>(
  of: KeptView<Key, View, Event, Part> | Projection<Key, View, Event, Part>,
  key: Key,
  what?: WhatToExplain<Key>,
) => TaskEither<
  InvalidQuery | NotCombinable | NoOccurredReading | UnreadableEvent | StoreUnavailable,
  Explained
>

// A sealed value names the event that it was sealed in, so nothing has to be searched for.
const namedByItself = (figure: unknown): Because | undefined =>
  isEnvelope(figure) ? { _tag: 'MadeBy', events: [figure.event] } : undefined

const withSealed = <View>({ of, because }: Figure<View>): Figure<View> => ({
  of,
  because: (view) => because?.(view) ?? namedByItself(of(view)),
})

const problemsOfPath = (path: string): ReadonlyArray<Problem> =>
  path === '' || path.startsWith('/')
    ? []
    : [
        {
          path: '/path',
          expected: "a JSON Pointer: '' or a text that begins with /",
          found: describe(path),
        },
      ]

// A member that is mistyped looks like one that nothing has ever been said of.
const isNowhere = ({ figure, statement, touched, whyNot }: Explanation): boolean =>
  figure === undefined && statement.length === 0 && touched > 0 && whyNot === undefined

const nothingAtPath: InvalidQuery = {
  _tag: 'InvalidQuery',
  problems: [
    {
      path: '/path',
      expected: 'a path to something that the view has, or has had',
      found: 'nothing there',
    },
  ],
}

// How long others may have to wait while a witness is searched for.
const mostMsAtOnce = 10

const runPausing = async <A>(steps: Generator<undefined, A>): Promise<A> => {
  let since = performance.now()
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
    if (performance.now() - since < mostMsAtOnce) continue
    await new Promise((resolve) => setImmediate(resolve))
    since = performance.now()
  }
}

/** Explains figures from the events of a log. */
export const explainingOn =
  (store: EventStore, readers: EventReaders<Tagged>, clock: Clock): Explain =>
  <Key extends string, View, Event extends Tagged, Part>(
    of: KeptView<Key, View, Event, Part> | Projection<Key, View, Event, Part>,
    key: Key,
    { path = '', at, together = [], mostToSearch, onProgress, ...moment }: WhatToExplain<Key> = {},
  ) =>
  async (): Promise<
    Either<
      InvalidQuery | NotCombinable | NoOccurredReading | UnreadableEvent | StoreUnavailable,
      Explained
    >
  > => {
    const invalid = invalidQuery([...problemsOfMoments({ at }), ...problemsOfPath(path)])
    if (invalid !== undefined) return E.left(invalid)
    const projection = 'projection' in of ? of.projection : of
    const keys: ReadonlyNonEmptyArray<Key> = [
      key,
      ...new Set(together.filter((one) => one !== key)),
    ]
    if (keys.length > 1 && projection.combine === undefined) {
      return E.left({ _tag: 'NotCombinable', view: projection.name })
    }
    const { take, touches } = gathering(projection, keys)
    const scanned = await scanAsOf(store, readers)(projection, keys, moment, {
      take,
      onPage: (page) => onProgress?.({ looked: page.events, touched: touches.length }),
    })()
    if (E.isLeft(scanned)) return scanned
    const figure = figureOf(of, { path, at: at ?? moment.soAt ?? moment.knownAt ?? clock() })
    const explanation = await runPausing(
      explaining(
        projection,
        keys,
        touches,
        withSealed(figure),
        mostToSearch === undefined ? {} : { mostToSearch },
      ),
    )
    if (isNowhere(explanation)) return E.left(nothingAtPath)
    const { events: looked, through } = scanned.right
    return E.right({ ...explanation, path, looked, through })
  }
