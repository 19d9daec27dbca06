import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { civilDate } from '../../shared/civil-date.js'
import { customer } from './arbitraries.js'
import { foldHan } from './han.js'
import { levelOf } from './levels.js'
import {
  normalCardNumber,
  normalCustomer,
  normalHanName,
  normalLatinName,
  swappedDay,
  wordsOf,
} from './normal-forms.js'

describe('a name in Latin letters', () => {
  test('is one name in any case, with or without accents and punctuation', () => {
    for (const spelling of ["O'Sample", 'O’SAMPLE', 'ó’sámple', ' osample ', 'Ｏsample']) {
      expect(normalLatinName(spelling)).toEqual(['osample'])
    }
    expect(normalLatinName('Łæßø')).toEqual(['laesso'])
  })

  test('is found with its words parted, joined and in another order', () => {
    expect(normalLatinName('Some-One')).toContain('someone')
    expect(normalLatinName('Someone')).toEqual(['someone'])
    const [first] = normalLatinName('Any Body')
    expect(normalLatinName('Body Any')).toContain(first)
  })

  test('has normal words that are normal already', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (text) => {
        const words = wordsOf(text)
        expect(wordsOf(words.join(' '))).toEqual(words)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('a name in Han characters', () => {
  test('is one name in traditional and in simplified characters', () => {
    expect(normalHanName('陳樣品')).toBe(normalHanName('陈样品'))
    expect(normalHanName(' 陳 · 樣品 ')).toBe(normalHanName('陳樣品'))
    expect(normalHanName('陳樣品')).not.toBe(normalHanName('程樣品'))
  })

  test('is folded once: what is folded stays as it is', () => {
    for (let code = 0x3400; code <= 0x9fff; code++) {
      const once = foldHan(String.fromCodePoint(code))
      expect(foldHan(once)).toBe(once)
    }
  })
})

describe('what a customer is reached by', () => {
  test('is one number and one address in every spelling, and nothing when it is none [I8]', () => {
    const { values } = normalCustomer({
      customerId: customer(1),
      phones: ['1999 0001', '+852-1999-0001', '１９９９ ０００１ ext. 2', '12'],
      emails: ['Any@Example.test', ' any@example.test', 'nobody'],
      cardNumbers: ['ab-12', 'AB 12', ' - '],
    })
    expect(values.phone).toEqual(['+85219990001'])
    expect(values.email).toEqual(['any@example.test'])
    expect(values.cardNumber).toEqual(['AB12'])
    expect(normalCardNumber('Ａ１')).toBe('A1')
  })
})

describe('a day of birth', () => {
  test('is close to the day with day and month in each other’s place', () => {
    expect(swappedDay('1990-02-11')).toBe('1990-11-02')
    expect(levelOf('bornOn', '1990-02-11', '1990-11-02')).toBe('close')
    expect(levelOf('bornOn', '1990-11-02', '1990-02-11')).toBe('close')
    expect(levelOf('bornOn', '1990-02-11', civilDate('1990-02-11'))).toBe('exact')
    expect(levelOf('bornOn', '1990-02-11', '2003-12-30')).toBe('different')
  })
})
