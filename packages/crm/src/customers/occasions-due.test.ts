import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { idOf } from '../shared/arbitraries.js'
import { type CivilDate, civilDate, plusDays } from '../shared/civil-date.js'
import type { CustomerId, OccasionId } from '../shared/ids.js'
import { isOccasionDate } from './kinds.js'
import { type OpenedOccasion, occasionsDue } from './occasions-due.js'
import { leapRules, occasionDates } from './statements/arbitraries.js'

const occasionOf = (
  date: string,
  leapRule: OpenedOccasion['leapRule'] = 'feb28',
  n = 1,
): OpenedOccasion => ({
  customerId: idOf<CustomerId>('cust', n),
  occasionId: idOf<OccasionId>('occa', n),
  date,
  leapRule,
})

const daysOf = (occasions: ReadonlyArray<OpenedOccasion>, from: string, through: string) =>
  occasionsDue(occasions, civilDate(from), civilDate(through)).map(({ onDay }) => onDay)

describe('occasions that are due', () => {
  test('are those whose day of the year lies between the days, both included', () => {
    const all = [occasionOf('--03-05'), occasionOf('1990-03-01', 'feb28', 2)]
    expect(occasionsDue(all, civilDate('2026-03-01'), civilDate('2026-03-05'))).toEqual([
      {
        customerId: all[1]?.customerId,
        occasionId: all[1]?.occasionId,
        onDay: '2026-03-01',
        years: 36,
      },
      { customerId: all[0]?.customerId, occasionId: all[0]?.occasionId, onDay: '2026-03-05' },
    ])
    expect(daysOf(all, '2026-03-02', '2026-03-04')).toEqual([])
    expect(daysOf(all, '2026-03-05', '2026-03-01')).toEqual([])
  })

  test('go on over the turn of the year', () => {
    const all = [occasionOf('--01-01'), occasionOf('--12-31', 'feb28', 2)]
    expect(daysOf(all, '2025-12-30', '2026-01-02')).toEqual(['2025-12-31', '2026-01-01'])
  })

  test('are none before the year that they began in', () => {
    expect(daysOf([occasionOf('2027-05-01')], '2026-01-01', '2028-12-31')).toEqual([
      '2027-05-01',
      '2028-05-01',
    ])
  })

  test('on 29 February are kept on 28 February or 1 March, each year once [I9]', () => {
    const years = ['2023', '2024', '2025', '1900', '2000']
    const kept = { feb28: '02-28', mar1: '03-01' }
    for (const leapRule of ['feb28', 'mar1'] as const) {
      for (const year of years) {
        const isLeap = year === '2024' || year === '2000'
        expect(daysOf([occasionOf('--02-29', leapRule)], `${year}-01-01`, `${year}-12-31`)).toEqual(
          [`${year}-${isLeap ? '02-29' : kept[leapRule]}`],
        )
      }
    }
  })

  test('come each year once, whatever the day, and however the days are cut [I9]', () => {
    fc.assert(
      fc.property(
        occasionDates.map((date) => `--${date.slice(-5)}`),
        leapRules,
        fc.integer({ min: 1, max: 366 }),
        fc.integer({ min: 1896, max: 2104 }),
        (date, leapRule, width, year) => {
          const one = [occasionOf(date, leapRule)]
          const found: CivilDate[] = []
          let from = civilDate(`${year}-01-01`)
          const end = civilDate(`${year}-12-31`)
          while (from <= end) {
            const last = plusDays(from, width - 1)
            found.push(...daysOf(one, from, last < end ? last : end))
            from = plusDays(from, width)
          }
          expect(found).toHaveLength(1)
          // An oracle of its own: the calendar of the platform, which rolls 29 February over to 1 March.
          const [month = 0, day = 0] = date.slice(2).split('-').map(Number)
          const rolled = new Date(Date.UTC(year, month - 1, day))
          const isRolled = rolled.getUTCMonth() !== month - 1
          const expected =
            isRolled && leapRule === 'feb28' ? new Date(rolled.getTime() - 86_400_000) : rolled
          expect(found[0]).toBe(expected.toISOString().slice(0, 10))
        },
      ),
    )
  })

  test('have dates that exist in some year', () => {
    for (const date of ['--02-29', '1990-02-28', '--12-31']) expect(isOccasionDate(date)).toBe(true)
    for (const date of ['--02-30', '1990-02-29', '--2-1', '02-29', '--13-01', 229]) {
      expect(isOccasionDate(date)).toBe(false)
    }
  })
})
