import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { crowd, customer } from './arbitraries.js'
import type { ComparedValues } from './comparing.js'
import { customerDuplicates } from './comparing.js'

const nobody = { together: [], apart: [] }

type Name = NonNullable<ComparedValues['names']>[number]

const latin = (name: string, order: Name['order'], role: Name['role'] = 'legal'): Name => ({
  role,
  script: 'Latn',
  order,
  name,
})

const others = new Map<string, ReadonlyArray<ComparedValues>>(
  crowd.map(({ customerId, familyName = '', givenName = '', hanName = '', phones = [] }) => [
    customerId,
    [
      {
        names: [
          latin(`${familyName} ${givenName}`, 'familyFirst'),
          { role: 'legal', script: 'Hant', order: 'familyFirst', name: hanName },
        ],
        phones,
      },
    ],
  ]),
)

// What is said of two records that share a number, so that they are compared at all.
const partsOf = (a: ComparedValues, b: ComparedValues, birthday?: string) => {
  const shared = ['+85219990001']
  const { candidates } = customerDuplicates.find(
    new Map([
      ...others,
      [customer(1), [{ ...a, phones: shared }]],
      [customer(2), [{ ...b, phones: shared }]],
    ]),
    nobody,
    { possibleFrom: -100, ...(birthday === undefined ? {} : { birthday }) },
  )
  const [pair] = candidates.filter(({ customerIds }) => customerIds[0] === customer(1))
  return (pair?.parts ?? []).map(({ field, level }) => `${field} ${level}`)
}

const named = (...names: ReadonlyArray<Name>): ComparedValues => ({ names })

describe('the values of a customer', () => {
  test('are a name that is taken apart by the order in which it is written', () => {
    const same = ['familyName exact', 'givenName exact', 'phone exact']
    const one = named(latin('Sample Any Body', 'familyFirst'))
    expect(partsOf(one, named(latin('Any Body Sample', 'givenFirst')))).toEqual(same)
    expect(partsOf(one, named(latin('SAMPLE, Any Body', 'givenFirst')))).toEqual(same)
    expect(partsOf(one, named(latin('Any Body Sample', 'familyFirst')))).not.toEqual(same)
  })

  test('are the legal name before what somebody is called otherwise', () => {
    const one = named(
      latin('Sample Any', 'familyFirst', 'former'),
      latin('Model Any', 'familyFirst'),
      latin('Pattern Any', 'familyFirst', 'preferred'),
    )
    const other = named(latin('Model Any', 'familyFirst', 'former'))
    expect(partsOf(one, other)).toContain('familyName exact')
  })

  test('are a name in Han characters, in either form', () => {
    const han = (name: string, script: Name['script']): Name => ({
      role: 'legal',
      script,
      order: 'familyFirst',
      name,
    })
    expect(partsOf(named(han('陳樣品', 'Hant')), named(han('陈样品', 'Hans')))).toContain(
      'hanName exact',
    )
  })

  test('are the day of birth, where its year is known, under the name that the shop has for it', () => {
    const day = (kind: string, date: string): ComparedValues => ({ occasions: [{ kind, date }] })
    const born = day('birthday', '1990-02-11')
    expect(partsOf(born, born)).toContain('bornOn exact')
    expect(partsOf(born, day('birthday', '--02-11'))).toEqual(['phone exact'])
    expect(partsOf(born, day('wedding', '1990-02-11'))).toEqual(['phone exact'])
    const wedding = day('wedding', '1990-02-11')
    expect(partsOf(wedding, wedding, 'wedding')).toContain('bornOn exact')
  })

  test('come from several rows, whatever their order', () => {
    const all: ReadonlyArray<ComparedValues> = [
      named(latin('Sample Any', 'familyFirst')),
      { cardNumbers: ['AB-1'] },
      { occasions: [{ kind: 'birthday', date: '1990-02-11' }] },
      { phones: ['+85219990001'], emails: ['any@example.test'], addresses: ['1 Nowhere Road'] },
    ]
    const found = (rows: ReadonlyArray<ComparedValues>) =>
      customerDuplicates.find(
        new Map([...others, [customer(1), all], [customer(2), rows]]),
        nobody,
        {},
      )
    fc.assert(
      fc.property(fc.shuffledSubarray([...all], { minLength: all.length }), (rows) => {
        expect(found(rows)).toEqual(found(all))
        expect(found(rows).candidates).toHaveLength(1)
        expect(found(rows).candidates[0]?.parts.map(({ field }) => field)).toEqual([
          'familyName',
          'givenName',
          'bornOn',
          'phone',
          'email',
          'cardNumber',
          'address',
        ])
      }),
    )
  })
})
