// What has happened to a points account. Stored for ever: add, never edit.
import type { Instant } from '@patina/eventsourcing'
import type { Personal } from '@patina/privacy'
import type { CivilDate } from '../shared/civil-date.js'
import type { EarnRule } from '../shared/earning-rules.js'
import type {
  AdjustmentId,
  AwardId,
  Code,
  CustomerId,
  LineId,
  LotId,
  MembershipId,
  MoveId,
  PointsHoldId,
  ProgrammeId,
  ReasonCode,
  RedemptionId,
  ReturnId,
  SaleId,
  StaffId,
  TransferId,
  UndoId,
} from '../shared/ids.js'
import type { Currency } from '../shared/money.js'
import type { DeficitPolicy, Expiry, RedemptionRule, RulesRef } from '../shared/programme-rules.js'
import type { Zone } from '../shared/zone.js'
import type { AwardExplanation } from './earning/explanation.js'

export type PointsEvent =
  | PointsAwarded
  | PointsReversed
  | PointsRedeemed
  | RedemptionUndone
  | PointsExpired
  | DeficitAbsorbed
  | PointsHeld
  | PointsReleased
  | PointsHoldRefused
  | PointsCaptureRefused
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

/**
 * What a balance follows from. What was refused to a gift moves no points, nor does a rest, nor a claim that goes on to
 * another account: they change no figure of this one.
 */
export type PointsMovement = Exclude<
  PointsEvent,
  | PointsHoldRefused
  | PointsCaptureRefused
  | PointsAccountRested
  | PointsAccountResumed
  | ReversalForwarded
>

/** What every event of an account says. */
export interface OfAccount {
  readonly membershipId: MembershipId
  readonly customerId: CustomerId
  readonly programmeId: ProgrammeId
  /** The account's clock: the moment that it was decided for, never before that of an earlier event. */
  readonly at: Instant
  /** The day of `at` in the zone of the programme. */
  readonly onDay: CivilDate
}

/** Points were earned. */
export interface PointsAwarded extends OfAccount {
  readonly type: 'PointsAwarded'
  readonly awardId: AwardId
  /** The sale that earned them. */
  readonly saleId?: SaleId
  /** The day of the sale, which lots count their days from. */
  readonly earnedOn: CivilDate
  readonly zone: Zone
  readonly points: number
  /** One for each line that earned points, in the order of the lines. */
  readonly lots: ReadonlyArray<AwardedLot>
  /** Lines that earned none. */
  readonly withoutPoints: ReadonlyArray<LineWithoutPoints>
  /** What the order as a whole earned, a lot for each rule; absent where it earned nothing so. */
  readonly bonuses?: ReadonlyArray<AwardedBonus>
  /** Why so many: the rules, by name and in full as far as they were applied. */
  readonly rules: RulesRef
  readonly earn: EarnRule
  /** What else was applied; absent where the plain rule was all. */
  readonly explanation?: AwardExplanation
  readonly expiry: Expiry
  /** What becomes of points that a return claims when they are spent. */
  readonly deficit: DeficitPolicy
}

export interface AwardedLot {
  readonly lotId: LotId
  readonly lineId: LineId
  /** Pieces of the line: a return of some of them claims its share. */
  readonly quantity: number
  /** What the points were computed from, in minor units. */
  readonly basisMinor: number
  readonly points: number
  /** The first day on which they can be spent, where it is not the day of the sale. */
  readonly availableOn?: CivilDate
  /** Spendable through the whole of this day; absent for points that stay for good. */
  readonly lastDay?: CivilDate
  /** So many months after each activity of the account its last day comes; absent where the day is fixed. */
  readonly rolls?: number
}

/** Points for an order as a whole. */
export interface AwardedBonus {
  readonly lotId: LotId
  readonly ruleId: Code
  readonly points: number
  /** Without such a basis left they are taken back. */
  readonly minimumMinor?: number
  readonly availableOn?: CivilDate
  readonly lastDay?: CivilDate
  readonly rolls?: number
}

export interface LineWithoutPoints {
  readonly lineId: LineId
  readonly quantity: number
  readonly basisMinor: number
}

/** Points that leave a bucket of a lot. */
export interface Take {
  readonly lotId: LotId
  readonly points: number
  /** Where they were. */
  readonly bucket: 'available' | 'expired' | 'held' | 'pending'
  readonly lastDay?: CivilDate
  readonly rolls?: number
  /** Of points that cannot be spent yet: from when they could have been. */
  readonly availableOn?: CivilDate
}

