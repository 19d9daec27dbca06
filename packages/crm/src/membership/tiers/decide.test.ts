import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { adopted, eventsOf, idOf, issuedAt, noon, storiesAt } from '../../shared/arbitraries.js'
import { civilDate } from '../../shared/civil-date.js'
import { customerId, programmeId, reasonCode, staffId, tierId } from '../../shared/ids.js'
import type { AdoptedRules, TierRules } from '../../shared/programme-rules.js'
import type { AssessTier, MembershipEvent, OverrideTier, Qualifying } from '../index.js'
import * as Membership from '../index.js'

const programme = programmeId(idOf('prog', 1))
const customer = customerId(idOf('cust', 1))
const of = {
  membershipId: Membership.membershipIdOf(programme, customer),
  programmeId: programme,
  customerId: customer,
}
const member: MembershipEvent = {
  type: 'MembershipActivated',
  ...of,
  since: civilDate('2024-01-01'),
}
const [silver, gold] = [tierId('silver'), tierId('gold')]
const plain: TierRules = {
  levels: [
    { tier: silver, threshold: 1000 },
    { tier: gold, threshold: 5000 },
  ],
  measure: 'spend',
  window: { type: 'calendarYear' },
  downgrade: 'toEarned',
  returns: 'atPeriodEnd',
  leapRule: 'feb28',
}
const rulesOf = (changes: Partial<TierRules> = {}, version = 1) =>
  adopted({ version, tiers: { ...plain, ...changes } }, programme)

/** Something that is bought or brought back, for which the shop looks at the tier. */
type Deed =
  | {
      readonly kind: 'buy'
      readonly n: number
      readonly amount: number
      readonly day: string
      readonly rules: AdoptedRules
    }
  | { readonly kind: 'bringBack'; readonly n: number; readonly amount: number }

const buy = (amount: number, day = '2024-06-01', n = 1, rules = rulesOf()): Deed => ({
  kind: 'buy',
  n,
  amount,
  day,
  rules,
})
const bringBack = (amount: number, n = 1): Deed => ({ kind: 'bringBack', n, amount })

/** What has been bought, and what is left of it. */
type Bought = ReadonlyArray<Qualifying & { readonly n: number; readonly rules: AdoptedRules }>

const afterDeed = (bought: Bought, deed: Deed, onDay: string): Bought =>
  deed.kind === 'buy'
    ? [...bought, { ...deed, day: civilDate(deed.day), onDay: civilDate(onDay) }]
    : bought.map((one) =>
        one.n === deed.n ? { ...one, amount: Math.max(0, one.amount - deed.amount) } : one,
      )

const countedOf = (bought: Bought): ReadonlyArray<Qualifying> =>
  bought.flatMap(({ day, onDay, amount }) => (amount === 0 ? [] : [{ day, onDay, amount }]))

const lookAfter = (deed: Deed, before: Bought, onDay: string): AssessTier => ({
  type: 'AssessTier',
  customerId: customer,
  rules: deed.kind === 'buy' ? deed.rules : (before.find(({ n }) => n === deed.n) ?? buyNone).rules,
  counted: countedOf(afterDeed(before, deed, onDay)),
  cause: deed.kind === 'buy' ? { type: 'earned' } : { type: 'return', before: countedOf(before) },
})
const buyNone = { rules: rulesOf() }
/** The look after something that is the first of its kind. */
const lookAt = (deed: Deed, onDay = '2024-06-01') => lookAfter(deed, [], onDay)

const assess = (rules = rulesOf(), counted: AssessTier['counted'] = []): AssessTier => ({
  type: 'AssessTier',
  customerId: customer,
  rules,
  counted,
})
const grant = (changes: Partial<OverrideTier> = {}): OverrideTier => ({
  type: 'OverrideTier',
  customerId: customer,
  tier: gold,
  lastDay: civilDate('2024-08-31'),
  reasonCode: reasonCode('goodwill'),
  approver: staffId('manager-1'),
  rules: rulesOf(),
  counted: [],
  ...changes,
})

