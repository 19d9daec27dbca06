// What rules for earning must not say, because nobody can have meant it.
import { type CivilDate, civilDate, plusDays } from './civil-date.js'
import type { Conditions, Scope } from './earning-rules.js'
import { availableOnOf, lastDayOf } from './expiry.js'
import type { Code, TierId } from './ids.js'
import type { ProgrammeRules } from './programme-rules.js'

export type EarningFlaw =
  | EmptyScope
  | RuleIdTwice
  | RuleNeverSpendable
  | RuleForUnknownTier
  | WindowEndsBeforeItBegins

/** A scope that names nothing matches no line. */
export interface EmptyScope {
  readonly _tag: 'EmptyScope'
  /** Where, in the command that brings the rules. */
  readonly path: string
}

/** Rules share an id, and an award could not say which of them it means. */
export interface RuleIdTwice {
  readonly _tag: 'RuleIdTwice'
  readonly path: string
  readonly ruleId: Code
}

/** Points earned on this day would be gone before anybody could spend them. */
export interface RuleNeverSpendable {
  readonly _tag: 'RuleNeverSpendable'
  readonly path: string
  readonly earnedOn: CivilDate
  readonly availableOn: CivilDate
  readonly lastDay: CivilDate
}

/** A rule is for a tier that the programme does not have. */
export interface RuleForUnknownTier {
  readonly _tag: 'RuleForUnknownTier'
  readonly path: string
  readonly tier: TierId
}

/** A rule holds from a day to an earlier one. */
export interface WindowEndsBeforeItBegins {
  readonly _tag: 'WindowEndsBeforeItBegins'
  readonly path: string
  readonly from: CivilDate
  readonly until: CivilDate
}

interface PlacedRule extends Conditions {
  readonly path: string
  readonly ruleId: Code
  readonly scope?: Scope
}

const rulesIn = ({ earn }: ProgrammeRules): ReadonlyArray<PlacedRule> =>
  (['exclusions', 'baseRules', 'multipliers', 'bonuses'] as const).flatMap((part) =>
    (earn[part] ?? []).map((rule, index) => ({ ...rule, path: `/rules/earn/${part}/${index}` })),
  )

const twice = (rules: ReadonlyArray<PlacedRule>): ReadonlyArray<RuleIdTwice> => {
  const seen = new Set<Code>()
  return rules.flatMap(({ path, ruleId }): ReadonlyArray<RuleIdTwice> => {
    if (seen.has(ruleId)) return [{ _tag: 'RuleIdTwice', path: `${path}/ruleId`, ruleId }]
    seen.add(ruleId)
    return []
  })
}

const empty = ({ path, scope }: PlacedRule): ReadonlyArray<EmptyScope> =>
  scope !== undefined && Object.keys(scope).length === 0
    ? [{ _tag: 'EmptyScope', path: `${path}/scope` }]
    : []

const backwards = ({ path, from, until }: PlacedRule): ReadonlyArray<WindowEndsBeforeItBegins> =>
  from !== undefined && until !== undefined && until < from
    ? [{ _tag: 'WindowEndsBeforeItBegins', path: `${path}/until`, from, until }]
    : []

const unknownTiers = (
  { path, tiers = [] }: PlacedRule,
  known: ReadonlySet<TierId>,
): ReadonlyArray<RuleForUnknownTier> =>
  tiers
    .filter((tier) => !known.has(tier))
    .map((tier) => ({ _tag: 'RuleForUnknownTier', path: `${path}/tiers`, tier }))

// A month is never shorter than counted from a day of these years: they have no 29 February, and points wait at most a year.
const firstTried = civilDate('2025-01-01')
const daysTried = 365

const neverSpendable = ({ earn, expiry }: ProgrammeRules): ReadonlyArray<RuleNeverSpendable> => {
  if (availableOnOf(earn, firstTried) === firstTried) return []
  for (let day = 0; day < daysTried; day++) {
    const earnedOn = plusDays(firstTried, day)
    const availableOn = availableOnOf(earn, earnedOn)
    const lastDay = lastDayOf(expiry, earnedOn, availableOn)
    if (lastDay === undefined || lastDay >= availableOn) continue
    return [{ _tag: 'RuleNeverSpendable', path: '/rules/expiry', earnedOn, availableOn, lastDay }]
  }
  return []
}

/** Everything that is wrong with how rules let members earn, with its path in the command that brings them. Empty when they can be adopted. */
export const earningFlaws = (rules: ProgrammeRules): ReadonlyArray<EarningFlaw> => {
  const all = rulesIn(rules)
  const tiers = new Set(rules.tiers?.levels.map(({ tier }) => tier))
  return [
    ...twice(all),
    ...all.flatMap(empty),
    ...all.flatMap(backwards),
    ...all.flatMap((rule) => unknownTiers(rule, tiers)),
    ...neverSpendable(rules),
  ]
}
