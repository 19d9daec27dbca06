import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { civilDate } from '../../shared/civil-date.js'
import { crowd, customer, customers } from './arbitraries.js'
import { blockKinds } from './blocks.js'
import { fields, levels, type OpenedCustomer } from './customer.js'
import { type Candidate, findDuplicates } from './find.js'

const of = (n: number, values: Omit<OpenedCustomer, 'customerId'>): OpenedCustomer => ({
  customerId: customer(n),
  ...values,
})
const anybody = {
  familyName: 'Sample',
  givenName: 'Any Body',
  bornOn: civilDate('1990-02-11'),
  phones: ['1999 0001'],
}
const find = (all: ReadonlyArray<OpenedCustomer>, options = {}): ReadonlyArray<Candidate> =>
  findDuplicates([...all, ...crowd], options).candidates

describe('two records of one customer', () => {
  test('are likely one person when name, day of birth and number agree, and each part says how far', () => {
    const [candidate, ...others] = find([
      of(2, { ...anybody, familyName: 'SÁMPLE', phones: ['+852 1999-0001'] }),
      of(1, { ...anybody, givenName: 'Any-Bodie' }),
    ])
    expect(others).toEqual([])
    expect(candidate?.verdict).toBe('likely')
    expect(candidate?.customerIds).toEqual([customer(1), customer(2)])
    expect(candidate?.sharing).toEqual(['phone', 'familyNameAndBirthYear'])
    expect(candidate?.parts.map(({ field, level }) => `${field} ${level}`)).toEqual([
      'familyName exact',
      'givenName close',
      'bornOn exact',
      'phone exact',
    ])
    // Two of 22 people have the name: log2(0.9 / (2 / 22)).
    expect(candidate?.parts[0]?.weight).toBeCloseTo(Math.log2((0.9 * 22) / 2), 12)
  })

  test('are found when family and given name stand in each other’s place', () => {
    const [candidate] = find([
      of(1, anybody),
      of(2, { ...anybody, familyName: 'Any Body', givenName: 'Sample', phones: [] }),
    ])
    expect(candidate?.sharing).toEqual(['wholeNameAndBirthYear'])
    expect(candidate?.parts.slice(0, 2)).toMatchObject([
      { field: 'familyName', level: 'exact', isCrossed: true },
      { field: 'givenName', level: 'exact', isCrossed: true },
    ])
  })

  test('are found by a Han name in traditional and in simplified characters', () => {
    const bornOn = civilDate('1990-02-11')
    const [candidate] = find([
      of(1, { hanName: '陳樣品', bornOn, emails: ['any@example.test'] }),
      of(2, { hanName: '陈样品', bornOn: civilDate('1990-11-02') }),
    ])
    // The e-mail of one alone says nothing.
    expect(candidate?.parts.map(({ field, level }) => `${field} ${level}`)).toEqual([
      'hanName exact',
      'bornOn close',
    ])
  })

  test('are only proposed for a number that a family shares, when all else differs [I6]', () => {
    const family = { ...anybody, givenName: 'Zoe', bornOn: civilDate('2011-08-23') }
    const candidates = find([of(1, anybody), of(2, family)])
    expect(candidates.map(({ verdict }) => verdict)).not.toContain('likely')
  })
})

test('a pair is likely or possible from the scores that are asked for', () => {
  const pair = [of(1, anybody), of(2, anybody)]
  const [{ score = 0 } = {}] = find(pair)
  const verdictsFrom = (likelyFrom: number, possibleFrom: number) =>
    find(pair, { likelyFrom, possibleFrom }).map(({ verdict }) => verdict)
  expect(verdictsFrom(score, 1)).toEqual(['likely'])
  expect(verdictsFrom(score + 0.01, score)).toEqual(['possible'])
  expect(verdictsFrom(score + 0.01, score + 0.01)).toEqual([])
})

describe('a pair of which somebody has said that it is two people', () => {
  const pair = [of(1, anybody), of(2, anybody)]

  test('is left out, named in either order, and no other pair with it [I6]', () => {
    for (const dismissed of [
      [customer(1), customer(2)] as const,
      [customer(2), customer(1)] as const,
    ]) {
      expect(find(pair, { dismissed: [dismissed] })).toEqual([])
    }
    const three = find([...pair, of(3, anybody)], { dismissed: [[customer(2), customer(1)]] })
    expect(three.map(({ customerIds }) => customerIds)).toEqual([
      [customer(1), customer(3)],
      [customer(2), customer(3)],
    ])
  })

  test('is shown to whoever asks for it, marked as dismissed', () => {
    const [candidate] = find(pair, {
      dismissed: [[customer(1), customer(2)]],
      withDismissed: true,
    })
    expect(candidate?.isDismissed).toBe(true)
    expect(find(pair)[0]?.isDismissed).toBe(false)
  })
})

describe('a key that too many share', () => {
  const sharing = [1, 2, 3].map((n) => of(n, { phones: ['1999 0000'] }))

  test('is named with all who share it, and not compared', () => {
    const { tooLarge, compared } = findDuplicates([...sharing, ...crowd], { mostInBlock: 2 })
    expect(tooLarge).toEqual([
      { sharing: 'phone', customerIds: [customer(1), customer(2), customer(3)] },
    ])
    expect(compared).toBe(0)
  })

  test('is compared while it has as many as it may', () => {
    const { tooLarge, compared } = findDuplicates([...sharing, ...crowd], { mostInBlock: 3 })
    expect(tooLarge).toEqual([])
    expect(compared).toBe(3)
  })
})

describe('what a caller cannot mean', () => {
  test('is refused, and no value is quoted', () => {
    const agreements = { phone: { exact: 0.9, close: 0.06, near: 0.02, different: 0.5 } }
    expect(() => find([], { agreements })).toThrow('agreements.phone: expected four shares')
    expect(() => find([of(1, anybody), of(1, anybody)])).toThrow('customers: expected each once')
    expect(() => find([], { mostInBlock: 1 })).toThrow('mostInBlock: expected 2 or more')
  })
})

test('nothing that is given back holds a value of a customer: ids, figures and words of the library are all', () => {
  const words: ReadonlySet<string> = new Set([
    ...[...fields, ...levels, ...blockKinds],
    ...['likely', 'possible'],
  ])
  const textsIn = (value: unknown): ReadonlyArray<string> => {
    if (typeof value === 'string') return [value]
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
  }
  fc.assert(
    fc.property(customers, fc.integer({ min: 2, max: 4 }), (all, mostInBlock) => {
      const ids: ReadonlySet<string> = new Set(all.map(({ customerId }) => customerId))
      const texts = textsIn(findDuplicates(all, { mostInBlock }))
      expect(texts.filter((text) => !words.has(text) && !ids.has(text))).toEqual([])
    }),
  )
})
