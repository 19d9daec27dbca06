import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codeTexts, documentNumbers, lineIds } from './arbitraries.js'
import {
  awardIdOf,
  graceLotIdOf,
  lotIdOf,
  membershipIdOf,
  returnIdOf,
  saleIdOf,
} from './derived-ids.js'
import {
  codeOf,
  customerId,
  documentNumber,
  isCode,
  isLabel,
  isLineCode,
  lineId,
  sku,
  storeId,
} from './ids.js'

describe('a code', () => {
  test.each(['HK1', 'a', '~!', 'two words', 'x'.repeat(64)])('is %s', (text) => {
    expect(isCode(text)).toBe(true)
  })
  test.each(['', ' HK1', 'HK1 ', '手錶', 'a\nb', 'x'.repeat(65), 7, null])('is not %s', (text) => {
    expect(isCode(text)).toBe(false)
  })
  test('of a line is shorter', () => {
    expect(isLineCode('x'.repeat(36))).toBe(true)
    expect(isLineCode('x'.repeat(37))).toBe(false)
    expect(() => lineId('x'.repeat(37))).toThrow(TypeError)
  })
  test('is demanded: another text is a bug', () => {
    expect(() => codeOf('')).toThrow(TypeError)
    expect(() => customerId('X')).toThrow(TypeError)
    expect(() => sku(' 85123A')).toThrow(TypeError)
  })
  test('is what the generators make', () => {
    fc.assert(fc.property(codeTexts, isCode))
    fc.assert(fc.property(documentNumbers, isLabel))
    fc.assert(fc.property(lineIds, isLineCode))
  })
})

describe('a label', () => {
  test.each(['手錶', '85123A', 'BANK CHARGES', 'a\u00e9'])('is %s', (text) => {
    expect(isLabel(text)).toBe(true)
  })
  test.each(['', ' a', 'a\u3000', 'e\u0301', '\ud800', 'a\0', 'x'.repeat(65), 5])(
    'is not %j',
    (text) => {
      expect(isLabel(text)).toBe(false)
    },
  )
})

// Every stored id depends on these: a change of namespace or of name would record every document a second time.
test('derived ids are the same for ever', () => {
  const store = storeId('HK1')
  const sale = saleIdOf(store, documentNumber('A-1'))
  const programme = '11111111-1111-4111-8111-111111111111' as never
  const customer = customerId('21111111-1111-4111-8111-111111111111')
  const award = awardIdOf(programme, sale)
  const lot = lotIdOf(award, lineId('1'))
  expect([
    sale,
    returnIdOf(store, documentNumber('A-1')),
    membershipIdOf(programme, customer),
    award,
    lot,
    graceLotIdOf('31111111-1111-4111-8111-111111111111' as never, lot),
  ]).toMatchInlineSnapshot(`
    [
      "747c6cfc-8492-5c29-80fc-f1f1ccd9d747",
      "99c402bc-3af1-5734-a419-f0daa362a9dd",
      "665edbfb-f0d9-5a02-acf8-b006bd64eecf",
      "5def620f-cf50-5730-909e-390ec55d1fb2",
      "160adf24-bbcf-5bd7-8af2-5d343e30faa4",
      "d8ead25f-5434-5c46-bb6a-fd54f14f25b4",
    ]
  `)
})

test('shop and number cannot run into each other', () => {
  expect(saleIdOf(storeId('A'), documentNumber('B,C'))).not.toBe(
    saleIdOf(storeId('A,B'), documentNumber('C')),
  )
  expect(saleIdOf(storeId('A","B'), documentNumber('C'))).not.toBe(
    saleIdOf(storeId('A'), documentNumber('B","C')),
  )
})