/** Goods came back, and with them the points that they had earned. */
export interface PointsReversed extends OfAccount {
  readonly type: 'PointsReversed'
  readonly awardId: AwardId
  readonly returnId: ReturnId
  /** What is claimed: `takes` + `owed` + `forgiven`. */
  readonly points: number
  readonly byLine: ReadonlyArray<ReversedLine>
  /** Bonuses that no longer hold for what the customer keeps; absent where there are none. */
  readonly byBonus?: ReadonlyArray<ReversedBonus>
  readonly takes: ReadonlyArray<Take>
  /** Spent already, and now a debt of the account. */
  readonly owed: number
  /** Spent already, and dropped. */
  readonly forgiven: number
  /** Claimed where they lie now: in another account of the same person. They are part of `points`. */
  readonly forwarded?: number
}

export interface ReversedLine {
  readonly lineId: LineId
  readonly quantity: number
  readonly points: number
}

export interface ReversedBonus {
  readonly ruleId: Code
  readonly points: number
}

/**
 * Points were spent. A redemption of very many lots is several such events of one redemption, each with its own part of
 * the points and of the value.
 */
export interface PointsRedeemed extends OfAccount {
  readonly type: 'PointsRedeemed'
  readonly redemptionId: RedemptionId
  /** Where points were spent that had been held: the takes are out of `held` then. */
  readonly holdId?: PointsHoldId
  readonly points: number
  readonly takes: ReadonlyArray<Take>
  /** What they are worth, where the rules give points a value in money. */
  readonly value?: PointsValue
  /** What they were spent on: a code of the shop's own list. */
  readonly for: Code
  readonly rules: RulesRef
  /** How long points live that an undo brings back after their last day. */
  readonly graceDays: number
}

export interface PointsValue {
  readonly currency: Currency
  readonly minor: number
}

/** A redemption was undone, in whole or in part: its points went back to the very lots that they came from. */
export interface RedemptionUndone extends OfAccount {
  readonly type: 'RedemptionUndone'
  readonly redemptionId: RedemptionId
  readonly undoId: UndoId
  readonly points: number
  readonly back: ReadonlyArray<Back>
  /** Points whose lot has lapsed meanwhile. They leave it for a lot of their own that lives some days longer. */
  readonly graceLots: ReadonlyArray<GraceLot>
}

export interface Back {
  readonly lotId: LotId
  readonly points: number
  readonly lastDay?: CivilDate
  readonly rolls?: number
}

export interface GraceLot {
  readonly lotId: LotId
  /** The lot that has lapsed. */
  readonly from: LotId
  readonly points: number
  readonly earnedOn: CivilDate
  readonly lastDay: CivilDate
}

/** Points whose last day has passed are gone. A sweep finds them, or whichever command comes first. */
export interface PointsExpired extends OfAccount {
  readonly type: 'PointsExpired'
  readonly points: number
  readonly takes: ReadonlyArray<Take>
}

/** Points that came in went against what was owed. */
export interface DeficitAbsorbed extends OfAccount {
  readonly type: 'DeficitAbsorbed'
  readonly points: number
  readonly takes: ReadonlyArray<Take>
  /** What each debt lost, oldest first. */
  readonly debts: ReadonlyArray<PaidDebt>
}

export interface PaidDebt {
  readonly awardId: AwardId
  readonly returnId: ReturnId
  readonly points: number
}

/**
 * Points were put aside for something. Until `endsAt` they can be captured; they outlive their last day as long as they are
 * held. A hold of very many lots is several such events of one hold.
 */
export interface PointsHeld extends OfAccount {
  readonly type: 'PointsHeld'
  readonly holdId: PointsHoldId
  readonly points: number
  readonly takes: ReadonlyArray<Take>
  /** The first moment at which the hold is over. */
  readonly endsAt: Instant
  readonly for: Code
  /** What they will be spent under, whatever the rules say by then. */
  readonly rules: RulesRef
  readonly redemption: RedemptionRule
  readonly currency: Currency
}

/** What was held is free again, or what a capture has left of it. */
export interface PointsReleased extends OfAccount {
  readonly type: 'PointsReleased'
  readonly holdId: PointsHoldId
  readonly cause: HoldEnd
  readonly points: number
  readonly takes: ReadonlyArray<Take>
}

/** Points were not put aside for a gift: an event, because the gift has to go on from it. */
export interface PointsHoldRefused extends OfAccount {
  readonly type: 'PointsHoldRefused'
  readonly holdId: PointsHoldId
  /** What the account refused them for: the name of its rejection, or `NoRulesInForce`. */
  readonly reason: Code
  /** What was asked for. */
  readonly points: number
  readonly available: number
}

