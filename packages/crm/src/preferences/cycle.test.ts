import type { LogEvent } from '@patina/eventsourcing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { idOf } from '../shared/arbitraries.js'
import { type CivilDate, civilDate, daysBetween, plusDays } from '../shared/civil-date.js'
import { type CustomerId, customerId } from '../shared/ids.js'
import { cycleOf, gapsOf } from './cycle.js'
import { type PurchaseDays, purchaseDays } from './purchase-days.projection.js'

type AnyEvent = Parameters<typeof purchaseDays.parts>[0]['event']
const me = customerId(idOf<CustomerId>('cust', 1))

const event = (type: AnyEvent['type'], day: string, units = 1): AnyEvent =>
  ({ type, customerId: me, soldOn: civilDate(day), units }) as AnyEvent
const bought = (day: string, units = 1): AnyEvent => event('SaleRecorded', day, units)
const folded = (events: ReadonlyArray<AnyEvent>): PurchaseDays =>
  events
    .flatMap((one) => purchaseDays.parts({ event: one } as LogEvent<AnyEvent>))
    .reduce((view, [, part]) => purchaseDays.evolve(view, part), purchaseDays.initial(me))
const daysOf = ({ days }: PurchaseDays) => days.map(({ day }) => day)

describe('the days of purchases', () => {
  test('are each once, however many documents they have, in their order', () => {
    const view = folded(
      ['2024-03-01', '2024-01-01', '2024-03-01', '2024-02-01'].map((d) => bought(d)),
    )
    expect(daysOf(view)).toEqual(['2024-01-01', '2024-02-01', '2024-03-01'])
  })

  test('are without those of which everything came back or was voided', () => {
    const view = folded([
      bought('2024-01-01', 2),
      bought('2024-02-01'),
      bought('2024-03-01', 2),
      event('SaleLinesReturned', '2024-01-01', 2),
      event('SaleVoided', '2024-02-01'),
      event('SaleLinesReturned', '2024-03-01', 1),
      event('SaleClaimed', '2024-04-01'),
    ])
    expect(daysOf(view)).toEqual(['2024-03-01', '2024-04-01'])
  })

  test('have as many gaps as they have days, less one', () => {
    expect(gapsOf(folded([]))).toEqual([])
    expect(gapsOf(folded([bought('2024-02-28')]))).toEqual([])
    expect(gapsOf(folded([bought('2024-02-28'), bought('2024-03-01')]))).toEqual([2])
  })
})

describe('the rhythm of purchases', () => {
  const after = (...gaps: ReadonlyArray<number>): PurchaseDays => {
    let day = civilDate('2024-01-01')
    const days = [day, ...gaps.map((gap) => (day = plusDays(day, gap)))]
    return folded(days.map((one) => bought(one)))
  }

  test('is not told of fewer than four gaps', () => {
    expect(cycleOf(folded([]), civilDate('2024-06-01'))).toEqual({
      _tag: 'NotEnoughGaps',
      gaps: 0,
      needed: 4,
    })
    expect(cycleOf(after(10, 10, 10), civilDate('2024-06-01'))).toEqual({
      _tag: 'NotEnoughGaps',
      gaps: 3,
      needed: 4,
    })
  })

  test('is the median gap, with how many gaps it rests on, and when the next purchase would follow', () => {
    expect(cycleOf(after(10, 300, 20, 30), civilDate('2025-01-01'))).toEqual({
      _tag: 'KnownCycle',
      gaps: 4,
      medianDays: 25,
      lastOn: '2024-12-26',
      silentDays: 6,
      expectedOn: '2025-01-20',
      method: 'medianOfWholeGaps',
    })
    expect(cycleOf(after(10, 10, 13, 14), civilDate('2025-01-01'))).toMatchObject({
      medianDays: 12,
    })
    expect(cycleOf(after(9, 9, 5, 1, 40), civilDate('2025-01-01'))).toMatchObject({ medianDays: 9 })
  })

  test('has as many gaps of at most the median as of at least it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 4, maxLength: 12 }),
        fc.nat(500),
        (gaps, silent) => {
          const view = after(...gaps)
          const lastOn = view.days.at(-1)?.day as CivilDate
          const cycle = cycleOf(view, plusDays(lastOn, silent))
          if (cycle._tag === 'NotEnoughGaps') throw new Error('there are four gaps')
          expect(gapsOf(view)).toEqual(gaps)
          // Rounded up from a half, so the exact median lies at most half a day below.
          const { medianDays: m } = cycle
          expect(2 * gaps.filter((gap) => gap <= m).length).toBeGreaterThanOrEqual(gaps.length)
          expect(2 * gaps.filter((gap) => gap >= m - 0.5).length).toBeGreaterThanOrEqual(
            gaps.length,
          )
          expect(cycle.silentDays).toBe(silent)
          expect(daysBetween(lastOn, cycle.expectedOn)).toBe(m)
        },
      ),
    )
  })
})
