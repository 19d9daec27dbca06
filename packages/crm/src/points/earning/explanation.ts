// Why an award is what it is: what was looked at and which rules met it. Stored for ever: add, never edit.
import type { CapPeriod, EarningRules } from '../../shared/earning-rules.js'
import type { Code, LineId, TierId } from '../../shared/ids.js'
import type { Rational } from '../../shared/rational.js'

/**
 * What an award that is more than the plain rule was computed from. With the plain rule and the bases that stand in the award
 * it gives the same points again; what is absent did not matter.
 */
export interface AwardExplanation extends Pick<EarningRules, 'grossBasis' | 'earnOnPointsPaid'> {
  /** The tier in force before the sale. */
  readonly tier?: TierId
  /** Those that met a line. */
  readonly baseRules?: ReadonlyArray<AppliedBaseRule>
  /** Those that met a line, used or not. */
  readonly multipliers?: ReadonlyArray<AppliedMultiplier>
  /** Every line, in the order of the sale. */
  readonly lines: ReadonlyArray<ExplainedLine>
  /** Those that held, with their points before any cap. */
  readonly bonuses?: ReadonlyArray<AppliedBonus>
  /** Every cap of the rules, the ones that did not cut included. */
  readonly caps?: ReadonlyArray<AppliedCap>
}

export interface AppliedBaseRule {
  readonly ruleId: Code
  readonly pointsPerMinor: Rational
}

export interface AppliedMultiplier {
  readonly ruleId: Code
  readonly value: Rational
  readonly exclusive?: boolean
  readonly priority?: number
}

export interface ExplainedLine {
  readonly lineId: LineId
  /** What was paid, where the basis is another figure. */
  readonly paidMinor?: number
  readonly taxMinor?: number
  readonly paidByPointsMinor?: number
  /** The rule that left the line out. */
  readonly excludedBy?: Code
  /** Ids of base rules beyond the plain one. */
  readonly baseRules?: ReadonlyArray<Code>
  /** Ids of multipliers. */
  readonly multipliers?: ReadonlyArray<Code>
}

export interface AppliedBonus {
  readonly ruleId: Code
  readonly points: number
  /** The basis that it needs, and loses when goods come back. */
  readonly minimumMinor?: number
}

export interface AppliedCap {
  readonly period: CapPeriod
  readonly limit: number
  /** What earlier awards of the period had used of it, less what was taken back of them. */
  readonly used: number
}
