import { describe, expect, test } from 'vitest'
import { adopted, eventsOf, idOf, issuedAt, noon } from '../../shared/arbitraries.js'
import { civilDate } from '../../shared/civil-date.js'
import type { EarningRules } from '../../shared/earning-rules.js'
import { codeOf, type LineId, lineId, sku, tierId } from '../../shared/ids.js'
import { mostMinor } from '../../shared/money.js'
import type { ProgrammeRules } from '../../shared/programme-rules.js'
import { awardOf, redemptionOf, reversalOf, undoOf } from '../asking.arbitraries.js'
import { balance } from '../balance.projection.js'
import type { AwardPoints, EarningLine, PointsCommand } from '../commands.js'
import type { PointsAwarded, PointsEvent } from '../events.js'
import * as Points from '../index.js'

const code = codeOf
// A point for HK$10, as in most stories, and what a test adds to it.
const plain: EarningRules = { pointsPerMinor: [1, 1000], rounding: 'floor', place: 'line' }

const bought = (
  lines: ReadonlyArray<Partial<EarningLine>>,
  more: Partial<EarningRules>,
  told: Partial<AwardPoints> = {},
  changes: Partial<ProgrammeRules> = {},
): AwardPoints => ({
  ...awardOf(1, '2024-06-01', []),
  lines: lines.map((line, n) => ({
    lineId: lineId(String(n + 1)),
    quantity: 1,
    basisMinor: 10_000,
    ...line,
  })),
  rules: adopted({ ...changes, earn: { ...plain, ...more } }),
  ...told,
})

const after = (...commands: ReadonlyArray<PointsCommand>): ReadonlyArray<PointsEvent> => {
  let account = Points.initial
  return commands.flatMap((command, n) => {
    const at = noon(`2024-06-${String(n + 1).padStart(2, '0')}`)
    const events = eventsOf(Points.decide(command, account, issuedAt(at)))
    account = events.reduce(Points.evolve, account)
    return events
  })
}

const awardedBy = (command: AwardPoints): PointsAwarded => after(command)[0] as PointsAwarded

const pointsOf = ({ lots }: PointsAwarded): Readonly<Record<string, number>> =>
  Object.fromEntries(lots.map(({ lineId, points }) => [lineId, points]))

const balanceAfter = (...commands: ReadonlyArray<PointsCommand>) =>
  after(...commands).reduce(balance.evolve, balance.initial(idOf('memb', 1)))

