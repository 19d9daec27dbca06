import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CustomerId } from '../../shared/ids.js'
import { customersInACrowd as customers, simpleJaroWinkler } from './arbitraries.js'
import { keysOf } from './blocks.js'
import { somePairs } from './chances.js'
import { type CustomerPair, type Field, fields, type OpenedCustomer } from './customer.js'
import { findDuplicates } from './find.js'
import { type NormalCustomer, normalCustomer, swappedDay } from './normal-forms.js'

// The same answer by the longest way: every pair, every value, every chance counted anew.
const shares = [0.9, 0.06, 0.02, 0.02]

const levelOf = (field: Field, a: string, b: string): number => {
  if (a === b) return 0
  if (field === 'bornOn' && swappedDay(a) === b) return 1
  const similarity = simpleJaroWinkler(a, b)
  return similarity >= 0.92 ? 1 : similarity >= 0.85 ? 2 : 3
}

const allPairs = <A>(all: ReadonlyArray<A>): ReadonlyArray<readonly [A, A]> =>
  all.flatMap((a, n) => all.slice(n + 1).map((b) => [a, b] as const))

const crossing = <A>(as: ReadonlyArray<A>, bs: ReadonlyArray<A>): ReadonlyArray<readonly [A, A]> =>
  as.flatMap((a) => bs.map((b) => [a, b] as const))

const weightsIn = (all: ReadonlyArray<NormalCustomer>) => {
  const shareWith = (field: Field, value: string): number => {
    const known = all.filter(({ values }) => values[field].length > 0)
    return known.filter(({ values }) => values[field].includes(value)).length / (known.length || 1)
  }
  const countOn = (field: Field, level: number): number => {
    const pairs = allPairs(all.filter(({ values }) => values[field].length > 0))
    const on = pairs.filter(([a, b]) => {
      const reached = crossing(a.values[field], b.values[field])
      return Math.min(...reached.map(([x, y]) => levelOf(field, x, y))) === level
    })
    return (on.length + 0.5) / (pairs.length + 2)
  }
  const known = new Map<string, number>()
  const shareOn = (field: Field, level: number): number => {
    const name = `${field} ${level}`
    const share = known.get(name) ?? countOn(field, level)
    known.set(name, share)
    return share
  }
  // The weight of the field of one, compared with the same or another field of the other.
  return (a: NormalCustomer, b: NormalCustomer, of: Field, other: Field = of) => {
    const found = crossing(a.values[of], b.values[other]).map(([x, y]) => {
      const level = levelOf(of, x, y)
      const common = Math.max(
        ...[of, other].flatMap((field) => [x, y].map((v) => shareWith(field, v))),
      )
      const exact = Math.log2(0.9 / common)
      const chance = Math.max(shareOn(of, level), shareOn(other, level))
      const weight = Math.log2((shares[level] ?? 0) / chance)
      return { level, weight: level === 0 ? exact : Math.min(weight, level === 3 ? 0 : exact) }
    })
    return found.sort((x, y) => x.level - y.level || y.weight - x.weight)[0]
  }
}

const naiveScores = (opened: ReadonlyArray<OpenedCustomer>): ReadonlyArray<[string, number]> => {
  const all = opened.map(normalCustomer).sort((a, b) => (a.id < b.id ? -1 : 1))
  const weigh = weightsIn(all)
  return allPairs(all)
    .filter(([a, b]) => doShare(a, b))
    .map(([a, b]): [string, number] => {
      const parts = fields.map((field) => weigh(a, b, field))
      const crossed = [
        weigh(a, b, 'familyName', 'givenName'),
        weigh(a, b, 'givenName', 'familyName'),
      ]
      const sum = (of: typeof parts): number => of.reduce((s, part) => s + (part?.weight ?? 0), 0)
      const isCrossed =
        [...parts.slice(0, 2), ...crossed].every((part) => part !== undefined) &&
        parts.slice(0, 2).some((part) => part?.level === 3) &&
        crossed.every((part) => part !== undefined && part.level < 3) &&
        sum(crossed) > sum(parts.slice(0, 2)) + 1e-9
      return [`${a.id} ${b.id}`, sum(isCrossed ? [...crossed, ...parts.slice(2)] : parts)]
    })
    .filter(([, score]) => score >= 3)
}

const doShare = (a: NormalCustomer, b: NormalCustomer): boolean => {
  const inCommon = (as: ReadonlyArray<string>, bs: ReadonlyArray<string>): boolean =>
    as.some((value) => bs.includes(value))
  const sameYear = a.birthYear !== undefined && a.birthYear === b.birthYear
  return (
    (['phone', 'email', 'cardNumber'] as const).some((f) => inCommon(a.values[f], b.values[f])) ||
    (sameYear && inCommon(a.values.familyName, b.values.familyName)) ||
    (sameYear && inCommon(a.wholeNames, b.wholeNames))
  )
}

const key = ({ customerIds }: { readonly customerIds: ReadonlyArray<string> }): string =>
  customerIds.join(' ')

