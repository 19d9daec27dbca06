import type { Tagged } from '@patina/eventsourcing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { idOf } from '../../shared/arbitraries.js'
import type { CustomerId, IdentifierId } from '../../shared/ids.js'
import { customerDirectory, customerIndex, removedIdentifiers } from './index.js'

// Whether a value is found by a query, as a kind says it.
const isFound = (kind: string, value: string, query: string): boolean => {
  const one = customerDirectory.find((each) => each.kind.name === kind)
  const parts = one?.parts(query) ?? []
  return (
    parts.length > 0 &&
    (one?.texts(value) ?? []).some((text) => parts.every((part) => text.includes(part)))
  )
}

describe('a customer is found', () => {
  test.each([
    ['name', 'SAMPLE Án-Na', 'sample'],
    ['name', 'SAMPLE Án-Na', 'na sam'],
    ['name', 'Ｓａｍｐｌｅ', 'sample'],
    ['name', 'Sample', 'ＳＡＭ'],
    ['name', '陳樣品', '陈样'],
    ['name', '陈样品', '陳樣'],
    ['name', '陳樣品', '樣'],
    ['mobile', '+85219990001', '1999 0001'],
    ['mobile', '+85219990001', '+852 1999'],
    ['mobile', '+85219990001', '１９９９'],
    ['mobile', '+85219990001', '001'],
    ['cardNumber', 'EXAMPLE 10000001', 'example-1000'],
    ['email', 'any.body@example.test', 'BODY@example'],
    ['chatName', 'Any_Body', 'any body'],
    ['externalNumber', 'Old-77', 'old 77'],
  ])('by %s %s when "%s" is asked for [I8]', (kind, value, query) => {
    expect(isFound(kind, value, query)).toBe(true)
  })

  test.each([
    ['name', 'Sample', 'simple'],
    ['name', '陳樣品', '程'],
    ['name', 'Sample', ''],
    ['name', 'Sample', ' - '],
    ['mobile', '+85219990001', '19'],
    ['mobile', '+85219990001', 'ext 1999'],
    ['mobile', '+85219990001', '19990002'],
    ['cardNumber', 'EXAMPLE 10000001', '1 0'],
    ['email', 'any.body@example.test', ''],
  ])('not by %s %s when "%s" is asked for', (kind, value, query) => {
    expect(isFound(kind, value, query)).toBe(false)
  })

  test('by every part of what is written, whatever it is', () => {
    const names = fc.array(fc.constantFrom('a', 'B', 'é', '陳', '大', ' ', '-', "'", 'ß'), {
      minLength: 1,
      maxLength: 8,
    })
    fc.assert(
      fc.property(names, fc.nat(7), fc.nat(8), (characters, from, length) => {
        const name = characters.join('')
        const query = characters.slice(from, from + length).join('')
        const isAsked = /[\p{L}]/u.test(query)
        expect(isFound('name', name, query)).toBe(isAsked)
      }),
    )
  })

  test('by no value that is no text', () => {
    for (const { texts } of customerDirectory) {
      for (const value of [undefined, 7, {}, '']) expect(texts(value)).toEqual([])
    }
  })
})

describe('of what was said about a customer', () => {
  test('a number that was removed falls due, and nothing else does', () => {
    const one = {
      customerId: idOf<CustomerId>('cust', 1),
      identifierId: idOf<IdentifierId>('iden', 1),
    }
    expect(removedIdentifiers({ event: { type: 'IdentifierRemoved', ...one } as Tagged })).toEqual([
      { subject: one.customerId, class: 'contact', scope: one.identifierId },
    ])
    expect(removedIdentifiers({ event: { type: 'IdentifierVerified', ...one } as Tagged })).toEqual(
      [],
    )
  })

  test('the empty number of a card is none', () => {
    const card = customerIndex.find(({ kind }) => kind.name === 'cardNumber')
    expect(card?.normal(' - ')).toBeUndefined()
    expect(card?.normal('example 1')).toBe(card?.normal('EXAMPLE-1'))
  })
})
