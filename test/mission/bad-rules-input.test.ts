// Rules for earning that are wrong in every way that a member can be wrong: each is refused by the path of what is wrong, and
// nothing is appended.
import { crm } from '@patina/crm'
import { inMemory, newId, type Problem } from '@patina/eventsourcing'
import { type Application, open, orThrow } from '@patina/patina'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let shop: Application<typeof crm>
beforeAll(async () => {
  shop = await orThrow(open(inMemory(), crm))
})
afterAll(() => shop.close())

const id = '6f1d2c3b-0000-4000-8000-000000000001'
const scope = { skus: ['RING-1'], brands: ['EXAMPLE'], categories: ['ring'] }
const days = { weekdays: [6, 7], from: '2999-01-01', until: '2999-12-31' }
const earn = {
  pointsPerMinor: [1, 1000],
  rounding: 'floor',
  place: 'line',
  exclusions: [{ ruleId: 'out', scope }],
  grossBasis: false,
  earnOnPointsPaid: false,
  baseRules: [{ ruleId: 'more', pointsPerMinor: [1, 2000], scope, ...days }],
  multipliers: [{ ruleId: 'twice', value: [2, 1], scope, exclusive: true, priority: 1, ...days }],
  bonuses: [
    {
      ruleId: 'hello',
      points: 5,
      minimumMinor: 1000,
      facts: ['firstPurchase', 'occasion', 'referral'],
      campaign: 'spring',
      ...days,
    },
  ],
  caps: { order: 1, day: 2, month: 3, membershipYear: 4 },
  pendingDays: 14,
  returnWindowDays: 7,
}
const rules = {
  version: 1,
  effectiveOn: '2999-01-01',
  zone: 'Asia/Hong_Kong',
  currency: 'HKD',
  earn,
  expiry: { type: 'yearEnd', years: 1 },
  deficit: 'carry',
  redemption: { step: 10, minimum: 20, graceDays: 30 },
}
const adopt = { type: 'AdoptRules', programmeId: id, rules }
const earning = (change: object) => ({
  ...adopt,
  rules: { ...rules, earn: { ...earn, ...change } },
})
const multiplier = (change: object) =>
  earning({ multipliers: [{ ...earn.multipliers[0], ...change }] })
const bonus = (change: object) => earning({ bonuses: [{ ...earn.bonuses[0], ...change }] })
const award = {
  type: 'AwardPoints',
  customerId: id,
  awardId: id,
  earnedOn: '2024-06-01',
  lines: [
    {
      lineId: '1',
      quantity: 1,
      basisMinor: 5000,
      taxMinor: 0,
      paidByPointsMinor: 0,
      sku: 'RING-1',
      brand: 'EXAMPLE',
      category: 'ring',
    },
  ],
  rules: { programmeId: id, sha256: 'ab'.repeat(32), rules },
  tier: 'gold',
  memberSince: '2024-01-01',
  facts: ['occasion'],
  campaign: 'spring',
}
const ofLine = (change: object) => ({ ...award, lines: [{ ...award.lines[0], ...change }] })
const hugeList = Array.from({ length: 101 }, (_, n) => ({ ruleId: `r${n}`, scope }))

