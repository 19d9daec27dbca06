// Laws of a projection as plain functions: the same every time, from their arguments alone, without a trace.

import { canonical } from '../canonical.js'
import { deepFreeze } from '../deep-freeze.js'
import { explain, fail, holds } from '../judgement.js'
import { inWorld, worlds } from '../world.js'
import {
  differenceOf,
  foldAll,
  foldParts,
  partsOf,
  type Rows,
  rowOf,
  rowsAfter,
  storedTypes,
  type Views,
  wantedOf,
} from './fold.js'
import type { LawTrial, ProjectionLaw } from './law.js'
import { momentsOf } from './moments.js'
import { isStorableText } from './storable.js'
import type { Part, Subject } from './subject.js'

const demandSameRows = (expected: Rows, found: Rows, when: string): void => {
  const difference = differenceOf(expected, found)
  if (difference !== undefined) fail(`${when}: ${difference}`)
}

/** What a runner needs to know is there. */
export const isDeclaredSoundly: ProjectionLaw = {
  name: 'it has a name, a whole version and a type to fold',
  judge: ({ renew }) => {
    const { name, version, types } = renew().projection
    holds(/^[a-z][a-z0-9_]{0,62}$/.test(name), `its name is no word in lower case: ${name}`)
    holds(
      Number.isSafeInteger(version) && version > 0,
      `its version is no whole number from 1: ${version}`,
    )
    holds(types.length > 0, 'it declares no event type, so no event reaches it')
  },
}

const showParts = (parts: ReadonlyArray<Part>): string =>
  canonical(parts.map(([key, part]) => [key, part]))

// A view of one event alone, and what a reading of it said when nothing else had been seen.
interface Glimpse {
  readonly view: unknown
  readonly said: string
}

const readingsOf = ({ projection }: Subject, view: unknown): string =>
  canonical(momentsOf(canonical(view)).map((at) => projection.read?.(view, at)))

const glimpsesOf = (subject: Subject, parts: ReadonlyArray<Part>): ReadonlyArray<Glimpse> =>
  subject.projection.read === undefined
    ? []
    : parts.map(([key, part]) => {
        const view = subject.projection.evolve(subject.projection.initial(key), part)
        return { view, said: readingsOf(subject, view) }
      })

/**
 * Asked backwards first: a projection that remembers one event in order to place a later one finds nothing then. With a
 * new process for each event, if there is a way to make one. Readings are looked at again after all events, too.
 */
export const partsFollowFromTheEvent: ProjectionLaw = {
  name: 'keys and parts follow from the event alone, whenever it is asked',
  judge: ({ renew, log }) => {
    const subject = renew()
    const wanted = wantedOf(subject, log)
    const glimpses: Glimpse[] = []
    const backwards = wanted
      .toReversed()
      .map((recorded) => {
        const parts = subject.projection.parts(recorded)
        glimpses.push(...glimpsesOf(subject, parts))
        return showParts(parts)
      })
      .toReversed()
    const alone = wanted.map((recorded) => showParts(renew().projection.parts(recorded)))
    const forwards = wanted.map((recorded) => showParts(subject.projection.parts(recorded)))
    foldAll(subject, log)
    const afterwards = wanted.map((recorded) => showParts(subject.projection.parts(recorded)))
    for (const [index, expected] of alone.entries()) {
      for (const found of [backwards[index], forwards[index], afterwards[index]]) {
        if (found !== expected) {
          fail(`event ${index + 1} gave other parts\n  alone ${expected}\n  later ${found}`)
        }
      }
    }
    for (const { view, said } of glimpses) {
      const later = readingsOf(subject, view)
      holds(later === said, `a view was read as ${said}\n  and after other events as ${later}`)
    }
    for (const [key] of partsOf(subject, log)) {
      holds(
        typeof key === 'string' && isStorableText(key),
        `a key is no text that can be stored: ${canonical(key)}`,
      )
    }
  },
}

const nobodysType = 'NobodyHasHeardOfThis'

// What a projection makes of an event: keys, and what becomes of their views, as they begin and as the history left them.
const reactionTo = (
  { projection }: Subject,
  recorded: LawTrial['log'][number],
  views: Views,
): string | undefined => {
  try {
    const parts: unknown = projection.parts(recorded)
    if (!Array.isArray(parts) || parts.length === 0) return undefined
    return canonical(
      (parts as ReadonlyArray<Part>).map(([key, part]) => [
        key,
        projection.evolve(projection.initial(key), part),
        views.has(key) ? projection.evolve(views.get(key), part) : undefined,
      ]),
    )
  } catch {
    return undefined
  }
}

