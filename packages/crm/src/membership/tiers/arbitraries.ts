// Generators of events and commands about tiers. Left out of the build.
import fc from 'fast-check'
import {
  adopted,
  anyIds,
  currencies,
  customerIds,
  days,
  programmeIds,
  reasonCodes,
  records,
  staffIds,
  tierRules,
  zones,
} from '../../shared/arbitraries.js'
import type { MembershipId, QualifyingId, ReversalId, TierId } from '../../shared/ids.js'
import type { HeldTier, TierAhead, TierStanding } from '../../shared/tiers.js'
import type { AssessTier, MatchTier, MembershipCommand, OverrideTier } from '../commands.js'
import type {
  AboutTier,
  TierCause,
  TierChanged,
  TierOutlookChanged,
  TierRenewed,
  TierRulesApplied,
} from '../tier-events.js'
import type { Qualifying } from './qualifying.js'

const tierIds = fc.constantFrom('tier-0', 'tier-1', 'tier-2').map((tier) => tier as TierId)
const fewIds = <Id extends string>(...ids: ReadonlyArray<string>): fc.Arbitrary<Id> =>
  fc.constantFrom(...(ids as ReadonlyArray<Id>))

const qualifyingIds = fewIds<QualifyingId>(
  '31111111-1111-5111-8111-111111111111',
  '32222222-1111-5111-8111-111111111111',
)
const reversalIds = fewIds<ReversalId>(
  '41111111-1111-5111-8111-111111111111',
  '42222222-1111-5111-8111-111111111111',
)
const amounts = fc.integer({ min: 1, max: 40 })

const qualifying: fc.Arbitrary<ReadonlyArray<Qualifying>> = fc.array(
  fc.record({ day: days, onDay: days, amount: amounts }),
  { maxLength: 3 },
)

const standings: fc.Arbitrary<TierStanding> = records<TierStanding, 'earnsFrom' | 'ahead'>(
  {
    earnsFrom: days,
    ahead: fc.array(
      records<TierAhead, 'fromDay'>({ fromDay: days }, { tier: tierIds, lastDay: days }),
      { maxLength: 2 },
    ),
  },
  {
    held: records<HeldTier, 'tier'>({ tier: tierIds }, { lastDay: days }),
    granted: fc.record({ tier: tierIds, lastDay: days }),
    tier: tierIds,
    lastDay: days,
  },
)

const ofTier = {
  membershipId: anyIds<MembershipId>(),
  programmeId: programmeIds,
  customerId: customerIds,
  onDay: days,
  standing: standings,
}

const causes = fc.constantFrom<TierCause>('earned', 'periodEnd', 'return', 'override', 'match')
const figures = fc.record({
  window: fc.record({ fromDay: days, toDay: days }),
  measured: fc.nat(100),
})
const thresholds = fc.nat(100)

/** Any event about a tier. */
export const tierEvents: fc.Arbitrary<AboutTier> = fc.oneof(
  records<TierRulesApplied, Exclude<keyof TierRulesApplied, 'currency'>>(
    {
      type: fc.constant('TierRulesApplied' as const),
      ...ofTier,
      rules: fc.record({ version: fc.constantFrom(1, 2), sha256: fc.constant('ab'.repeat(32)) }),
      zone: zones,
      since: days,
      tiers: tierRules,
    },
    { currency: currencies },
  ),
  fc.record({
    type: fc.constant('QualifyingRecorded' as const),
    ...ofTier,
    qualifyingId: qualifyingIds,
    qualifiedOn: days,
    amount: amounts,
  }),
  fc.record({
    type: fc.constant('QualifyingReversed' as const),
    ...ofTier,
    qualifyingId: qualifyingIds,
    reversalId: reversalIds,
    qualifiedOn: days,
    amount: amounts,
  }),
  fc.record({
    type: fc.constant('TierGranted' as const),
    ...ofTier,
    tier: tierIds,
    lastDay: days,
    cause: fc.constantFrom('override', 'match'),
    reasonCode: reasonCodes,
    approver: staffIds,
  }),
  records<TierChanged, keyof typeof ofTier | 'type' | 'cause'>(
    { type: fc.constant('TierChanged' as const), ...ofTier, cause: causes },
    { from: tierIds, to: tierIds, lastDay: days, threshold: thresholds, figures },
  ),
  records<TierOutlookChanged, keyof typeof ofTier | 'type' | 'cause'>(
    { type: fc.constant('TierOutlookChanged' as const), ...ofTier, cause: causes },
    { figures },
  ),
  records<TierRenewed, keyof typeof ofTier | 'type' | 'tier' | 'cause'>(
    { type: fc.constant('TierRenewed' as const), ...ofTier, tier: tierIds, cause: causes },
    { lastDay: days, figures },
  ),
)

const rulesOfProgramme = fc
  .tuple(tierRules, programmeIds, fc.constantFrom(1, 2, 3))
  .map(([tiers, programmeId, version]) => adopted({ tiers, version }, programmeId))

const grants = <Type extends 'OverrideTier' | 'MatchTier'>(type: Type) =>
  records<OverrideTier | MatchTier, Exclude<keyof OverrideTier, 'approver'>>(
    {
      type: fc.constant(type),
      customerId: customerIds,
      tier: tierIds,
      lastDay: days,
      reasonCode: reasonCodes,
      rules: rulesOfProgramme,
      counted: qualifying,
    },
    { approver: staffIds },
  )

/** Any command about a tier. */
export const tierCommands: fc.Arbitrary<MembershipCommand> = fc.oneof(
  records<AssessTier, Exclude<keyof AssessTier, 'cause'>>(
    {
      type: fc.constant('AssessTier' as const),
      customerId: customerIds,
      rules: rulesOfProgramme,
      counted: qualifying,
    },
    {
      cause: fc.oneof(
        fc.constant({ type: 'earned' as const }),
        fc.record({ type: fc.constant('return' as const), before: qualifying }),
      ),
    },
  ),
  grants('OverrideTier'),
  grants('MatchTier'),
)
