import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allocate, claimOf, divide, scale } from './rational.js'

const sum = (figures: ReadonlyArray<number>): number => figures.reduce((all, one) => all + one, 0)
const most = 1_000_000_000_000

describe('exact arithmetic', () => {
  test('divides without rounding, beyond what a double holds', () => {
    fc.assert(
      fc.property(
        fc.nat(most),
        fc.nat(1_000_000_000),
        fc.integer({ min: 1, max: 1_000_000_000 }),
        (a, n, d) => {
          const exact = BigInt(a) * BigInt(n)
          const { whole, rest } = divide(a, n, d)
          if (exact / BigInt(d) <= BigInt(Number.MAX_SAFE_INTEGER)) {
            expect(BigInt(whole) * BigInt(d) + BigInt(rest)).toBe(exact)
          }
          expect(rest < d).toBe(true)
        },
      ),
    )
    expect(divide(9_007_199_254_740_991, 3, 3)).toEqual({ whole: 9_007_199_254_740_991, rest: 0 })
  })

  test('rounds as it is told', () => {
    expect(scale(15, [1, 10], 'floor')).toBe(1)
    expect(scale(15, [1, 10], 'halfUp')).toBe(2)
    expect(scale(14, [1, 10], 'halfUp')).toBe(1)
    expect(scale(11, [1, 10], 'ceil')).toBe(2)
    expect(scale(10, [1, 10], 'ceil')).toBe(1)
    expect(scale(5, [1, 3], 'halfUp')).toBe(2)
    expect(scale(4, [1, 3], 'halfUp')).toBe(1)
  })
})

describe('largest remainder', () => {
  test('adds up to the total, and no part is a whole unit off', () => {
    fc.assert(
      fc.property(
        fc.nat(most),
        fc.array(fc.nat(most), { minLength: 1, maxLength: 30 }),
        (total, weights) => {
          const parts = allocate(total, weights)
          const all = sum(weights)
          expect(sum(parts)).toBe(total)
          parts.forEach((part, index) => {
            if (all === 0) return
            const off = BigInt(part) * BigInt(all) - BigInt(total) * BigInt(weights[index] ?? 0)
            expect(off > -BigInt(all) && off < BigInt(all)).toBe(true)
          })
        },
      ),
    )
  })

  test('gives ties to the lower line', () => {
    expect(allocate(100, [1, 1, 1])).toEqual([34, 33, 33])
    expect(allocate(5, [0, 1, 1])).toEqual([0, 3, 2])
    expect(allocate(7, [0, 0])).toEqual([7, 0])
    expect(allocate(0, [])).toEqual([])
  })
})

describe('the claim of returned pieces', () => {
  test('adds up to the whole in any split', () => {
    fc.assert(
      fc.property(
        fc.nat(most),
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 }),
        (points, parts) => {
          const quantity = sum(parts)
          let returned = 0
          const claims = parts.map((part) => {
            const claim = claimOf(points, quantity, returned, part)
            returned += part
            return claim
          })
          expect(sum(claims)).toBe(points)
          expect(claims.every((claim) => claim >= 0)).toBe(true)
        },
      ),
    )
  })
})