/** The points of a gift could not be captured: their hold was over. */
export interface PointsCaptureRefused extends OfAccount {
  readonly type: 'PointsCaptureRefused'
  readonly holdId: PointsHoldId
  /** What the account refused it for: the name of its rejection. */
  readonly reason: Code
  /** What was asked for. */
  readonly points: number
}

/** Its time was over; it was let go; or it was captured, and this was not needed. */
export type HoldEnd = 'ended' | 'released' | 'captured'

/** Points were given or taken by hand, for a reason of the shop's list. One of very many lots is several such events. */
export interface PointsAdjusted extends OfAccount {
  readonly type: 'PointsAdjusted'
  readonly adjustmentId: AdjustmentId
  readonly zone: Zone
  /** Above 0 where they were given, below where they were taken. */
  readonly points: number
  readonly reasonCode: ReasonCode
  /** Who approved, where somebody had to. */
  readonly approver?: StaffId
  readonly note?: Personal<string>
  readonly rules: RulesRef
  /** What was given. */
  readonly lot?: AdjustedLot
  /** What was taken. */
  readonly takes: ReadonlyArray<Take>
}

export interface AdjustedLot {
  readonly lotId: LotId
  readonly points: number
  readonly earnedOn: CivilDate
  readonly lastDay?: CivilDate
  readonly rolls?: number
}

interface Given {
  readonly transferId: TransferId
  /** A transfer of very many lots comes in parts: 1, 2, 3 … */
  readonly part: number
  /** The other account, and whose it is. */
  readonly other: MembershipId
  readonly otherCustomerId: CustomerId
  readonly points: number
}

/** A member gave points away. They are under way until the other account has them, or they come back. */
export interface PointsTransferredOut extends OfAccount, Given {
  readonly type: 'PointsTransferredOut'
  readonly zone: Zone
  readonly rules: RulesRef
  readonly lots: ReadonlyArray<GivenLot>
}

export interface GivenLot {
  /** The lot that they are out of. */
  readonly from: LotId
  /** The lot that they are in from now on. */
  readonly lotId: LotId
  readonly points: number
  readonly earnedOn: CivilDate
  readonly lastDay?: CivilDate
  /** Of the lot that they are out of; given points keep the day that they have. */
  readonly rolls?: number
}

/** A member got points from another. They keep their days, and do not travel twice. */
export interface PointsTransferredIn extends OfAccount, Given {
  readonly type: 'PointsTransferredIn'
  readonly zone: Zone
  readonly lots: ReadonlyArray<ReceivedLot>
}

export interface ReceivedLot {
  readonly lotId: LotId
  readonly points: number
  readonly earnedOn: CivilDate
  readonly lastDay?: CivilDate
}

/** What was given cannot come in here, and goes back. */
export interface PointsTransferRefused extends OfAccount, Given {
  readonly type: 'PointsTransferRefused'
  readonly zone: Zone
  readonly because: NotReceivable
}

/** Why an account takes no points in: it is closed, or its customer is no member. */
export type NotReceivable = 'accountClosed' | 'notAMember'

/** What was given came back to the very lots that it was out of. */
export interface TransferReturned extends OfAccount, Given {
  readonly type: 'TransferReturned'
  readonly because: NotReceivable
  readonly back: ReadonlyArray<Back>
}

/** The account takes no more points in, and what it has goes by a policy. */
export interface PointsAccountClosed extends OfAccount {
  readonly type: 'PointsAccountClosed'
  readonly policy: ClosingPolicy
  /** Under `until`: the last day of whatever it has. */
  readonly until?: CivilDate
  /** Points whose last day is that one from now on, by the day that it was. */
  readonly shortened: ReadonlyArray<Shortened>
  /** Under `payOut`: at what rate. */
  readonly rules?: RulesRef
  readonly redemption?: RedemptionRule
  readonly currency?: Currency
}

export interface Shortened {
  readonly points: number
  readonly bucket: 'available' | 'pending'
  readonly lastDay?: CivilDate
  readonly rolls?: number
  readonly availableOn?: CivilDate
}

/** The membership is not active: from this day on nothing is redeemed, held, given or adjusted. */
export interface PointsAccountRested extends OfAccount {
  readonly type: 'PointsAccountRested'
  readonly fromDay: CivilDate
}

/** The membership that was not active goes on: on this day points can be spent again. */
export interface PointsAccountResumed extends OfAccount {
  readonly type: 'PointsAccountResumed'
  readonly fromDay: CivilDate
}

/** All points expire; those that can be spent are paid out; or all can be spent until a day. */
export type ClosingPolicy = 'forfeit' | 'payOut' | 'until'

