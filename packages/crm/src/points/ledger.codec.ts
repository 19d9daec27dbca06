// Codecs of what goes beyond earning and spending: adjustments, transfers, closing, moves between accounts.
import {
  type ByType,
  type EventCodecs,
  eventCodec,
  type Fields,
  flag,
  instantCodec,
  integer,
  list,
  literal,
  optional,
  record,
  refined,
} from '@patina/eventsourcing'
import { about, maybe, personal } from '@patina/privacy'
import {
  adjustmentIdCodec,
  awardIdCodec,
  civilDateCodec,
  currencyCodec,
  customerIdCodec,
  lotIdCodec,
  membershipIdCodec,
  moveIdCodec,
  pointsCodec,
  pointsHoldIdCodec,
  programmeIdCodec,
  reasonCodeCodec,
  returnIdCodec,
  somePointsCodec,
  staffIdCodec,
  transferIdCodec,
  zoneCodec,
} from '../shared/codecs.js'
import {
  adoptedRulesCodec,
  deficitPolicyCodec,
  redemptionRuleCodec,
  rulesRefCodec,
} from '../shared/programme-rules.codec.js'
import type {
  AdjustPoints,
  CloseAccount,
  FollowReversal,
  MoveLots,
  PointsCommand,
  ReceiveLots,
  ReceiveTransfer,
  RestAccount,
  ResumeAccount,
  ReturnLots,
  ReturnTransfer,
  TransferPoints,
} from './commands.js'
import type {
  AdjustedLot,
  ClaimedLot,
  ClaimPlace,
  GivenLot,
  HeldDays,
  LotDay,
  MovedDebt,
  MovedLot,
  PointLotsMoved,
  PointLotsReceived,
  PointLotsRefused,
  PointLotsReturned,
  PointsAccountClosed,
  PointsAccountRested,
  PointsAccountResumed,
  PointsAdjusted,
  PointsEvent,
  PointsTransferRefused,
  PointsTransferredIn,
  PointsTransferredOut,
  ReceivedLot,
  ReversalFollowed,
  ReversalForwarded,
  Shortened,
  TransferReturned,
} from './events.js'
import { pointsNote } from './kinds.js'
import { backToLot, ofAccount, rollsCodec, takes } from './parts.codec.js'

const mostPoints = 1_000_000_000
const changeCodec = refined(
  `a whole number from -${mostPoints} to ${mostPoints}, not 0`,
  (value): value is number =>
    Number.isSafeInteger(value) && value !== 0 && Math.abs(value as number) <= mostPoints,
)

// A year of merges moves a person's debts and lots many times; no account has as many of either in one event.
const mostOfMove = 2000
const partCodec = integer(1, 100_000)
const notReceivable = literal('accountClosed', 'notAMember')
const closingPolicy = literal('forfeit', 'payOut', 'until')
const members = list(membershipIdCodec, { least: 1, most: 2000 })

const adjustedLot = record<AdjustedLot>('AdjustedLot', {
  lotId: lotIdCodec,
  points: somePointsCodec,
  earnedOn: civilDateCodec,
  lastDay: optional(civilDateCodec),
  rolls: optional(rollsCodec),
})

const givenLots = list(
  record<GivenLot>('GivenLot', {
    from: lotIdCodec,
    lotId: lotIdCodec,
    points: somePointsCodec,
    earnedOn: civilDateCodec,
    lastDay: optional(civilDateCodec),
    rolls: optional(rollsCodec),
  }),
  { least: 1, most: mostOfMove },
)

const receivedLots = list(
  record<ReceivedLot>('ReceivedLot', {
    lotId: lotIdCodec,
    points: somePointsCodec,
    earnedOn: civilDateCodec,
    lastDay: optional(civilDateCodec),
  }),
  { least: 1, most: mostOfMove },
)

