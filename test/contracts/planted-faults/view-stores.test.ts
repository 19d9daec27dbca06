// The contract of view stores, judged: each fault must be caught by a check that says so.
import { inMemoryViewStore } from '@patina/eventsourcing'
import { checkViewStore } from '@patina/testing'
import { describe, expect, test } from 'vitest'
import { type FaultyViewStore, faultyViewStores } from './view-stores.js'

const seeds = [1, 2, 3]

const caughtOn = async ({ make, check }: FaultyViewStore): Promise<ReadonlyArray<number>> => {
  const caught: number[] = []
  for (const seed of seeds) {
    const failed = await checkViewStore(() => ({ views: make() }), { seed, only: [check] })
    if (failed.length > 0) caught.push(seed)
  }
  return caught
}

const titled = (isOpen: boolean): ReadonlyArray<readonly [string, string, FaultyViewStore]> =>
  faultyViewStores
    .filter((faulty) => (faulty.isOpen ?? false) === isOpen)
    .map((faulty) => [faulty.that, faulty.check, faulty])

describe('a view store that', () => {
  test.each(titled(false))('%s is caught: %s', async (_that, _check, faulty) => {
    expect(await caughtOn(faulty)).toEqual(seeds)
  })

  // A check that has learned to say so turns this red: then the fault is no longer open.
  test.each(titled(true))('%s is not caught as yet', async (_that, _check, faulty) => {
    expect(await caughtOn(faulty)).not.toEqual(seeds)
  })
})

test('the contract never accuses the view store in memory', async () => {
  for (const seed of seeds) {
    expect(await checkViewStore(() => ({ views: inMemoryViewStore() }), { seed })).toEqual([])
  }
})
