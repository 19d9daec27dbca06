// Generators of what awards by more than the plain rule are made of.
import fc from 'fast-check'
import {
  adopted,
  anyIds,
  codeTexts,
  days,
  idOf,
  lineIds,
  rationals,
  records,
  skus,
} from '../../shared/arbitraries.js'
import { civilDate } from '../../shared/civil-date.js'
import type {
  BaseRule,
  BonusFact,
  Caps,
  EarningRules,
  EarnRule,
  Multiplier,
  OrderBonus,
  Scope,
} from '../../shared/earning-rules.js'
import { type Code, codeOf, type LotId, lineId, sku, tierId } from '../../shared/ids.js'
import type { Rational } from '../../shared/rational.js'
import type { AwardPoints, EarningLine } from '../commands.js'
import type { AwardedBonus } from '../events.js'
import type {
  AppliedBonus,
  AppliedCap,
  AppliedMultiplier,
  AwardExplanation,
  ExplainedLine,
} from './explanation.js'

const points = fc.integer({ min: 1, max: 1_000_000 })
const minors = fc.nat(1_000_000_000_000)
const tiers = codeTexts.map((text) => tierId(text))
const codeSets = fc.uniqueArray(codeTexts, { minLength: 1, maxLength: 3 })
const some = <A>(one: fc.Arbitrary<A>): fc.Arbitrary<ReadonlyArray<A>> =>
  fc.array(one, { maxLength: 3 })

/** A line of a sale with all that rules may ask of it. */
export const earningLines: fc.Arbitrary<EarningLine> = records<
  EarningLine,
  'lineId' | 'quantity' | 'basisMinor'
>(
  { lineId: lineIds, quantity: fc.integer({ min: 1, max: 1000 }), basisMinor: minors },
  { taxMinor: minors, paidByPointsMinor: minors, sku: skus, brand: codeTexts, category: codeTexts },
)

/** What an award may be told besides its lines. */
export const circumstances = {
  tier: tiers,
  memberSince: days,
  facts: fc.uniqueArray(
    fc.constantFrom<NonNullable<AwardPoints['facts']>[number]>('occasion', 'referral'),
    { minLength: 1 },
  ),
  campaign: codeTexts,
}

export const awardedBonuses: fc.Arbitrary<AwardedBonus> = records<
  AwardedBonus,
  'lotId' | 'ruleId' | 'points'
>(
  { lotId: anyIds<LotId>(), ruleId: codeTexts, points },
  {
    minimumMinor: minors,
    availableOn: days,
    lastDay: days,
    rolls: fc.integer({ min: 1, max: 36 }),
  },
)

const explainedLines: fc.Arbitrary<ExplainedLine> = records<ExplainedLine, 'lineId'>(
  { lineId: lineIds },
  {
    paidMinor: minors,
    taxMinor: minors,
    paidByPointsMinor: minors,
    excludedBy: codeTexts,
    baseRules: codeSets,
    multipliers: codeSets,
  },
)

/** Any explanation: well formed, and no more. */
export const explanations: fc.Arbitrary<AwardExplanation> = records<AwardExplanation, 'lines'>(
  { lines: some(explainedLines) },
  {
    tier: tiers,
    grossBasis: fc.boolean(),
    earnOnPointsPaid: fc.boolean(),
    baseRules: some(fc.record({ ruleId: codeTexts, pointsPerMinor: rationals })),
    multipliers: some(
      records<AppliedMultiplier, 'ruleId' | 'value'>(
        { ruleId: codeTexts, value: rationals },
        { exclusive: fc.boolean(), priority: fc.nat(1000) },
      ),
    ),
    bonuses: some(
      records<AppliedBonus, 'ruleId' | 'points'>(
        { ruleId: codeTexts, points },
        { minimumMinor: minors },
      ),
    ),
    caps: some(
      fc.record<AppliedCap>({
        period: fc.constantFrom('order', 'day', 'month', 'membershipYear'),
        limit: fc.nat(1_000_000_000),
        used: fc.nat(1_000_000_000),
      }),
    ),
  },
)

const code = (text: string): Code => codeOf(text)
const rates = fc.constantFrom<Rational>([1, 1000], [3, 700], [1, 3], [0, 1])
const values = fc.constantFrom<Rational>([2, 1], [3, 2], [1, 2], [7, 3], [0, 1])
const chosenScopes: fc.Arbitrary<Scope> = records<Scope, 'brands'>(
  { brands: fc.constantFrom([code('A')], [code('B')], [code('A'), code('B')]) },
  {
    skus: fc.constantFrom([sku('W1')], [sku('W2'), sku('W3')]),
    categories: fc.constantFrom([code('watch')], [code('ring')]),
  },
)
const chosenConditions = {
  tiers: fc.constantFrom([tierId('gold')], [tierId('gold'), tierId('silver')]),
  weekdays: fc.constantFrom([6, 7], [1, 2, 3, 4, 5], [4]),
  from: fc.constantFrom(civilDate('2024-02-28'), civilDate('2024-03-02')),
  until: fc.constantFrom(civilDate('2024-03-01'), civilDate('2024-06-30')),
}
const numbered = <A extends object>(
  kind: string,
  rule: fc.Arbitrary<A>,
): fc.Arbitrary<ReadonlyArray<A & { readonly ruleId: Code }>> =>
  fc
    .array(rule, { minLength: 1, maxLength: 3 })
    .map((rules) => rules.map((one, n) => ({ ...one, ruleId: code(`${kind}-${n}`) })))