const movedLots = list(
  record<MovedLot>('MovedLot', {
    lotId: lotIdCodec,
    points: somePointsCodec,
    bucket: literal('available', 'pending'),
    earnedOn: civilDateCodec,
    availableOn: optional(civilDateCodec),
    lastDay: optional(civilDateCodec),
    rolls: optional(rollsCodec),
    origin: membershipIdCodec,
    awardId: optional(awardIdCodec),
    root: optional(lotIdCodec),
    isGiven: optional(refined('true', (value): value is true => value === true)),
  }),
  { most: mostOfMove },
)

const lotDay = record<LotDay>('LotDay', {
  lastDay: civilDateCodec,
  rolls: optional(rollsCodec),
})

const heldDays = list(
  record<HeldDays>('HeldDays', {
    holdId: pointsHoldIdCodec,
    points: somePointsCodec,
    before: lotDay,
    after: lotDay,
  }),
  { most: 10_000 },
)

const movedDebts = list(
  record<MovedDebt>('MovedDebt', {
    awardId: awardIdCodec,
    returnId: returnIdCodec,
    origin: membershipIdCodec,
    points: somePointsCodec,
    arisenAt: instantCodec,
  }),
  { most: mostOfMove },
)

const shortened = list(
  record<Shortened>('Shortened', {
    points: somePointsCodec,
    bucket: literal('available', 'pending'),
    lastDay: optional(civilDateCodec),
    rolls: optional(rollsCodec),
    availableOn: optional(civilDateCodec),
  }),
  { most: 10_000 },
)

const claimedLots = list(
  record<ClaimedLot>('ClaimedLot', {
    lotId: lotIdCodec,
    points: somePointsCodec,
    next: optional(
      list(
        record<ClaimPlace>('ClaimPlace', {
          membershipId: membershipIdCodec,
          customerId: customerIdCodec,
        }),
        { least: 1, most: 1000 },
      ),
    ),
  }),
  { least: 1, most: 10_000 },
)

const ofTransfer = {
  transferId: transferIdCodec,
  part: partCodec,
  other: membershipIdCodec,
  otherCustomerId: customerIdCodec,
  points: somePointsCodec,
}

const ofMove = {
  moveId: moveIdCodec,
  other: membershipIdCodec,
  otherCustomerId: customerIdCodec,
  points: pointsCodec,
  lots: movedLots,
  debts: movedDebts,
}

const ofClaim: Fields<
  Pick<ReversalForwarded, 'moveId' | 'awardId' | 'returnId' | 'origin' | 'arisenAt'>
> = {
  moveId: moveIdCodec,
  awardId: awardIdCodec,
  returnId: returnIdCodec,
  origin: membershipIdCodec,
  arisenAt: instantCodec,
}

type LedgerEvent =
  | PointsAdjusted
  | PointsTransferredOut
  | PointsTransferredIn
  | PointsTransferRefused
  | TransferReturned
  | PointsAccountClosed
  | PointsAccountRested
  | PointsAccountResumed
  | PointLotsMoved
  | PointLotsReceived
  | PointLotsRefused
  | PointLotsReturned
  | ReversalForwarded
  | ReversalFollowed

type LedgerCommand =
  | AdjustPoints
  | TransferPoints
  | ReceiveTransfer
  | ReturnTransfer
  | CloseAccount
  | RestAccount
  | ResumeAccount
  | MoveLots
  | ReceiveLots
  | ReturnLots
  | FollowReversal

const ofRest = {
  membershipId: membershipIdCodec,
  customerId: customerIdCodec,
  programmeId: programmeIdCodec,
  zone: optional(zoneCodec),
  fromDay: civilDateCodec,
}

