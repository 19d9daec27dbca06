// The rules of a loyalty programme: membership adopts them, points apply them.
import type { CivilDate } from './civil-date.js'
import type { EarningRules } from './earning-rules.js'
import type { ProgrammeId, TierId } from './ids.js'
import type { Currency } from './money.js'
import type { Rational } from './rational.js'
import type { Zone } from './zone.js'

/** One version of the rules of a programme. */
export interface ProgrammeRules {
  /** 1, 2, 3 … without gaps. */
  readonly version: number
  /** The first day that they hold for. */
  readonly effectiveOn: CivilDate
  /** Where the days of the programme begin and end. Fixed by the first version. */
  readonly zone: Zone
  /** The only currency that earns and is redeemed. Fixed by the first version. */
  readonly currency: Currency
  readonly earn: EarningRules
  readonly expiry: Expiry
  /** What becomes of points that a return claims and that are spent already: a debt, or recorded and dropped. */
  readonly deficit: DeficitPolicy
  readonly redemption: RedemptionRule
  /** How members rise and fall. Absent where all members are alike. */
  readonly tiers?: TierRules
  /** How points go from one member to another; absent for the library's own limits. */
  readonly transfer?: TransferRule
  /** How points are adjusted by hand; absent for the library's own limit. */
  readonly adjustment?: AdjustmentRule
}

export type DeficitPolicy = 'carry' | 'forgive'

/** The last day of a lot, by the day that it was earned on. It can be spent through the whole of it. */
export type Expiry = AfterDays | AfterMonths | MonthEnd | YearEnd | FixedDate | Inactivity | Never

export interface AfterDays {
  readonly type: 'afterDays'
  readonly days: number
}

/** Clamped to the month's end: one month after 31 January is 28 or 29 February. */
export interface AfterMonths {
  readonly type: 'afterMonths'
  readonly months: number
}

/** The last day of the month so many months later. */
export interface MonthEnd {
  readonly type: 'monthEnd'
  readonly months: number
}

/** 31 December of the year so many years later. */
export interface YearEnd {
  readonly type: 'yearEnd'
  readonly years: number
}

/** The next such day of a year, the day itself included; clamped to the month's end. */
export interface FixedDate {
  readonly type: 'fixedDate'
  readonly month: number
  readonly day: number
}

/** So many months after the account was last active: after its last award, redemption or capture. Each of them moves the day. */
export interface Inactivity {
  readonly type: 'inactivity'
  readonly months: number
}

export interface Never {
  readonly type: 'never'
}

/** How points are spent. */
export interface RedemptionRule {
  /** Points are redeemed in multiples of it. */
  readonly step: number
  /** No redemption is of fewer points. */
  readonly minimum: number
  /** Minor units for each point; a step is worth whole minor units. Absent where points buy things and no money. */
  readonly minorPerPoint?: Rational
  /** How long points live that an undo brings back after their last day: 1 or more. */
  readonly graceDays: number
}

/** How the tier of a member follows from what was bought, earned or how often somebody came. */
export interface TierRules {
  /** Ascending, each threshold above the one before. A first threshold of 0 is the tier of everybody. */
  readonly levels: ReadonlyArray<TierLevel>
  /**
   * What is counted: minor units that were paid in money, points that were earned, or days with a purchase of which
   * something was kept, however many documents a day has. Fixed by the first rules with tiers.
   */
  readonly measure: TierMeasure
  /** The days that count. */
  readonly window: TierWindow
  /** What becomes of a tier that was not reached again by its last day. */
  readonly downgrade: TierDowngrade
  /** Whether goods that came back take a tier at once, or only count no more when its time is over. */
  readonly returns: 'atPeriodEnd' | 'atOnce'
  /** Where the anniversary of somebody who joined on 29 February falls in other years. */
  readonly leapRule: LeapRule
}

export interface TierLevel {
  readonly tier: TierId
  /** Inclusive: in minor units, points or days. */
  readonly threshold: number
}

export type TierMeasure = 'spend' | 'points' | 'visits'
export type TierDowngrade = 'keep' | 'toEarned' | 'oneStep'
export type LeapRule = 'feb28' | 'mar1'

export type TierWindow = CalendarYearWindow | MembershipYearWindow | RollingWindow

export interface CalendarYearWindow {
  readonly type: 'calendarYear'
}

/** From one anniversary of the membership to the eve of the next. */
export interface MembershipYearWindow {
  readonly type: 'membershipYear'
}

/** The months that end with the day itself. */
export interface RollingWindow {
  readonly type: 'rolling'
  readonly months: number
}

/** What a member may give to another. */
export interface TransferRule {
  /** Points of one transfer, at most; 0 where there are no transfers. */
  readonly mostPoints: number
  /** Points of all transfers of one account in a calendar year, at most. */
  readonly mostPointsAYear: number
  /** How many days an account gives nothing after its first points. */
  readonly leastDays: number
}

/** When somebody else must approve of an adjustment. */
export interface AdjustmentRule {
  /** Adjustments of more points, up or down, need an approver who is not the actor. */
  readonly approvedAbove: number
}

/** Rules as they were adopted: what commands carry and events name, so that later rules never change the past. */
export interface AdoptedRules {
  readonly programmeId: ProgrammeId
  /** SHA-256 of the rules as they were adopted, in lower-case hexadecimal. */
  readonly sha256: string
  readonly rules: ProgrammeRules
}

/** Which rules something was decided under. */
export interface RulesRef {
  readonly version: number
  readonly sha256: string
}
