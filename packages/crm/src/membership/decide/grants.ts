// Tiers that somebody grants.
import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import type { MatchTier, OverrideTier } from '../commands.js'
import type { GrantRefused } from '../rejections.js'
import type { Membership } from '../state.js'
import { claimsOf, rankOf } from '../tiers/track.js'
import { ruledBy } from './applying.js'
import { moveTo, saidOn } from './course.js'
import type { Decision } from './decision.js'
import { coveredBy, dayFor, memberOf } from './judged.js'

export const grantTier = (
  command: OverrideTier | MatchTier,
  membership: Membership,
  issued: Issued,
): Decision => {
  const { customerId, rules, tier, lastDay, reasonCode, approver, counted } = command
  const { version, tiers: wanted } = rules.rules
  if (wanted === undefined) return E.left({ _tag: 'NoTiers', version })
  const found = memberOf(membership.standing)
  if (E.isLeft(found)) return found
  const { tiers } = membership
  const today = dayFor(tiers, rules, issued)
  const { right: standing } = found
  const entries = coveredBy(standing, counted)
  const course = ruledBy({ customerId, rules, standing, tiers, entries }, today)
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
