import {
  type AsOf,
  alone,
  type foldAsOf,
  type InvalidQuery,
  invalidQuery,
  type KeptView,
  type NoOccurredReading,
  type OnePerson,
  type People,
  type PinnedField,
  type Projection,
  problemsOfMoments,
  type StoreUnavailable,
  type Tagged,
  type UnreadableEvent,
} from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { ComparePeople } from './comparing.js'
import type { ReadError, ReadOptions, Rows } from './reading.js'

/** The view does not say what it would be for a person with several keys: its projection has no `combine`. */
export interface NotCombined {
  readonly _tag: 'NotCombined'
  readonly view: string
}

/**
 * Reads for a person, who may be several keys by now. Nothing is stored of it: the views of all members are combined when
 * somebody asks, and those of each stay what they are.
 */
export interface PeopleReading {
  /** Who is one person with this key: the key alone for somebody who was never merged. */
  readonly of: (key: string, options?: ReadOptions) => TaskEither<ReadError, OnePerson>
  /** One view of a person, under whichever of the keys. `undefined` when nothing has happened to any of them. */
  readonly read: <Key extends string, View, Event extends Tagged, Part>(
    view: KeptView<Key, View, Event, Part>,
    key: Key,
    options?: ReadOptions,
  ) => TaskEither<ReadError | NotCombined, View | undefined>
  /** What `read` would give if the people of these keys were one: a merge that is only looked at. */
  readonly preview: <Key extends string, View, Event extends Tagged, Part>(
    view: KeptView<Key, View, Event, Part>,
    keys: ReadonlyArray<Key>,
    options?: ReadOptions,
  ) => TaskEither<ReadError | NotCombined, View | undefined>
  /** A view of a person as of any moment, folded from the log. `knownAt` is also the moment that says who is one person. */
  readonly asOf: <Key extends string, View, Event extends Tagged, Part>(
    projection: Projection<Key, View, Event, Part>,
    key: Key,
    moment?: AsOf,
  ) => TaskEither<
    InvalidQuery | NoOccurredReading | NotCombined | UnreadableEvent | StoreUnavailable,
    View
  >
}

interface Member<View> {
  readonly key: string
  readonly view: View
}

type Combinable<View> = Pick<Projection<never, View, never, never>, 'name' | 'combine' | 'unpinned'>

// Of several pins on one field the last stands.
const lastPins = (pins: ReadonlyArray<PinnedField>): ReadonlyArray<PinnedField> => {
  const last = new Map<string, PinnedField>()
  for (const pin of pins) {
    const before = last.get(pin.field)
    if (before === undefined || pin.statedAt >= before.statedAt) last.set(pin.field, pin)
  }
  return [...last.values()]
}

/** The one view of several members. A pinned field is left out of the others, as far as they stated it before the pin. */
const combined = <View>(
  { name, combine, unpinned }: Combinable<View>,
  members: ReadonlyArray<Member<View>>,
  pins: ReadonlyArray<PinnedField>,
): Either<NotCombined, View | undefined> => {
  const standing = lastPins(pins)
  const views = members.map(({ key, view }) =>
    standing.reduce(
      (of, pin) => (pin.key === key ? of : (unpinned?.(of, pin.field, pin.statedAt) ?? of)),
      view,
    ),
  )
  const [first, ...rest] = views
  if (first === undefined || rest.length === 0) return E.right(first)
  return combine === undefined
    ? E.left({ _tag: 'NotCombined', view: name })
    : E.right(combine([first, ...rest]))
}

// The representative first: its view is the one that the others are combined into.
const inOrder = ({ representative, members }: OnePerson): ReadonlyArray<string> => [
  representative,
  ...members.filter((one) => one !== representative),
]

/** What is read and compared of people. */
export interface PeopleSide extends PeopleReading {
  /**
   * People who may be one person, such as by `customerDuplicates` of `@patina/crm/duplicates`. It opens what they are compared
   * by for whoever asks, up to 500 people in one entry of the access log, and holds it in memory while it compares. Who is one
   * person already, and who was found to be two, is left out. It merges nobody.
   */
  readonly duplicates: ComparePeople
}

