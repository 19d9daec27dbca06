import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instant, instantOf, isInstant, systemClock } from './index.js'

const anyMoment = fc.date({
  min: new Date('0000-01-01T00:00:00.000Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
})

describe('an instant', () => {
  test.each([
    '2026-01-15T04:05:06.789Z',
    '0000-01-01T00:00:00.000Z',
    '9999-12-31T23:59:59.999Z',
    '2024-02-29T23:59:59.999Z',
  ])('may be %s', (text) => {
    expect(isInstant(text)).toBe(true)
  })

  test.each([
    ['a day that does not exist', '2026-02-30T00:00:00.000Z'],
    ['29 February of a common year', '2025-02-29T00:00:00.000Z'],
    ['the 24th hour', '2026-01-15T24:00:00.000Z'],
    ['a leap second', '2016-12-31T23:59:60.000Z'],
    ['the 13th month', '2026-13-01T00:00:00.000Z'],
    ['whole seconds', '2026-01-15T04:05:06Z'],
    ['microseconds', '2026-01-15T04:05:06.789012Z'],
    ['an offset instead of Z', '2026-01-15T12:05:06.789+08:00'],
    ['a small z', '2026-01-15T04:05:06.789z'],
    ['a blank for the T', '2026-01-15 04:05:06.789Z'],
    ['a civil date', '2026-01-15'],
    ['a year of five digits', '+010000-01-01T00:00:00.000Z'],
    ['something after it', '2026-01-15T04:05:06.789Z\n'],
    ['digits of another script', '２０２６-01-15T04:05:06.789Z'],
    ['a date object', new Date(0)],
    ['a list of one', ['2026-01-15T04:05:06.789Z']],
    ['a number', 0],
    ['nothing', undefined],
  ])('is not %s', (_, value) => {
    expect(isInstant(value)).toBe(false)
  })

  test('is made from any millisecond of its years and reads as that millisecond', () => {
    fc.assert(
      fc.property(anyMoment, (moment) => {
        const instant = instantOf(moment.getTime())
        expect(isInstant(instant)).toBe(true)
        expect(Date.parse(instant)).toBe(moment.getTime())
      }),
    )
  })

  test('comes before another one as its text does', () => {
    fc.assert(
      fc.property(anyMoment, anyMoment, (a, b) => {
        expect(instantOf(a.getTime()) < instantOf(b.getTime())).toBe(a.getTime() < b.getTime())
      }),
    )
  })

  test.each([
    ['after the year 9999', 253_402_300_800_000],
    ['before the year 0000', -62_167_219_200_001],
    ['that is no number', Number.NaN],
  ])('is not made from a moment %s', (_, milliseconds) => {
    expect(() => instantOf(milliseconds)).toThrow(RangeError)
  })

  test('is made from its text, and from no other', () => {
    expect(instant('2026-01-15T04:05:06.789Z')).toBe('2026-01-15T04:05:06.789Z')
    expect(() => instant('2026-01-15T04:05:06+08:00')).toThrow(
      'such as 2026-01-15T04:05:06.789Z, found 2026-01-15T04:05:06+08:00',
    )
    expect(() => instant('noon')).toThrow(TypeError)
  })

  test('is what the clock of the machine gives', () => {
    const before = Date.now()
    const now = systemClock()
    expect(isInstant(now)).toBe(true)
    expect(Date.parse(now)).toBeGreaterThanOrEqual(before)
    expect(Date.parse(now)).toBeLessThanOrEqual(Date.now())
  })
})
