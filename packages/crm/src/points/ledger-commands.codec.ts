// Codecs of the commands that go beyond earning and spending.
import { type ByType, flag, integer, literal, optional, record } from '@patina/eventsourcing'
import { about, maybe } from '@patina/privacy'
import {
  adjustmentIdCodec,
  civilDateCodec,
  customerIdCodec,
  membershipIdCodec,
  moveIdCodec,
  programmeIdCodec,
  reasonCodeCodec,
  staffIdCodec,
  transferIdCodec,
  zoneCodec,
} from '../shared/codecs.js'
import { adoptedRulesCodec, deficitPolicyCodec } from '../shared/programme-rules.codec.js'
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
import { pointsNote } from './kinds.js'
import {
  changeCodec,
  claimedLots,
  closingPolicy,
  givenLots,
  members,
  mostPoints,
  movedDebts,
  movedLots,
  notReceivable,
  ofClaim,
  partCodec,
} from './ledger-parts.codec.js'

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

const comingHere = {
  customerId: customerIdCodec,
  programmeId: programmeIdCodec,
  zone: zoneCodec,
  fromMembershipId: membershipIdCodec,
  fromCustomerId: customerIdCodec,
  isMember: flag,
}

const ofRest = {
  membershipId: membershipIdCodec,
  customerId: customerIdCodec,
  programmeId: programmeIdCodec,
  zone: optional(zoneCodec),
  fromDay: civilDateCodec,
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
