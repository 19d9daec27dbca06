import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { simpleJaroWinkler } from './arbitraries.js'
import { jaroWinkler } from './jaro-winkler.js'

// Few letters, so that much matches, and in another order.
const words = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'É', '陳'), maxLength: 12 })

describe('the similarity of Jaro and Winkler', () => {
  test('has the values that Winkler published', () => {
    const rounded = (a: string, b: string): string => jaroWinkler(a, b).toFixed(4)
    expect(rounded('MARTHA', 'MARHTA')).toBe('0.9611')
    expect(rounded('DWAYNE', 'DUANE')).toBe('0.8400')
    expect(rounded('DIXON', 'DICKSONX')).toBe('0.8133')
  })

  test('counts a common prefix of four characters at most', () => {
    // Five of six characters match; without a prefix that is (5/6 + 5/6 + 1) / 3.
    const bare = (5 / 6 + 5 / 6 + 1) / 3
    expect(jaroWinkler('abcdef', 'abcdex')).toBeCloseTo(bare + 0.4 * (1 - bare), 12)
    expect(jaroWinkler('xbcdef', 'abcdef')).toBeCloseTo(bare, 12)
  })

  test('is the same in either order, from 0 to 1, and 1 for equal texts alone', () => {
    fc.assert(
      fc.property(words, words, (a, b) => {
        const similarity = jaroWinkler(a, b)
        expect(jaroWinkler(b, a)).toBe(similarity)
        expect(similarity).toBeGreaterThanOrEqual(0)
        expect(similarity).toBeLessThanOrEqual(1)
        expect(similarity === 1).toBe(a === b)
        expect(jaroWinkler(a, a)).toBe(1)
      }),
      { numRuns: 2_000 },
    )
  })

  test('is what the definition gives when it is followed word by word', () => {
    fc.assert(
      fc.property(words, words, (a, b) => {
        expect(jaroWinkler(a, b)).toBeCloseTo(simpleJaroWinkler(a, b), 12)
      }),
      { numRuns: 2_000 },
    )
  })
})
