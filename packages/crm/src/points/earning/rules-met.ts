// Which rules a sale meets (docs/guide/points.md): the first half of an award, and all that its explanation stores.
import { weekdayOf } from '../../shared/civil-date.js'
import type {
  CapPeriod,
  Conditions,
  EarningRules,
  OrderBonus,
  Scope,
} from '../../shared/earning-rules.js'
import type { Code } from '../../shared/ids.js'
import type { AwardPoints, EarningLine } from '../commands.js'
import type { AppliedCap, AwardExplanation, ExplainedLine } from './explanation.js'

/** What a sale meets besides the rules: what stands in the command, and what the account knows. */
export interface Circumstances extends Pick<AwardPoints, 'earnedOn' | 'tier' | 'campaign'> {
  readonly facts: ReadonlyArray<string>
  /** What is used of each cap by earlier awards. */
  readonly usedOf: (period: CapPeriod) => number
}

/** The explanation of an award, and of each of its lines the basis, in the same order. */
export interface Met {
  readonly explanation: AwardExplanation
  readonly bases: ReadonlyArray<number>
}

const isIn = (
  { skus, brands, categories }: Scope,
  { sku, brand, category }: EarningLine,
): boolean =>
  (sku !== undefined && skus?.includes(sku) === true) ||
  (brand !== undefined && brands?.includes(brand) === true) ||
  (category !== undefined && categories?.includes(category) === true)

const holds = (
  { tiers, weekdays, from, until }: Conditions,
  { earnedOn, tier }: Circumstances,
): boolean =>
  (tiers === undefined || (tier !== undefined && tiers.includes(tier))) &&
  (from === undefined || from <= earnedOn) &&
  (until === undefined || earnedOn <= until) &&
  (weekdays === undefined || weekdays.includes(weekdayOf(earnedOn)))

// What of a line earns points: without tax and what was paid with points, unless the rules have them earn too.
const basisOf = (
  { basisMinor, taxMinor = 0, paidByPointsMinor = 0 }: EarningLine,
  { grossBasis = false, earnOnPointsPaid = false }: EarningRules,
): number =>
  Math.max(0, basisMinor - (grossBasis ? 0 : taxMinor) - (earnOnPointsPaid ? 0 : paidByPointsMinor))

type Scoped = Conditions & { readonly ruleId: Code; readonly scope?: Scope }

const idsOf = (rules: ReadonlyArray<Scoped>, line: EarningLine): ReadonlyArray<Code> =>
  rules.filter(({ scope }) => scope === undefined || isIn(scope, line)).map(({ ruleId }) => ruleId)

const explained = (
  line: EarningLine,
  basis: number,
  rules: EarningRules,
  baseRules: ReadonlyArray<Scoped>,
  multipliers: ReadonlyArray<Scoped>,
): ExplainedLine => {
  const { lineId, basisMinor, taxMinor, paidByPointsMinor } = line
  const excludedBy = rules.exclusions?.find(({ scope }) => isIn(scope, line))?.ruleId
  const base = excludedBy === undefined ? idsOf(baseRules, line) : []
  const by = excludedBy === undefined ? idsOf(multipliers, line) : []
  return {
    lineId,
    ...(basis === basisMinor ? {} : { paidMinor: basisMinor }),
    ...(taxMinor === undefined ? {} : { taxMinor }),
    ...(paidByPointsMinor === undefined ? {} : { paidByPointsMinor }),
    ...(excludedBy === undefined ? {} : { excludedBy }),
    ...(base.length === 0 ? {} : { baseRules: base }),
    ...(by.length === 0 ? {} : { multipliers: by }),
  }
}

const isEarned = (
  { facts = [], campaign, minimumMinor = 0, ...conditions }: OrderBonus,
  met: Circumstances,
  countsMinor: number,
): boolean =>
  countsMinor >= minimumMinor &&
  holds(conditions, met) &&
  facts.every((fact) => met.facts.includes(fact)) &&
  (campaign === undefined || campaign === met.campaign)

const capPeriods: ReadonlyArray<CapPeriod> = ['order', 'day', 'month', 'membershipYear']

const capsOf = (
  { caps = {} }: EarningRules,
  { usedOf }: Circumstances,
): ReadonlyArray<AppliedCap> =>
  capPeriods.flatMap((period) => {
    const limit = caps[period]
    return limit === undefined ? [] : [{ period, limit, used: usedOf(period) }]
  })

/** The rules that a sale meets, line by line and as a whole. What met nothing is left out. */
export const rulesMet = (
  rules: EarningRules,
  lines: ReadonlyArray<EarningLine>,
  met: Circumstances,
): Met => {
  const { tier } = met
  const baseRules = (rules.baseRules ?? []).filter((rule) => holds(rule, met))
  const multipliers = (rules.multipliers ?? []).filter((rule) => holds(rule, met))
  const bases = lines.map((line) => basisOf(line, rules))
  const all = lines.map((line, n) => explained(line, bases[n] ?? 0, rules, baseRules, multipliers))
  const counting = all.flatMap(({ excludedBy }, n) =>
    excludedBy === undefined ? [bases[n] ?? 0] : [],
  )
  const countsMinor = counting.reduce((sum, basis) => sum + basis, 0)
  const bonuses = (counting.length === 0 ? [] : (rules.bonuses ?? []))
    .filter((bonus) => isEarned(bonus, met, countsMinor))
    .map(({ ruleId, points, minimumMinor }) =>
      minimumMinor === undefined ? { ruleId, points } : { ruleId, points, minimumMinor },
    )
  const caps = capsOf(rules, met)
  const metBase = new Set(all.flatMap((line) => line.baseRules ?? []))
  const metBy = new Set(all.flatMap((line) => line.multipliers ?? []))
  const explanation: AwardExplanation = {
    ...(tier === undefined ? {} : { tier }),
    ...(rules.grossBasis === undefined ? {} : { grossBasis: rules.grossBasis }),
    ...(rules.earnOnPointsPaid === undefined ? {} : { earnOnPointsPaid: rules.earnOnPointsPaid }),
    ...some(
      'baseRules',
      baseRules
        .filter(({ ruleId }) => metBase.has(ruleId))
        .map(({ ruleId, pointsPerMinor }) => ({ ruleId, pointsPerMinor })),
    ),
    ...some(
      'multipliers',
      multipliers
        .filter(({ ruleId }) => metBy.has(ruleId))
        .map(({ ruleId, value, exclusive, priority }) => ({
          ruleId,
          value,
          ...(exclusive === undefined ? {} : { exclusive }),
          ...(priority === undefined ? {} : { priority }),
        })),
    ),
    lines: all,
    ...some('bonuses', bonuses),
    ...some('caps', caps),
  }
  return { explanation, bases }
}

const some = <Key extends string, A>(
  key: Key,
  entries: ReadonlyArray<A>,
): { readonly [K in Key]?: ReadonlyArray<A> } =>
  entries.length === 0 ? {} : ({ [key]: entries } as { readonly [K in Key]: ReadonlyArray<A> })