describe('what earns', () => {
  test('is not what the rules leave out, and the award says which rule it was', () => {
    const exclusions = [{ ruleId: code('no-delivery'), scope: { categories: [code('delivery')] } }]
    const event = awardedBy(bought([{}, { category: code('delivery') }], { exclusions }))
    expect(pointsOf(event)).toEqual({ 1: 10 })
    expect(event.explanation?.lines).toEqual([
      { lineId: '1' },
      { lineId: '2', excludedBy: 'no-delivery' },
    ])
    expect(event.withoutPoints).toEqual([{ lineId: '2', quantity: 1, basisMinor: 10_000 }])
  })

  test.each([
    [{}, 6, 6000],
    [{ grossBasis: true }, 8, 8000],
    [{ earnOnPointsPaid: true }, 8, 8000],
    [{ grossBasis: true, earnOnPointsPaid: true }, 10, 10_000],
  ])(
    'is what was paid in money and without tax, unless the rules say otherwise: %j gives %i [L10] [L13]',
    (policy, points, basisMinor) => {
      const line = { taxMinor: 2000, paidByPointsMinor: 2000 }
      const event = awardedBy(bought([line], policy))
      expect(event.lots).toMatchObject([{ points, basisMinor }])
      expect(event.explanation).toMatchObject({ ...policy, lines: [line] })
    },
  )

  test('is never less than nothing', () => {
    const line = { taxMinor: 9000, paidByPointsMinor: 9000 }
    expect(awardedBy(bought([line], {})).withoutPoints).toMatchObject([{ basisMinor: 0 }])
  })

  test('is in a tier what it was before the sale', () => {
    const baseRules = [
      { ruleId: code('gold'), pointsPerMinor: [1, 500] as const, tiers: [tierId('gold')] },
    ]
    const tier = tierId('gold')
    expect(pointsOf(awardedBy(bought([{}], { baseRules }, { tier })))).toEqual({ 1: 30 })
    expect(pointsOf(awardedBy(bought([{}], { baseRules })))).toEqual({ 1: 10 })
    const explained = awardedBy(bought([{}], { baseRules }, { tier })).explanation
    expect(explained).toMatchObject({ tier, baseRules: [{ ruleId: 'gold' }] })
  })

  test('is worth more on some days, by the day of the sale, the first and the last included', () => {
    const multipliers = [
      {
        ruleId: code('weekends'),
        value: [2, 1] as const,
        weekdays: [6],
        from: civilDate('2024-06-01'),
        until: civilDate('2024-06-08'),
      },
    ]
    const on = (earnedOn: string) => {
      const told = { earnedOn: civilDate(earnedOn) }
      return awardOn(bought([{}], { multipliers }, told), '2024-07-01').points
    }
    // 1 and 8 June 2024 are Saturdays, as is 15 June.
    expect(['2024-05-25', '2024-06-01', '2024-06-02', '2024-06-08', '2024-06-15'].map(on)).toEqual([
      10, 20, 10, 20, 10,
    ])
  })

  test('is multiplied by all that match, or by the strongest that stands alone', () => {
    const times = (ruleId: string, value: readonly [number, number], more: object = {}) => ({
      ruleId: code(ruleId),
      value,
      ...more,
    })
    const alone = { exclusive: true }
    const by = (...multipliers: ReadonlyArray<ReturnType<typeof times>>) =>
      awardedBy(bought([{}], { multipliers })).points
    expect(by(times('a', [2, 1]), times('b', [3, 2]))).toBe(30)
    expect(by(times('a', [2, 1]), times('b', [3, 2], alone))).toBe(15)
    expect(by(times('a', [2, 1], alone), times('b', [3, 2], alone))).toBe(20)
    expect(by(times('a', [3, 2], alone), times('b', [2, 1], alone))).toBe(20)
    expect(by(times('a', [2, 1], alone), times('b', [3, 2], { ...alone, priority: 1 }))).toBe(15)
  })

  test('can be spent later, where the rules say so, and lasts as long as it would', () => {
    const days = ({ lots, bonuses }: PointsAwarded) =>
      [...lots, ...(bonuses ?? [])].map(({ availableOn, lastDay }) => [availableOn, lastDay])
    const bonuses = [{ ruleId: code('hello'), points: 5 }]
    expect(days(awardedBy(bought([{}], { pendingDays: 14 })))).toEqual([
      ['2024-06-15', '2025-12-31'],
    ])
    expect(days(awardedBy(bought([{}], { pendingDays: 3, returnWindowDays: 7, bonuses })))).toEqual(
      [
        ['2024-06-09', '2025-12-31'],
        ['2024-06-09', '2025-12-31'],
      ],
    )
    // The next fixed date is the next on which they can be spent.
    const fixed = { expiry: { type: 'fixedDate', month: 6, day: 7 } } as const
    expect(days(awardedBy(bought([{}], { returnWindowDays: 7 }, {}, fixed)))).toEqual([
      ['2024-06-09', '2025-06-07'],
    ])
  })

  test('is refused where it is more than can be counted exactly', () => {
    const multipliers = [{ ruleId: code('a'), value: [1000, 1] as const }]
    const command = bought([{ basisMinor: mostMinor }], {
      pointsPerMinor: [1000, 1],
      multipliers,
    })
    expect(Points.decide(command, Points.initial, issuedAt(noon('2024-06-01')))).toEqual({
      _tag: 'Left',
      left: { _tag: 'TooLarge', field: 'points', limit: 1e15, found: 1e18 },
    })
  })
})

