// The laws of projections, judged: what is wrong is caught by a law that says so, on every one of twenty seeds. Seeds are
// fixed in the tests of this folder and nowhere else, for this is what they ask.
import { checkProjection } from '@patina/testing'
import { describe, expect, test } from 'vitest'
import { type Fault, faults } from './projections.js'

const seeds = Array.from({ length: 20 }, (_, index) => index + 1)

const missedSeeds = ({ make, histories, law }: Fault): ReadonlyArray<number> =>
  seeds.filter((seed) => {
    const options = { seed, only: [law], isIdempotent: true }
    return checkProjection(make(), histories, options).length === 0
  })

const titled = (isOpen: boolean): ReadonlyArray<readonly [string, string, Fault]> =>
  faults
    .filter((fault) => (fault.isOpen ?? false) === isOpen)
    .map((fault) => [fault.that, fault.law, fault])

describe('a projection that', () => {
  test.each(titled(false))('%s is caught: %s', (_that, _law, fault) => {
    expect(missedSeeds(fault)).toEqual([])
  })

  // A law that has learned to say so turns this red: then the fault is no longer open.
  test.each(titled(true))('%s is not caught as yet', (_that, _law, fault) => {
    expect(missedSeeds(fault)).not.toEqual([])
  })
})
