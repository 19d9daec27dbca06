// How awards by more than the plain rule are stored, and how sales that may earn so are let in.
import { flag, integer, list, literal, optional, record } from '@patina/eventsourcing'
import type * as t from 'io-ts'
import {
  civilDateCodec,
  codeCodec,
  lineIdCodec,
  lotIdCodec,
  minorCodec,
  pointsCodec,
  quantityCodec,
  setOf,
  skuCodec,
  somePointsCodec,
  tierIdCodec,
} from '../../shared/codecs.js'
import { rationalCodec } from '../../shared/programme-rules.codec.js'
import type { AwardPoints, EarningLine } from '../commands.js'
import type { AwardedBonus, ReversedBonus } from '../events.js'
import { rollsCodec } from '../parts.codec.js'
import type {
  AppliedBaseRule,
  AppliedBonus,
  AppliedCap,
  AppliedMultiplier,
  AwardExplanation,
  ExplainedLine,
} from './explanation.js'

export const awardedBonusCodec: t.Type<AwardedBonus, unknown> = record<AwardedBonus>(
  'AwardedBonus',
  {
    lotId: lotIdCodec,
    ruleId: codeCodec,
    points: somePointsCodec,
    minimumMinor: optional(minorCodec),
    availableOn: optional(civilDateCodec),
    lastDay: optional(civilDateCodec),
    rolls: optional(rollsCodec),
  },
)

export const reversedBonusCodec: t.Type<ReversedBonus, unknown> = record<ReversedBonus>(
  'ReversedBonus',
  { ruleId: codeCodec, points: somePointsCodec },
)

const explainedLine: t.Type<ExplainedLine, unknown> = record<ExplainedLine>('ExplainedLine', {
  lineId: lineIdCodec,
  paidMinor: optional(minorCodec),
  taxMinor: optional(minorCodec),
  paidByPointsMinor: optional(minorCodec),
  excludedBy: optional(codeCodec),
  baseRules: optional(setOf(codeCodec)),
  multipliers: optional(setOf(codeCodec)),
})

const appliedBaseRule: t.Type<AppliedBaseRule, unknown> = record<AppliedBaseRule>(
  'AppliedBaseRule',
  { ruleId: codeCodec, pointsPerMinor: rationalCodec },
)

const appliedMultiplier: t.Type<AppliedMultiplier, unknown> = record<AppliedMultiplier>(
  'AppliedMultiplier',
  {
    ruleId: codeCodec,
    value: rationalCodec,
    exclusive: optional(flag),
    priority: optional(integer(0, 1000)),
  },
)

const appliedBonus: t.Type<AppliedBonus, unknown> = record<AppliedBonus>('AppliedBonus', {
  ruleId: codeCodec,
  points: somePointsCodec,
  minimumMinor: optional(minorCodec),
})

const appliedCap: t.Type<AppliedCap, unknown> = record<AppliedCap>('AppliedCap', {
  period: literal('order', 'day', 'month', 'membershipYear'),
  limit: pointsCodec,
  used: pointsCodec,
})

export const awardExplanationCodec: t.Type<AwardExplanation, unknown> = record<AwardExplanation>(
  'AwardExplanation',
  {
    tier: optional(tierIdCodec),
    grossBasis: optional(flag),
    earnOnPointsPaid: optional(flag),
    baseRules: optional(list(appliedBaseRule)),
    multipliers: optional(list(appliedMultiplier)),
    lines: list(explainedLine),
    bonuses: optional(list(appliedBonus)),
    caps: optional(list(appliedCap)),
  },
)

export const earningLineCodec: t.Type<EarningLine, unknown> = record<EarningLine>('EarningLine', {
  lineId: lineIdCodec,
  quantity: quantityCodec,
  basisMinor: minorCodec,
  taxMinor: optional(minorCodec),
  paidByPointsMinor: optional(minorCodec),
  sku: optional(skuCodec),
  brand: optional(codeCodec),
  category: optional(codeCodec),
})

/** The members of an award that only rules beyond the plain one ask for. */
export const earningFacts = {
  tier: optional(tierIdCodec),
  memberSince: optional(civilDateCodec),
  facts: optional(
    setOf<NonNullable<AwardPoints['facts']>[number]>(literal('occasion', 'referral')),
  ),
  campaign: optional(codeCodec),
}
