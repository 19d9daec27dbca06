// What is wrong with the tiers of new rules.
import type { ProgrammeRules, TierRules } from '../../shared/programme-rules.js'
import type { ProgrammeRulesAdopted } from '../events.js'
import type {
  MeasureFixed,
  RulesRefused,
  ThresholdsNotAscending,
  TierMissing,
  TierTwice,
} from '../rejections.js'

/** Everything that is wrong with the tiers of rules, by themselves and beside the rules that were adopted before. */
export const tiersRefused = (
  { tiers }: ProgrammeRules,
  adopted: ReadonlyArray<ProgrammeRulesAdopted>,
): RulesRefused['reasons'] => {
  const before = adopted.flatMap(({ rules }) => (rules.tiers === undefined ? [] : [rules.tiers]))
  return tiers === undefined
    ? []
    : [
        ...notAscending(tiers),
        ...twice(tiers),
        ...missing(tiers, before.at(-1)),
        ...measureFixed(tiers, before[0]),
      ]
}

const notAscending = ({ levels }: TierRules): ReadonlyArray<ThresholdsNotAscending> =>
  levels.flatMap(({ tier, threshold }, index) => {
    const below = levels[index - 1]?.threshold
    return below === undefined || threshold > below
      ? []
      : [{ _tag: 'ThresholdsNotAscending', tier, threshold, below }]
  })

const twice = ({ levels }: TierRules): ReadonlyArray<TierTwice> =>
  levels
    .filter(({ tier }, index) => levels.findIndex((one) => one.tier === tier) !== index)
    .map(({ tier }) => ({ _tag: 'TierTwice', tier }))

// Whoever holds a tier would hold nothing, from one day to the next.
const missing = (
  { levels }: TierRules,
  before: TierRules | undefined,
): ReadonlyArray<TierMissing> =>
  (before?.levels ?? [])
    .filter(({ tier }) => !levels.some((one) => one.tier === tier))
    .map(({ tier }) => ({ _tag: 'TierMissing', tier }))

const measureFixed = (
  { measure: found }: TierRules,
  first: TierRules | undefined,
): ReadonlyArray<MeasureFixed> =>
  first === undefined || first.measure === found
    ? []
    : [{ _tag: 'MeasureFixed', fixed: first.measure, found }]
