// What can be asked of a points account.
import type { Instant } from '@patina/eventsourcing'
import type { Personal } from '@patina/privacy'
import type { CivilDate } from '../shared/civil-date.js'
import type { BonusFact } from '../shared/earning-rules.js'
import type {
  AdjustmentId,
  AwardId,
  Code,
  CustomerId,
  LineId,
  MembershipId,
  MoveId,
  PointsHoldId,
  ProgrammeId,
  ReasonCode,
  RedemptionId,
  ReturnId,
  SaleId,
  Sku,
  StaffId,
  TierId,
  TransferId,
  UndoId,
} from '../shared/ids.js'
import type { AdoptedRules, DeficitPolicy } from '../shared/programme-rules.js'
import type { Zone } from '../shared/zone.js'
import type {
  ClaimedLot,
  ClosingPolicy,
  GivenLot,
  MovedDebt,
  MovedLot,
  NotReceivable,
} from './events.js'

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
  /** Where nobody knows whether anything was earned: then nothing happens if nothing was. Otherwise that is `UnknownAward`. */
  readonly mayBeUnknown?: boolean
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

/** Give a member points by hand, or take some. */
export interface AdjustPoints {
  readonly type: 'AdjustPoints'
  readonly customerId: CustomerId
  readonly adjustmentId: AdjustmentId
  /** Above 0 to give, below to take. */
  readonly points: number
  readonly reasonCode: ReasonCode
  /** Who approves: not the actor. */
  readonly approver?: StaffId
  readonly note?: Personal<string>
  /** The rules in force on the day. */
  readonly rules: AdoptedRules
}

/** Give points to another member of the programme. */
export interface TransferPoints {
  readonly type: 'TransferPoints'
  readonly membershipId: MembershipId
  readonly transferId: TransferId
  readonly toCustomerId: CustomerId
  readonly points: number
  /** The rules in force on the day. */
  readonly rules: AdoptedRules
}

interface OfTransfer {
  readonly membershipId: MembershipId
  readonly transferId: TransferId
  readonly part: number
}

/** Take in what another member gave. Sent by a reaction, never by hand. */
export interface ReceiveTransfer extends OfTransfer {
  readonly type: 'ReceiveTransfer'
  readonly customerId: CustomerId
  readonly programmeId: ProgrammeId
  readonly zone: Zone
  readonly fromMembershipId: MembershipId
  readonly fromCustomerId: CustomerId
  readonly lots: ReadonlyArray<GivenLot>
  /** Whether the customer is a member on the day. */
  readonly isMember: boolean
}

/** Take back what could not come in. Sent by a reaction, never by hand. */
export interface ReturnTransfer extends OfTransfer {
  readonly type: 'ReturnTransfer'
  readonly because: NotReceivable
}

/** Take no more points in, and let what is there go by a policy. */
export interface CloseAccount {
  readonly type: 'CloseAccount'
  readonly membershipId: MembershipId
  readonly policy: ClosingPolicy
  /** Under `until`: the last day of whatever is there. */
  readonly until?: CivilDate
  /** Under `payOut`: the rules in force on the day. */
  readonly rules?: AdoptedRules
}

interface OfRest {
  readonly membershipId: MembershipId
  /** Whose account it is, even if it has never had a point. */
  readonly customerId: CustomerId
  readonly programmeId: ProgrammeId
  /** Of the programme; absent where it has no rules yet. */
  readonly zone?: Zone
  readonly fromDay: CivilDate
}

/** Let nothing be redeemed, held, given or adjusted from a day on. Sent by a reaction, never by hand. */
export interface RestAccount extends OfRest {
  readonly type: 'RestAccount'
}

/** Let points be spent again from a day on. Sent by a reaction, never by hand. */
export interface ResumeAccount extends OfRest {
  readonly type: 'ResumeAccount'
}

/**
 * Let what was recorded by some accounts lie in another one from now on: customers turned out to be one person, or not after
 * all. Sent by a reaction, never by hand.
 */
export interface MoveLots {
  readonly type: 'MoveLots'
  readonly membershipId: MembershipId
  /** Whose account it is, even if it has never had a point. */
  readonly customerId: CustomerId
  readonly programmeId: ProgrammeId
  readonly zone: Zone
  readonly origins: ReadonlyArray<MembershipId>
  readonly to: MembershipId
  readonly toCustomerId: CustomerId
}

interface MovedHere {
  readonly membershipId: MembershipId
  readonly moveId: MoveId
  readonly lots: ReadonlyArray<MovedLot>
  readonly debts: ReadonlyArray<MovedDebt>
}

/** Take in lots and debts that another account of the same person let go. Sent by a reaction, never by hand. */
export interface ReceiveLots extends MovedHere {
  readonly type: 'ReceiveLots'
  readonly customerId: CustomerId
  readonly programmeId: ProgrammeId
  readonly zone: Zone
  readonly fromMembershipId: MembershipId
  readonly fromCustomerId: CustomerId
  /** Whether the customer is a member on the day. */
  readonly isMember: boolean
}

/** Take back lots and debts that could not come in. Sent by a reaction, never by hand. */
export interface ReturnLots extends MovedHere {
  readonly type: 'ReturnLots'
  readonly otherMembershipId: MembershipId
  readonly otherCustomerId: CustomerId
  readonly because: NotReceivable
}

/** Claim points where they lie now. Sent by a reaction, never by hand. */
export interface FollowReversal {
  readonly type: 'FollowReversal'
  readonly membershipId: MembershipId
  readonly moveId: MoveId
  readonly awardId: AwardId
  readonly returnId: ReturnId
  readonly origin: MembershipId
  readonly arisenAt: Instant
  readonly deficit: DeficitPolicy
  readonly lots: ReadonlyArray<ClaimedLot>
  readonly visited: ReadonlyArray<MembershipId>
}
