// How a programme turns what was bought into points, in full: every part beyond the plain rule may be absent.
import type { CivilDate } from './civil-date.js'
import type { Code, Sku, TierId } from './ids.js'
import type { Rational, Rounding } from './rational.js'

/** The plain rule: what every line earns on its basis. */
export interface EarnRule {
  /** Points for each minor unit, exactly: one point for HK$10 is [1, 1000]. At most 1,000. */
  readonly pointsPerMinor: Rational
  readonly rounding: Rounding
  /** Whether each line is rounded, or the order as a whole and its points given to the lines by largest remainder. */
  readonly place: 'line' | 'order'
}

/** The plain rule and what a programme adds to it. Rules are known by their ids, which occur once in a version. */
export interface EarningRules extends EarnRule {
  /** Lines that earn nothing and count for nothing. Delivery and vouchers are lines of categories of the shop. */
  readonly exclusions?: ReadonlyArray<Exclusion>
  /** Whether tax earns points. Otherwise it is taken off the basis. */
  readonly grossBasis?: boolean
  /** Whether what was paid with points earns points. Otherwise it is taken off the basis. */
  readonly earnOnPointsPaid?: boolean
  /** What some lines earn on top of the plain rule; all that match are added up. */
  readonly baseRules?: ReadonlyArray<BaseRule>
  readonly multipliers?: ReadonlyArray<Multiplier>
  /** Points for the order as a whole. They are not multiplied. */
  readonly bonuses?: ReadonlyArray<OrderBonus>
  readonly caps?: Caps
  /** Points can be spent so many days after they were earned. */
  readonly pendingDays?: number
  /** Points can be spent on the day after goods could last be returned, so many days after the sale. */
  readonly returnWindowDays?: number
}

/** Which lines a rule is about: those with one of the articles, brands or categories. */
export interface Scope {
  readonly skus?: ReadonlyArray<Sku>
  readonly brands?: ReadonlyArray<Code>
  readonly categories?: ReadonlyArray<Code>
}

export interface Exclusion {
  readonly ruleId: Code
  readonly scope: Scope
}

/** When a rule holds. Every condition that is named must be met. */
export interface Conditions {
  /** The tiers that members were in before the sale. */
  readonly tiers?: ReadonlyArray<TierId>
  /** 1 for Monday to 7 for Sunday, by the day of the sale. */
  readonly weekdays?: ReadonlyArray<number>
  /** The first day of sale. */
  readonly from?: CivilDate
  /** The last day of sale. */
  readonly until?: CivilDate
}

export interface BaseRule extends Conditions {
  readonly ruleId: Code
  readonly pointsPerMinor: Rational
  /** Absent: every line. */
  readonly scope?: Scope
}

export interface Multiplier extends Conditions {
  readonly ruleId: Code
  readonly value: Rational
  /** Absent: every line. */
  readonly scope?: Scope
  /**
   * Where an exclusive one matches a line, it alone applies; of several the one with the highest priority, then value, then
   * id. Otherwise all that match are multiplied.
   */
  readonly exclusive?: boolean
  /** Absent: 0. */
  readonly priority?: number
}

/** What may be true of a sale or of its buyer, as a yes or no and nothing more. */
export type BonusFact = 'firstPurchase' | 'occasion' | 'referral'

export interface OrderBonus extends Conditions {
  readonly ruleId: Code
  readonly points: number
  /** The least basis of all lines that are not excluded, inclusive. */
  readonly minimumMinor?: number
  /** All of them must be true. */
  readonly facts?: ReadonlyArray<BonusFact>
  /** The sale must name this campaign. */
  readonly campaign?: Code
}

/** The most points that sales can earn. A membership year begins on the day of the year on which the membership began. */
export interface Caps {
  readonly order?: number
  readonly day?: number
  readonly month?: number
  readonly membershipYear?: number
}

/** What a cap counts over. */
export type CapPeriod = keyof Caps

// The parts that make the points of a sale others than the plain rule does. From when points can be spent is none of them.
const parts = [
  'exclusions',
  'grossBasis',
  'earnOnPointsPaid',
  'baseRules',
  'multipliers',
  'bonuses',
  'caps',
] as const satisfies ReadonlyArray<keyof EarningRules>

/** Whether the plain rule alone says what a sale earns. */
export const isPlain = (rules: EarningRules): boolean =>
  parts.every((part) => rules[part] === undefined)

/** The plain rule in rules. */
export const plainOf = ({ pointsPerMinor, rounding, place }: EarningRules): EarnRule => ({
  pointsPerMinor,
  rounding,
  place,
})
