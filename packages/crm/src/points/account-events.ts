// What was done to an account by hand, and what became of it as a whole. Stored for ever: add, never edit.
import type { Personal } from '@patina/privacy'
import type { CivilDate } from '../shared/civil-date.js'
import type { AdjustmentId, LotId, ReasonCode, StaffId } from '../shared/ids.js'
import type { Currency } from '../shared/money.js'
import type { RedemptionRule, RulesRef } from '../shared/programme-rules.js'
import type { Zone } from '../shared/zone.js'
import type { OfAccount, Take } from './event-parts.js'

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
