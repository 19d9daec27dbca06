// Codecs of what several capabilities store. Plain checks, so that a record of them is decoded without a copy.
import {
  dateText,
  type Fields,
  flag,
  integer,
  isUuid,
  list,
  literal,
  oneOf,
  optional,
  type Position,
  record,
  refined,
} from '@patina/eventsourcing'
import type * as t from 'io-ts'
import { isCivilDate } from './civil-date.js'
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
import {
  type AdjustmentId,
  type AwardId,
  type BreachId,
  type CardId,
  type CategoryId,
  type Code,
  type ConsentId,
  type CustomerId,
  type DataKind,
  type DisclosureId,
  type DocumentNumber,
  type ErasureId,
  type EventId,
  type ExchangeId,
  type GiftId,
  type GiftItemId,
  type HoldId,
  type HouseholdId,
  type IdentifierId,
  isCode,
  isLabel,
  isLineCode,
  type LineId,
  type LotId,
  type Market,
  type MatchingId,
  type MembershipId,
  type MergeId,
  type MoveId,
  type NeedId,
  type NoticeId,
  type OccasionId,
  type PointsHoldId,
  type ProgrammeId,
  type ProvisionId,
  type PurposeCode,
  type QualifyingId,
  type QuotationId,
  type ReasonCode,
  type RecipientClass,
  type RecipientId,
  type RedemptionId,
  type RelationId,
  type RequestId,
  type ReturnId,
  type ReversalId,
  type SaleId,
  type SerialNumber,
  type Sku,
  type StaffId,
  type StockCorrectionId,
  type StockDeliveryId,
  type StoreId,
  type SubjectClass,
  type TierId,
  type TransferId,
  type UndoId,
  type UseId,
} from './ids.js'
import { isCurrency, mostMinor, type Turnover } from './money.js'
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
import { isZone } from './zone.js'

const uuid = <Id extends string>(): t.Type<Id, unknown> =>
  refined('a UUID in lower case', (value): value is Id => isUuid(value))

const label = <Id extends string>(): t.Type<Id, unknown> =>
  refined('text of 1 to 64 characters in NFC, no space at either end', (value): value is Id =>
    isLabel(value),
  )

const short = <Id extends string>(): t.Type<Id, unknown> =>
  refined(
    'a code of 1 to 64 printable ASCII characters, no space at either end',
    (value): value is Id => isCode(value),
  )

/** A customer id, for the codecs of events and views of your own. */
export const customerIdCodec = uuid<CustomerId>()
/** The id of an identifier. */
export const identifierIdCodec = uuid<IdentifierId>()
/** The id of a need. */
export const needIdCodec = uuid<NeedId>()
/** The id of an occasion. */
export const occasionIdCodec = uuid<OccasionId>()
/** The id of a relation. */
export const relationIdCodec = uuid<RelationId>()
/** The id of a household. */
export const householdIdCodec = uuid<HouseholdId>()
/** The id of a category. */
export const categoryIdCodec = uuid<CategoryId>()
/** The id of a card. */
export const cardIdCodec = uuid<CardId>()
/** A sale id. */
export const saleIdCodec = uuid<SaleId>()
/** The id of a return document. */
export const returnIdCodec = uuid<ReturnId>()
/** The id of an exchange. */
export const exchangeIdCodec = uuid<ExchangeId>()
/** The id of a quotation. */
export const quotationIdCodec = uuid<QuotationId>()
/** A programme id. */
export const programmeIdCodec = uuid<ProgrammeId>()
/** A membership id. */
export const membershipIdCodec = uuid<MembershipId>()
/** The id of an award of points. */
export const awardIdCodec = uuid<AwardId>()
/** The id of a lot of points. */
export const lotIdCodec = uuid<LotId>()
/** The id of a redemption. */
export const redemptionIdCodec = uuid<RedemptionId>()
/** The id of points held for something. */
export const pointsHoldIdCodec = uuid<PointsHoldId>()
/** The id of what counts towards a tier. */
export const qualifyingIdCodec = uuid<QualifyingId>()
/** The id of what counts back from a tier. */
export const reversalIdCodec = uuid<ReversalId>()
/** The id of an undo. */
export const undoIdCodec = uuid<UndoId>()
/** The id of an adjustment of points. */
export const adjustmentIdCodec = uuid<AdjustmentId>()
/** The id of a transfer of points. */
export const transferIdCodec = uuid<TransferId>()
/** The id of a move of lots. */
export const moveIdCodec = uuid<MoveId>()

/** The id of a merge. */
export const mergeIdCodec = uuid<MergeId>()
/** The id of a matching. */
export const matchingIdCodec = uuid<MatchingId>()