const awardOn = (command: AwardPoints, day: string): PointsAwarded =>
  eventsOf(Points.decide(command, Points.initial, issuedAt(noon(day))))[0] as PointsAwarded

describe('a bonus for the order', () => {
  const over: Partial<EarningRules> = {
    bonuses: [{ ruleId: code('over-200'), points: 50, minimumMinor: 20_000 }],
  }

  test('holds from its minimum on, and what is left out does not count for it', () => {
    const exclusions = [{ ruleId: code('out'), scope: { skus: [sku('W9')] } }]
    const rules = { ...over, exclusions }
    const bonusOf = (lines: ReadonlyArray<Partial<EarningLine>>) =>
      awardedBy(bought(lines, rules)).bonuses?.map(({ points }) => points)
    expect(bonusOf([{}, {}])).toEqual([50])
    expect(bonusOf([{}, { basisMinor: 9999 }])).toBeUndefined()
    expect(bonusOf([{}, { sku: sku('W9') }])).toBeUndefined()
    expect(bonusOf([{ sku: sku('W9'), basisMinor: 50_000 }])).toBeUndefined()
  })

  test('is for what is true of the sale: the first one, an occasion, who sent the buyer, a campaign', () => {
    const bonuses = [
      { ruleId: code('first'), points: 1, facts: ['firstPurchase'] as const },
      { ruleId: code('day'), points: 2, facts: ['occasion'] as const },
      { ruleId: code('friend'), points: 4, facts: ['referral', 'firstPurchase'] as const },
      { ruleId: code('spring'), points: 8, campaign: code('spring') },
    ]
    const more = { facts: ['occasion', 'referral'] as const, campaign: code('spring') }
    const [first, second] = after(
      bought([{}], { bonuses }, more),
      bought([{}], { bonuses }, { ...more, awardId: idOf('awar', 2) }),
    ) as ReadonlyArray<PointsAwarded>
    expect(first?.bonuses?.map(({ points }) => points)).toEqual([1, 2, 4, 8])
    expect(second?.bonuses?.map(({ points }) => points)).toEqual([2, 8])
  })

  test('is taken back when less than its minimum stays, once, with the points of the line [L4]', () => {
    const award = bought([{ quantity: 2 }, {}, {}], over)
    const [, first, second, last] = after(
      award,
      reversalOf(1, 1, [[1, 1]]),
      reversalOf(1, 2, [[2, 1]]),
      reversalOf(1, 3, [
        [1, 1],
        [3, 1],
      ]),
    )
    expect(first).toMatchObject({ points: 5 })
    expect(first).not.toHaveProperty('byBonus')
    expect(second).toMatchObject({ points: 60, byBonus: [{ ruleId: 'over-200', points: 50 }] })
    expect(last).toMatchObject({ points: 15 })
    expect(last).not.toHaveProperty('byBonus')
    expect(
      balanceAfter(
        award,
        reversalOf(1, 1, [
          [1, 2],
          [2, 1],
          [3, 1],
        ]),
      ),
    ).toMatchObject({ earned: 80, available: 0, reversed: 80, owed: 0 })
  })

  test('that was spent is owed, or dropped where the rules forgive [L4] [L6]', () => {
    const returned = (deficit: 'carry' | 'forgive') =>
      balanceAfter(
        bought([{}, {}], over, {}, { deficit }),
        redemptionOf(1, 60),
        reversalOf(1, 1, [
          [1, 1],
          [2, 1],
        ]),
      )
    expect(returned('carry')).toMatchObject({ available: 0, reversed: 10, owed: 60 })
    expect(returned('forgive')).toMatchObject({ available: 0, reversed: 10, forgiven: 60 })
  })

  test('is found where an undo has put it after its last day', () => {
    const expiry = { type: 'afterDays', days: 1 } as const
    expect(
      balanceAfter(
        bought([{}, {}], over, {}, { expiry }),
        redemptionOf(1, 70),
        // Its last day has passed by now.
        { type: 'SettleAccount', membershipId: redemptionOf(1, 1).membershipId },
        undoOf(1, 1, 70),
        reversalOf(1, 1, [
          [1, 1],
          [2, 1],
        ]),
      ),
    ).toMatchObject({ available: 0, reversed: 70, owed: 0 })
  })

  test('is paid once for one sale, however often it arrives and whatever the rules say by then [L1]', () => {
    const [award] = after(bought([{}, {}], over)) as ReadonlyArray<PointsAwarded>
    const account = Points.evolve(Points.initial, award as PointsAwarded)
    const again = bought([{}, {}, {}], { pointsPerMinor: [1, 1] })
    expect(Points.decide(again, account, issuedAt(noon('2024-07-01')))).toEqual({
      _tag: 'Right',
      right: [],
    })
  })
})

