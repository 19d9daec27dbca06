import { checkStore } from '@patina/testing'
import { describe, expect, test } from 'vitest'
import { caughtBy } from './caught-by.js'
import { faultyStores, rightStores, waysOf } from './stores.js'

const judged = faultyStores.flatMap((faulty) => {
  const check = caughtBy[faulty.that]
  return check === undefined ? [] : [[faulty.that, check, faulty] as const]
})

describe('the corpus of faulty stores', () => {
  test('is large enough to judge the contract by', () => {
    expect(judged.length).toBeGreaterThanOrEqual(30)
  })
})

describe('a store that', () => {
  test.each(judged)(
    '%s is caught by the check: %s',
    async (_that, check, { make }) => {
      const { open, options } = waysOf(make)
      const broken = await checkStore(open, {
        ...options,
        only: [check],
        patienceMs: 500,
        withinMs: 10_000,
      })
      expect(broken.map((one) => one.check)).toEqual([check])
    },
    60_000,
  )
})

describe('a correct store', () => {
  test.each(rightStores.map((right) => [right.what, right] as const))(
    '%s is not accused',
    async (_what, { make, isVolatile }) => {
      const { open, options } = waysOf(make)
      const { reopen, ...rest } = options
      const able = isVolatile === true || reopen === undefined ? rest : { ...rest, reopen }
      expect(await checkStore(open, { ...able, numRuns: 10, withinMs: 60_000 })).toEqual([])
    },
    300_000,
  )
})
