// Generators of what awards by more than the plain rule are made of.
import fc from 'fast-check'
import {
  anyIds,
  codeTexts,
  days,
  lineIds,
  rationals,
  records,
  skus,
} from '../../shared/arbitraries.js'
import type { LotId } from '../../shared/ids.js'
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
const texts = fc.constantFrom('Example & Sons', '手錶', 'delivery')
const codeSets = fc.uniqueArray(codeTexts, { minLength: 1, maxLength: 3 })
const some = <A>(one: fc.Arbitrary<A>): fc.Arbitrary<ReadonlyArray<A>> =>
  fc.array(one, { maxLength: 3 })

/** A line of a sale with all that rules may ask of it. */
export const earningLines: fc.Arbitrary<EarningLine> = records<
  EarningLine,
  'lineId' | 'quantity' | 'basisMinor'
>(
  { lineId: lineIds, quantity: fc.integer({ min: 1, max: 1000 }), basisMinor: minors },
  { taxMinor: minors, paidByPointsMinor: minors, sku: skus, brand: texts, category: texts },
)

/** What an award may be told besides its lines. */
export const circumstances = {
  tier: codeTexts,
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
  { minimumMinor: minors, availableOn: days, lastDay: days },
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
    tier: codeTexts,
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
