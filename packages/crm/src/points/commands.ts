// What can be asked of a points account.
import type { CivilDate } from '../shared/civil-date.js'
import type { BonusFact } from '../shared/earning-rules.js'
import type {
  AwardId,
  Code,
  CustomerId,
  LineId,
  MembershipId,
  PointsHoldId,
  ProgrammeId,
  RedemptionId,
  ReturnId,
  SaleId,
  Sku,
  TierId,
  UndoId,
} from '../shared/ids.js'
import type { AdoptedRules } from '../shared/programme-rules.js'

export type PointsCommand =
  | AwardPoints
  | ReverseAward
  | RedeemPoints
  | HoldPoints
  | CapturePoints
  | ReleasePoints
  | UndoRedemption
  | SettleAccount
  | HoldForGift
  | CaptureForGift
  | GiveBackForGift

/** Award what lines earn under rules, to the membership of this customer in the programme of the rules. */
export interface AwardPoints {
  readonly type: 'AwardPoints'
  readonly customerId: CustomerId
  readonly awardId: AwardId
  readonly saleId?: SaleId
  readonly earnedOn: CivilDate
  readonly lines: ReadonlyArray<EarningLine>
  /** The rules in force on that day. */
  readonly rules: AdoptedRules
  /** The tier in force before the sale. */
  readonly tier?: TierId
  /** The first day of the membership, which its years count from. Absent: they are those of the calendar. */
  readonly memberSince?: CivilDate
  /** What is known to be true of the sale or of its buyer. Whether it is the first purchase, the account itself knows. */
  readonly facts?: ReadonlyArray<Exclude<BonusFact, 'firstPurchase'>>
  /** The campaign that the sale names. */
  readonly campaign?: Code
}

export interface EarningLine {
  readonly lineId: LineId
  readonly quantity: number
  /** What was paid for the line, in minor units of the programme's currency. The rules say what comes off. */
  readonly basisMinor: number
  /** Tax in it. */
  readonly taxMinor?: number
  /** What of it was paid with points. */
  readonly paidByPointsMinor?: number
  readonly sku?: Sku
  readonly brand?: Code
  readonly category?: Code
}

/** Take back what returned goods had earned. */
export interface ReverseAward {
  readonly type: 'ReverseAward'
  readonly membershipId: MembershipId
  readonly awardId: AwardId
  readonly returnId: ReturnId
  readonly lines: ReadonlyArray<LineBack>
}

export interface LineBack {
  readonly lineId: LineId
  readonly quantity: number
}

/** Spend points. */
export interface RedeemPoints {
  readonly type: 'RedeemPoints'
  readonly membershipId: MembershipId
  readonly redemptionId: RedemptionId
  readonly points: number
  readonly for: Code
  /** The rules in force on the day. */
  readonly rules: AdoptedRules
}

/** Put points aside for something, to be captured or released later. */
export interface HoldPoints {
  readonly type: 'HoldPoints'
  readonly membershipId: MembershipId
  readonly holdId: PointsHoldId
  readonly points: number
  readonly for: Code
  /** Absent: 15 minutes, or 14 days where they are held until something is issued. */
  readonly minutes?: number
  /** Held until a gift is issued: for up to 14 days, else for up to 24 hours. */
  readonly until?: 'issue'
  /** The rules in force on the day. */
  readonly rules: AdoptedRules
}

/** Spend held points. What of the hold is not asked for is free again. */
export interface CapturePoints {
  readonly type: 'CapturePoints'
  readonly membershipId: MembershipId
  readonly holdId: PointsHoldId
  readonly redemptionId: RedemptionId
  readonly points: number
}

/** Let held points go. */
export interface ReleasePoints {
  readonly type: 'ReleasePoints'
  readonly membershipId: MembershipId
  readonly holdId: PointsHoldId
}

/** Undo a redemption, or some points of it. */
export interface UndoRedemption {
  readonly type: 'UndoRedemption'
  readonly membershipId: MembershipId
  readonly undoId: UndoId
  readonly redemptionId: RedemptionId
  readonly points: number
}

/** Record what time alone has changed: the sweep. Nothing depends on it, since whoever reads or decides settles first. */
export interface SettleAccount {
  readonly type: 'SettleAccount'
  readonly membershipId: MembershipId
}

/** The process of gifts: put points aside for a gift. A refusal is an event. */
export interface HoldForGift {
  readonly type: 'HoldForGift'
  readonly membershipId: MembershipId
  readonly customerId: CustomerId
  readonly programmeId: ProgrammeId
  readonly holdId: PointsHoldId
  readonly points: number
  /** The rules in force on the day; absent where there are none. */
  readonly rules?: AdoptedRules
}

/** The process of gifts: spend what is held for a gift. A refusal is an event. */
export interface CaptureForGift {
  readonly type: 'CaptureForGift'
  readonly membershipId: MembershipId
  readonly holdId: PointsHoldId
  readonly redemptionId: RedemptionId
  readonly points: number
}

/** The process of gifts: free what is held for a gift, or give back what was spent on it, whichever it has come to. */
export interface GiveBackForGift {
  readonly type: 'GiveBackForGift'
  readonly membershipId: MembershipId
  readonly holdId: PointsHoldId
  readonly redemptionId: RedemptionId
  readonly undoId: UndoId
}
