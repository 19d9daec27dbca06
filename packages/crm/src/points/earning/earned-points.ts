// How much the rules that a sale meets give (docs/guide/points.md): the second half of an award. It looks at nothing but the
// explanation, so that anybody can compute an award again from what it says of itself.
import type { EarnRule } from '../../shared/earning-rules.js'
import {
  compare,
  type Fraction,
  fractionOf,
  plus,
  restOf,
  rounded,
  times,
  whole,
} from '../../shared/fraction.js'
import type { Code } from '../../shared/ids.js'
import { allocate } from '../../shared/rational.js'
import type { AppliedMultiplier, AwardExplanation, ExplainedLine } from './explanation.js'

/** The points of each line and of each bonus, in the order of the explanation. */
export interface EarnedPoints {
  readonly lines: ReadonlyArray<number>
  readonly bonuses: ReadonlyArray<number>
}

/** What a line earns before it is rounded: its basis times `factor`. */
export interface RawLine {
  readonly basisMinor: number
  readonly factor: Fraction
}

const higher = (a: AppliedMultiplier, b: AppliedMultiplier): AppliedMultiplier => {
  const { priority: ofA = 0 } = a
  const { priority: ofB = 0 } = b
  if (ofA !== ofB) return ofA > ofB ? a : b
  const values = compare(fractionOf(a.value), fractionOf(b.value))
  if (values !== 0) return values > 0 ? a : b
  return a.ruleId > b.ruleId ? a : b
}

/** Of the multipliers that match a line those that apply: one that is exclusive, or all of them. */
export const applying = (
  matching: ReadonlyArray<AppliedMultiplier>,
): ReadonlyArray<AppliedMultiplier> => {
  const exclusive = matching.filter((one) => one.exclusive === true)
  return exclusive.length === 0 ? matching : [exclusive.reduce(higher)]
}

const named = <A extends { readonly ruleId: Code }>(
  rules: ReadonlyArray<A> = [],
  ids: ReadonlyArray<Code> = [],
): ReadonlyArray<A> => rules.filter(({ ruleId }) => ids.includes(ruleId))

const none: Fraction = { n: 0n, d: 1n }

const factorOf = (
  { pointsPerMinor }: EarnRule,
  { baseRules, multipliers }: AwardExplanation,
  line: ExplainedLine,
): Fraction => {
  if (line.excludedBy !== undefined) return none
  const base = named(baseRules, line.baseRules)
    .map((rule) => fractionOf(rule.pointsPerMinor))
    .reduce(plus, fractionOf(pointsPerMinor))
  return applying(named(multipliers, line.multipliers))
    .map(({ value }) => fractionOf(value))
    .reduce(times, base)
}

/** What each line earns before it is rounded. Lines that meet the same rules share their factor. */
export const rawLinesOf = (
  earn: EarnRule,
  explanation: AwardExplanation,
  bases: ReadonlyArray<number>,
): ReadonlyArray<RawLine> => {
  const factors = new Map<string, Fraction>()
  return explanation.lines.map((line, n) => {
    const key = JSON.stringify([line.excludedBy, line.baseRules, line.multipliers])
    const factor = factors.get(key) ?? factorOf(earn, explanation, line)
    factors.set(key, factor)
    return { basisMinor: bases[n] ?? 0, factor }
  })
}

const rawOf = ({ basisMinor, factor }: RawLine): Fraction => times(whole(basisMinor), factor)

// Bases are added up before they are multiplied, so that the denominator stays a product of as many as there are rules.
const sumOf = (lines: ReadonlyArray<RawLine>): Fraction => {
  const bases = new Map<Fraction, bigint>()
  for (const { factor, basisMinor } of lines) {
    bases.set(factor, (bases.get(factor) ?? 0n) + BigInt(basisMinor))
  }
  return [...bases].map(([factor, n]) => times({ n, d: 1n }, factor)).reduce(plus, none)
}

// One more for the lines with the largest fractions, ties to the lower line.
const givenOut = (raw: ReadonlyArray<Fraction>, points: bigint): ReadonlyArray<bigint> => {
  const wholes = raw.map((one) => rounded(one, 'floor'))
  const missing = Number(points - wholes.reduce((all, one) => all + one, 0n))
  const rests = raw.map(restOf)
  const first = rests
    .map((_, index) => index)
    .sort((a, b) => compare(rests[b] ?? none, rests[a] ?? none) || a - b)
    .slice(0, missing)
  for (const index of first) wholes[index] = (wholes[index] ?? 0n) + 1n
  return wholes
}

/** The points of each line before any cap, exactly: there may be more of them than a number holds. */
export const uncutLines = (
  { rounding, place }: EarnRule,
  lines: ReadonlyArray<RawLine>,
): ReadonlyArray<bigint> =>
  place === 'line'
    ? lines.map((line) => rounded(rawOf(line), rounding))
    : givenOut(lines.map(rawOf), rounded(sumOf(lines), rounding))

/** What the tightest cap leaves; undefined where there is none. */
export const leftByCaps = ({ caps = [] }: AwardExplanation): number | undefined =>
  caps.length === 0
    ? undefined
    : Math.max(0, Math.min(...caps.map(({ limit, used }) => limit - used)))

/**
 * Cuts what was earned to what the tightest cap leaves: over lines and then bonuses, in proportion to their points, by
 * largest remainder.
 */
export const cutToCaps = (
  explanation: AwardExplanation,
  lines: ReadonlyArray<number>,
): EarnedPoints => {
  const bonuses = (explanation.bonuses ?? []).map(({ points }) => points)
  const left = leftByCaps(explanation)
  const total = [...lines, ...bonuses].reduce((all, points) => all + points, 0)
  if (left === undefined || total <= left) return { lines, bonuses }
  const cut = allocate(left, [...lines, ...bonuses])
  return { lines: cut.slice(0, lines.length), bonuses: cut.slice(lines.length) }
}

/**
 * The points of an award from its own explanation: the plain rule, what else met the sale, and the basis of each line in the
 * order of the explanation. The award that says so has these points.
 */
export const earnedPoints = (
  earn: EarnRule,
  explanation: AwardExplanation,
  bases: ReadonlyArray<number>,
): EarnedPoints =>
  cutToCaps(explanation, uncutLines(earn, rawLinesOf(earn, explanation, bases)).map(Number))