describe('the duplicates among any customers', () => {
  test('are those that comparing every pair by hand finds, with the same scores', () => {
    fc.assert(
      fc.property(customers, (all) => {
        const found = findDuplicates(all).candidates
        const naive = new Map(naiveScores(all))
        expect(found.map(key).sort()).toEqual([...naive.keys()].sort())
        for (const one of found) expect(one.score).toBeCloseTo(naive.get(key(one)) ?? Number.NaN, 9)
      }),
      { numRuns: 100 },
    )
  })

  test('are compared for every pair that shares a key, once, and for no other', () => {
    fc.assert(
      fc.property(customers, (all) => {
        const sharing = allPairs(all.map(normalCustomer)).filter(([a, b]) => doShare(a, b))
        expect(findDuplicates(all).compared).toBe(sharing.length)
        for (const [a, b] of sharing) {
          const [ofA, ofB] = [keysOf(a), keysOf(b)]
          const kinds = Object.keys(ofA) as (keyof typeof ofA)[]
          expect(kinds.some((kind) => ofA[kind].some((one) => ofB[kind].includes(one)))).toBe(true)
        }
      }),
    )
  })

  test('have a score that is the sum of what each field says, and are in the order of it', () => {
    fc.assert(
      fc.property(customers, (all) => {
        const { candidates } = findDuplicates(all)
        for (const { score, parts, verdict, sharing } of candidates) {
          expect(score).toBe(parts.reduce((sum, { weight }) => sum + weight, 0))
          expect(verdict).toBe(score >= 8 ? 'likely' : 'possible')
          expect(sharing.length).toBeGreaterThan(0)
          expect(new Set(parts.map(({ field }) => field)).size).toBe(parts.length)
        }
        const scores = candidates.map(({ score }) => score)
        expect(scores).toEqual(scores.toSorted((a, b) => b - a))
      }),
    )
  })

  test('do not depend on the order of the customers', () => {
    const shuffled = customers.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length })),
    )
    fc.assert(
      fc.property(shuffled, fc.integer({ min: 2, max: 5 }), ([all, others], mostInBlock) => {
        expect(findDuplicates(others, { mostInBlock })).toEqual(
          findDuplicates(all, { mostInBlock }),
        )
      }),
    )
  })

  test('among people with several records are the best pair of records of two people, none of whom is dismissed', () => {
    const withGroups = customers.chain((all) =>
      fc.record({
        all: fc.constant(all),
        groups: fc.array(fc.nat(5), { minLength: all.length, maxLength: all.length }),
        dismissed: fc.array(fc.tuple(fc.nat(all.length), fc.nat(all.length)), { maxLength: 4 }),
      }),
    )
    fc.assert(
      fc.property(withGroups, ({ all, groups, dismissed }) => {
        const ids = all.map(({ customerId }) => customerId)
        const groupOf = (id: CustomerId) => groups[ids.indexOf(id)] ?? -1
        const pairs = dismissed.flatMap(([a, b]): ReadonlyArray<CustomerPair> => {
          const [one, other] = [ids[a], ids[b]]
          return one === undefined || other === undefined ? [] : [[one, other]]
        })
        const together = [0, 1, 2, 3, 4, 5].map((n) => ids.filter((id) => groupOf(id) === n))
        const areTwo = (a: CustomerId, b: CustomerId) =>
          pairs.some(([x, y]) =>
            [
              [x, y],
              [y, x],
            ].some(([p, q]) => p && q && groupOf(p) === groupOf(a) && groupOf(q) === groupOf(b)),
          )
        const seen = new Set<string>()
        const expected = findDuplicates(all).candidates.filter(({ customerIds: [a, b] }) => {
          const [one, other] = [groupOf(a), groupOf(b)].sort()
          const isNew = !seen.has(`${one} ${other}`)
          if (one === other) return false
          seen.add(`${one} ${other}`)
          return isNew && !areTwo(a, b)
        })
        const found = findDuplicates(all, { together, dismissed: pairs })
        expect(found.candidates).toEqual(expected)
      }),
    )
  })

  test('and the keys that are too large leave out no pair in silence', () => {
    fc.assert(
      fc.property(customers, (all) => {
        const { candidates, tooLarge } = findDuplicates(all, { mostInBlock: 2 })
        const found = new Set(candidates.map(key))
        for (const lost of findDuplicates(all).candidates.filter((one) => !found.has(key(one)))) {
          const isNamed = tooLarge.some(({ customerIds }) =>
            lost.customerIds.every((id) => customerIds.includes(id)),
          )
          expect(isNamed).toBe(true)
        }
      }),
    )
  })
})

test('the pairs that chances are observed on are each two customers, none comes twice, and few are all', () => {
  fc.assert(
    fc.property(fc.nat({ max: 60 }), fc.integer({ min: 1, max: 2_000 }), (count, most) => {
      const pairs = somePairs(count, most)
      const names = pairs.map(([a, b]) => `${Math.min(a, b)} ${Math.max(a, b)}`)
      expect(new Set(names).size).toBe(pairs.length)
      for (const [a, b] of pairs) {
        expect(a).not.toBe(b)
        expect(Math.max(a, b)).toBeLessThan(count)
      }
      const possible = count < 2 ? 0 : (count * (count - 1)) / 2
      expect(pairs.length).toBeGreaterThanOrEqual(Math.min(possible, most) - count)
      if (possible <= most) expect(pairs).toHaveLength(possible)
    }),
  )
})
