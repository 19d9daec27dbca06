// Laws of a projection that never gives up: any events, in any order, from a fresh beginning.
import { canonical } from '@patina/eventsourcing'
import { explain, fail, holds } from '../judgement.js'
import { foldParts, partsOf, wantedOf } from './fold.js'
import type { ProjectionLaw } from './law.js'
import { momentsOf } from './moments.js'
import type { Part } from './subject.js'

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
    return fail(`${what} threw: ${explain(error)}`, error)
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
