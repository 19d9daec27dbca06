import {
  type ByType,
  type EventCodecs,
  eventCodec,
  flag,
  instantCodec,
  integer,
  list,
  literal,
  optional,
  record,
} from '@patina/eventsourcing'
import type * as t from 'io-ts'
import {
  awardIdCodec,
  civilDateCodec,
  codeCodec,
  currencyCodec,
  customerIdCodec,
  lineIdCodec,
  lotIdCodec,
  membershipIdCodec,
  minorCodec,
  pointsCodec,
  pointsHoldIdCodec,
  programmeIdCodec,
  quantityCodec,
  redemptionIdCodec,
  returnIdCodec,
  saleIdCodec,
  somePointsCodec,
  undoIdCodec,
  zoneCodec,
} from '../shared/codecs.js'
import {
  adoptedRulesCodec,
  deficitPolicyCodec,
  earnRuleCodec,
  expiryCodec,
  graceDaysCodec,
  redemptionRuleCodec,
  rulesRefCodec,
} from '../shared/programme-rules.codec.js'
import type {
  AwardPoints,
  CaptureForGift,
  CapturePoints,
  GiveBackForGift,
  HoldForGift,
  HoldPoints,
  LineBack,
  PointsCommand,
  RedeemPoints,
  ReleasePoints,
  ReverseAward,
  SettleAccount,
  UndoRedemption,
} from './commands.js'
import {
  awardExplanationCodec,
  awardedBonusCodec,
  earningFacts,
  earningLineCodec,
  reversedBonusCodec,
} from './earning/codec.js'
import type {
  AwardedLot,
  DeficitAbsorbed,
  GraceLot,
  LineWithoutPoints,
  PaidDebt,
  PointsAwarded,
  PointsCaptureRefused,
  PointsEvent,
  PointsExpired,
  PointsHeld,
  PointsHoldRefused,
  PointsRedeemed,
  PointsReleased,
  PointsReversed,
  PointsValue,
  RedemptionUndone,
  ReversedLine,
} from './events.js'
import { ledgerCommands } from './ledger-commands.codec.js'
import { ledgerEvents } from './ledger-events.codec.js'
import { backToLot, ofAccount, rollsCodec, takes } from './parts.codec.js'

const awardedLot: t.Type<AwardedLot, unknown> = record<AwardedLot>('AwardedLot', {
  lotId: lotIdCodec,
  lineId: lineIdCodec,
  quantity: quantityCodec,
  basisMinor: minorCodec,
  points: somePointsCodec,
  availableOn: optional(civilDateCodec),
  lastDay: optional(civilDateCodec),
  rolls: optional(rollsCodec),
})

const lineWithoutPoints: t.Type<LineWithoutPoints, unknown> = record<LineWithoutPoints>(
  'LineWithoutPoints',
  { lineId: lineIdCodec, quantity: quantityCodec, basisMinor: minorCodec },
)

const reversedLine: t.Type<ReversedLine, unknown> = record<ReversedLine>('ReversedLine', {
  lineId: lineIdCodec,
  quantity: quantityCodec,
  points: pointsCodec,
})

const pointsValue: t.Type<PointsValue, unknown> = record<PointsValue>('PointsValue', {
  currency: currencyCodec,
  minor: pointsCodec,
})

const graceLot: t.Type<GraceLot, unknown> = record<GraceLot>('GraceLot', {
  lotId: lotIdCodec,
  from: lotIdCodec,
  points: somePointsCodec,
  earnedOn: civilDateCodec,
  lastDay: civilDateCodec,
})

const paidDebt: t.Type<PaidDebt, unknown> = record<PaidDebt>('PaidDebt', {
  awardId: awardIdCodec,
  returnId: returnIdCodec,
  points: somePointsCodec,
})

