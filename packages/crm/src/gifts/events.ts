// What has happened to gifts: to the items in stock, to each gift, to what each person may get. Stored for ever: add, never edit.
import type { Personal } from '@patina/privacy'
import type { CivilDate } from '../shared/civil-date.js'
import type {
  Code,
  CustomerId,
  GiftId,
  GiftItemId,
  MembershipId,
  ProgrammeId,
  ReasonCode,
  RedemptionId,
  StaffId,
  StockCorrectionId,
  StockDeliveryId,
  StoreId,
} from '../shared/ids.js'
import type { GiftHindrance } from './hindrances.js'
import type { GiftLimits, GiftTerms, GiftWorth } from './terms.js'

export type GiftsEvent =
  | GiftItemListed
  | GiftItemWithdrawn
  | GiftStockReceived
  | GiftStockCorrected
  | GiftStockReserved
  | GiftStockRefused
  | GiftStockReleased
  | GiftStockIssued
  | GiftStockReturned
  | GiftRequested
  | GiftGranted
  | GiftPointsHeld
  | GiftAllowed
  | GiftReserved
  | GiftIssued
  | GiftRefused
  | GiftReadyForCollection
  | GiftCollected
  | GiftShipped
  | GiftDelivered
  | GiftCancelled
  | GiftReturned
  | GiftLapsed
  | GiftAllowanceTaken
  | GiftAllowanceRefused
  | GiftAllowanceGivenBack

/** What of the items in stock an event tells: the stream `giftItem-<itemId>`. */
export type GiftItemEntry =
  | GiftItemListed
  | GiftItemWithdrawn
  | GiftStockReceived
  | GiftStockCorrected
  | GiftStockReserved
  | GiftStockRefused
  | GiftStockReleased
  | GiftStockIssued
  | GiftStockReturned

/** What happens to one gift: the stream `gift-<giftId>`. */
export type GiftEntry = Exclude<GiftsEvent, GiftItemEntry | GiftAllowanceEntry>

/** What a person has had: the stream `giftAllowance-<customerId>`. */
export type GiftAllowanceEntry = GiftAllowanceTaken | GiftAllowanceRefused | GiftAllowanceGivenBack

/** An item is in the catalogue, or is there under new terms. */
export interface GiftItemListed {
  readonly type: 'GiftItemListed'
  readonly itemId: GiftItemId
  readonly version: number
  readonly sha256: string
  readonly terms: GiftTerms
}

/** An item is not given any more. What is promised stays promised. */
export interface GiftItemWithdrawn {
  readonly type: 'GiftItemWithdrawn'
  readonly itemId: GiftItemId
  readonly reasonCode: ReasonCode
}

/** Pieces of an item came to a shop. */
export interface GiftStockReceived {
  readonly type: 'GiftStockReceived'
  readonly itemId: GiftItemId
  readonly storeId: StoreId
  readonly deliveryId: StockDeliveryId
  readonly count: number
}

/** A shop has more pieces of an item than is written down, or fewer: they were counted, or one broke. */
export interface GiftStockCorrected {
  readonly type: 'GiftStockCorrected'
  readonly itemId: GiftItemId
  readonly storeId: StoreId
  readonly correctionId: StockCorrectionId
  /** So many more, or fewer; never 0. */
  readonly difference: number
  readonly reasonCode: ReasonCode
}

interface OfPiece {
  readonly itemId: GiftItemId
  readonly storeId: StoreId
  readonly giftId: GiftId
}

/** A piece in a shop is promised to a gift. */
export interface GiftStockReserved extends OfPiece {
  readonly type: 'GiftStockReserved'
}

/** There was none to promise. */
export interface GiftStockRefused extends OfPiece {
  readonly type: 'GiftStockRefused'
  readonly reasons: ReadonlyArray<GiftHindrance>
}

/** A promised piece is free again, and never left the shelf. */
export interface GiftStockReleased extends OfPiece {
  readonly type: 'GiftStockReleased'
}

/** The promised piece left the shelf. */
export interface GiftStockIssued extends OfPiece {
  readonly type: 'GiftStockIssued'
}

/** A piece is on the shelf again, where it was. */
export interface GiftStockReturned extends OfPiece {
  readonly type: 'GiftStockReturned'
}

