// Tiers that somebody grants, and the look whether a tier is still the right one.
import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import type { CivilDate } from '../../shared/civil-date.js'
import { dayOf } from '../../shared/zone.js'
import type { AssessTier, MatchTier, OverrideTier } from '../commands.js'
import type { GrantRefused, MembershipRejection } from '../rejections.js'
import type { Active, Lapsed, Membership, Standing, Suspended } from '../state.js'
import { claimsOf, rankOf } from '../tiers/track.js'
import { ruledBy } from './applying.js'
import { moveTo, saidOn } from './course.js'
import type { Decision } from './decision.js'

const noTierFor = (
  standing: Standing,
): E.Either<MembershipRejection, Active | Suspended | Lapsed> => {
  switch (standing._tag) {
    case 'NoMember':
    case 'Applied':
      return E.left({ _tag: 'NotAMember' })
    case 'Closed':
      return E.left({ _tag: 'MembershipEnded', until: standing.closed.until })
    default:
      return E.right(standing)
  }
}

const dayFor = ({ tiers }: Membership, rules: AssessTier['rules'], { at }: Issued): CivilDate => {
  const today = dayOf(at, rules.rules.zone)
  return tiers !== undefined && tiers.clock > today ? tiers.clock : today
}

export const assessTier = (
  { customerId, rules }: AssessTier,
  membership: Membership,
  issued: Issued,
): Decision => {
  const { version, tiers: wanted } = rules.rules
  if (wanted === undefined) return E.left({ _tag: 'NoTiers', version })
  const standing = noTierFor(membership.standing)
  if (E.isLeft(standing)) return standing
  const { tiers } = membership
  const day = dayFor(membership, rules, issued)
  return E.right(ruledBy({ customerId, rules, standing: standing.right, tiers }, day).events)
}

export const grantTier = (
  command: OverrideTier | MatchTier,
  membership: Membership,
  issued: Issued,
): Decision => {
  const { customerId, rules, tier, lastDay, reasonCode, approver } = command
  const { version, tiers: wanted } = rules.rules
  if (wanted === undefined) return E.left({ _tag: 'NoTiers', version })
  const found = noTierFor(membership.standing)
  if (E.isLeft(found)) return found
  const { tiers } = membership
  const today = dayFor(membership, rules, issued)
  const course = ruledBy({ customerId, rules, standing: found.right, tiers }, today)
  const { granted } = course.claims
  if (granted?.tier === tier && granted.lastDay === lastDay) return E.right([])
  const reasons: ReadonlyArray<GrantRefused['reasons'][number]> = [
    ...(approver === undefined || approver === issued.by
      ? [{ _tag: 'NoApprover' as const, approver: approver ?? null }]
      : []),
    ...(rankOf(course.basis.rules, tier) < 0 ? [{ _tag: 'UnknownTier' as const, tier }] : []),
    ...(lastDay < today ? [{ _tag: 'GrantOver' as const, lastDay, today }] : []),
  ]
  if (reasons.length > 0 || approver === undefined) return E.left({ _tag: 'GrantRefused', reasons })
  const cause = command.type === 'OverrideTier' ? 'override' : 'match'
  const claims = claimsOf(course.claims.held, { tier, lastDay })
  const { events } = moveTo(course, claims, cause, today, {
    about: (after) => ({
      type: 'TierGranted',
      ...saidOn(after, today),
      tier,
      lastDay,
      cause,
      reasonCode,
      approver,
    }),
  })
  return E.right(events)
}