/** How these events are stored. */
export const ledgerEvents: EventCodecs<Extract<PointsEvent, LedgerEvent>> = {
  PointsAdjusted: eventCodec(
    record<PointsAdjusted>('PointsAdjusted', {
      type: literal('PointsAdjusted'),
      ...ofAccount,
      adjustmentId: adjustmentIdCodec,
      zone: zoneCodec,
      points: changeCodec,
      reasonCode: reasonCodeCodec,
      approver: optional(staffIdCodec),
      note: optional(personal(pointsNote)),
      rules: rulesRefCodec,
      lot: optional(adjustedLot),
      takes,
    }),
  ),
  PointsTransferredOut: eventCodec(
    record<PointsTransferredOut>('PointsTransferredOut', {
      type: literal('PointsTransferredOut'),
      ...ofAccount,
      ...ofTransfer,
      zone: zoneCodec,
      rules: rulesRefCodec,
      lots: givenLots,
    }),
  ),
  PointsTransferredIn: eventCodec(
    record<PointsTransferredIn>('PointsTransferredIn', {
      type: literal('PointsTransferredIn'),
      ...ofAccount,
      ...ofTransfer,
      zone: zoneCodec,
      lots: receivedLots,
    }),
  ),
  PointsTransferRefused: eventCodec(
    record<PointsTransferRefused>('PointsTransferRefused', {
      type: literal('PointsTransferRefused'),
      ...ofAccount,
      ...ofTransfer,
      zone: zoneCodec,
      because: notReceivable,
    }),
  ),
  TransferReturned: eventCodec(
    record<TransferReturned>('TransferReturned', {
      type: literal('TransferReturned'),
      ...ofAccount,
      ...ofTransfer,
      because: notReceivable,
      back: list(backToLot, { least: 1, most: mostOfMove }),
    }),
  ),
  PointsAccountClosed: eventCodec(
    record<PointsAccountClosed>('PointsAccountClosed', {
      type: literal('PointsAccountClosed'),
      ...ofAccount,
      policy: closingPolicy,
      until: optional(civilDateCodec),
      shortened,
      rules: optional(rulesRefCodec),
      redemption: optional(redemptionRuleCodec),
      currency: optional(currencyCodec),
    }),
  ),
  PointsAccountRested: eventCodec(
    record<PointsAccountRested>('PointsAccountRested', {
      type: literal('PointsAccountRested'),
      ...ofAccount,
      fromDay: civilDateCodec,
    }),
  ),
  PointsAccountResumed: eventCodec(
    record<PointsAccountResumed>('PointsAccountResumed', {
      type: literal('PointsAccountResumed'),
      ...ofAccount,
      fromDay: civilDateCodec,
    }),
  ),
  PointLotsMoved: eventCodec(
    record<PointLotsMoved>('PointLotsMoved', {
      type: literal('PointLotsMoved'),
      ...ofAccount,
      ...ofMove,
      zone: zoneCodec,
      origins: members,
      held: optional(heldDays),
    }),
  ),
  PointLotsReceived: eventCodec(
    record<PointLotsReceived>('PointLotsReceived', {
      type: literal('PointLotsReceived'),
      ...ofAccount,
      ...ofMove,
      zone: zoneCodec,
    }),
  ),
  PointLotsRefused: eventCodec(
    record<PointLotsRefused>('PointLotsRefused', {
      type: literal('PointLotsRefused'),
      ...ofAccount,
      ...ofMove,
      zone: zoneCodec,
      because: notReceivable,
    }),
  ),
  PointLotsReturned: eventCodec(
    record<PointLotsReturned>('PointLotsReturned', {
      type: literal('PointLotsReturned'),
      ...ofAccount,
      ...ofMove,
      because: notReceivable,
      held: optional(heldDays),
    }),
  ),
  ReversalForwarded: eventCodec(
    record<ReversalForwarded>('ReversalForwarded', {
      type: literal('ReversalForwarded'),
      ...ofAccount,
      ...ofClaim,
      deficit: deficitPolicyCodec,
      other: membershipIdCodec,
      otherCustomerId: customerIdCodec,
      points: somePointsCodec,
      lots: claimedLots,
      visited: members,
    }),
  ),
  ReversalFollowed: eventCodec(
    record<ReversalFollowed>('ReversalFollowed', {
      type: literal('ReversalFollowed'),
      ...ofAccount,
      ...ofClaim,
      points: somePointsCodec,
      takes,
      owed: pointsCodec,
      forgiven: pointsCodec,
      forwarded: optional(somePointsCodec),
    }),
  ),
}

