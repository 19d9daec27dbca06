import fc from 'fast-check'
import {
  anyIds,
  codeTexts,
  customerIds,
  days,
  expiries,
  instants,
  lineIds,
  programmeIds,
  programmeRules,
  rationals,
  records,
  redemptionIds,
  undoIds,
  zones,
} from '../shared/arbitraries.js'
import type { AwardId, LotId, MembershipId, PointsHoldId, ReturnId, SaleId } from '../shared/ids.js'
import type { AdoptedRules } from '../shared/programme-rules.js'
import type {
  AwardPoints,
  HoldForGift,
  HoldPoints,
  PointsCommand,
  ReverseAward,
} from './commands.js'
import { awardedBonuses, circumstances, earningLines, explanations } from './earning/arbitraries.js'
import type {
  AwardedLot,
  Back,
  PointsAwarded,
  PointsEvent,
  PointsRedeemed,
  PointsReversed,
  Take,
} from './events.js'
import { ledgerCommands, ledgerEvents } from './ledger/arbitraries.js'

const points = fc.integer({ min: 1, max: 1_000_000 })
const quantities = fc.integer({ min: 1, max: 1000 })
const minors = fc.nat(1_000_000_000_000)
const currencies = fc
  .constantFrom('HKD', 'GBP')
  .map((code) => code as NonNullable<PointsRedeemed['value']>['currency'])
const hashes = fc.constant('ab'.repeat(32))

const ofAccount = {
  membershipId: anyIds<MembershipId>(),
  customerId: customerIds,
  programmeId: programmeIds,
  at: instants,
  onDay: days,
}
const months = fc.integer({ min: 1, max: 36 })
const lots: fc.Arbitrary<AwardedLot> = records<
  AwardedLot,
  Exclude<keyof AwardedLot, 'lastDay' | 'availableOn' | 'rolls'>
>(
  { lotId: anyIds<LotId>(), lineId: lineIds, quantity: quantities, basisMinor: minors, points },
  { lastDay: days, availableOn: days, rolls: months },
)
const takes: fc.Arbitrary<Take> = records<Take, 'lotId' | 'points' | 'bucket'>(
  {
    lotId: anyIds<LotId>(),
    points,
    bucket: fc.constantFrom('available', 'expired', 'held', 'pending'),
  },
  { lastDay: days, rolls: months, availableOn: days },
)
const backs: fc.Arbitrary<Back> = records<Back, 'lotId' | 'points'>(
  { lotId: anyIds<LotId>(), points },
  { lastDay: days, rolls: months },
)
const some = <A>(one: fc.Arbitrary<A>): fc.Arbitrary<ReadonlyArray<A>> =>
  fc.array(one, { maxLength: 3 })

/** Any event of any account: well formed, and no more. */
export const pointsEvents: fc.Arbitrary<PointsEvent> = fc.oneof(
  records<PointsAwarded, Exclude<keyof PointsAwarded, 'saleId' | 'bonuses' | 'explanation'>>(
    {
      type: fc.constant('PointsAwarded'),
      ...ofAccount,
      awardId: anyIds<AwardId>(),
      earnedOn: days,
      zone: zones,
      points,
      lots: some(lots),
      withoutPoints: some(fc.record({ lineId: lineIds, quantity: quantities, basisMinor: minors })),
      rules: fc.record({ version: fc.integer({ min: 1, max: 99 }), sha256: hashes }),
      earn: fc.record({
        pointsPerMinor: rationals,
        rounding: fc.constantFrom('floor', 'halfUp', 'ceil'),
        place: fc.constantFrom('line', 'order'),
      }),
      expiry: expiries,
      deficit: fc.constantFrom('carry', 'forgive'),
    },
    { saleId: anyIds<SaleId>(), bonuses: some(awardedBonuses), explanation: explanations },
  ),
  records<PointsReversed, Exclude<keyof PointsReversed, 'byBonus' | 'forwarded'>>(
    {
      type: fc.constant('PointsReversed'),
      ...ofAccount,
      awardId: anyIds<AwardId>(),
      returnId: anyIds<ReturnId>(),
      points: fc.nat(),
      byLine: some(fc.record({ lineId: lineIds, quantity: quantities, points: fc.nat() })),
      takes: some(takes),
      owed: fc.nat(),
      forgiven: fc.nat(),
    },
    { byBonus: some(fc.record({ ruleId: codeTexts, points })), forwarded: points },
  ),
  records<PointsRedeemed, Exclude<keyof PointsRedeemed, 'value' | 'holdId'>>(
    {
      type: fc.constant('PointsRedeemed'),
      ...ofAccount,
      redemptionId: redemptionIds,
      points,
      takes: some(takes),
      for: codeTexts,
      rules: fc.record({ version: fc.integer({ min: 1, max: 99 }), sha256: hashes }),
      graceDays: fc.integer({ min: 1, max: 3660 }),
    },
    {
      value: fc.record({ currency: currencies, minor: fc.nat() }),
      holdId: anyIds<PointsHoldId>(),
    },
  ),
  fc.record({
    type: fc.constant('RedemptionUndone' as const),
    ...ofAccount,
    redemptionId: redemptionIds,
    undoId: undoIds,
    points,
    back: some(backs),
    graceLots: some(
      fc.record({
        lotId: anyIds<LotId>(),
        from: anyIds<LotId>(),
        points,
        earnedOn: days,
        lastDay: days,
      }),
    ),
  }),
  fc.record({
    type: fc.constant('PointsExpired' as const),
    ...ofAccount,
    points,
    takes: some(takes),
  }),
  fc.record({
    type: fc.constant('DeficitAbsorbed' as const),
    ...ofAccount,
    points,
    takes: some(takes),
    debts: some(fc.record({ awardId: anyIds<AwardId>(), returnId: anyIds<ReturnId>(), points })),
  }),
  fc.record({
    type: fc.constant('PointsHeld' as const),
    ...ofAccount,
    holdId: anyIds<PointsHoldId>(),
    points,
    takes: some(takes),
    endsAt: instants,
    for: codeTexts,
    rules: fc.record({ version: fc.integer({ min: 1, max: 99 }), sha256: hashes }),
    redemption: programmeRules.map(({ redemption }) => redemption),
    currency: currencies,
  }),
  fc.record({
    type: fc.constant('PointsReleased' as const),
    ...ofAccount,
    holdId: anyIds<PointsHoldId>(),
    cause: fc.constantFrom('ended', 'released', 'captured'),
    points,
    takes: some(takes),
  }),
  fc.record({
    type: fc.constant('PointsHoldRefused' as const),
    ...ofAccount,
    holdId: anyIds<PointsHoldId>(),
    reason: codeTexts,
    points,
    available: fc.nat(),
  }),
  fc.record({
    type: fc.constant('PointsCaptureRefused' as const),
    ...ofAccount,
    holdId: anyIds<PointsHoldId>(),
    reason: codeTexts,
    points,
  }),
  ledgerEvents,
)

