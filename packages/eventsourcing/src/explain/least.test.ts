import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Least, least } from './least.js'

// The answer, and how often it was asked whether something is enough.
const searched = (
  count: number,
  isEnough: (places: ReadonlyArray<number>) => boolean,
): Least & { readonly trials: number } => {
  let trials = 0
  const steps = least(count, (places) => {
    trials++
    return isEnough(places)
  })
  for (;;) {
    const step = steps.next()
    if (step.done === true) return { ...step.value, trials }
  }
}

const needs = (needed: ReadonlyArray<number>) => (places: ReadonlyArray<number>) => {
  const there = new Set(places)
  return needed.every((one) => there.has(one))
}

// Every so many of a few hundred places, from somewhere on: from a dozen of them to all.
const some = fc
  .record({
    count: fc.integer({ min: 11, max: 300 }),
    every: fc.integer({ min: 1, max: 25 }),
    from: fc.nat(300),
  })
  .map(({ count, every, from }) => ({
    count,
    needed: Array.from({ length: count }, (_, at) => at).filter(
      (at) => at >= count - 11 || (at >= from && at % every === 0),
    ),
  }))

// Of fewer than 32, where they cannot all go at once, each is tried by itself.
const mostTrialsForOne = (count: number): number =>
  count < 32 ? count + 3 : 4 * Math.log2(count) + 8

describe('the search for few places that are enough', () => {
  test('finds exactly those that are needed, in trials as many as those take and not as many as there are', () => {
    fc.assert(
      fc.property(some, ({ count, needed }) => {
        const { places, trials, tried } = searched(count, needs(needed))
        expect([places, tried]).toEqual([needed, 'every-event'])
        const k = needed.length
        // Single ones twice, for one round more shows that none goes; and the pieces on the way down to each of them.
        expect(trials).toBeLessThanOrEqual(3 * k + 4 * k * Math.log2(count / k) + 40)
      }),
      { numRuns: 50 },
    )
  })

  test('makes few trials where one place of thousands is enough, wherever it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 11, max: 5_000 }), fc.nat(), (count, at) => {
        const needed = [at % count]
        const { places, trials } = searched(count, needs(needed))
        expect(places).toEqual(needed)
        expect(trials).toBeLessThanOrEqual(mostTrialsForOne(count))
      }),
      { numRuns: 50 },
    )
  })

  test.each(Array.from({ length: 60 }, (_, index) => 11 + index))(
    'makes few trials where one of %i places is enough, at each of them',
    (count) => {
      const most = mostTrialsForOne(count)
      for (let at = 0; at < count; at++) {
        expect(searched(count, needs([at])).trials).toBeLessThanOrEqual(most)
      }
    },
  )

  test('makes hardly more trials than there are places where all are needed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 11, max: 800 }), (count) => {
        const all = Array.from({ length: count }, (_, at) => at)
        const { places, trials } = searched(count, ({ length }) => length === count)
        expect(places).toEqual(all)
        expect(trials).toBeLessThanOrEqual(1.3 * count + 20)
      }),
      { numRuns: 50 },
    )
  })
})