const pointsAwarded: t.Type<PointsAwarded, unknown> = record<PointsAwarded>('PointsAwarded', {
  type: literal('PointsAwarded'),
  ...ofAccount,
  awardId: awardIdCodec,
  saleId: optional(saleIdCodec),
  earnedOn: civilDateCodec,
  zone: zoneCodec,
  points: pointsCodec,
  lots: list(awardedLot),
  withoutPoints: list(lineWithoutPoints),
  bonuses: optional(list(awardedBonusCodec)),
  rules: rulesRefCodec,
  earn: earnRuleCodec,
  explanation: optional(awardExplanationCodec),
  expiry: expiryCodec,
  deficit: deficitPolicyCodec,
})

const pointsReversed: t.Type<PointsReversed, unknown> = record<PointsReversed>('PointsReversed', {
  type: literal('PointsReversed'),
  ...ofAccount,
  awardId: awardIdCodec,
  returnId: returnIdCodec,
  points: pointsCodec,
  byLine: list(reversedLine),
  byBonus: optional(list(reversedBonusCodec)),
  takes,
  owed: pointsCodec,
  forgiven: pointsCodec,
  forwarded: optional(somePointsCodec),
})

const pointsRedeemed: t.Type<PointsRedeemed, unknown> = record<PointsRedeemed>('PointsRedeemed', {
  type: literal('PointsRedeemed'),
  ...ofAccount,
  redemptionId: redemptionIdCodec,
  holdId: optional(pointsHoldIdCodec),
  points: somePointsCodec,
  takes,
  value: optional(pointsValue),
  for: codeCodec,
  rules: rulesRefCodec,
  graceDays: graceDaysCodec,
})

const redemptionUndone: t.Type<RedemptionUndone, unknown> = record<RedemptionUndone>(
  'RedemptionUndone',
  {
    type: literal('RedemptionUndone'),
    ...ofAccount,
    redemptionId: redemptionIdCodec,
    undoId: undoIdCodec,
    points: somePointsCodec,
    back: list(backToLot),
    graceLots: list(graceLot),
  },
)

const pointsExpired: t.Type<PointsExpired, unknown> = record<PointsExpired>('PointsExpired', {
  type: literal('PointsExpired'),
  ...ofAccount,
  points: somePointsCodec,
  takes,
})

const deficitAbsorbed: t.Type<DeficitAbsorbed, unknown> = record<DeficitAbsorbed>(
  'DeficitAbsorbed',
  {
    type: literal('DeficitAbsorbed'),
    ...ofAccount,
    points: somePointsCodec,
    takes,
    debts: list(paidDebt),
  },
)

const pointsHeld: t.Type<PointsHeld, unknown> = record<PointsHeld>('PointsHeld', {
  type: literal('PointsHeld'),
  ...ofAccount,
  holdId: pointsHoldIdCodec,
  points: somePointsCodec,
  takes,
  endsAt: instantCodec,
  for: codeCodec,
  rules: rulesRefCodec,
  redemption: redemptionRuleCodec,
  currency: currencyCodec,
})

const pointsReleased: t.Type<PointsReleased, unknown> = record<PointsReleased>('PointsReleased', {
  type: literal('PointsReleased'),
  ...ofAccount,
  holdId: pointsHoldIdCodec,
  cause: literal('ended', 'released', 'captured'),
  points: somePointsCodec,
  takes,
})

const pointsHoldRefused: t.Type<PointsHoldRefused, unknown> = record<PointsHoldRefused>(
  'PointsHoldRefused',
  {
    type: literal('PointsHoldRefused'),
    ...ofAccount,
    holdId: pointsHoldIdCodec,
    reason: codeCodec,
    points: somePointsCodec,
    available: pointsCodec,
  },
)

const pointsCaptureRefused: t.Type<PointsCaptureRefused, unknown> = record<PointsCaptureRefused>(
  'PointsCaptureRefused',
  {
    type: literal('PointsCaptureRefused'),
    ...ofAccount,
    holdId: pointsHoldIdCodec,
    reason: codeCodec,
    points: somePointsCodec,
  },
)

