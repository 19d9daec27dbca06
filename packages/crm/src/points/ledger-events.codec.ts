// Codecs of the events that go beyond earning and spending: adjustments, transfers, closing, moves between accounts.
import {
  type EventCodecs,
  eventCodec,
  list,
  literal,
  optional,
  record,
} from '@patina/eventsourcing'
import { personal } from '@patina/privacy'
import {
  adjustmentIdCodec,
  civilDateCodec,
  currencyCodec,
  customerIdCodec,
  membershipIdCodec,
  moveIdCodec,
  pointsCodec,
  reasonCodeCodec,
  somePointsCodec,
  staffIdCodec,
  transferIdCodec,
  zoneCodec,
} from '../shared/codecs.js'
import {
  deficitPolicyCodec,
  redemptionRuleCodec,
  rulesRefCodec,
} from '../shared/programme-rules.codec.js'
import type {
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
  ReversalFollowed,
  ReversalForwarded,
  TransferReturned,
} from './events.js'
import { pointsNote } from './kinds.js'
import {
  adjustedLot,
  changeCodec,
  claimedLots,
  closingPolicy,
  givenLots,
  heldDays,
  members,
  mostOfMove,
  movedDebts,
  movedLots,
  notReceivable,
  ofClaim,
  partCodec,
  receivedLots,
  shortened,
} from './ledger-parts.codec.js'
import { backToLot, ofAccount, takes } from './parts.codec.js'

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