describe('a cap', () => {
  test('cuts lines, then bonuses, by their points and by largest remainder, and says so', () => {
    const bonuses = [{ ruleId: code('hello'), points: 10 }]
    const event = awardedBy(
      bought([{}, { basisMinor: 20_000 }], { bonuses, caps: { order: 21, month: 100 } }),
    )
    // 10, 20 and 10 of 40 points are 5.25, 10.5 and 5.25 of 21.
    expect(pointsOf(event)).toEqual({ 1: 5, 2: 11 })
    expect(event.bonuses).toMatchObject([{ ruleId: 'hello', points: 5 }])
    expect(event.explanation?.bonuses).toEqual([{ ruleId: 'hello', points: 10 }])
    expect(event.explanation?.caps).toEqual([
      { period: 'order', limit: 21, used: 0 },
      { period: 'month', limit: 100, used: 0 },
    ])
  })

  test('is used by what stays of earlier awards, their bonuses too', () => {
    const rules: Partial<EarningRules> = {
      bonuses: [{ ruleId: code('two'), points: 30, minimumMinor: 20_000 }],
      caps: { day: 60 },
    }
    const award = (n: number) => bought([{}, {}], rules, { awardId: idOf('awar', n) })
    const used = (...between: ReadonlyArray<PointsCommand>) => {
      const last = after(award(1), ...between, award(2)).at(-1) as PointsAwarded
      return [last.explanation?.caps?.[0]?.used, last.points]
    }
    expect(used()).toEqual([50, 10])
    expect(used(reversalOf(1, 1, [[1, 1]]))).toEqual([10, 50])
  })

  test.each([
    ['2024-02-28', '2024-02-29', true],
    ['2024-02-28', '2024-03-01', true],
    ['2024-02-27', '2024-02-28', false],
  ])(
    'of a membership year begins anew each year: awards of %s and %s, one year: %s',
    (one, other, isOne) => {
      const award = (n: number, day: string) =>
        bought(
          [{}],
          { caps: { membershipYear: 15 } },
          {
            awardId: idOf('awar', n),
            earnedOn: civilDate(day),
            memberSince: civilDate('2023-02-28'),
          },
        )
      const [, second] = after(award(1, one), award(2, other)) as ReadonlyArray<PointsAwarded>
      expect(second?.points).toBe(isOne ? 5 : 10)
    },
  )
})

test('an award by the plain rule holds nothing that it did not hold before', () => {
  const event = awardedBy(bought([{}], {}))
  expect(Object.keys(event)).not.toContain('explanation')
  expect(Object.keys(event)).not.toContain('bonuses')
  expect(event.earn).toEqual(plain)
  expect(event.lots[0]).toEqual({
    lotId: Points.lotIdOf(idOf('awar', 1), '1' as LineId),
    lineId: '1',
    quantity: 1,
    basisMinor: 10_000,
    points: 10,
    lastDay: '2025-12-31',
  })
})