const comingHere = {
  customerId: customerIdCodec,
  programmeId: programmeIdCodec,
  zone: zoneCodec,
  fromMembershipId: membershipIdCodec,
  fromCustomerId: customerIdCodec,
  isMember: flag,
}

/** Which of these commands are let in. */
export const ledgerCommands: ByType<Extract<PointsCommand, LedgerCommand>> = {
  AdjustPoints: record<AdjustPoints>('AdjustPoints', {
    type: literal('AdjustPoints'),
    customerId: customerIdCodec,
    adjustmentId: adjustmentIdCodec,
    points: changeCodec,
    reasonCode: reasonCodeCodec,
    approver: optional(staffIdCodec),
    ...about<AdjustPoints>()('customerId', { note: maybe(pointsNote) }),
    rules: adoptedRulesCodec,
  }),
  TransferPoints: record<TransferPoints>('TransferPoints', {
    type: literal('TransferPoints'),
    membershipId: membershipIdCodec,
    transferId: transferIdCodec,
    toCustomerId: customerIdCodec,
    points: integer(1, mostPoints),
    rules: adoptedRulesCodec,
  }),
  ReceiveTransfer: record<ReceiveTransfer>('ReceiveTransfer', {
    type: literal('ReceiveTransfer'),
    membershipId: membershipIdCodec,
    transferId: transferIdCodec,
    part: partCodec,
    ...comingHere,
    lots: givenLots,
  }),
  ReturnTransfer: record<ReturnTransfer>('ReturnTransfer', {
    type: literal('ReturnTransfer'),
    membershipId: membershipIdCodec,
    transferId: transferIdCodec,
    part: partCodec,
    because: notReceivable,
  }),
  CloseAccount: record<CloseAccount>('CloseAccount', {
    type: literal('CloseAccount'),
    membershipId: membershipIdCodec,
    policy: closingPolicy,
    until: optional(civilDateCodec),
    rules: optional(adoptedRulesCodec),
  }),
  RestAccount: record<RestAccount>('RestAccount', {
    type: literal('RestAccount'),
    ...ofRest,
  }),
  ResumeAccount: record<ResumeAccount>('ResumeAccount', {
    type: literal('ResumeAccount'),
    ...ofRest,
  }),
  MoveLots: record<MoveLots>('MoveLots', {
    type: literal('MoveLots'),
    membershipId: membershipIdCodec,
    customerId: customerIdCodec,
    programmeId: programmeIdCodec,
    zone: zoneCodec,
    origins: members,
    to: membershipIdCodec,
    toCustomerId: customerIdCodec,
  }),
  ReceiveLots: record<ReceiveLots>('ReceiveLots', {
    type: literal('ReceiveLots'),
    membershipId: membershipIdCodec,
    moveId: moveIdCodec,
    ...comingHere,
    lots: movedLots,
    debts: movedDebts,
  }),
  ReturnLots: record<ReturnLots>('ReturnLots', {
    type: literal('ReturnLots'),
    membershipId: membershipIdCodec,
    moveId: moveIdCodec,
    lots: movedLots,
    debts: movedDebts,
    otherMembershipId: membershipIdCodec,
    otherCustomerId: customerIdCodec,
    because: notReceivable,
  }),
  FollowReversal: record<FollowReversal>('FollowReversal', {
    type: literal('FollowReversal'),
    membershipId: membershipIdCodec,
    ...ofClaim,
    deficit: deficitPolicyCodec,
    lots: claimedLots,
    visited: members,
  }),
}
