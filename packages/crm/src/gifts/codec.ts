import {
  type ByType,
  type EventCodecs,
  eventCodec,
  type Fields,
  integer,
  literal,
  optional,
  record,
} from '@patina/eventsourcing'
import { about, maybe, personal } from '@patina/privacy'
import {
  civilDateCodec,
  codeCodec,
  customerIdCodec,
  giftIdCodec,
  giftItemIdCodec,
  membershipIdCodec,
  programmeIdCodec,
  reasonCodeCodec,
  redemptionIdCodec,
  sha256Codec,
  somePointsCodec,
  staffIdCodec,
  stockCorrectionIdCodec,
  stockDeliveryIdCodec,
  storeIdCodec,
} from '../shared/codecs.js'
import type * as C from './commands.js'
import type * as V from './events.js'
import { giftNote, giftOccasion, giftTracking } from './kinds.js'
import {
  factsCodec,
  limitsCodec,
  listedCodec,
  reasonsCodec,
  termsCodec,
  underCodec,
  worthCodec,
} from './terms.codec.js'

const versionCodec = integer(1, 1_000_000)
const stepCodec = literal('points', 'allowance', 'stock', 'capture')
const conditionCodec = literal('asNew', 'damaged')

const piece = { itemId: giftItemIdCodec, storeId: storeIdCodec, giftId: giftIdCodec }

const ofGift: Fields<V.OfGift> = {
  giftId: giftIdCodec,
  customerId: customerIdCodec,
  itemId: giftItemIdCodec,
  storeId: storeIdCodec,
  membershipId: optional(membershipIdCodec),
  onDay: civilDateCodec,
}

const ofAllowance = {
  giftId: giftIdCodec,
  customerId: customerIdCodec,
  itemId: giftItemIdCodec,
  worth: worthCodec,
  onDay: civilDateCodec,
}

// As many pieces as one delivery may have, more or fewer.
const differenceCodec = integer(-1_000_000, 1_000_000)

