import { Temporal } from '@js-temporal/polyfill'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyDays, days } from './arbitraries.js'
import {
  civilDate,
  endOfMonth,
  endOfYear,
  isCivilDate,
  monthOf,
  nextMonthDay,
  plusDays,
  plusMonths,
} from './civil-date.js'

describe('a civil date', () => {
  test.each(['0001-01-01', '9999-12-31', '2024-02-29', '2000-02-29', '2023-02-28'])(
    'is %s',
    (text) => {
      expect(isCivilDate(text)).toBe(true)
      expect(civilDate(text)).toBe(text)
    },
  )

  test.each([
    '0000-12-31',
    '10000-01-01',
    '2023-02-29',
    '1900-02-29',
    '2023-04-31',
    '2023-13-01',
    '2023-00-01',
    '2023-01-00',
    '2023-1-1',
    '20230101',
    '2023-01-01T00:00',
    '+2023-01-01',
    ' 2023-01-01',
    '２０２３-01-01',
    20230101,
    null,
    undefined,
  ])('is not %s', (value) => {
    expect(isCivilDate(value)).toBe(false)
  })

  test('is demanded: another text is a bug', () => {
    expect(() => civilDate('2023-02-29')).toThrow(TypeError)
  })

  test('is every day of the calendar, from the first to the last', () => {
    fc.assert(fc.property(anyDays, (day) => isCivilDate(day)))
  })
})

describe('counting days', () => {
  test('clamps to the end of a shorter month', () => {
    expect(plusMonths(civilDate('2024-01-31'), 1)).toBe('2024-02-29')
    expect(plusMonths(civilDate('2023-01-31'), 1)).toBe('2023-02-28')
    expect(plusMonths(civilDate('2024-02-29'), 12)).toBe('2025-02-28')
    expect(plusMonths(civilDate('2024-02-29'), 48)).toBe('2028-02-29')
  })

  test('ends at the last day that there is', () => {
    expect(plusDays(civilDate('9999-12-31'), 1)).toBe('9999-12-31')
    expect(plusMonths(civilDate('9999-12-01'), 1)).toBe('9999-12-31')
    expect(endOfMonth(civilDate('9999-12-01'), 1)).toBe('9999-12-31')
    expect(endOfYear(civilDate('9999-12-01'), 1)).toBe('9999-12-31')
    expect(nextMonthDay(civilDate('9999-12-31'), 1, 1)).toBe('9999-12-31')
  })

  test('agrees with the calendar of Temporal, on every day that there is', () => {
    fc.assert(
      fc.property(anyDays, fc.integer({ min: -800_000, max: 800_000 }), (day, more) => {
        const { year } = Temporal.PlainDate.from(day).add({ days: more })
        const there = Temporal.PlainDate.from(day).add({ days: more }).toString()
        const expected = year > 9999 ? '9999-12-31' : year < 1 ? '0001-01-01' : there
        expect(plusDays(day, more)).toBe(expected)
      }),
    )
  })

  test('finds the ends of months and years', () => {
    fc.assert(
      fc.property(days, fc.nat(30), (day, months) => {
        const end = endOfMonth(day, months)
        expect(monthOf(plusDays(end, 1))).not.toBe(monthOf(end))
        expect(monthOf(end)).toBe(monthOf(plusMonths(civilDate(`${monthOf(day)}-01`), months)))
      }),
    )
    expect(endOfYear(civilDate('2024-02-29'), 1)).toBe('2025-12-31')
  })

  test('finds the next such day of a year, itself included, and clamps 29 February', () => {
    expect(nextMonthDay(civilDate('2024-03-31'), 3, 31)).toBe('2024-03-31')
    expect(nextMonthDay(civilDate('2024-04-01'), 3, 31)).toBe('2025-03-31')
    expect(nextMonthDay(civilDate('2023-01-01'), 2, 29)).toBe('2023-02-28')
    expect(nextMonthDay(civilDate('2024-01-01'), 2, 29)).toBe('2024-02-29')
    expect(nextMonthDay(civilDate('2024-01-01'), 6, 31)).toBe('2024-06-30')
    fc.assert(
      fc.property(
        days,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 31 }),
        (day, month, of) => {
          const next = nextMonthDay(day, month, of)
          expect(isCivilDate(next)).toBe(true)
          expect(next >= day).toBe(true)
          expect(next <= plusMonths(day, 13)).toBe(true)
        },
      ),
    )
  })
})