/** How the events of points accounts are stored. */
export const eventCodecs: EventCodecs<PointsEvent> = {
  PointsAwarded: eventCodec(pointsAwarded),
  PointsReversed: eventCodec(pointsReversed),
  PointsRedeemed: eventCodec(pointsRedeemed),
  RedemptionUndone: eventCodec(redemptionUndone),
  PointsExpired: eventCodec(pointsExpired),
  DeficitAbsorbed: eventCodec(deficitAbsorbed),
  PointsHeld: eventCodec(pointsHeld),
  PointsReleased: eventCodec(pointsReleased),
  PointsHoldRefused: eventCodec(pointsHoldRefused),
  PointsCaptureRefused: eventCodec(pointsCaptureRefused),
  ...ledgerEvents,
}

// Fourteen days: the longest that anything can be held.
const mostMinutes = 14 * 24 * 60

/** Which commands about points accounts are let in. */
export const commandCodecs: ByType<PointsCommand> = {
  AwardPoints: record<AwardPoints>('AwardPoints', {
    type: literal('AwardPoints'),
    customerId: customerIdCodec,
    awardId: awardIdCodec,
    saleId: optional(saleIdCodec),
    earnedOn: civilDateCodec,
    lines: list(earningLineCodec, { least: 1 }),
    rules: adoptedRulesCodec,
    ...earningFacts,
  }),
  ReverseAward: record<ReverseAward>('ReverseAward', {
    type: literal('ReverseAward'),
    membershipId: membershipIdCodec,
    awardId: awardIdCodec,
    returnId: returnIdCodec,
    lines: list(record<LineBack>('LineBack', { lineId: lineIdCodec, quantity: quantityCodec }), {
      least: 1,
    }),
    mayBeUnknown: optional(flag),
  }),
  RedeemPoints: record<RedeemPoints>('RedeemPoints', {
    type: literal('RedeemPoints'),
    membershipId: membershipIdCodec,
    redemptionId: redemptionIdCodec,
    points: somePointsCodec,
    for: codeCodec,
    rules: adoptedRulesCodec,
  }),
  HoldPoints: record<HoldPoints>('HoldPoints', {
    type: literal('HoldPoints'),
    membershipId: membershipIdCodec,
    holdId: pointsHoldIdCodec,
    points: somePointsCodec,
    for: codeCodec,
    minutes: optional(integer(1, mostMinutes)),
    until: optional(literal('issue')),
    rules: adoptedRulesCodec,
  }),
  CapturePoints: record<CapturePoints>('CapturePoints', {
    type: literal('CapturePoints'),
    membershipId: membershipIdCodec,
    holdId: pointsHoldIdCodec,
    redemptionId: redemptionIdCodec,
    points: somePointsCodec,
  }),
  ReleasePoints: record<ReleasePoints>('ReleasePoints', {
    type: literal('ReleasePoints'),
    membershipId: membershipIdCodec,
    holdId: pointsHoldIdCodec,
  }),
  UndoRedemption: record<UndoRedemption>('UndoRedemption', {
    type: literal('UndoRedemption'),
    membershipId: membershipIdCodec,
    undoId: undoIdCodec,
    redemptionId: redemptionIdCodec,
    points: somePointsCodec,
  }),
  SettleAccount: record<SettleAccount>('SettleAccount', {
    type: literal('SettleAccount'),
    membershipId: membershipIdCodec,
  }),
  HoldForGift: record<HoldForGift>('HoldForGift', {
    type: literal('HoldForGift'),
    membershipId: membershipIdCodec,
    customerId: customerIdCodec,
    programmeId: programmeIdCodec,
    holdId: pointsHoldIdCodec,
    points: somePointsCodec,
    rules: optional(adoptedRulesCodec),
  }),
  CaptureForGift: record<CaptureForGift>('CaptureForGift', {
    type: literal('CaptureForGift'),
    membershipId: membershipIdCodec,
    holdId: pointsHoldIdCodec,
    redemptionId: redemptionIdCodec,
    points: somePointsCodec,
  }),
  GiveBackForGift: record<GiveBackForGift>('GiveBackForGift', {
    type: literal('GiveBackForGift'),
    membershipId: membershipIdCodec,
    holdId: pointsHoldIdCodec,
    redemptionId: redemptionIdCodec,
    undoId: undoIdCodec,
  }),
  ...ledgerCommands,
}