/** What every event of a gift says. */
export interface OfGift {
  readonly giftId: GiftId
  readonly customerId: CustomerId
  readonly itemId: GiftItemId
  readonly storeId: StoreId
  /** Whose points pay for it; absent for a gift that costs none. */
  readonly membershipId?: MembershipId
  /** Hong Kong's day on which it happened. */
  readonly onDay: CivilDate
}

/** What a gift is given under, decided once. */
export interface UnderTerms {
  readonly version: number
  readonly sha256: string
  readonly worth: GiftWorth
  readonly capPerPerson?: number
  readonly noRepeatMonths?: number
  readonly limits: GiftLimits
  readonly approver?: StaffId
}

/** Somebody wants a gift for points. */
export interface GiftRequested extends OfGift {
  readonly type: 'GiftRequested'
  readonly membershipId: MembershipId
  readonly programmeId: ProgrammeId
  readonly points: number
  readonly under: UnderTerms
}

/** The shop gives something without points: for an occasion, or out of goodwill. */
export interface GiftGranted extends OfGift {
  readonly type: 'GiftGranted'
  readonly under: UnderTerms
  readonly reasonCode: ReasonCode
  /** What it is given for, such as a birthday. */
  readonly occasion?: Personal<string>
  readonly note?: Personal<string>
}

/** The points are put aside. */
export interface GiftPointsHeld extends OfGift {
  readonly type: 'GiftPointsHeld'
  readonly under: UnderTerms
}

/** It is within what the person may get. */
export interface GiftAllowed extends OfGift {
  readonly type: 'GiftAllowed'
  readonly version: number
  readonly sha256: string
}

/** A piece is put by for it. */
export interface GiftReserved extends OfGift {
  readonly type: 'GiftReserved'
  /** What the points that are to be captured now are; absent for a gift that costs none. */
  readonly points?: number
}

/** It is the person's: the points are spent and the piece is off the shelf. */
export interface GiftIssued extends OfGift {
  readonly type: 'GiftIssued'
  readonly redemptionId?: RedemptionId
}

/** It does not come about: a step was refused, and what was done for it before is undone. */
export interface GiftRefused extends OfGift {
  readonly type: 'GiftRefused'
  readonly step: GiftStep
  readonly reasons: ReadonlyArray<GiftHindrance>
}

/** The steps from asking to issuing, in their order. */
export type GiftStep = 'points' | 'allowance' | 'stock' | 'capture'

/** It waits in the shop. */
export interface GiftReadyForCollection extends OfGift {
  readonly type: 'GiftReadyForCollection'
  /** The last day on which it can be collected. */
  readonly collectByDay: CivilDate
}

/** The person has it. */
export interface GiftCollected extends OfGift {
  readonly type: 'GiftCollected'
  /** How the person showed that it is theirs: a code of the shop's own list. */
  readonly proof: Code
}

/** It is on its way to the person. */
export interface GiftShipped extends OfGift {
  readonly type: 'GiftShipped'
  readonly carrier: Code
  readonly tracking?: Personal<string>
}

/** It has arrived. */
export interface GiftDelivered extends OfGift {
  readonly type: 'GiftDelivered'
}

/** It was called off before the person had it. */
export interface GiftCancelled extends OfGift {
  readonly type: 'GiftCancelled'
  readonly reasonCode: ReasonCode
}

/** It came back. */
export interface GiftReturned extends OfGift {
  readonly type: 'GiftReturned'
  /** A damaged piece does not go back on the shelf. */
  readonly condition: GiftCondition
  readonly reasonCode: ReasonCode
}

export type GiftCondition = 'asNew' | 'damaged'

/** Nobody collected it in time. */
export interface GiftLapsed extends OfGift {
  readonly type: 'GiftLapsed'
  readonly collectByDay: CivilDate
}

interface OfAllowance {
  readonly giftId: GiftId
  readonly customerId: CustomerId
  readonly itemId: GiftItemId
  readonly worth: GiftWorth
  /** The day that it counts for. */
  readonly onDay: CivilDate
}

/** It counts against what the person may get. */
export interface GiftAllowanceTaken extends OfAllowance {
  readonly type: 'GiftAllowanceTaken'
  readonly approver?: StaffId
}

/** It would be more than the person may get. */
export interface GiftAllowanceRefused extends OfAllowance {
  readonly type: 'GiftAllowanceRefused'
  readonly reasons: ReadonlyArray<GiftHindrance>
}

/** It counts no more. */
export interface GiftAllowanceGivenBack extends OfAllowance {
  readonly type: 'GiftAllowanceGivenBack'
}
