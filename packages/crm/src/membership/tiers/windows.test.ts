import { describe, expect, test } from 'vitest'
import { civilDate } from '../../shared/civil-date.js'
import { anniversaryIn, validThrough, windowOn } from './windows.js'

const leapling = civilDate('2024-02-29')

describe('the anniversary of somebody who joined on 29 February', () => {
  test.each([
    [2025, 'feb28' as const, '2025-02-28'],
    [2025, 'mar1' as const, '2025-03-01'],
    [2028, 'feb28' as const, '2028-02-29'],
    [2028, 'mar1' as const, '2028-02-29'],
    [2100, 'mar1' as const, '2100-03-01'],
  ])('falls in %i, by the rule %s, on %s', (year, rule, day) => {
    expect(anniversaryIn(leapling, year, rule)).toBe(day)
  })

  test('parts the years of the membership without a gap', () => {
    const rules = { window: { type: 'membershipYear' }, leapRule: 'mar1' } as const
    expect(windowOn(rules, leapling, civilDate('2025-02-28'))).toEqual({
      fromDay: '2024-02-29',
      toDay: '2025-02-28',
    })
    expect(windowOn(rules, leapling, civilDate('2025-03-01'))).toEqual({
      fromDay: '2025-03-01',
      toDay: '2026-02-28',
    })
    expect(validThrough(rules, leapling, civilDate('2025-02-28'))).toBe('2026-02-28')
  })
})

describe('what a tier is valid through', () => {
  const of = (window: Parameters<typeof validThrough>[0]['window'], day: string) =>
    validThrough({ window, leapRule: 'feb28' }, civilDate('2023-05-31'), civilDate(day))

  test('is the end of the next period, from its first day to its last', () => {
    expect(of({ type: 'calendarYear' }, '2024-01-01')).toBe('2025-12-31')
    expect(of({ type: 'calendarYear' }, '2024-12-31')).toBe('2025-12-31')
    expect(of({ type: 'membershipYear' }, '2024-05-30')).toBe('2025-05-30')
    expect(of({ type: 'membershipYear' }, '2024-05-31')).toBe('2026-05-30')
    expect(of({ type: 'rolling', months: 1 }, '2024-01-31')).toBe('2024-02-29')
  })

  test('is never before the day itself, to the last year that has a name', () => {
    for (const type of ['calendarYear', 'membershipYear'] as const) {
      expect(of({ type }, '9999-12-30')).toBe('9999-12-31')
    }
  })
})
