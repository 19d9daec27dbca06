import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { differencesBetween } from './differences.js'
import { sha256Of } from './sha256.js'

const plain = fc.dictionary(
  fc.string({ maxLength: 4 }),
  fc.jsonValue({ maxDepth: 2 }),
) as fc.Arbitrary<object>

describe('differences', () => {
  test('are named by their path, with what was recorded and what was found', () => {
    const recorded = {
      storeId: 'HK1',
      lines: [
        { lineId: '1', quantity: 2 },
        { lineId: '2', quantity: 1 },
      ],
    }
    const found = { storeId: 'HK2', staffId: 'S', lines: [{ lineId: '1', quantity: 3 }] }
    expect(differencesBetween(recorded, found)).toEqual([
      { path: '/storeId', recorded: 'HK1', found: 'HK2' },
      { path: '/lines/0/quantity', recorded: 2, found: 3 },
      { path: '/lines/1/lineId', recorded: '2', found: null },
      { path: '/lines/1/quantity', recorded: 1, found: null },
      { path: '/staffId', recorded: null, found: 'S' },
    ])
  })

  test('do not depend on the order of members', () => {
    expect(differencesBetween({ a: 1, b: 2 }, { b: 2, a: 1 })).toEqual([])
    expect(sha256Of({ a: 1, b: { c: 2, d: 3 } })).toBe(sha256Of({ b: { d: 3, c: 2 }, a: 1 }))
  })

  test('are none between a record and itself', () => {
    fc.assert(fc.property(plain, (one) => differencesBetween(one, one).length === 0))
  })

  test('escape what a path is made of', () => {
    expect(differencesBetween({ 'a/b~c': 1 }, {})).toEqual([
      { path: '/a~1b~0c', recorded: 1, found: null },
    ])
  })

  test('lists are in order and a hash is lower-case hexadecimal', () => {
    expect(sha256Of({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a')
    expect(sha256Of({ a: [1, 2] })).not.toBe(sha256Of({ a: [2, 1] }))
  })
})
