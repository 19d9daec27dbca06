// What was spent or put aside for it, what came back of that, and what time and debts have taken. Stored for ever: add,
// never edit.
import type { Instant } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import type {
  AwardId,
  Code,
  LotId,
  PointsHoldId,
  RedemptionId,
  ReturnId,
  UndoId,
} from '../shared/ids.js'
import type { Currency } from '../shared/money.js'
import type { RedemptionRule, RulesRef } from '../shared/programme-rules.js'
import type { Back, OfAccount, Take } from './event-parts.js'

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
