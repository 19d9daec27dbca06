// The laws of projections, judged: what is wrong is caught by a law that says so, on every one of twenty seeds. Seeds are
// fixed in the tests of this folder and nowhere else, for this is what they ask.
import { checkProjection } from '@patina/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Fault, faults } from './projections.js'

// That a law is broken is all that is asked; the smallest history that breaks it would take most of the time.
fc.configureGlobal({ endOnFailure: true })

const seeds = Array.from({ length: 20 }, (_, index) => index + 1)

const missedSeeds = ({ make, histories, law }: Fault): ReadonlyArray<number> =>
  seeds.filter((seed) => {
    const options = { seed, only: [law], isIdempotent: true }
    return checkProjection(make(), histories, options).length === 0
  })

const titled = faults.map((fault) => [fault.that, fault.law, fault] as const)

describe('a projection that', () => {
  test.each(titled)('%s is caught: %s', (_that, _law, fault) => {
    expect(missedSeeds(fault)).toEqual([])
  })
})
