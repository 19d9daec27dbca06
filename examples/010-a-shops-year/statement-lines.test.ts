// How the lines of an account read: what went on a gift is told once, with the name of the gift.
import { civilDate, giftId, pointsHoldId, redemptionId } from '@patina/crm'
import type { StatementLine } from '@patina/crm/points'
import type { Instant } from '@patina/eventsourcing'
import { expect, test } from 'vitest'
import { shownEntries } from './figures.js'
import { statementTable } from './statement-lines.js'
import type { GiftGiven } from './year-closed.js'

const id = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`
const gifts: ReadonlyArray<GiftGiven> = [
  { giftId: giftId(id(1)), name: 'Hamper' },
  { giftId: giftId(id(2)), name: 'Calendar' },
]

const line = (
  what: StatementLine['what'],
  points: number,
  balance: number,
  more: Partial<StatementLine> = {},
): StatementLine => ({
  at: '2011-12-10T10:00:00.000Z' as Instant,
  onDay: civilDate('2011-12-10'),
  what,
  points,
  balance,
  owed: 0,
  ...more,
})
const hold = (n: number) => ({ holdId: pointsHoldId(id(n)) })

const told = (...lines: ReadonlyArray<StatementLine>): ReadonlyArray<string> =>
  statementTable(lines, gifts)
    .slice(1)
    .map((text) => text.trim().replaceAll(/ +/g, ' '))

test('points that were put aside for a gift and spent on it leave once', () => {
  const spent = { ...hold(1), redemptionId: redemptionId(id(1)) }
  expect(
    told(
      line('PointsAwarded', 900, 900),
      line('PointsHeld', -500, 400, hold(1)),
      line('PointsHeld', -100, 300, hold(2)),
      line('PointsRedeemed', 0, 300, spent),
    ),
  ).toEqual([
    'day points balance',
    '2011-12-10 earned +900 900',
    '2011-12-10 spent: Hamper -500 400',
    '2011-12-10 put aside: Calendar -100 300',
  ])
})

test('points of a gift that does not come about are free again, and those of one that comes back are given back', () => {
  expect(
    told(
      line('PointsHeld', -500, 400, hold(1)),
      line('PointsReleased', 500, 900, hold(1)),
      line('RedemptionUndone', 100, 1000, { redemptionId: redemptionId(id(2)) }),
    ),
  ).toEqual([
    'day points balance',
    '2011-12-10 put aside: Hamper -500 400',
    '2011-12-10 free again: Hamper +500 900',
    '2011-12-10 given back: Calendar +100 1,000',
  ])
})

test('only the last lines are shown, and how many came before', () => {
  const lines = Array.from({ length: shownEntries + 3 }, (_, n) => line('PointsAwarded', 1, n + 1))
  const shown = told(...lines)
  expect(shown[0]).toBe('… and 3 before')
  expect(shown).toHaveLength(shownEntries + 2)
  expect(shown.at(-1)).toBe('2011-12-10 earned +1 15')
})
