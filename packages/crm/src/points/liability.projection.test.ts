import { instantOf } from '@patina/eventsourcing'
import { projectionLaws } from '@patina/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { balance } from './balance.projection.js'
import type { PointsEvent } from './events.js'
import { houseHistories } from './ledger/house/arbitraries.js'
import { liabilityView } from './liability.codec.js'
import { type Liability, liability, liabilityOf } from './liability.projection.js'
import { accountHistories } from './plays.arbitraries.js'

projectionLaws(liabilityView, fc.oneof(accountHistories, houseHistories), { numRuns: 15 })

const folded = (events: ReadonlyArray<PointsEvent>, at: string): Liability => {
  const all = events.reduce(liability.evolve, liability.initial('' as never))
  return liability.read?.(all, at as never) ?? all
}

describe('what a shop owes its members', () => {
  test('sums up to the balances of all accounts less what they owe, on any day', () => {
    fc.assert(
      fc.property(
        fc.oneof(accountHistories, houseHistories),
        fc.nat(400),
        fc.constantFrom([10, 1] as const, [1, 3] as const),
        (history, days, minorPerPoint) => {
          const events = history.map(({ event }) => event)
          const last = history.reduce(
            (latest, { event }) => (event.at > latest ? event.at : latest),
            '2024-01-01T00:00:00.000Z',
          )
          const at = instantOf(Date.parse(last) + days * 86_400_000)
          const report = liabilityOf(folded(events, at), { minorPerPoint, breakage: [1, 4] })
          const accounts = new Set(events.map(({ membershipId }) => membershipId))
          // Each account by itself, from its own events.
          const balances = [...accounts].map((one) => {
            const own = events.filter(({ membershipId }) => membershipId === one)
            return balance.read?.(own.reduce(balance.evolve, balance.initial(one)), at)
          })
          const free = balances.reduce(
            (all, one) => all + (one?.available ?? 0) + (one?.pending ?? 0) + (one?.held ?? 0),
            0,
          )
          const owed = balances.reduce((all, one) => all + (one?.owed ?? 0), 0)
          expect(report.points).toBe(free - owed)
          expect(report.deficit.points).toBe(owed)
          const [n, d] = minorPerPoint
          const worth = report.rows.map(({ points }) => Math.floor((points * n) / d))
          expect(report.rows.map(({ valueMinor }) => valueMinor)).toEqual(worth)
          expect(report.valueMinor).toBe(
            worth.reduce((all, one) => all + one, 0) - Math.floor((owed * n) / d),
          )
          for (const { month } of report.rows)
            expect(
              month === 'never' ||
                month >= at.slice(0, 7) ||
                report.rows.some(({ held }) => held > 0),
            ).toBe(true)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('names every month, the points in it and what is expected of them', () => {
    const at = { at: '2024-06-01T04:00:00.000Z', onDay: '2024-06-01' }
    const account = { membershipId: 'a', customerId: 'c', programmeId: 'p', zone: 'Asia/Hong_Kong' }
    const given = (lastDay: string | undefined, points: number) =>
      ({
        type: 'PointsAdjusted',
        ...account,
        ...at,
        adjustmentId: `x${lastDay ?? ''}`,
        points,
        takes: [],
        lot: {
          lotId: `l${lastDay ?? ''}`,
          points,
          earnedOn: '2024-06-01',
          ...(lastDay === undefined ? {} : { lastDay }),
        },
      }) as unknown as PointsEvent
    const events = [given('2024-12-31', 100), given('2024-12-01', 33), given(undefined, 7)]
    expect(
      liabilityOf(folded(events, at.at), { minorPerPoint: [1, 3], breakage: [1, 10] }),
    ).toEqual({
      rows: [
        {
          month: '2024-12',
          available: 133,
          pending: 0,
          held: 0,
          points: 133,
          valueMinor: 44,
          expectedMinor: 39,
        },
        {
          month: 'never',
          available: 7,
          pending: 0,
          held: 0,
          points: 7,
          valueMinor: 2,
          expectedMinor: 1,
        },
      ],
      deficit: { points: 0, valueMinor: 0 },
      points: 140,
      valueMinor: 46,
      expectedMinor: 40,
    })
  })
})
