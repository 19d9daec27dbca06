// The laws of projections, judged: what is right is never accused, on any of twenty seeds, however odd it is.
import { checkProjection } from '@patina/testing'
import { describe, expect, test } from 'vitest'
import { rightProjections } from './right-projections.js'

const seeds = Array.from({ length: 20 }, (_, index) => index + 1)
// Together, twenty seeds draw as many histories for each law as one run of a suite.
const numRuns = 5

describe('the laws never accuse', () => {
  test.each(rightProjections.map((right) => [right.what, right] as const))(
    '%s',
    (_what, { make, histories, isIdempotent = false }) => {
      const accused = seeds.flatMap((seed) =>
        checkProjection(make(), histories, { seed, numRuns, isIdempotent }),
      )
      expect(accused).toEqual([])
    },
  )
})