/** The id of a gift. */
export const giftIdCodec = uuid<GiftId>()
/** The id of a gift item. */
export const giftItemIdCodec = uuid<GiftItemId>()
/** The id of a delivery of gift items. */
export const stockCorrectionIdCodec = uuid<StockCorrectionId>()
export const stockDeliveryIdCodec = uuid<StockDeliveryId>()

/** The id of a notice. */
export const noticeIdCodec = uuid<NoticeId>()
/** The id of a consent. */
export const consentIdCodec = uuid<ConsentId>()
/** The id of a use in direct marketing. */
export const useIdCodec = uuid<UseId>()
/** The id of a provision to somebody else. */
export const provisionIdCodec = uuid<ProvisionId>()
/** The id of a stored event. */
export const eventIdCodec = uuid<EventId>()

/** The id of a request about personal data. */
export const requestIdCodec = uuid<RequestId>()
/** The id of a disclosure. */
export const disclosureIdCodec = uuid<DisclosureId>()
/** The id of an order to keep data. */
export const holdIdCodec = uuid<HoldId>()
/** The id of a decision to erase. */
export const erasureIdCodec = uuid<ErasureId>()
/** The id of a breach. */
export const breachIdCodec = uuid<BreachId>()

/** A kind of personal data. */
export const dataKindCodec = short<DataKind>()
/** A class of marketing subjects. */
export const subjectClassCodec = short<SubjectClass>()
/** A class of persons. */
export const recipientClassCodec = short<RecipientClass>()
/** A purpose of the registry. */
export const purposeCodeCodec = short<PurposeCode>()
/** Somebody to whom data went. */
export const recipientIdCodec = short<RecipientId>()

/** Different codes, at least `least` of them: a set as it is stored. */
export const setOf = <A extends string>(
  item: t.Type<A, unknown>,
  { least = 1, most = 100 }: { readonly least?: number; readonly most?: number } = {},
): t.Type<ReadonlyArray<A>, unknown> =>
  refined(
    `a list of ${least} to ${most} different codes of 1 to 64 printable ASCII characters`,
    (value): value is ReadonlyArray<A> =>
      Array.isArray(value) &&
      value.length >= least &&
      value.length <= most &&
      // By `from`, so that a hole is an entry that fails.
      Array.from(value as ReadonlyArray<unknown>).every((one) => item.is(one)) &&
      new Set(value).size === value.length,
  )

/** A code of a list of the shop. */
export const codeCodec = short<Code>()
/** The code of a shop. */
export const storeIdCodec = short<StoreId>()
/** The code of a member of staff. */
export const staffIdCodec = short<StaffId>()
/** The code of a tier. */
export const tierIdCodec = short<TierId>()
/** The code of a reason. */
export const reasonCodeCodec = short<ReasonCode>()
/** The number that a maker gives to one piece. */
export const serialNumberCodec = short<SerialNumber>()
/** The line of a document. */
export const lineIdCodec: t.Type<LineId, unknown> = refined(
  'a code of 1 to 36 printable ASCII characters, no space at either end',
  (value): value is LineId => isLineCode(value),
)
/** The number of a document. */
export const documentNumberCodec = label<DocumentNumber>()
/** The name of an article in the stock. */
export const skuCodec = label<Sku>()
/** The market of a customer. */
export const marketCodec = label<Market>()

/** A day that exists. */
export const civilDateCodec = dateText(
  'a day as YYYY-MM-DD, from 0001-01-01 to 9999-12-31',
  isCivilDate,
)

/** A time zone. */
export const zoneCodec = refined('a time zone of the IANA database', isZone)
/** A currency. */
export const currencyCodec = refined('a currency of ISO 4217', isCurrency)

/** An amount of a document or of one of its lines, in minor units. */
export const minorCodec = integer(0, mostMinor)
// An amount that adds up over documents, in minor units.
const sumCodec = integer()
/** How many pieces a line of a document has. */
export const quantityCodec = integer(1, 1_000_000_000)
/** How many there are of something. */
export const countCodec = integer(0)
/** Points, or a sum of them. */
export const pointsCodec = integer(0)
/** Points of a lot, a take or a redemption: at least one. */
export const somePointsCodec = integer(1)

const sha256 = /^[0-9a-f]{64}$/

export const sha256Codec: t.Type<string, unknown> = refined(
  '64 hexadecimal digits in lower case',
  (value): value is string => typeof value === 'string' && sha256.test(value),
)

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

const turnoverCodec = record<Turnover>('Turnover', {
  currency: currencyCodec,
  grossMinor: sumCodec,
  refundedMinor: sumCodec,
  netMinor: sumCodec,
})

export const turnoversCodec = list(turnoverCodec, { most: 200 })

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

/** A place in the log. */
export const positionCodec: t.Type<Position, unknown> = refined(
  'a position of the log',
  (value): value is Position => typeof value === 'string' && value.length <= 64,
)
