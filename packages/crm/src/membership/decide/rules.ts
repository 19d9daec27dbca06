import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { differencesBetween } from '../../shared/differences.js'
import { earningFlaws } from '../../shared/earning-flaws.js'
import type { ProgrammeRules } from '../../shared/programme-rules.js'
import { divide } from '../../shared/rational.js'
import { sha256Of } from '../../shared/sha256.js'
import { dayOf } from '../../shared/zone.js'
import type { AdoptRules } from '../commands.js'
import type { ProgrammeRulesAdopted } from '../events.js'
import type {
  EffectiveInPast,
  FixedByFirstRules,
  RulesRefused,
  StepNotExact,
} from '../rejections.js'
import type { Membership } from '../state.js'
import type { Decision } from './decision.js'
import { tiersRefused } from './tier-rules.js'

export const adoptRules = (
  { programmeId, rules }: AdoptRules,
  adopted: Membership['adopted'],
  issued: Issued,
): Decision => {
  const { version } = rules
  const before = adopted.find((one) => one.rules.version === version)
  if (before !== undefined) {
    const differences = differencesBetween(before.rules, rules)
    return differences.length === 0
      ? E.right([])
      : E.left({ _tag: 'VersionAlreadyAdopted', version, differences })
  }
  const expected = adopted.length + 1
  if (version !== expected) return E.left({ _tag: 'VersionNotNext', expected, found: version })
  const reasons = reasonsAgainst(rules, adopted, issued)
  if (reasons.length > 0) return E.left({ _tag: 'RulesRefused', reasons })
  return E.right([{ type: 'ProgrammeRulesAdopted', programmeId, rules, sha256: sha256Of(rules) }])
}

const reasonsAgainst = (
  rules: ProgrammeRules,
  adopted: ReadonlyArray<ProgrammeRulesAdopted>,
  issued: Issued,
): RulesRefused['reasons'] => [
  ...effectiveInPast(rules, issued),
  ...stepNotExact(rules),
  ...(adopted[0] === undefined ? [] : fixedByFirst(rules, adopted[0].rules)),
  ...tiersRefused(rules, adopted),
  ...earningFlaws(rules),
]

const effectiveInPast = (
  { effectiveOn, zone }: ProgrammeRules,
  { at }: Issued,
): ReadonlyArray<EffectiveInPast> => {
  const today = dayOf(at, zone)
  return effectiveOn < today ? [{ _tag: 'EffectiveInPast', effectiveOn, today }] : []
}

const stepNotExact = ({ redemption }: ProgrammeRules): ReadonlyArray<StepNotExact> => {
  const { step, minorPerPoint } = redemption
  if (minorPerPoint === undefined) return []
  const [n, d] = minorPerPoint
  return divide(step, n, d).rest === 0 ? [] : [{ _tag: 'StepNotExact', step, minorPerPoint }]
}

const fixedByFirst = (
  rules: ProgrammeRules,
  first: ProgrammeRules,
): ReadonlyArray<FixedByFirstRules> =>
  (['zone', 'currency'] as const)
    .filter((field) => rules[field] !== first[field])
    .map((field) => ({
      _tag: 'FixedByFirstRules',
      field,
      fixed: first[field],
      found: rules[field],
    }))
