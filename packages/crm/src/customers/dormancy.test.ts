import fc from 'fast-check'
import { expect, test } from 'vitest'
import { days } from '../shared/arbitraries.js'
import { civilDate, plusDays } from '../shared/civil-date.js'
import { statuses } from './arbitraries.js'
import { dormantMonths, isDormant } from './dormancy.js'
import type { CustomerStatus } from './events.js'

const since = (last: string, value: CustomerStatus = 'active') =>
  ({
    status: { value, statedAt: '1' },
    lastDealtOn: civilDate(last),
  }) as unknown as Parameters<typeof isDormant>[0]

test('an active customer is dormant from the day on which the last dealing lies 24 months back', () => {
  expect(dormantMonths).toBe(24)
  expect(isDormant(since('2024-01-31'), civilDate('2026-01-30'))).toBe(false)
  expect(isDormant(since('2024-01-31'), civilDate('2026-01-31'))).toBe(true)
  expect(isDormant(since('2024-02-29'), civilDate('2026-02-27'))).toBe(false)
  expect(isDormant(since('2024-02-29'), civilDate('2026-02-28'))).toBe(true)
  expect(isDormant(since('2024-01-31'), civilDate('2024-03-01'), 1)).toBe(true)
})

test('nobody else is: not a prospect, nor somebody of whom no dealing is known', () => {
  fc.assert(
    fc.property(statuses, days, (status, day) => {
      const later = plusDays(day, 366 * 3)
      expect(isDormant(since(day, status), later)).toBe(status === 'active')
      expect(isDormant({ status: since(day, status).status } as never, later)).toBe(false)
    }),
  )
})