/** What has happened after some deeds and commands, each at noon of its day. */
const after = (...all: ReadonlyArray<readonly [string, Deed | AssessTier | OverrideTier]>) => {
  const events: MembershipEvent[] = [member]
  let bought: Bought = []
  for (const [day, one] of all) {
    const command =
      'kind' in one ? lookAfter(one, bought, day) : { ...one, counted: countedOf(bought) }
    if ('kind' in one) bought = afterDeed(bought, one, day)
    const state = events.reduce(Membership.evolve, Membership.initial)
    events.push(...eventsOf(Membership.decide(command, state, issuedAt(noon(day)))))
  }
  return events
}
const given = storiesAt(Membership)
const standingAfter = (events: ReadonlyArray<MembershipEvent>) =>
  events.flatMap((event) => ('standing' in event ? [event.standing] : [])).at(-1)
const tierAfter = (events: ReadonlyArray<MembershipEvent>) => standingAfter(events)?.tier
const newsOf = (events: ReadonlyArray<MembershipEvent>) =>
  events.flatMap((event) =>
    event.type === 'TierChanged'
      ? [`${event.onDay} ${event.from ?? 'none'} > ${event.to ?? 'none'}: ${event.cause}`]
      : event.type === 'TierRenewed'
        ? [`${event.onDay} ${event.tier} through ${event.lastDay ?? 'for good'}`]
        : [],
  )