/**
 * The runner decodes no event that nobody asked for: what is not declared is lost in silence. A projection that takes any
 * event alike relies on that, and is right; one that makes something of an undeclared type which it does not make of a type
 * that nobody has heard of has forgotten to declare it.
 */
export const typesAreDeclared: ProjectionLaw = {
  name: 'it declares every type that it reacts to',
  judge: ({ renew, log }) => {
    const subject = renew()
    const views = foldAll(subject, log)
    const types = storedTypes(log)
    for (const [index, recorded] of log.entries()) {
      const type = types[index] as string
      if (subject.projection.types.includes(type)) continue
      const reaction = reactionTo(subject, recorded, views)
      const unheardOf = { ...recorded, event: { ...recorded.event, type: nobodysType } }
      const usual = reactionTo(subject, unheardOf, views)?.replaceAll(
        nobodysType,
        recorded.event.type,
      )
      holds(
        reaction === undefined || reaction === usual,
        `it makes something of ${type}, which it does not declare and never gets`,
      )
    }
  },
}

/** The same history, twice in one process and once in another, and two folds side by side. */
export const isDeterministic: ProjectionLaw = {
  name: 'the same history gives the same views',
  judge: ({ renew, log }) => {
    const subject = renew()
    const first = rowsAfter(subject, log)
    demandSameRows(first, rowsAfter(subject, log), 'folded a second time')
    demandSameRows(first, rowsAfter(renew(), log), 'folded by a new process')
    const parts = partsOf(subject, log)
    const sideBySide = [new Map<string, unknown>(), new Map<string, unknown>()]
    for (const [key, part] of parts) {
      for (const views of sideBySide) {
        const before = views.has(key) ? views.get(key) : subject.projection.initial(key)
        views.set(key, subject.projection.evolve(before, part))
      }
    }
    for (const views of sideBySide) {
      const rows = new Map([...views].map(([key, view]) => [key, rowOf(subject, key, view)]))
      demandSameRows(first, rows, 'folded beside another fold')
    }
  },
}

// Calls with frozen arguments, and looks whether they still say the same.
const untouched = <A>(what: string, given: ReadonlyArray<unknown>, call: () => A): A => {
  const before = given.map(canonical)
  for (const one of given) deepFreeze(one)
  try {
    return call()
  } catch (error) {
    return error instanceof TypeError
      ? fail(`${what} threw on frozen arguments, so it changes them: ${explain(error)}`)
      : fail(`${what} threw: ${explain(error)}`)
  } finally {
    for (const [index, one] of given.entries()) {
      const after = canonical(one)
      holds(
        after === before[index],
        `${what} changed its argument\n  from ${before[index]}\n  to   ${after}`,
      )
    }
  }
}

const foldFrozen = (subject: Subject, log: LawTrial['log']): Views => {
  const { projection } = subject
  const views = new Map<string, unknown>()
  for (const recorded of wantedOf(subject, log)) {
    const parts = untouched('parts', [recorded], () => projection.parts(recorded))
    for (const [key, part] of parts) {
      const before = views.has(key) ? views.get(key) : projection.initial(key)
      views.set(
        key,
        untouched('evolve', [before, part], () => projection.evolve(before, part)),
      )
    }
  }
  return views
}

/** Arguments are frozen: whoever changes them is found even where nobody looks at them again. */
export const changesNothing: ProjectionLaw = {
  name: 'it changes no view, part or event that it is given',
  judge: ({ renew, log }) => {
    const subject = renew()
    const { projection, kept } = subject
    const views = foldFrozen(subject, log)
    for (const [key, view] of views) {
      untouched('encode', [view], () => kept?.encode(key, view))
      for (const at of momentsOf(canonical(view)))
        untouched('read', [view], () => projection.read?.(view, at))
    }
    const [first, ...rest] = views.values()
    if (first !== undefined)
      untouched('combine', [first, ...rest], () => projection.combine?.([first, ...rest]))
  },
}

