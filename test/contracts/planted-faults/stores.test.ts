// The contract of event stores, judged: each fault must be caught by a check that says so, and no right store accused.
import { checkStore } from '@patina/testing'
import { describe, expect, test } from 'vitest'
import { type FaultyStore, faultyStores, rightStores, waysOf } from './stores.js'

const seeds = [1, 2, 3]

// What the one check finds that a fault names, on each seed.
const caughtOn = async ({ make, check }: FaultyStore): Promise<ReadonlyArray<number>> => {
  const { open, options } = waysOf(make)
  // A store that hangs is waited for: here not long.
  const hasty = { ...options, patienceMs: 500, withinMs: 5_000 }
  const caught: number[] = []
  for (const seed of seeds) {
    const failed = await checkStore(open, { ...hasty, seed, only: [check] })
    if (failed.length > 0) caught.push(seed)
  }
  return caught
}

const titled = faultyStores.map((faulty) => [faulty.that, faulty.check, faulty] as const)

describe('a store that', () => {
  test.each(titled)('%s is caught: %s', async (_that, _check, faulty) => {
    expect(await caughtOn(faulty)).toEqual(seeds)
  })
})

describe('the contract never accuses', () => {
  test.each(rightStores.map((right) => [right.what, right] as const))(
    '%s',
    async (_what, { make, isVolatile = false }) => {
      const { open, options } = waysOf(make)
      const { reopen, ...others } = options
      const ways = isVolatile || reopen === undefined ? others : { ...others, reopen }
      for (const seed of [1, 2]) {
        expect(await checkStore(open, { ...ways, seed, numRuns: 5 })).toEqual([])
      }
    },
    60_000,
  )
})