/** Points of a hold, and their last day before and after it stopped moving with what the account does, or began again. */
export interface HeldDays {
  readonly holdId: PointsHoldId
  readonly points: number
  readonly before: LotDay
  readonly after: LotDay
}

export interface LotDay {
  readonly lastDay: CivilDate
  readonly rolls?: number
}

interface Moved {
  readonly moveId: MoveId
  /** The account at the other end, and whose it is. */
  readonly other: MembershipId
  readonly otherCustomerId: CustomerId
  /** Points of all lots. */
  readonly points: number
  readonly lots: ReadonlyArray<MovedLot>
  readonly debts: ReadonlyArray<MovedDebt>
}

/** A lot, or what of it is free, with all that it keeps wherever it lies. */
export interface MovedLot {
  readonly lotId: LotId
  readonly points: number
  readonly bucket: 'available' | 'pending'
  readonly earnedOn: CivilDate
  readonly availableOn?: CivilDate
  readonly lastDay?: CivilDate
  /** In the account whose event this is, until the lot left it; the other one keeps the day. */
  readonly rolls?: number
  /** The account that recorded the lot. */
  readonly origin: MembershipId
  readonly awardId?: AwardId
  /** The lot whose points it took over when that had lapsed. */
  readonly root?: LotId
  /** It came by a transfer and does not travel again. */
  readonly isGiven?: true
}

export interface MovedDebt {
  readonly awardId: AwardId
  readonly returnId: ReturnId
  /** The account that recorded the award. */
  readonly origin: MembershipId
  readonly points: number
  readonly arisenAt: Instant
}

/**
 * Customers turned out to be one person, or not after all: what lay here of some origins lies in another account from now
 * on, and what of theirs comes free later follows it. Where `other` is the account itself, they stay from now on.
 */
export interface PointLotsMoved extends OfAccount, Moved {
  readonly type: 'PointLotsMoved'
  readonly zone: Zone
  readonly origins: ReadonlyArray<MembershipId>
  /**
   * Where lots leave whose day moved with what this account did: it stays as it is from now on, here, too, and so does that of
   * these parts of holds. Absent where no such lot leaves; lots of older events that have none went on moving here.
   */
  readonly held?: ReadonlyArray<HeldDays>
}

/** Lots and debts came from another account of the same person. */
export interface PointLotsReceived extends OfAccount, Moved {
  readonly type: 'PointLotsReceived'
  readonly zone: Zone
}

/** Lots cannot come in here, and go back. */
export interface PointLotsRefused extends OfAccount, Moved {
  readonly type: 'PointLotsRefused'
  readonly zone: Zone
  readonly because: NotReceivable
}

/** Lots and debts came back, and what is of their origins stays from now on. */
export interface PointLotsReturned extends OfAccount, Moved {
  readonly type: 'PointLotsReturned'
  readonly because: NotReceivable
  /** Where lots come back whose day moved until they left: it moves as if they had stayed, and so does that of these parts of holds. */
  readonly held?: ReadonlyArray<HeldDays>
}

/** Goods came back, and their points lie in another account: the claim follows them. */
export interface ReversalForwarded extends OfAccount {
  readonly type: 'ReversalForwarded'
  readonly moveId: MoveId
  readonly awardId: AwardId
  readonly returnId: ReturnId
  /** The account that recorded the award. */
  readonly origin: MembershipId
  readonly arisenAt: Instant
  readonly deficit: DeficitPolicy
  /** Where it goes, and whose account that is. */
  readonly other: MembershipId
  readonly otherCustomerId: CustomerId
  readonly points: number
  readonly lots: ReadonlyArray<ClaimedLot>
  /** Accounts that it has been to: it goes to each once. */
  readonly visited: ReadonlyArray<MembershipId>
}

/** A claim came here after its points. */
export interface ReversalFollowed extends OfAccount {
  readonly type: 'ReversalFollowed'
  readonly moveId: MoveId
  readonly awardId: AwardId
  readonly returnId: ReturnId
  readonly origin: MembershipId
  readonly arisenAt: Instant
  /** `takes` + `owed` + `forgiven` + `forwarded`. */
  readonly points: number
  readonly takes: ReadonlyArray<Take>
  readonly owed: number
  readonly forgiven: number
  readonly forwarded?: number
}

export interface ClaimedLot {
  readonly lotId: LotId
  readonly points: number
  /** Other accounts that parts of the lot went to, where the claim goes on to for what it does not find; absent where there are none. */
  readonly next?: ReadonlyArray<ClaimPlace>
}

/** An account that a claim goes to, and whose it is. */
export interface ClaimPlace {
  readonly membershipId: MembershipId
  readonly customerId: CustomerId
}
