import { describe, expect, test } from 'vitest'
import { customer } from './arbitraries.js'
import { chancesOf } from './chances.js'
import { normalCustomer } from './normal-forms.js'
import { type Agreements, defaultAgreement, explain } from './weights.js'

const agreements: Agreements = {
  familyName: defaultAgreement,
  givenName: defaultAgreement,
  hanName: defaultAgreement,
  bornOn: defaultAgreement,
  phone: defaultAgreement,
  email: defaultAgreement,
  cardNumber: defaultAgreement,
  address: defaultAgreement,
}

// So many who share one family name, and one whose name is another.
const shopOf = (many: number, shared: string, other: string) => {
  const named = (n: number, familyName: string) =>
    normalCustomer({ customerId: customer(n), familyName })
  const all = [named(0, other), ...Array.from({ length: many }, (_, n) => named(n + 1, shared))]
  const chances = chancesOf(all)
  return (a: number, b: number) => {
    const [one, two] = [all[a], all[b]]
    return one === undefined || two === undefined ? [] : explain(one, two, chances, agreements)
  }
}

describe('a name that nearly everybody has', () => {
  test('says nearly nothing, and one that is nearly the same says no more', () => {
    const explained = shopOf(40, 'Sample', 'Sampel')
    const [same] = explained(1, 2)
    const [alike] = explained(0, 1)
    expect(same).toEqual({
      field: 'familyName',
      level: 'exact',
      weight: Math.log2(0.9 / (40 / 41)),
    })
    expect(alike).toEqual({ ...same, level: 'close' })
  })

  test('makes another name no reason for one person', () => {
    expect(shopOf(200, 'Sample', 'Zebra')(0, 1)).toEqual([
      { field: 'familyName', level: 'different', weight: 0 },
    ])
  })
})

test('a name that is nearly the same says less than the same one, and another speaks against', () => {
  const names = ['Sample', 'Sample', 'Sampel', 'Zebra', 'Quince', 'Ivory', 'Umber', 'Ochre', 'Teal']
  const all = names.map((familyName, n) => normalCustomer({ customerId: customer(n), familyName }))
  const chances = chancesOf(all)
  const weights = [1, 2, 3].map((n) => {
    const [one, two] = [all[0], all[n]]
    if (one === undefined || two === undefined) return Number.NaN
    return explain(one, two, chances, agreements)[0]?.weight ?? Number.NaN
  })
  const [same = 0, alike = 0, another = 0] = weights
  expect(same).toBeCloseTo(Math.log2(0.9 / (2 / 9)), 12)
  // Of 36 pairs two are close, 33 are different; half a pair more of each.
  expect(alike).toBeCloseTo(Math.log2(0.06 / (2.5 / 38)), 12)
  expect(another).toBeCloseTo(Math.log2(0.02 / (33.5 / 38)), 12)
  expect(same).toBeGreaterThan(alike)
  expect(another).toBeLessThan(0)
})
