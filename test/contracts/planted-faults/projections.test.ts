// The laws of projections, judged: what is wrong must be caught by a law that says so, and what is right never accused. This
// is the one test whose seeds are fixed: it asks for every one of twenty.
import { checkProjection } from '@patina/testing'
import { describe, expect, test } from 'vitest'
import { faults } from './projections.js'
import { rightProjections } from './right-projections.js'

const seeds = Array.from({ length: 20 }, (_, index) => index + 1)

describe('a projection that', () => {
  test.each(faults)('$that is caught on every seed: $law', ({ make, histories, law }) => {
    const missed = seeds.filter((seed) => {
      const options = { seed, only: [law], isIdempotent: true }
      return checkProjection(make(), histories, options).length === 0
    })
    expect(missed).toEqual([])
  })
})

describe('no law accuses', () => {
  test.each(rightProjections)('$what', ({ make, histories, isIdempotent = false }) => {
    const accused = seeds.flatMap((seed) =>
      checkProjection(make(), histories, { seed, numRuns: 5, isIdempotent }),
    )
    expect(accused).toEqual([])
  })
})
