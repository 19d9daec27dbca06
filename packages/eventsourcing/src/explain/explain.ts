import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import { canonical } from '../events/canonical.js'
import type { Tagged } from '../events/codec.js'
import type { LogEvent } from '../events/event.js'
import type { Because, Projection } from '../views/projection.js'
import { type Cause, type Change, causeOf, type Explanation, type Witness } from './explanation.js'
import { type Figure, figureOf } from './figure.js'
import { least } from './least.js'

/** How much is searched. */
export interface ExplainOptions {
  /**
   * Up to how many events that touch the view a witness is searched for. Where few of them make the figure they are folded a
   * few dozen times; where nearly all do, about as often as there are of them. Default 1,000.
   */
  readonly mostToSearch?: number
}

const defaultMostToSearch = 1000

/** An event with what it hands to the views that are explained: to which of the keys, and what. */
export interface Touch<Part> {
  readonly by: Cause
  readonly parts: ReadonlyArray<readonly [of: number, part: Part]>
}

/** Gathers touches, one event after the other. */
export interface Gathering<Event, Part> {
  readonly take: (recorded: LogEvent<Event>) => void
  readonly touches: ReadonlyArray<Touch<Part>>
}

/**
 * Gathers what events hand to the views of these keys, in the order of the log. Of the others nothing is kept. What one
 * stored event was upcast to stays together, for nobody can leave out half of it.
 */
export const gathering = <Key extends string, View, Event extends Tagged, Part>(
  { parts }: Projection<Key, View, Event, Part>,
  keys: ReadonlyArray<Key>,
): Gathering<Event, Part> => {
  const touches: { by: Cause; parts: (readonly [number, Part])[] }[] = []
  return {
    touches,
    take: (recorded) => {
      const mine = parts(recorded).flatMap(([key, part]) => {
        const of = keys.indexOf(key)
        return of < 0 ? [] : [[of, part] as const]
      })
      if (mine.length === 0) return
      const last = touches.at(-1)
      const { stream, revision } = recorded
      if (last?.by.stream === stream && last.by.revision === revision) last.parts.push(...mine)
      else touches.push({ by: causeOf(recorded), parts: mine })
    },
  }
}

const touchesIn = <Key extends string, View, Event extends Tagged, Part>(
  projection: Projection<Key, View, Event, Part>,
  keys: ReadonlyArray<Key>,
  log: Iterable<LogEvent<Event>>,
): ReadonlyArray<Touch<Part>> => {
  const wanted = new Set<string>(projection.types)
  const { take, touches } = gathering(projection, keys)
  let isWanted = false
  for (const recorded of log) {
    // The runner decides by the stored type, which is that of the first part.
    if (recorded.part === 0) isWanted = wanted.has(recorded.event.type)
    if (isWanted) take(recorded)
  }
  return touches
}

/**
 * Explains a figure of a view from the events of its log: every event that changed it, and few that make it by themselves.
 * Pure, and the same for any projection. See {@link explaining}, of which this is the whole in one go.
 */
