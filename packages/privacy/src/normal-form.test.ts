import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalEmail, normalPhone } from './normal-form.js'

const fullWidth = (digits: string): string =>
  digits.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)))

describe('a telephone number', () => {
  const digits = fc.integer({ min: 20_000_000, max: 99_999_999 }).map(String)

  test('is one number in every spelling [I8]', () => {
    fc.assert(
      fc.property(digits, (number) => {
        const [a, b] = [number.slice(0, 4), number.slice(4)]
        const spellings = [
          number,
          `${a} ${b}`,
          `${a}-${b}`,
          `+852${number}`,
          `+852 ${a} ${b}`,
          `(+852) ${a} ${b}`,
          `00852 ${number}`,
          `001 852 ${number}`,
          `001852${number}`,
          `852 ${a} ${b}`,
          `(852) ${a}-${b}`,
          `\u202a${a} ${b}\u202c`,
          ` ${a}\u3000${b} `,
          fullWidth(`${a}-${b}`),
          `＋852${fullWidth(number)}`,
          `${a} ${b} ext. 12`,
          `${a} ${b} 內線 12`,
        ]
        expect([...new Set(spellings.map((one) => normalPhone(one)))]).toEqual([`+852${number}`])
      }),
    )
  })

  test('keeps the country that it names, and is in its normal form already when it is', () => {
    expect(normalPhone('+44 20 7946 0000')).toBe('+442079460000')
    expect(normalPhone('020 7946 0000', '44')).toBe('+442079460000')
    fc.assert(
      fc.property(digits, (number) => {
        expect(normalPhone(`+852${number}`)).toBe(`+852${number}`)
      }),
    )
  })

  test.each([
    ['001 44 20 7946 0000', '+442079460000'],
    ['001 81 3 1234 5678', '+81312345678'],
    ['001 86 10 1234 5678', '+861012345678'],
    ['001 1 212 555 0100', '+12125550100'],
    // Nothing but the plan of North America says that this is 00 and 1.
    ['001 212 555 0100', '+12125550100'],
    ['00 1 212 555 0100', '+12125550100'],
    ['0044 20 7946 0000', '+442079460000'],
  ])('may be dialled from Hong Kong: %s', (text, number) => {
    expect(normalPhone(text)).toBe(number)
  })

  test('that is dialled from elsewhere has no 001 before it', () => {
    expect(normalPhone('00 1 212 555 0100', '44')).toBe('+12125550100')
    expect(normalPhone('001 852 5100 0000', '44')).toBe('+185251000000')
  })

  test('is none when it is something else', () => {
    for (const text of [
      '',
      'abc',
      '12',
      '1234',
      '+8521234567',
      '852123456789',
      '+0123456789',
      '9'.repeat(20),
      'a\ud800',
    ]) {
      expect(normalPhone(text)).toBeUndefined()
    }
  })
})

describe('an e-mail address', () => {
  test('is one address in every case and with blanks around it', () => {
    for (const text of [
      'Guest@Example.COM',
      ' guest@example.com ',
      'guest@ｅｘａｍｐｌｅ.com',
      'guest@example.com\n',
    ]) {
      expect(normalEmail(text)).toBe('guest@example.com')
    }
  })

  test('is none without a name, a host and a domain', () => {
    for (const text of [
      '',
      'guest',
      'guest@',
      '@example.com',
      'guest@example',
      'a b@example.com',
    ]) {
      expect(normalEmail(text)).toBeUndefined()
    }
  })
})