const events: ByType<V.GiftsEvent> = {
  GiftItemListed: record<V.GiftItemListed>('GiftItemListed', {
    type: literal('GiftItemListed'),
    itemId: giftItemIdCodec,
    version: versionCodec,
    sha256: sha256Codec,
    terms: termsCodec,
  }),
  GiftItemWithdrawn: record<V.GiftItemWithdrawn>('GiftItemWithdrawn', {
    type: literal('GiftItemWithdrawn'),
    itemId: giftItemIdCodec,
    reasonCode: reasonCodeCodec,
  }),
  GiftStockReceived: record<V.GiftStockReceived>('GiftStockReceived', {
    type: literal('GiftStockReceived'),
    itemId: giftItemIdCodec,
    storeId: storeIdCodec,
    deliveryId: stockDeliveryIdCodec,
    count: integer(1, 1_000_000),
  }),
  GiftStockCorrected: record<V.GiftStockCorrected>('GiftStockCorrected', {
    type: literal('GiftStockCorrected'),
    itemId: giftItemIdCodec,
    storeId: storeIdCodec,
    correctionId: stockCorrectionIdCodec,
    difference: differenceCodec,
    reasonCode: reasonCodeCodec,
  }),
  GiftStockReserved: record<V.GiftStockReserved>('GiftStockReserved', {
    type: literal('GiftStockReserved'),
    ...piece,
  }),
  GiftStockRefused: record<V.GiftStockRefused>('GiftStockRefused', {
    type: literal('GiftStockRefused'),
    ...piece,
    reasons: reasonsCodec,
  }),
  GiftStockReleased: record<V.GiftStockReleased>('GiftStockReleased', {
    type: literal('GiftStockReleased'),
    ...piece,
  }),
  GiftStockIssued: record<V.GiftStockIssued>('GiftStockIssued', {
    type: literal('GiftStockIssued'),
    ...piece,
  }),
  GiftStockReturned: record<V.GiftStockReturned>('GiftStockReturned', {
    type: literal('GiftStockReturned'),
    ...piece,
  }),
  GiftRequested: record<V.GiftRequested>('GiftRequested', {
    type: literal('GiftRequested'),
    ...ofGift,
    membershipId: membershipIdCodec,
    programmeId: programmeIdCodec,
    points: somePointsCodec,
    under: underCodec,
  }),
  GiftGranted: record<V.GiftGranted>('GiftGranted', {
    type: literal('GiftGranted'),
    ...ofGift,
    under: underCodec,
    reasonCode: reasonCodeCodec,
    occasion: optional(personal(giftOccasion)),
    note: optional(personal(giftNote)),
  }),
  GiftPointsHeld: record<V.GiftPointsHeld>('GiftPointsHeld', {
    type: literal('GiftPointsHeld'),
    ...ofGift,
    under: underCodec,
  }),
  GiftAllowed: record<V.GiftAllowed>('GiftAllowed', {
    type: literal('GiftAllowed'),
    ...ofGift,
    version: versionCodec,
    sha256: sha256Codec,
  }),
  GiftReserved: record<V.GiftReserved>('GiftReserved', {
    type: literal('GiftReserved'),
    ...ofGift,
    points: optional(somePointsCodec),
  }),
  GiftIssued: record<V.GiftIssued>('GiftIssued', {
    type: literal('GiftIssued'),
    ...ofGift,
    redemptionId: optional(redemptionIdCodec),
  }),
  GiftRefused: record<V.GiftRefused>('GiftRefused', {
    type: literal('GiftRefused'),
    ...ofGift,
    step: stepCodec,
    reasons: reasonsCodec,
  }),
  GiftReadyForCollection: record<V.GiftReadyForCollection>('GiftReadyForCollection', {
    type: literal('GiftReadyForCollection'),
    ...ofGift,
    collectByDay: civilDateCodec,
  }),
  GiftCollected: record<V.GiftCollected>('GiftCollected', {
    type: literal('GiftCollected'),
    ...ofGift,
    proof: codeCodec,
  }),
  GiftShipped: record<V.GiftShipped>('GiftShipped', {
    type: literal('GiftShipped'),
    ...ofGift,
    carrier: codeCodec,
    tracking: optional(personal(giftTracking)),
  }),
  GiftDelivered: record<V.GiftDelivered>('GiftDelivered', {
    type: literal('GiftDelivered'),
    ...ofGift,
  }),
  GiftCancelled: record<V.GiftCancelled>('GiftCancelled', {
    type: literal('GiftCancelled'),
    ...ofGift,
    reasonCode: reasonCodeCodec,
  }),
  GiftReturned: record<V.GiftReturned>('GiftReturned', {
    type: literal('GiftReturned'),
    ...ofGift,
    condition: conditionCodec,
    reasonCode: reasonCodeCodec,
  }),
  GiftLapsed: record<V.GiftLapsed>('GiftLapsed', {
    type: literal('GiftLapsed'),
    ...ofGift,
    collectByDay: civilDateCodec,
  }),
  GiftAllowanceTaken: record<V.GiftAllowanceTaken>('GiftAllowanceTaken', {
    type: literal('GiftAllowanceTaken'),
    ...ofAllowance,
    approver: optional(staffIdCodec),
  }),
  GiftAllowanceRefused: record<V.GiftAllowanceRefused>('GiftAllowanceRefused', {
    type: literal('GiftAllowanceRefused'),
    ...ofAllowance,
    reasons: reasonsCodec,
  }),
  GiftAllowanceGivenBack: record<V.GiftAllowanceGivenBack>('GiftAllowanceGivenBack', {
    type: literal('GiftAllowanceGivenBack'),
    ...ofAllowance,
  }),
}

/** How the events of gifts are stored. */
export const eventCodecs: EventCodecs<V.GiftsEvent> = {
  GiftItemListed: eventCodec(events.GiftItemListed),
  GiftItemWithdrawn: eventCodec(events.GiftItemWithdrawn),
  GiftStockReceived: eventCodec(events.GiftStockReceived),
  GiftStockCorrected: eventCodec(events.GiftStockCorrected),
  GiftStockReserved: eventCodec(events.GiftStockReserved),
  GiftStockRefused: eventCodec(events.GiftStockRefused),
  GiftStockReleased: eventCodec(events.GiftStockReleased),
  GiftStockIssued: eventCodec(events.GiftStockIssued),
  GiftStockReturned: eventCodec(events.GiftStockReturned),
  GiftRequested: eventCodec(events.GiftRequested),
  GiftGranted: eventCodec(events.GiftGranted),
  GiftPointsHeld: eventCodec(events.GiftPointsHeld),
  GiftAllowed: eventCodec(events.GiftAllowed),
  GiftReserved: eventCodec(events.GiftReserved),
  GiftIssued: eventCodec(events.GiftIssued),
  GiftRefused: eventCodec(events.GiftRefused),
  GiftReadyForCollection: eventCodec(events.GiftReadyForCollection),
  GiftCollected: eventCodec(events.GiftCollected),
  GiftShipped: eventCodec(events.GiftShipped),
  GiftDelivered: eventCodec(events.GiftDelivered),
  GiftCancelled: eventCodec(events.GiftCancelled),
  GiftReturned: eventCodec(events.GiftReturned),
  GiftLapsed: eventCodec(events.GiftLapsed),
  GiftAllowanceTaken: eventCodec(events.GiftAllowanceTaken),
  GiftAllowanceRefused: eventCodec(events.GiftAllowanceRefused),
  GiftAllowanceGivenBack: eventCodec(events.GiftAllowanceGivenBack),
}