export const explain = <Key extends string, View, Event extends Tagged, Part>(
  projection: Projection<Key, View, Event, Part>,
  keys: ReadonlyNonEmptyArray<Key>,
  log: Iterable<LogEvent<Event>>,
  figure: Figure<View> = figureOf(projection),
  options: ExplainOptions = {},
): Explanation => {
  const steps = explaining(projection, keys, touchesIn(projection, keys, log), figure, options)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/**
 * The same in steps, for a shell that lets others work in between. `touches` are the events with a part in the views of
 * `keys`, in the order of the log, up to the moment that is asked about. Several keys are people who turned out to be one:
 * their views are combined. Throws a `TypeError` for several keys of a projection that cannot combine.
 */
export function* explaining<Key extends string, View, Event extends Tagged, Part>(
  projection: Projection<Key, View, Event, Part>,
  keys: ReadonlyNonEmptyArray<Key>,
  touches: ReadonlyArray<Touch<Part>>,
  figure: Figure<View>,
  { mostToSearch = defaultMostToSearch }: ExplainOptions = {},
): Generator<undefined, Explanation> {
  const { name, version, combine } = projection
  if (keys.length > 1 && combine === undefined) {
    throw new TypeError(`views of ${name} are not combined, and ${keys.length} keys were given`)
  }
  const evolve = (views: ReadonlyArray<View>, { parts }: Touch<Part>): ReadonlyArray<View> => {
    const [only, ...others] = parts
    // Most events say one thing to one view, and the search folds them by the million.
    if (keys.length === 1 && only !== undefined && others.length === 0) {
      return [projection.evolve(views[0] as View, only[1])]
    }
    const after = [...views]
    for (const [of, part] of parts) after[of] = projection.evolve(after[of] as View, part)
    return after
  }
  const joined = (views: ReadonlyArray<View>): View =>
    combine !== undefined && views.length > 1 && isNonEmpty(views)
      ? combine(views)
      : (views[0] as View)
  const show = (views: ReadonlyArray<View>): unknown => figure.of(joined(views))
  const nothing: ReadonlyArray<View> = keys.map((key) => projection.initial(key))

  const statement: Change[] = []
  // The views after so many events: every search begins where it first leaves something out.
  const after: ReadonlyArray<View>[] = [nothing]
  let before = show(nothing)
  let said = canonical(before)
  for (const touch of touches) {
    const views = evolve(after.at(-1) as ReadonlyArray<View>, touch)
    after.push(views)
    const now = show(views)
    const says = canonical(now)
    if (says !== said) statement.push({ by: touch.by, before, after: now })
    before = now
    said = says
    yield
  }
  const whole = after.at(-1) as ReadonlyArray<View>

  // The last choice that made the figure, and the views after so many of it: the next trial begins where it first differs.
  let kept: ReadonlyArray<number> = touches.map((_, place) => place)
  let keptViews: ReadonlyArray<ReadonlyArray<View>> = after

  const makes = (some: ReadonlyArray<number>): boolean => {
    const differs = some.findIndex((place, at) => place !== kept[at])
    const from = differs < 0 ? some.length : differs
    let views = keptViews[from] as ReadonlyArray<View>
    for (let at = from; at < some.length; at++) {
      views = evolve(views, touches[some[at] as number] as Touch<Part>)
    }
    if (canonical(show(views)) !== said) return false
    // Few trials come here, so the views are folded again rather than kept for each.
    const anew = keptViews.slice(0, from + 1)
    for (const place of some.slice(from)) {
      anew.push(evolve(anew.at(-1) as ReadonlyArray<View>, touches[place] as Touch<Part>))
    }
    kept = some
    keptViews = anew
    return true
  }

  function* witnessAmong(
    places: ReadonlyArray<number>,
    isNamed: boolean,
  ): Generator<undefined, Witness> {
    const found = yield* least(places.length, (some) =>
      makes(some.map((at) => places[at] as number)),
    )
    return {
      events: found.places.map((at) => (touches[places[at] as number] as Touch<Part>).by),
      tried: found.tried,
      isNamed,
    }
  }

  const because = figure.because?.(joined(whole))
  const named = placesNamed(touches, because)
  const all = touches.map((_, place) => place)
  const isNamed = because !== undefined && named.unknown.length === 0 && makes(named.places)
  const among = isNamed ? named.places : all
  const witness = among.length > mostToSearch ? undefined : yield* witnessAmong(among, isNamed)
  return {
    view: name,
    version,
    keys,
    figure: before,
    touched: touches.length,
    statement,
    ...(witness === undefined ? {} : { witness }),
    ...(because?._tag === 'NotSo'
      ? {
          whyNot: {
            forbiddenBy: named.places.map((place) => (touches[place] as Touch<Part>).by),
            unmet: because.unmet,
          },
        }
      : {}),
    unknownCauses: named.unknown,
  }
}

// Where the events stand that a figure names, and the names that no event has.
const placesNamed = (
  touches: ReadonlyArray<Touch<unknown>>,
  because: Because | undefined,
): { readonly places: ReadonlyArray<number>; readonly unknown: ReadonlyArray<string> } => {
  const ids = new Set(because?.events)
  const places = touches.flatMap(({ by }, place) => (ids.has(by.id) ? [place] : []))
  const found = new Set(places.map((place) => touches[place]?.by.id))
  return { places, unknown: [...ids].filter((id) => !found.has(id)) }
}