const malformed: ReadonlyArray<readonly [string, unknown, Omit<Problem, 'expected'>]> = [
  [
    'a rate that is no fraction',
    earning({ pointsPerMinor: 0.001 }),
    { path: '/rules/earn/pointsPerMinor', found: '0.001' },
  ],
  [
    'a rate over nothing',
    earning({ pointsPerMinor: [1, 0] }),
    { path: '/rules/earn/pointsPerMinor', found: 'a list of 2' },
  ],
  [
    'a negative rate',
    earning({ pointsPerMinor: [-1, 1] }),
    { path: '/rules/earn/pointsPerMinor', found: 'a list of 2' },
  ],
  [
    'an unknown part',
    earning({ discounts: [] }),
    { path: '/rules/earn/discounts', found: 'a list of 0' },
  ],
  [
    'no exclusion in a list of them',
    earning({ exclusions: [] }),
    { path: '/rules/earn/exclusions', found: 'a list of 0' },
  ],
  [
    'too many exclusions',
    earning({ exclusions: hugeList }),
    { path: '/rules/earn/exclusions', found: 'a list of 101' },
  ],
  [
    'an exclusion without a scope',
    earning({ exclusions: [{ ruleId: 'out' }] }),
    { path: '/rules/earn/exclusions/0/scope', found: 'nothing' },
  ],
  [
    'a scope with no brand in its list',
    earning({ exclusions: [{ ruleId: 'out', scope: { brands: [] } }] }),
    { path: '/rules/earn/exclusions/0/scope/brands', found: 'a list of 0' },
  ],
  [
    'a scope with a category twice',
    earning({ exclusions: [{ ruleId: 'out', scope: { categories: ['a', 'a'] } }] }),
    { path: '/rules/earn/exclusions/0/scope/categories', found: 'a list of 2' },
  ],
  [
    'a scope with an unknown member',
    earning({ exclusions: [{ ruleId: 'out', scope: { shops: ['A'] } }] }),
    { path: '/rules/earn/exclusions/0/scope/shops', found: 'a list of 1' },
  ],
  [
    'a policy that is a text',
    earning({ grossBasis: 'yes' }),
    { path: '/rules/earn/grossBasis', found: 'text of 3 characters' },
  ],
  [
    'a policy that is a number',
    earning({ earnOnPointsPaid: 1 }),
    { path: '/rules/earn/earnOnPointsPaid', found: '1' },
  ],
  [
    'a rule without an id',
    earning({ baseRules: [{ pointsPerMinor: [1, 2] }] }),
    { path: '/rules/earn/baseRules/0/ruleId', found: 'nothing' },
  ],
  [
    'a multiplier without a value',
    multiplier({ value: undefined }),
    { path: '/rules/earn/multipliers/0/value', found: 'nothing' },
  ],
  [
    'a multiplier above a thousand',
    multiplier({ value: [1001, 1] }),
    { path: '/rules/earn/multipliers/0/value', found: 'a list of 2' },
  ],
  [
    'a negative priority',
    multiplier({ priority: -1 }),
    { path: '/rules/earn/multipliers/0/priority', found: '-1' },
  ],
  [
    'an eighth day of the week',
    multiplier({ weekdays: [8] }),
    { path: '/rules/earn/multipliers/0/weekdays/0', found: '8' },
  ],
  [
    'a first day that does not exist',
    multiplier({ from: '2023-02-29' }),
    { path: '/rules/earn/multipliers/0/from', found: '2023-02-29' },
  ],
  [
    'a last day beyond the calendar',
    multiplier({ until: '10000-01-01' }),
    { path: '/rules/earn/multipliers/0/until', found: 'text of 11 characters' },
  ],
  [
    'no tier in a list of them',
    multiplier({ tiers: [] }),
    { path: '/rules/earn/multipliers/0/tiers', found: 'a list of 0' },
  ],
  [
    'a bonus of nothing',
    bonus({ points: 0 }),
    { path: '/rules/earn/bonuses/0/points', found: '0' },
  ],
  [
    'a bonus beyond all measure',
    bonus({ points: 1_000_000_001 }),
    { path: '/rules/earn/bonuses/0/points', found: '1000000001' },
  ],
  [
    'a negative minimum',
    bonus({ minimumMinor: -1 }),
    { path: '/rules/earn/bonuses/0/minimumMinor', found: '-1' },
  ],
  [
    'a fact that nobody knows',
    bonus({ facts: ['birthday'] }),
    { path: '/rules/earn/bonuses/0/facts', found: 'a list of 1' },
  ],
  ['a negative cap', earning({ caps: { day: -1 } }), { path: '/rules/earn/caps/day', found: '-1' }],
  [
    'a cap of a period that nobody knows',
    earning({ caps: { week: 1 } }),
    { path: '/rules/earn/caps/week', found: '1' },
  ],
  [
    'points that wait for more than a year',
    earning({ pendingDays: 367 }),
    { path: '/rules/earn/pendingDays', found: '367' },
  ],
  [
    'a negative return window',
    earning({ returnWindowDays: -1 }),
    { path: '/rules/earn/returnWindowDays', found: '-1' },
  ],
  [
    'an award of negative tax',
    ofLine({ taxMinor: -1 }),
    { path: '/lines/0/taxMinor', found: '-1' },
  ],
  [
    'an award of a part paid with points that is no number',
    ofLine({ paidByPointsMinor: '5' }),
    { path: '/lines/0/paidByPointsMinor', found: 'text of 1 characters' },
  ],
  [
    'an award of a brand that is too long',
    ofLine({ brand: 'x'.repeat(65) }),
    { path: '/lines/0/brand', found: 'text of 65 characters' },
  ],
  [
    'an award that claims to be the first',
    { ...award, facts: ['firstPurchase'] },
    { path: '/facts', found: 'a list of 1' },
  ],
  [
    'an award to a member since a day that does not exist',
    { ...award, memberSince: '2024-02-30' },
    { path: '/memberSince', found: '2024-02-30' },
  ],
  ['an award in a tier that is a number', { ...award, tier: 1 }, { path: '/tier', found: '1' }],
]

const send = (command: unknown) =>
  shop.send(command as never, { commandId: newId(), actor: 'manager-1' } as never)()

describe('bad input about rules for earning', () => {
  test.each(malformed)(
    '%s is refused by its path, and nothing is appended',
    async (_title, command, problem) => {
      const { head } = await orThrow(shop.status)
      expect(await send(command)).toMatchObject({
        left: { _tag: 'InvalidCommand', problems: [problem] },
      })
      expect((await orThrow(shop.status)).head).toBe(head)
    },
  )

  test('that is well formed and cannot be meant is refused with every reason', async () => {
    const { head } = await orThrow(shop.status)
    const wrong = multiplier({ ruleId: 'out', scope: {}, until: '2998-12-31', tiers: ['gold'] })
    expect(await send(wrong)).toMatchObject({
      left: {
        _tag: 'RulesRefused',
        reasons: [
          { _tag: 'RuleIdTwice', path: '/rules/earn/multipliers/0/ruleId' },
          { _tag: 'EmptyScope', path: '/rules/earn/multipliers/0/scope' },
          { _tag: 'WindowEndsBeforeItBegins', path: '/rules/earn/multipliers/0/until' },
          { _tag: 'RuleForUnknownTier', path: '/rules/earn/multipliers/0/tiers' },
        ],
      },
    })
    expect((await orThrow(shop.status)).head).toBe(head)
  })

  test('is each time one step from what is well formed: the commands themselves are no bad input', async () => {
    expect(await send(award)).toMatchObject({ left: { _tag: 'RulesNotInForce' } })
    expect(await send(adopt)).toMatchObject({ right: { _tag: 'Appended' } })
  })
})
