// The contract of view stores, judged: each fault must be caught by a check that says so, and no right store accused.
import { checkViewStore } from '@patina/testing'
import { describe, expect, test } from 'vitest'
import { type FaultyViewStore, faultyViewStores, rightViewStores } from './view-stores.js'

const seeds = [1, 2, 3]

const caughtOn = async ({ make, check }: FaultyViewStore): Promise<ReadonlyArray<number>> => {
  const caught: number[] = []
  for (const seed of seeds) {
    const failed = await checkViewStore(() => ({ views: make() }), { seed, only: [check] })
    if (failed.length > 0) caught.push(seed)
  }
  return caught
}

const titled = faultyViewStores.map((faulty) => [faulty.that, faulty.check, faulty] as const)

describe('a view store that', () => {
  test.each(titled)('%s is caught: %s', async (_that, _check, faulty) => {
    expect(await caughtOn(faulty)).toEqual(seeds)
  })
})

describe('the contract never accuses', () => {
  test.each(rightViewStores.map((right) => [right.what, right] as const))(
    '%s',
    async (_what, { make }) => {
      for (const seed of seeds) {
        expect(await checkViewStore(() => ({ views: make() }), { seed })).toEqual([])
      }
    },
  )
})
