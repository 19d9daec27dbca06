// Codecs of the rules of programmes: how points are earned, expire and are spent, and what tiers ask for.

import {
  type Fields,
  flag,
  integer,
  list,
  literal,
  oneOf,
  optional,
  record,
  refined,
} from '@patina/eventsourcing'
import type * as t from 'io-ts'
import {
  civilDateCodec,
  codeCodec,
  currencyCodec,
  minorCodec,
  programmeIdCodec,
  setOf,
  sha256Codec,
  skuCodec,
  tierIdCodec,
  zoneCodec,
} from './codecs.js'
import type {
  BaseRule,
  BonusFact,
  Caps,
  Conditions,
  EarningRules,
  EarnRule,
  Exclusion,
  Multiplier,
  OrderBonus,
  Scope,
} from './earning-rules.js'
import { mostMinor } from './money.js'
import type {
  AdjustmentRule,
  AdoptedRules,
  AfterDays,
  AfterMonths,
  CalendarYearWindow,
  Expiry,
  FixedDate,
  Inactivity,
  MembershipYearWindow,
  MonthEnd,
  Never,
  ProgrammeRules,
  RedemptionRule,
  RollingWindow,
  RulesRef,
  TierLevel,
  TierRules,
  TierWindow,
  TransferRule,
  YearEnd,
} from './programme-rules.js'
import type { Rational } from './rational.js'

/** Above it an award of the largest document would leave the integers that a double holds exactly. */
const mostPointsPerMinor = 1000
const mostTerm = 1_000_000_000

const isTerm = (value: unknown, least: number): value is number =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= mostTerm

export const rationalCodec: t.Type<Rational, unknown> = refined(
  `[numerator, denominator], whole, the denominator above 0, both up to ${mostTerm}, at most ${mostPointsPerMinor}`,
  (value): value is Rational =>
    Array.isArray(value) &&
    value.length === 2 &&
    isTerm(value[0], 0) &&
    isTerm(value[1], 1) &&
    value[0] <= value[1] * mostPointsPerMinor,
)

export const expiryCodec = oneOf<Expiry>('Expiry', {
  afterDays: record<AfterDays>('afterDays', {
    type: literal('afterDays'),
    days: integer(0, 36_600),
  }),
  afterMonths: record<AfterMonths>('afterMonths', {
    type: literal('afterMonths'),
    months: integer(0, 1200),
  }),
  monthEnd: record<MonthEnd>('monthEnd', { type: literal('monthEnd'), months: integer(0, 1200) }),
  yearEnd: record<YearEnd>('yearEnd', { type: literal('yearEnd'), years: integer(0, 100) }),
  fixedDate: record<FixedDate>('fixedDate', {
    type: literal('fixedDate'),
    month: integer(1, 12),
    day: integer(1, 31),
  }),
  inactivity: record<Inactivity>('inactivity', {
    type: literal('inactivity'),
    months: integer(1, 1200),
  }),
  never: record<Never>('never', { type: literal('never') }),
})

const earnRule: Fields<EarnRule> = {
  pointsPerMinor: rationalCodec,
  rounding: literal('floor', 'halfUp', 'ceil'),
  place: literal('line', 'order'),
}

export const earnRuleCodec = record<EarnRule>('EarnRule', earnRule)

/** The most points that a bonus gives, or a cap leaves. */
const mostBonusPoints = 1_000_000_000
const someRules = { least: 1, most: 100 }

const scopeCodec = record<Scope>('Scope', {
  skus: optional(list(skuCodec, { least: 1, most: 1000 })),
  brands: optional(setOf(codeCodec, { most: 1000 })),
  categories: optional(setOf(codeCodec, { most: 1000 })),
})

const conditions: Fields<Conditions> = {
  tiers: optional(setOf(tierIdCodec)),
  weekdays: optional(list(integer(1, 7), { least: 1, most: 7 })),
  from: optional(civilDateCodec),
  until: optional(civilDateCodec),
}

const baseRuleCodec = record<BaseRule>('BaseRule', {
  ruleId: codeCodec,
  pointsPerMinor: rationalCodec,
  scope: optional(scopeCodec),
  ...conditions,
})

