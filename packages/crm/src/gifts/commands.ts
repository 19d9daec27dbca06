// What can be asked of gifts: by people, and, further down, by the process that carries a gift from step to step.
import type { Personal } from '@patina/privacy'
import type { CivilDate } from '../shared/civil-date.js'
import type {
  Code,
  CustomerId,
  GiftId,
  GiftItemId,
  ProgrammeId,
  ReasonCode,
  RedemptionId,
  StaffId,
  StockCorrectionId,
  StockDeliveryId,
  StoreId,
} from '../shared/ids.js'
import type { GiftCondition, GiftStep, UnderTerms } from './events.js'
import type { GiftHindrance } from './hindrances.js'
import type { GiftFacts, GiftLimits, GiftTerms, ListedGift } from './terms.js'

export type GiftsCommand =
  | ListGiftItem
  | WithdrawGiftItem
  | ReceiveStock
  | CorrectStock
  | RequestGift
  | GrantGift
  | OfferForCollection
  | CollectGift
  | ShipGift
  | DeliverGift
  | CancelGift
  | ReturnGift
  | LapseGift
  | ContinueGift
  | RefuseGift
  | TakeAllowance
  | GiveBackAllowance
  | ReserveStock
  | IssueStock
  | PutBackStock

/** Put an item into the catalogue, or change the terms on which it is given from now on. */
export interface ListGiftItem {
  readonly type: 'ListGiftItem'
  readonly itemId: GiftItemId
  readonly terms: GiftTerms
}

/** Take an item out of the catalogue. */
export interface WithdrawGiftItem {
  readonly type: 'WithdrawGiftItem'
  readonly itemId: GiftItemId
  readonly reasonCode: ReasonCode
}

/** Enter pieces that came to a shop. The delivery is named, so that it counts once. */
export interface ReceiveStock {
  readonly type: 'ReceiveStock'
  readonly itemId: GiftItemId
  readonly storeId: StoreId
  readonly deliveryId: StockDeliveryId
  readonly count: number
}

/** Enter that a shop has more pieces than is written down, or fewer. The correction is named, so that it counts once. */
export interface CorrectStock {
  readonly type: 'CorrectStock'
  readonly itemId: GiftItemId
  readonly storeId: StoreId
  readonly correctionId: StockCorrectionId
  /** So many more, or fewer. */
  readonly difference: number
  readonly reasonCode: ReasonCode
}

interface Asked {
  readonly giftId: GiftId
  readonly customerId: CustomerId
  /** The shop whose stock it is taken from. */
  readonly storeId: StoreId
  /** The item as it is listed. */
  readonly item: ListedGift
  readonly facts: GiftFacts
  /** Absent: the usual ones, which there are in Hong Kong dollars only. */
  readonly limits?: GiftLimits
  /** Who allowed more than the limits. */
  readonly approver?: StaffId
}

/** Ask for a gift for points, of the membership of this customer in the programme. */
export interface RequestGift extends Asked {
  readonly type: 'RequestGift'
  readonly programmeId: ProgrammeId
}

/** Give something without points. */
export interface GrantGift extends Asked {
  readonly type: 'GrantGift'
  readonly reasonCode: ReasonCode
  /** What it is given for, such as a birthday. */
  readonly occasion?: Personal<string>
  readonly note?: Personal<string>
}

/** Say that it waits in the shop, or that it waits longer. */
export interface OfferForCollection {
  readonly type: 'OfferForCollection'
  readonly giftId: GiftId
  /** The last day; absent: 30 days from today. */
  readonly collectByDay?: CivilDate
}

/** Say that the person has taken it. */
export interface CollectGift {
  readonly type: 'CollectGift'
  readonly giftId: GiftId
  readonly proof: Code
}

/** Say that it was sent. */
export interface ShipGift {
  readonly type: 'ShipGift'
  readonly giftId: GiftId
  /** Whose gift it is: the tracking number is theirs. */
  readonly customerId: CustomerId
  readonly carrier: Code
  readonly tracking?: Personal<string>
}

/** Say that it has arrived. */
export interface DeliverGift {
  readonly type: 'DeliverGift'
  readonly giftId: GiftId
}

/** Call it off before the person has it. */
export interface CancelGift {
  readonly type: 'CancelGift'
  readonly giftId: GiftId
  readonly reasonCode: ReasonCode
}

/** Take it back from the person. */
export interface ReturnGift {
  readonly type: 'ReturnGift'
  readonly giftId: GiftId
  readonly condition: GiftCondition
  readonly reasonCode: ReasonCode
}

/** Say that nobody collected it in time. */
export interface LapseGift {
  readonly type: 'LapseGift'
  readonly giftId: GiftId
}

/** The process: a step is done, go on with the next. */
export interface ContinueGift {
  readonly type: 'ContinueGift'
  readonly giftId: GiftId
  readonly step: GiftStep
  /** Where points were captured. */
  readonly redemptionId?: RedemptionId
}

/** The process: a step was refused. */
export interface RefuseGift {
  readonly type: 'RefuseGift'
  readonly giftId: GiftId
  readonly step: GiftStep
  readonly reasons: ReadonlyArray<GiftHindrance>
}

/** The process: count a gift against what the person may get. A refusal is an event. */
export interface TakeAllowance {
  readonly type: 'TakeAllowance'
  readonly giftId: GiftId
  readonly customerId: CustomerId
  readonly itemId: GiftItemId
  readonly under: UnderTerms
  readonly onDay: CivilDate
}

/** The process: count it no more. */
export interface GiveBackAllowance {
  readonly type: 'GiveBackAllowance'
  readonly giftId: GiftId
  readonly customerId: CustomerId
}

interface OfPiece {
  readonly itemId: GiftItemId
  readonly giftId: GiftId
}

/** The process: promise a piece in a shop. A refusal is an event. */
export interface ReserveStock extends OfPiece {
  readonly type: 'ReserveStock'
  readonly storeId: StoreId
  readonly version: number
  readonly sha256: string
}

/** The process: the promised piece leaves the shelf. */
export interface IssueStock extends OfPiece {
  readonly type: 'IssueStock'
}

/** The process: a promised piece is free again, or one that left the shelf is there again. */
export interface PutBackStock extends OfPiece {
  readonly type: 'PutBackStock'
  readonly condition: GiftCondition
}