describe('a member', () => {
  test.each([
    [999, undefined],
    [1000, 'silver'],
    [1001, 'silver'],
    [4999, 'silver'],
    [5000, 'gold'],
    [5001, 'gold'],
  ])('who spends %i holds %s: a threshold is inclusive [L8]', (amount, tier) => {
    expect(tierAfter(after(['2024-06-01', buy(amount)]))).toBe(tier)
    // In two halves too, and on the way to another programme's measure.
    const half = Math.floor(amount / 2)
    const halves = [buy(half), buy(amount - half, '2024-06-02', 2)] as const
    expect(tierAfter(after(['2024-06-01', halves[0]], ['2024-06-02', halves[1]]))).toBe(tier)
    const points = rulesOf({ measure: 'points' })
    expect(tierAfter(after(['2024-06-01', buy(amount, '2024-06-01', 1, points)]))).toBe(tier)
  })

  test.each([
    [1, undefined],
    [2, 'silver'],
    [3, 'gold'],
    [4, 'gold'],
  ])('who comes on %i days holds %s: two sales of a day are one visit [L8]', (visits, tier) => {
    const levels = [
      { tier: silver, threshold: 2 },
      { tier: gold, threshold: 3 },
    ]
    const rules = rulesOf({ measure: 'visits', levels })
    const days = Array.from({ length: visits }, (_, n) => `2024-06-0${n + 1}`)
    const twice = days.flatMap((day, n) => [
      [day, buy(1, day, 2 * n, rules)] as const,
      [day, buy(2, day, 2 * n + 1, rules)] as const,
    ])
    expect(tierAfter(after(...twice))).toBe(tier)
  })

  test('who spends more never holds a lower tier [L8]', () => {
    fc.assert(
      fc.property(fc.nat(7000), fc.nat(7000), (a, b) => {
        const rankOf = (amount: number): number =>
          plain.levels.findIndex(
            ({ tier }) => tier === tierAfter(after(['2024-06-01', buy(amount + 1)])),
          )
        expect(rankOf(a + b)).toBeGreaterThanOrEqual(rankOf(a))
      }),
    )
  })

  test('rises at once, with the figures that lead there, and earns at it from the next day', () => {
    const events = after(['2024-06-01', buy(1200)])
    expect(events.map(({ type }) => type)).toEqual([
      'MembershipActivated',
      'TierRulesApplied',
      'TierChanged',
    ])
    expect(events.at(-1)).toEqual({
      type: 'TierChanged',
      ...of,
      onDay: '2024-06-01',
      standing: {
        held: { tier: 'silver', lastDay: '2025-12-31' },
        tier: 'silver',
        lastDay: '2025-12-31',
        earnsFrom: '2024-06-02',
        ahead: [{ fromDay: '2026-01-01' }],
      },
      to: 'silver',
      cause: 'earned',
      lastDay: '2025-12-31',
      threshold: 1000,
      figures: { window: { fromDay: '2024-01-01', toDay: '2024-12-31' }, measured: 1200 },
    })
  })

  test('keeps a tier through the next year, renews it there, and falls to what that year has earned', () => {
    const events = after(
      ['2024-06-01', buy(5000)],
      ['2025-03-01', buy(1000, '2025-03-01', 2)],
      ['2026-01-01', assess()],
    )
    expect(newsOf(events)).toEqual([
      '2024-06-01 none > gold: earned',
      '2026-01-01 gold > silver: periodEnd',
    ])
    expect(standingAfter(events)?.lastDay).toBe('2026-12-31')
    const renewed = after(['2024-06-01', buy(5000)], ['2025-03-01', buy(5000, '2025-03-01', 2)])
    expect(newsOf(renewed).at(-1)).toBe('2025-03-01 gold through 2026-12-31')
  })

  test.each([
    ['toEarned' as const, ['2026-01-01 gold > none: periodEnd']],
    [
      'oneStep' as const,
      ['2026-01-01 gold > silver: periodEnd', '2027-01-01 silver > none: periodEnd'],
    ],
    ['keep' as const, []],
  ])('who buys nothing more falls by the policy %s', (downgrade, expected) => {
    const rules = rulesOf({ downgrade })
    const events = after(
      ['2024-06-01', buy(5000, '2024-06-01', 1, rules)],
      ['2030-01-01', assess(rules)],
    )
    expect(newsOf(events).slice(1)).toEqual(expected)
  })

  test('is never looked at on a day before the last look, whatever the clock says', () => {
    const events = after(
      ['2024-06-01', buy(1000)],
      ['2026-01-01', assess()],
      ['2025-12-31', buy(1000, '2025-12-31', 2)],
    )
    expect(newsOf(events)).toEqual([
      '2024-06-01 none > silver: earned',
      '2026-01-01 silver > none: periodEnd',
    ])
  })

  test('who brings goods back keeps the tier to its last day, or loses it at once, by the policy', () => {
    const atEnd = after(['2024-06-01', buy(5000)], ['2024-07-01', bringBack(4500)])
    expect(newsOf(atEnd)).toEqual(['2024-06-01 none > gold: earned'])
    expect(standingAfter(atEnd)?.ahead).toEqual([{ fromDay: '2026-01-01' }])
    const rules = rulesOf({ returns: 'atOnce' })
    const atOnce = [
      ['2024-06-01', buy(5000, '2024-06-01', 1, rules)],
      ['2024-07-01', bringBack(3000)],
    ] as const
    expect(newsOf(after(...atOnce)).at(-1)).toBe('2024-07-01 gold > silver: return')
    // And the same goods again lead back to where it was.
    const again = after(...atOnce, ['2024-07-01', buy(3000, '2024-07-01', 2, rules)])
    expect(newsOf(again).at(-1)).toBe('2024-07-01 silver > gold: earned')
    expect(standingAfter(again)?.lastDay).toBe('2025-12-31')
  })

  test('is told where a return leads, and nothing where it leads to the same', () => {
    const held = ['2024-06-01', buy(5000)] as const
    const renewed = ['2025-03-01', buy(1000, '2025-03-01', 2)] as const
    const told = after(held, renewed)
    expect(told.at(-1)).toMatchObject({ type: 'TierOutlookChanged', cause: 'earned' })
    expect(standingAfter(told)?.ahead[0]).toMatchObject({ fromDay: '2026-01-01', tier: 'silver' })
    const back = after(held, renewed, ['2025-04-01', bringBack(1, 2)])
    expect(back.at(-1)).toMatchObject({ type: 'TierOutlookChanged', cause: 'return' })
    expect(standingAfter(back)?.ahead).toEqual([{ fromDay: '2026-01-01' }])
    expect(after(held, ['2024-07-01', buy(1, '2024-07-01', 2)])).toEqual(after(held))
    given(member)
      .when(lookAt(bringBack(1)))
      .expectNothing()
  })

  test('who is none on the day of a sale stays without: a sale enrols nobody [L13]', () => {
    given()
      .when(lookAt(buy(5000)))
      .expectNothing()
    given(member)
      .when(lookAt(buy(5000, '2023-12-31')))
      .expectNothing()
    const rests: MembershipEvent = {
      type: 'MembershipSuspended',
      ...of,
      fromDay: civilDate('2024-06-01'),
      reasonCode: reasonCode('disputed'),
    }
    given(member, rests)
      .when(lookAt(buy(5000)))
      .expectNothing()
    expect(
      E.isRight(
        given(member, rests)
          .when(lookAt(buy(5000, '2024-05-31')))
          .outcome(),
      ),
    ).toBe(true)
  })
})