const allThatItSays = (subject: Subject, log: LawTrial['log']): Rows => {
  const { projection } = subject
  const views = foldAll(subject, log)
  const says = new Map([...views].map(([key, view]) => [key, rowOf(subject, key, view)]))
  for (const [key, view] of views) {
    const reads = momentsOf(canonical(view)).map((at) => projection.read?.(view, at))
    says.set(`${key} as read`, canonical(reads))
  }
  const [first, ...rest] = views.values()
  if (first !== undefined)
    says.set('all combined', canonical(projection.combine?.([first, ...rest])))
  return says
}

/** Clock, chance and zone are other ones for a while; who says the same in all worlds asked none of them. */
export const looksAtNothingElse: ProjectionLaw = {
  name: 'it reads no clock, no chance and no time zone',
  judge: ({ renew, log }) => {
    const here = allThatItSays(renew(), log)
    for (const world of worlds) {
      const there = inWorld(world, () => allThatItSays(renew(), log))
      const when = `at ${new Date(world.now).toISOString()} with chance ${world.chance} in ${world.zone}`
      demandSameRows(here, there, when)
    }
  },
}

const isPromise = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'

const demandView = (what: string, view: unknown): unknown => {
  holds(view !== undefined, `${what} gave undefined`)
  holds(!isPromise(view), `${what} gave a promise`)
  return view
}

const attempt = <A>(what: string, call: () => A): A => {
  try {
    return call()
  } catch (error) {
    return fail(`${what} threw: ${explain(error)}`)
  }
}

/** History happened: also when it came in an order, or begins in a middle, that nobody thought of. */
export const isTotal: ProjectionLaw = {
  name: 'it never throws, in whatever order events come',
  judge: ({ renew, log }) => {
    const subject = renew()
    const { projection, kept } = subject
    const parts = wantedOf(subject, log).flatMap((recorded) => {
      const found: unknown = attempt(`parts of ${recorded.event.type}`, () =>
        projection.parts(recorded),
      )
      holds(Array.isArray(found), `parts of ${recorded.event.type} is no list`)
      return found as ReadonlyArray<Part>
    })
    const views = new Map<string, unknown>()
    const evolve = (view: unknown, part: unknown): unknown =>
      demandView(
        'evolve',
        attempt('evolve', () => projection.evolve(view, part)),
      )
    const initial = (key: string): unknown =>
      demandView(
        'initial',
        attempt('initial', () => projection.initial(key)),
      )
    for (const [key, part] of parts) {
      views.set(key, evolve(views.has(key) ? views.get(key) : initial(key), part))
      const text: unknown = attempt('encode', () => kept?.encode(key, views.get(key)).view)
      holds(kept === undefined || typeof text === 'string', `the view of ${key} has no JSON text`)
    }
    for (const view of views.values()) {
      for (const at of momentsOf(canonical(view))) {
        if (projection.read !== undefined)
          demandView(
            'read',
            attempt('read', () => projection.read?.(view, at)),
          )
      }
    }
    const [first, ...rest] = views.values()
    if (first !== undefined && projection.combine !== undefined) {
      demandView(
        'combine',
        attempt('combine', () => projection.combine?.([first, ...rest])),
      )
    }
    const orders = [
      parts.map((part) => [part]),
      [parts.toReversed()],
      [[...parts, ...parts]],
    ].flat()
    for (const order of orders) {
      const backwards = new Map<string, unknown>()
      for (const [key, part] of order) {
        backwards.set(key, evolve(backwards.has(key) ? backwards.get(key) : initial(key), part))
      }
    }
  },
}

/** What stands for "no event yet" must not remember the events of others. */
export const beginsAfresh: ProjectionLaw = {
  name: 'every key begins afresh, whatever became of the others',
  judge: ({ renew, log }) => {
    const subject = renew()
    const { projection } = subject
    const parts = partsOf(subject, log)
    const keys = [...new Set(parts.map(([key]) => key))]
    const held = keys.map((key) => projection.initial(key))
    const before = held.map(canonical)
    foldParts(subject, parts)
    for (const [index, key] of keys.entries()) {
      const now = canonical(projection.initial(key))
      const expected = before[index]
      holds(now === expected, `initial(${key}) was ${expected} and is now ${now}`)
      const heldNow = canonical(held[index])
      holds(
        heldNow === expected,
        `an initial view that nobody folded was ${expected} and is now ${heldNow}`,
      )
    }
  },
}