const gift = { giftId: giftIdCodec }

const asked = {
  ...gift,
  customerId: customerIdCodec,
  storeId: storeIdCodec,
  item: listedCodec,
  facts: factsCodec,
  limits: optional(limitsCodec),
  approver: optional(staffIdCodec),
}

/** Which commands about gifts are let in. */
export const commandCodecs: ByType<C.GiftsCommand> = {
  ListGiftItem: record<C.ListGiftItem>('ListGiftItem', {
    type: literal('ListGiftItem'),
    itemId: giftItemIdCodec,
    terms: termsCodec,
  }),
  WithdrawGiftItem: record<C.WithdrawGiftItem>('WithdrawGiftItem', {
    type: literal('WithdrawGiftItem'),
    itemId: giftItemIdCodec,
    reasonCode: reasonCodeCodec,
  }),
  ReceiveStock: record<C.ReceiveStock>('ReceiveStock', {
    type: literal('ReceiveStock'),
    itemId: giftItemIdCodec,
    storeId: storeIdCodec,
    deliveryId: stockDeliveryIdCodec,
    count: integer(1, 1_000_000),
  }),
  CorrectStock: record<C.CorrectStock>('CorrectStock', {
    type: literal('CorrectStock'),
    itemId: giftItemIdCodec,
    storeId: storeIdCodec,
    correctionId: stockCorrectionIdCodec,
    difference: differenceCodec,
    reasonCode: reasonCodeCodec,
  }),
  RequestGift: record<C.RequestGift>('RequestGift', {
    type: literal('RequestGift'),
    ...asked,
    programmeId: programmeIdCodec,
  }),
  GrantGift: record<C.GrantGift>('GrantGift', {
    type: literal('GrantGift'),
    ...asked,
    reasonCode: reasonCodeCodec,
    ...about<C.GrantGift>()('customerId', {
      occasion: maybe(giftOccasion),
      note: maybe(giftNote),
    }),
  }),
  OfferForCollection: record<C.OfferForCollection>('OfferForCollection', {
    type: literal('OfferForCollection'),
    ...gift,
    collectByDay: optional(civilDateCodec),
  }),
  CollectGift: record<C.CollectGift>('CollectGift', {
    type: literal('CollectGift'),
    ...gift,
    proof: codeCodec,
  }),
  ShipGift: record<C.ShipGift>('ShipGift', {
    type: literal('ShipGift'),
    ...gift,
    customerId: customerIdCodec,
    carrier: codeCodec,
    ...about<C.ShipGift>()('customerId', { tracking: maybe(giftTracking) }),
  }),
  DeliverGift: record<C.DeliverGift>('DeliverGift', { type: literal('DeliverGift'), ...gift }),
  CancelGift: record<C.CancelGift>('CancelGift', {
    type: literal('CancelGift'),
    ...gift,
    reasonCode: reasonCodeCodec,
  }),
  ReturnGift: record<C.ReturnGift>('ReturnGift', {
    type: literal('ReturnGift'),
    ...gift,
    condition: conditionCodec,
    reasonCode: reasonCodeCodec,
  }),
  LapseGift: record<C.LapseGift>('LapseGift', { type: literal('LapseGift'), ...gift }),
  ContinueGift: record<C.ContinueGift>('ContinueGift', {
    type: literal('ContinueGift'),
    ...gift,
    step: stepCodec,
    redemptionId: optional(redemptionIdCodec),
  }),
  RefuseGift: record<C.RefuseGift>('RefuseGift', {
    type: literal('RefuseGift'),
    ...gift,
    step: stepCodec,
    reasons: reasonsCodec,
  }),
  TakeAllowance: record<C.TakeAllowance>('TakeAllowance', {
    type: literal('TakeAllowance'),
    ...gift,
    customerId: customerIdCodec,
    itemId: giftItemIdCodec,
    under: underCodec,
    onDay: civilDateCodec,
  }),
  GiveBackAllowance: record<C.GiveBackAllowance>('GiveBackAllowance', {
    type: literal('GiveBackAllowance'),
    ...gift,
    customerId: customerIdCodec,
  }),
  ReserveStock: record<C.ReserveStock>('ReserveStock', {
    type: literal('ReserveStock'),
    ...piece,
    version: versionCodec,
    sha256: sha256Codec,
  }),
  IssueStock: record<C.IssueStock>('IssueStock', {
    type: literal('IssueStock'),
    itemId: giftItemIdCodec,
    ...gift,
  }),
  PutBackStock: record<C.PutBackStock>('PutBackStock', {
    type: literal('PutBackStock'),
    itemId: giftItemIdCodec,
    ...gift,
    condition: conditionCodec,
  }),
}
