import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emails, phones } from './arbitraries.js'
import { email, emailAddress, mobile, phoneNumber } from './kinds.js'

const fullWidth = (digits: string): string =>
  digits.replace(/[0-9]/g, (digit) => String.fromCharCode(0xff10 + Number(digit)))

describe('a telephone number', () => {
  test('is sealed as one number, however it was written [I8]', () => {
    fc.assert(
      fc.property(phones, (number) => {
        const [a, b] = [number.slice(4, 8), number.slice(8)]
        for (const written of [
          `${number}`,
          `+852 ${a} ${b}`,
          `(852)${a}-${b}`,
          fullWidth(number),
        ]) {
          const spelled = written.startsWith('(') ? written.replace('(852)', '+852 ') : written
          expect(mobile.codec.decode(spelled)).toMatchObject({ right: number })
        }
      }),
    )
  })

  test('of eight digits is one of Hong Kong', () => {
    expect(phoneNumber('2000 0000')).toBe('+85220000000')
  })

  test.each([
    '+85200000000 ext 12',
    '2000 0000 x1',
    '2000 0000#1',
    '2000 0000 內線 1',
    'none',
    '',
    '1',
  ])('is not %j, for nothing of it may be dropped unseen', (written) => {
    expect(mobile.codec.decode(written)).toMatchObject({ _tag: 'Left' })
    expect(() => phoneNumber(written)).toThrow('expected a telephone number')
  })
})

describe('an e-mail address', () => {
  test('keeps what stands before the @, and has its domain in lower case', () => {
    expect(emailAddress(' Guest.One@SHOP.Invalid ')).toBe('Guest.One@shop.invalid')
    expect(emailAddress('guest@ＳＨＯＰ．invalid')).toBe('guest@shop.invalid')
    expect(emailAddress('cafe\u0301@shop.invalid')).toBe('café@shop.invalid')
  })

  test('is the same when it is written again as it is sealed', () => {
    fc.assert(
      fc.property(emails, (address) => {
        expect(email.codec.decode(address)).toMatchObject({ right: address })
        expect(email.codec.is(address)).toBe(true)
        expect(email.codec.is(address.replace('invalid', 'INVALID'))).toBe(false)
      }),
    )
  })

  test.each([
    'guest',
    'guest@',
    '@shop.invalid',
    'guest@shop',
    'a b@shop.invalid',
    'a@b@shop.invalid',
    'guest@商店.invalid',
    'guest\0@shop.invalid',
    `${'x'.repeat(250)}@shop.invalid`,
    '\ud800@shop.invalid',
  ])('is not %j', (written) => {
    expect(email.codec.decode(written)).toMatchObject({ _tag: 'Left' })
    expect(() => emailAddress(written)).toThrow('expected an e-mail address')
  })
})