/** Reads for people, by the view of the capability that says who is one; without such a capability everybody is alone. */
export const peopleReading = (
  people: People | undefined,
  reading: Rows,
  fold: ReturnType<typeof foldAsOf>,
): PeopleReading => {
  const personOf = async (key: string, options: ReadOptions) => {
    if (people === undefined) return E.right(alone(key))
    const row = await reading.rowOf(people.view, key, options)()
    return E.map((found: unknown) => (found === undefined ? alone(key) : people.of(found)))(row)
  }

  // All that was pinned by the merges of a person, wherever each of them led to.
  const pinsOf = async (
    person: OnePerson,
    options: ReadOptions,
  ): Promise<Either<ReadError, ReadonlyArray<PinnedField>>> => {
    if (person.members.length === 1) return E.right([])
    const pins: PinnedField[] = []
    for (const key of person.members) {
      const one = await personOf(key, options)
      if (E.isLeft(one)) return one
      pins.push(...one.right.pins)
    }
    return E.right(pins)
  }

  const together = async <Key extends string, View, Event extends Tagged, Part>(
    view: KeptView<Key, View, Event, Part>,
    keys: ReadonlyArray<string>,
    pins: ReadonlyArray<PinnedField>,
    { at, ...options }: ReadOptions,
  ): Promise<Either<ReadError | NotCombined, View | undefined>> => {
    const members: Member<View>[] = []
    for (const key of new Set(keys)) {
      const row = await reading.rowOf(view, key, options)()
      if (E.isLeft(row)) return row
      if (row.right !== undefined) members.push({ key, view: row.right as View })
    }
    const found = combined(view.projection as Combinable<View>, members, pins)
    if (E.isLeft(found) || found.right === undefined) return found
    return E.right(view.projection.read?.(found.right, at ?? reading.now()) ?? found.right)
  }

  return {
    of:
      (key, options = {}) =>
      () =>
        personOf(key, options),
    read:
      (view, key, options = {}) =>
      async () => {
        const invalid = invalidQuery(problemsOfMoments({ at: options.at }))
        if (invalid !== undefined) return E.left(invalid)
        const person = await personOf(key, options)
        if (E.isLeft(person)) return person
        const pins = await pinsOf(person.right, options)
        if (E.isLeft(pins)) return pins
        return together(view, inOrder(person.right), pins.right, options)
      },
    preview:
      (view, keys, options = {}) =>
      async () => {
        const invalid = invalidQuery(problemsOfMoments({ at: options.at }))
        if (invalid !== undefined) return E.left(invalid)
        const all: string[] = []
        const pins: PinnedField[] = []
        for (const key of keys) {
          const person = await personOf(key, options)
          if (E.isLeft(person)) return person
          const found = await pinsOf(person.right, options)
          if (E.isLeft(found)) return found
          all.push(...inOrder(person.right))
          pins.push(...found.right)
        }
        return together(view, all, pins, options)
      },
    asOf:
      (projection, key, moment = {}) =>
      async () => {
        const known = moment.knownAt === undefined ? {} : { knownAt: moment.knownAt }
        const personAt = async (of: string) => {
          if (people === undefined) return E.right(alone(of))
          // Whatever is kept is a projection, too: the runner sees no more of it than this.
          const row = await fold(
            people.view as unknown as Projection<string, unknown, Tagged>,
            of,
            known,
          )()
          return E.map(people.of)(row)
        }
        const person = await personAt(key)
        if (E.isLeft(person)) return person
        const members: Member<unknown>[] = []
        const pins: PinnedField[] = []
        for (const of of inOrder(person.right)) {
          const folded = await fold(projection, of as never, moment)()
          if (E.isLeft(folded)) return folded
          members.push({ key: of, view: folded.right })
          const one = of === key ? person : await personAt(of)
          if (E.isLeft(one)) return one
          pins.push(...one.right.pins)
        }
        const found = combined(projection as unknown as Combinable<unknown>, members, pins)
        return found as Either<NotCombined, never>
      },
  }
}
