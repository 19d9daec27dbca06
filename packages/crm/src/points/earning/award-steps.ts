// An award told step by step (docs/guide/points.md): for whoever asks why it is so many points.
import { type Fraction, fractionOf, textOf, times, whole } from '../../shared/fraction.js'
import type { Code, LineId } from '../../shared/ids.js'
import type { Rational, Rounding } from '../../shared/rational.js'
import type { PointsAwarded } from '../events.js'
import { applying, cutToCaps, leftByCaps, rawLinesOf, uncutLines } from './earned-points.js'
import type { AwardExplanation, ExplainedLine } from './explanation.js'

/** Figures before rounding are texts, such as `3/2`: exact, and possibly too large for a number. */
export interface AwardSteps {
  readonly rounding: Rounding
  readonly place: 'line' | 'order'
  readonly lines: ReadonlyArray<LineSteps>
  readonly bonuses: ReadonlyArray<BonusSteps>
  /** What the tightest cap had left; absent where there is none. */
  readonly leftByCaps?: number
}

export interface LineSteps {
  readonly lineId: LineId
  readonly basisMinor: number
  readonly excludedBy?: Code
  /** The plain rule, which has no id, and those that the line met. */
  readonly baseRules: ReadonlyArray<{
    readonly ruleId?: Code
    readonly pointsPerMinor: Rational
    readonly raw: string
  }>
  /** Those that the line met. One that is not used gave way to an exclusive one. */
  readonly multipliers: ReadonlyArray<{
    readonly ruleId: Code
    readonly value: Rational
    readonly isUsed: boolean
  }>
  readonly raw: string
  /** Rounded, before any cap. */
  readonly uncut: number
  readonly points: number
}

export interface BonusSteps {
  readonly ruleId: Code
  readonly uncut: number
  readonly points: number
}

// Of an award by the plain rule the order of its lines is not known, and nothing hangs on it that is told here.
const explanationOf = ({ explanation, lots, withoutPoints }: PointsAwarded): AwardExplanation =>
  explanation ?? { lines: [...lots, ...withoutPoints].map(({ lineId }) => ({ lineId })) }

const baseSteps = (
  { earn }: PointsAwarded,
  { baseRules = [] }: AwardExplanation,
  line: ExplainedLine,
  basis: Fraction,
): LineSteps['baseRules'] => {
  if (line.excludedBy !== undefined) return []
  const met = baseRules.filter(({ ruleId }) => line.baseRules?.includes(ruleId) === true)
  return [{ pointsPerMinor: earn.pointsPerMinor }, ...met].map((rule) => ({
    ...rule,
    raw: textOf(times(basis, fractionOf(rule.pointsPerMinor))),
  }))
}

const multiplierSteps = (
  { multipliers = [] }: AwardExplanation,
  line: ExplainedLine,
): LineSteps['multipliers'] => {
  const met = multipliers.filter(({ ruleId }) => line.multipliers?.includes(ruleId) === true)
  const used = new Set(applying(met))
  return met.map((one) => ({ ruleId: one.ruleId, value: one.value, isUsed: used.has(one) }))
}

/** An award told step by step, from what it says of itself alone. */
export const awardSteps = (event: PointsAwarded): AwardSteps => {
  const { earn, lots, withoutPoints } = event
  const explanation = explanationOf(event)
  const bases = new Map([...lots, ...withoutPoints].map((one) => [one.lineId, one.basisMinor]))
  const points = new Map(lots.map((lot) => [lot.lineId, lot.points]))
  const raw = rawLinesOf(
    earn,
    explanation,
    explanation.lines.map(({ lineId }) => bases.get(lineId) ?? 0),
  )
  const uncut = uncutLines(earn, raw).map(Number)
  const cut = cutToCaps(explanation, uncut)
  const left = leftByCaps(explanation)
  return {
    rounding: earn.rounding,
    place: earn.place,
    lines: explanation.lines.map((line, n) => {
      const { lineId, excludedBy } = line
      const { basisMinor, factor } = raw[n] ?? { basisMinor: 0, factor: whole(0) }
      const basis = whole(basisMinor)
      return {
        lineId,
        basisMinor,
        ...(excludedBy === undefined ? {} : { excludedBy }),
        baseRules: baseSteps(event, explanation, line, basis),
        multipliers: multiplierSteps(explanation, line),
        raw: textOf(times(basis, factor)),
        uncut: uncut[n] ?? 0,
        points: points.get(lineId) ?? 0,
      }
    }),
    bonuses: (explanation.bonuses ?? []).map(({ ruleId, points: full }, n) => ({
      ruleId,
      uncut: full,
      points: cut.bonuses[n] ?? 0,
    })),
    ...(left === undefined ? {} : { leftByCaps: left }),
  }
}
