import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { type CivilDate, civilDate, plusDays } from './civil-date.js'
import { hongKongCalendar, lawLimitOf } from './hong-kong-calendar.js'

const limit = (day: string, warningDays: ReadonlyArray<CivilDate> = []) =>
  lawLimitOf(civilDate(day), { ...hongKongCalendar, warningDays })

describe('the last day of a period by the law of Hong Kong', () => {
  test('Cap. 1 s.71: is the next day that is no Sunday, no general holiday and no warning day', () => {
    // A Monday; a Saturday, which is no holiday; a Sunday; Lunar New Year; Good Friday to Easter Monday and Ching Ming.
    expect(limit('2024-06-03')).toEqual(E.right('2024-06-03'))
    expect(limit('2024-06-08')).toEqual(E.right('2024-06-08'))
    expect(limit('2024-06-09')).toEqual(E.right('2024-06-11'))
    expect(limit('2024-02-10')).toEqual(E.right('2024-02-14'))
    expect(limit('2026-04-03')).toEqual(E.right('2026-04-08'))
    expect(limit('2024-06-03', [civilDate('2024-06-03'), civilDate('2024-06-04')])).toEqual(
      E.right('2024-06-05'),
    )
  })

  test('is not guessed for a year whose holidays are not known, also when a period runs into it', () => {
    const missing = E.left({ _tag: 'HolidayTableMissing', year: 2027 })
    expect(limit('2027-01-01')).toEqual(missing)
    expect(limit('2026-12-31', [civilDate('2026-12-31')])).toEqual(missing)
    expect(limit('2026-12-31')).toEqual(E.right('2026-12-31'))
  })

  test('has 17 general holidays in each year that is known, none of them a Sunday', () => {
    for (const [year, days] of Object.entries(hongKongCalendar.holidays)) {
      expect([year, days.length, new Set(days).size]).toEqual([year, 17, 17])
      for (const day of days) {
        expect(new Date(`${civilDate(`${year}-${day}`)}T00:00:00Z`).getUTCDay()).not.toBe(0)
      }
    }
  })

  test('never lies before the strict day, and more warning days never bring it forward', () => {
    const days = fc.nat(1000).map((n) => plusDays(civilDate('2024-01-01'), n))
    fc.assert(
      fc.property(days, fc.array(days, { maxLength: 5 }), (day, warnings) => {
        const plain = lawLimitOf(day, hongKongCalendar)
        const warned = lawLimitOf(day, { ...hongKongCalendar, warningDays: warnings })
        if (E.isLeft(plain) || E.isLeft(warned)) return
        expect(plain.right >= day).toBe(true)
        expect(warned.right >= plain.right).toBe(true)
      }),
    )
  })
})