const anyRules: fc.Arbitrary<AdoptedRules> = fc.record({
  programmeId: programmeIds,
  sha256: hashes,
  rules: programmeRules,
})

/** Any command: well formed, and no more. */
export const pointsCommands: fc.Arbitrary<PointsCommand> = fc.oneof(
  records<AwardPoints, Exclude<keyof AwardPoints, 'saleId' | keyof typeof circumstances>>(
    {
      type: fc.constant('AwardPoints'),
      customerId: customerIds,
      awardId: anyIds<AwardId>(),
      earnedOn: days,
      lines: fc.array(earningLines, { minLength: 1, maxLength: 3 }),
      rules: anyRules,
    },
    { saleId: anyIds<SaleId>(), ...circumstances },
  ),
  records<ReverseAward, Exclude<keyof ReverseAward, 'mayBeUnknown'>>(
    {
      type: fc.constant('ReverseAward'),
      membershipId: anyIds<MembershipId>(),
      awardId: anyIds<AwardId>(),
      returnId: anyIds<ReturnId>(),
      lines: fc.array(fc.record({ lineId: lineIds, quantity: quantities }), {
        minLength: 1,
        maxLength: 3,
      }),
    },
    { mayBeUnknown: fc.boolean() },
  ),
  fc.record({
    type: fc.constant('RedeemPoints' as const),
    membershipId: anyIds<MembershipId>(),
    redemptionId: redemptionIds,
    points,
    for: codeTexts,
    rules: anyRules,
  }),
  fc.record({
    type: fc.constant('UndoRedemption' as const),
    membershipId: anyIds<MembershipId>(),
    undoId: undoIds,
    redemptionId: redemptionIds,
    points,
  }),
  records<HoldPoints, Exclude<keyof HoldPoints, 'minutes' | 'until'>>(
    {
      type: fc.constant('HoldPoints'),
      membershipId: anyIds<MembershipId>(),
      holdId: anyIds<PointsHoldId>(),
      points,
      for: codeTexts,
      rules: anyRules,
    },
    { minutes: fc.integer({ min: 1, max: 20_160 }), until: fc.constant('issue') },
  ),
  fc.record({
    type: fc.constant('CapturePoints' as const),
    membershipId: anyIds<MembershipId>(),
    holdId: anyIds<PointsHoldId>(),
    redemptionId: redemptionIds,
    points,
  }),
  fc.record({
    type: fc.constant('ReleasePoints' as const),
    membershipId: anyIds<MembershipId>(),
    holdId: anyIds<PointsHoldId>(),
  }),
  fc.record({ type: fc.constant('SettleAccount' as const), membershipId: anyIds<MembershipId>() }),
  records<HoldForGift, Exclude<keyof HoldForGift, 'rules'>>(
    {
      type: fc.constant('HoldForGift'),
      membershipId: anyIds<MembershipId>(),
      customerId: customerIds,
      programmeId: programmeIds,
      holdId: anyIds<PointsHoldId>(),
      points,
    },
    { rules: anyRules },
  ),
  fc.record({
    type: fc.constant('CaptureForGift' as const),
    membershipId: anyIds<MembershipId>(),
    holdId: anyIds<PointsHoldId>(),
    redemptionId: redemptionIds,
    points,
  }),
  fc.record({
    type: fc.constant('GiveBackForGift' as const),
    membershipId: anyIds<MembershipId>(),
    holdId: anyIds<PointsHoldId>(),
    redemptionId: redemptionIds,
    undoId: undoIds,
  }),
  ledgerCommands,
)