/** Rules that sales of {@link purchases} meet, now this one and now that. */
export const playedEarning: fc.Arbitrary<EarningRules> = records<EarningRules, keyof EarnRule>(
  {
    pointsPerMinor: rates,
    rounding: fc.constantFrom('floor', 'halfUp', 'ceil'),
    place: fc.constantFrom('line', 'order'),
  },
  {
    exclusions: numbered(
      'out',
      fc.record({
        scope: fc.constant<Scope>({ categories: [code('delivery')], skus: [sku('W3')] }),
      }),
    ),
    grossBasis: fc.boolean(),
    earnOnPointsPaid: fc.boolean(),
    baseRules: numbered(
      'base',
      records<Omit<BaseRule, 'ruleId'>, 'pointsPerMinor'>(
        { pointsPerMinor: rates },
        { scope: chosenScopes, ...chosenConditions },
      ),
    ),
    multipliers: numbered(
      'times',
      records<Omit<Multiplier, 'ruleId'>, 'value'>(
        { value: values },
        {
          scope: chosenScopes,
          exclusive: fc.boolean(),
          priority: fc.nat(2),
          ...chosenConditions,
        },
      ),
    ),
    bonuses: numbered(
      'bonus',
      records<Omit<OrderBonus, 'ruleId'>, 'points'>(
        { points: fc.integer({ min: 1, max: 40 }) },
        {
          minimumMinor: fc.constantFrom(0, 1, 3000, 9000),
          facts: fc.uniqueArray(
            fc.constantFrom<BonusFact>('firstPurchase', 'occasion', 'referral'),
            { minLength: 1 },
          ),
          campaign: fc.constant(code('spring')),
          ...chosenConditions,
        },
      ),
    ),
    caps: records<Caps, never>(
      {},
      {
        order: fc.nat(30),
        day: fc.nat(60),
        month: fc.nat(90),
        membershipYear: fc.nat(200),
      },
    ),
    pendingDays: fc.constantFrom(0, 14),
    returnWindowDays: fc.constantFrom(0, 7),
  },
)

const boughtLines = records<Omit<EarningLine, 'lineId'>, 'quantity' | 'basisMinor'>(
  { quantity: fc.integer({ min: 1, max: 4 }), basisMinor: fc.nat(9000) },
  {
    taxMinor: fc.nat(900),
    paidByPointsMinor: fc.nat(9000),
    sku: fc.constantFrom(sku('W1'), sku('W2'), sku('W3')),
    brand: fc.constantFrom(code('A'), code('B'), code('C')),
    category: fc.constantFrom(code('watch'), code('ring'), code('delivery')),
  },
)

/** What is bought, and how many pieces of each line come back, in this order. */
export interface Purchase
  extends Pick<AwardPoints, 'earnedOn' | 'lines' | 'tier' | 'facts' | 'campaign'> {
  readonly back: ReadonlyArray<ReadonlyArray<number>>
}

const someDays = fc.constantFrom(
  ...['2024-02-27', '2024-02-28', '2024-02-29', '2024-03-01', '2024-03-02', '2025-02-28'].map(
    civilDate,
  ),
)

/** Purchases of one member, around the end of a February. */
export const purchases: fc.Arbitrary<ReadonlyArray<Purchase>> = fc.array(
  records<Purchase, 'earnedOn' | 'lines' | 'back'>(
    {
      earnedOn: someDays,
      lines: fc
        .array(boughtLines, { minLength: 1, maxLength: 4 })
        .map((lines) => lines.map((line, n) => ({ ...line, lineId: lineId(String(n + 1)) }))),
      back: fc.array(fc.array(fc.nat(4), { minLength: 4, maxLength: 4 }), { maxLength: 3 }),
    },
    {
      tier: fc.constantFrom(tierId('gold'), tierId('silver'), tierId('basic')),
      facts: circumstances.facts,
      campaign: fc.constantFrom(code('spring'), code('autumn')),
    },
  ),
  { minLength: 1, maxLength: 6 },
)

/** The award of a purchase to the account of most stories, whose membership began on a leap day. */
export const awardFor = (n: number, purchase: Purchase, earn: EarningRules): AwardPoints => {
  const { back: _, ...bought } = purchase
  const effectiveOn = civilDate('2024-01-01')
  return {
    type: 'AwardPoints',
    customerId: idOf('cust', 1),
    awardId: idOf('awar', n),
    memberSince: civilDate('2020-02-29'),
    ...bought,
    rules: adopted({ earn, effectiveOn, expiry: { type: 'never' } }),
  }
}
