// What an account of thousands of lots costs is counted, not timed: a machine that is busy counts the same.
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { issuedAt, noon } from '../shared/arbitraries.js'
import { civilDate, plusDays } from '../shared/civil-date.js'
import { awardOf, redemptionOf } from './asking.arbitraries.js'
import type { PointsEvent } from './events.js'
import * as Points from './index.js'

const eventsIn = (
  decided: Either<unknown, ReadonlyArray<PointsEvent>>,
): ReadonlyArray<PointsEvent> => (E.isRight(decided) ? decided.right : [])

const days = 50

// Awards a point for a sale. The lots of an account spread over the same days, however many they are.
const award = (state: Points.Account, n: number, perDay: number): Points.Account => {
  const day = plusDays(civilDate('2024-01-01'), Math.floor(n / perDay))
  const decided = Points.decide(awardOf(n, day, [[1]]), state, issuedAt(noon(day)))
  return eventsIn(decided).reduce(Points.evolve, state)
}

const accountOf = (lots: number): Points.Account => {
  let state: Points.Account = Points.initial
  for (let n = 0; n < lots; n++) state = award(state, n, lots / days)
  return state
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

const insideOf = (value: object): ReadonlyArray<unknown> =>
  value instanceof Map || value instanceof Set ? [...value] : Object.values(value)

const allIn = (root: object, known: ReadonlySet<object> = new Set()): ReadonlySet<object> => {
  const found = new Set<object>()
  const left: object[] = [root]
  for (let one = left.pop(); one !== undefined; one = left.pop()) {
    if (found.has(one) || known.has(one)) continue
    found.add(one)
    left.push(...insideOf(one).filter(isObject))
  }
  return found
}

// How many members were written to come from one state to the other: those of every object that is new.
const written = (before: object, after: object): number =>
  [...allIn(after, allIn(before))].reduce((all, one) => all + insideOf(one).length, 0)

// The same value, and how many members of it and of all in it were looked at.
const watched = <A extends object>(
  value: A,
): { readonly value: A; readonly reads: () => number } => {
  let reads = 0
  const seen = new WeakMap<object, object>()
  const watch = (one: object): object => {
    const known = seen.get(one)
    if (known !== undefined) return known
    const made = new Proxy(one, {
      get: (target, name) => {
        reads++
        const member: unknown = Reflect.get(target, name)
        return isObject(member) ? watch(member) : member
      },
    })
    seen.set(one, made)
    return made
  }
  return { value: watch(value) as A, reads: () => reads }
}

const costOf = (lots: number): { readonly fold: number; readonly decide: number } => {
  const state = accountOf(lots)
  const fold = written(state, award(state, lots, lots / days))
  const { value, reads } = watched(state)
  const decided = Points.decide(redemptionOf(1, 20), value, issuedAt(noon('2024-06-02')))
  expect(eventsIn(decided)).toHaveLength(1)
  return { fold, decide: reads() }
}

test('an account of thousands of lots costs little more to fold and to decide on than a small one', () => {
  const [small, large] = [costOf(500), costOf(4000)]
  // Eight times as many lots: one more level of each table, and longer days.
  expect(large.fold).toBeLessThan(3 * small.fold)
  expect(large.decide).toBeLessThan(3 * small.decide)
})