const multiplierCodec = record<Multiplier>('Multiplier', {
  ruleId: codeCodec,
  value: rationalCodec,
  scope: optional(scopeCodec),
  exclusive: optional(flag),
  priority: optional(integer(0, 1000)),
  ...conditions,
})

const bonusFactCodec: t.Type<BonusFact, unknown> = literal('firstPurchase', 'occasion', 'referral')

const orderBonusCodec = record<OrderBonus>('OrderBonus', {
  ruleId: codeCodec,
  points: integer(1, mostBonusPoints),
  minimumMinor: optional(minorCodec),
  facts: optional(setOf(bonusFactCodec)),
  campaign: optional(codeCodec),
  ...conditions,
})

const capCodec = integer(0, mostBonusPoints)

const capsCodec = record<Caps>('Caps', {
  order: optional(capCodec),
  day: optional(capCodec),
  month: optional(capCodec),
  membershipYear: optional(capCodec),
})

/** Points wait at most a year. */
const mostPendingDays = 366

const earningRulesCodec = record<EarningRules>('EarningRules', {
  ...earnRule,
  exclusions: optional(
    list(record<Exclusion>('Exclusion', { ruleId: codeCodec, scope: scopeCodec }), someRules),
  ),
  grossBasis: optional(flag),
  earnOnPointsPaid: optional(flag),
  baseRules: optional(list(baseRuleCodec, someRules)),
  multipliers: optional(list(multiplierCodec, someRules)),
  bonuses: optional(list(orderBonusCodec, someRules)),
  caps: optional(capsCodec),
  pendingDays: optional(integer(0, mostPendingDays)),
  returnWindowDays: optional(integer(0, mostPendingDays)),
})

export const graceDaysCodec = integer(1, 3660)

export const redemptionRuleCodec = record<RedemptionRule>('RedemptionRule', {
  step: integer(1, mostTerm),
  minimum: integer(1, mostTerm),
  minorPerPoint: optional(rationalCodec),
  graceDays: graceDaysCodec,
})

export const deficitPolicyCodec = literal('carry', 'forgive')

const tierWindowCodec = oneOf<TierWindow>('TierWindow', {
  calendarYear: record<CalendarYearWindow>('calendarYear', { type: literal('calendarYear') }),
  membershipYear: record<MembershipYearWindow>('membershipYear', {
    type: literal('membershipYear'),
  }),
  rolling: record<RollingWindow>('rolling', { type: literal('rolling'), months: integer(1, 120) }),
})

/** More tiers than any programme has: the path of a member down through them is part of events. */
const mostTiers = 20

export const tierRulesCodec = record<TierRules>('TierRules', {
  levels: list(
    record<TierLevel>('TierLevel', { tier: tierIdCodec, threshold: integer(0, mostMinor) }),
    { least: 1, most: mostTiers },
  ),
  measure: literal('spend', 'points', 'visits'),
  window: tierWindowCodec,
  downgrade: literal('keep', 'toEarned', 'oneStep'),
  returns: literal('atPeriodEnd', 'atOnce'),
  leapRule: literal('feb28', 'mar1'),
})

const transferRuleCodec = record<TransferRule>('TransferRule', {
  mostPoints: integer(0, mostTerm),
  mostPointsAYear: integer(0, mostTerm),
  leastDays: integer(0, 36_600),
})

const adjustmentRuleCodec = record<AdjustmentRule>('AdjustmentRule', {
  approvedAbove: integer(0, mostTerm),
})

export const programmeRulesCodec = record<ProgrammeRules>('ProgrammeRules', {
  version: integer(1, 1_000_000),
  effectiveOn: civilDateCodec,
  zone: zoneCodec,
  currency: currencyCodec,
  earn: earningRulesCodec,
  expiry: expiryCodec,
  deficit: deficitPolicyCodec,
  redemption: redemptionRuleCodec,
  tiers: optional(tierRulesCodec),
  transfer: optional(transferRuleCodec),
  adjustment: optional(adjustmentRuleCodec),
})

export const adoptedRulesCodec = record<AdoptedRules>('AdoptedRules', {
  programmeId: programmeIdCodec,
  sha256: sha256Codec,
  rules: programmeRulesCodec,
})

export const rulesRefCodec = record<RulesRef>('RulesRef', {
  version: integer(1, 1_000_000),
  sha256: sha256Codec,
})
