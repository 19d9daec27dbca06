// What was earned by what was bought, and taken back with what came back. Stored for ever: add, never edit.
import type { CivilDate } from '../shared/civil-date.js'
import type { EarnRule } from '../shared/earning-rules.js'
import type { AwardId, Code, LineId, LotId, ReturnId, SaleId } from '../shared/ids.js'
import type { DeficitPolicy, Expiry, RulesRef } from '../shared/programme-rules.js'
import type { Zone } from '../shared/zone.js'
import type { AwardExplanation } from './earning/explanation.js'
import type { OfAccount, Take } from './event-parts.js'

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
