import { describe, expect, test } from 'vitest'
import { canonical } from './canonical.js'

describe('the canonical text of a value', () => {
  test.each([
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    [{ a: undefined }, {}],
    [{ a: -0 }, { a: 0 }],
    [
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
      new Map([
        ['b', 2],
        ['a', 1],
      ]),
    ],
    [new Set([1, 2]), new Set([2, 1])],
  ])('is one text for %o and %o', (a, b) => {
    expect(canonical(a)).toBe(canonical(b))
  })

  test.each([
    [new Map(), {}],
    [new Set(), []],
    [new Date(0), new Date(0).toISOString()],
    [Number.NaN, null],
    [Number.POSITIVE_INFINITY, null],
    [[undefined], [null]],
    [1n, 1],
    ['1', 1],
    [true, false],
    [true, 'true'],
    [null, undefined],
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: [] }, { a: {} }],
  ])('is another text for %o than for %o', (a, b) => {
    expect(canonical(a)).not.toBe(canonical(b))
  })

  test('does not end in a stack overflow for a value that holds itself', () => {
    const loop: unknown[] = []
    loop.push(loop)
    expect(() => canonical(loop)).toThrow('refers to itself')
  })
})