describe('a grant', () => {
  test('is a floor until its last day, and what was earned meanwhile holds then', () => {
    const events = after(
      ['2024-06-01', buy(1000)],
      ['2024-07-01', grant()],
      ['2024-09-01', assess()],
    )
    expect(newsOf(events)).toEqual([
      '2024-06-01 none > silver: earned',
      '2024-07-01 silver > gold: override',
      '2024-09-01 gold > silver: periodEnd',
    ])
    expect(standingAfter(events)).toMatchObject({ lastDay: '2025-12-31', earnsFrom: '2024-09-01' })
  })

  test('below the tier in force changes nothing at once', () => {
    const events = after(['2024-06-01', buy(5000)], ['2024-07-01', grant({ tier: silver })])
    expect(events.at(-1)).toMatchObject({ type: 'TierGranted', tier: 'silver', cause: 'override' })
  })

  test('is given once', () => {
    given(...after(['2024-06-01', grant()]))
      .when(grant({ approver: staffId('manager-2') }))
      .expectNothing()
  })

  test('needs somebody else who approves it, a tier of the rules, and a day to come', () => {
    const { approver: _, ...alone } = grant({
      tier: tierId('platinum'),
      lastDay: civilDate('2024-05-31'),
    })
    given(member)
      .when(alone)
      .expectRejection({
        _tag: 'GrantRefused',
        reasons: [
          { _tag: 'NoApprover', approver: null },
          { _tag: 'UnknownTier', tier: tierId('platinum') },
          {
            _tag: 'GrantOver',
            lastDay: civilDate('2024-05-31'),
            today: civilDate('2024-06-01'),
          },
        ],
      })
    given(member)
      .when(grant({ approver: staffId('staff-7') }))
      .expectRejection({
        _tag: 'GrantRefused',
        reasons: [{ _tag: 'NoApprover', approver: staffId('staff-7') }],
      })
    given().when(grant()).expectRejection({ _tag: 'NotAMember' })
  })
})

describe('rules', () => {
  test('without tiers judge nobody', () => {
    const rules = adopted({}, programme)
    const refusal = { _tag: 'NoTiers', version: 1 } as const
    given(member).when(assess(rules)).expectRejection(refusal)
    given(member)
      .when(lookAt(buy(1, '2024-06-01', 1, rules)))
      .expectRejection(refusal)
    given(member).when(grant({ rules })).expectRejection(refusal)
  })

  test('that are newer reach a member with the next look: a tier that they give is reached at once, one that they would not stays', () => {
    const [low, high] = [1, 10_000].map((threshold) =>
      rulesOf(
        {
          levels: [
            { tier: silver, threshold },
            { tier: gold, threshold: 20_000 },
          ],
        },
        2,
      ),
    ) as [ReturnType<typeof rulesOf>, ReturnType<typeof rulesOf>]
    const below = after(['2024-06-01', buy(500)], ['2024-06-02', assess(low)])
    expect(newsOf(below)).toEqual(['2024-06-02 none > silver: earned'])
    const above = after(['2024-06-01', buy(5000)], ['2024-06-02', assess(high)])
    expect(newsOf(above)).toEqual(['2024-06-01 none > gold: earned'])
    given(...above)
      .when(assess(rulesOf()), noon('2024-06-03'))
      .expectNothing()
  })
})
