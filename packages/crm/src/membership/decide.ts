import type { Issued } from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import { membershipIdOf } from '../shared/derived-ids.js'
import { differencesBetween } from '../shared/differences.js'
import type { ProgrammeRules } from '../shared/programme-rules.js'
import { divide } from '../shared/rational.js'
import { sha256Of } from '../shared/sha256.js'
import { dayOf } from '../shared/zone.js'
import type { Admit, AdoptRules, Close, MembershipCommand } from './commands.js'
import type {
  MembershipActivated,
  MembershipClosed,
  MembershipEvent,
  ProgrammeRulesAdopted,
} from './events.js'
import type {
  EffectiveInPast,
  FixedByFirstRules,
  MembershipRejection,
  RulesRefused,
  StepNotExact,
} from './rejections.js'
import type { Membership, Standing } from './state.js'

type Decision = Either<MembershipRejection, ReadonlyArray<MembershipEvent>>

/**
 * What follows from a command about a programme or a membership. Left `VersionAlreadyAdopted`, `VersionNotNext` and
 * `RulesRefused` for rules, `AlreadyMember`, `NotAMember`, `MembershipEnded` and `EndsBeforeItBegins` for memberships.
 */
export const decide = (
  command: MembershipCommand,
  membership: Membership,
  issued: Issued,
): Decision => {
  switch (command.type) {
    case 'AdoptRules':
      return adoptRules(command, membership.adopted, issued)
    case 'Admit':
      return admit(command, membership.standing)
    case 'Close':
      return close(command, membership.standing)
  }
}

const adoptRules = (
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
  const reasons = reasonsAgainst(rules, adopted[0], issued)
  if (reasons.length > 0) return E.left({ _tag: 'RulesRefused', reasons })
  return E.right([{ type: 'ProgrammeRulesAdopted', programmeId, rules, sha256: sha256Of(rules) }])
}

const reasonsAgainst = (
  rules: ProgrammeRules,
  first: ProgrammeRulesAdopted | undefined,
  issued: Issued,
): RulesRefused['reasons'] => [
  ...effectiveInPast(rules, issued),
  ...stepNotExact(rules),
  ...(first === undefined ? [] : fixedByFirst(rules, first.rules)),
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

const admit = ({ programmeId, customerId, since }: Admit, standing: Standing): Decision => {
  const activated: MembershipActivated = {
    type: 'MembershipActivated',
    membershipId: membershipIdOf(programmeId, customerId),
    programmeId,
    customerId,
    since,
  }
  switch (standing._tag) {
    case 'NoMember':
      return E.right([activated])
    case 'Active': {
      const differences = differencesBetween(standing.activated, activated)
      return differences.length === 0 ? E.right([]) : E.left({ _tag: 'AlreadyMember', differences })
    }
    case 'Closed':
      return E.left({ _tag: 'MembershipEnded', until: standing.closed.until })
  }
}

const close = (command: Close, standing: Standing): Decision => {
  if (standing._tag === 'NoMember') return E.left({ _tag: 'NotAMember' })
  const { programmeId, customerId, until, by, reasonCode } = command
  const { since } = standing.activated
  const closed: MembershipClosed = {
    type: 'MembershipClosed',
    membershipId: membershipIdOf(programmeId, customerId),
    programmeId,
    customerId,
    since,
    until,
    by,
    reasonCode,
  }
  if (standing._tag === 'Closed') {
    return differencesBetween(standing.closed, closed).length === 0
      ? E.right([])
      : E.left({ _tag: 'MembershipEnded', until: standing.closed.until })
  }
  return until < since ? E.left({ _tag: 'EndsBeforeItBegins', since, until }) : E.right([closed])
}
