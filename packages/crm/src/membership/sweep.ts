import { type Sweep, sweep } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import type { AdoptedRules } from '../shared/programme-rules.js'
import { inForceOn } from '../shared/rules-in-force.js'
import type { AssessTier } from './commands.js'
import { tierRulesView } from './tier-rules.codec.js'
import { memberTiersView } from './tiers.codec.js'
import { type MemberTier, type MemberTiers, qualifyingIn } from './tiers.projection.js'

/** The day that tiers are brought up to, in the zones of their programmes, and not after today. */
export interface TiersDue {
  readonly onDay: CivilDate
}

/**
 * Brings all tiers up to a day: those whose last day has passed, and those that newer rules have not reached yet. What `sweep` of
 * an application takes, once a day. Nobody's tier hangs on it, for whoever reads one is told what time has done; it puts that
 * into the log. Repeated on the same day it does nothing.
 */
export const tiersDue: Sweep<TiersDue> = sweep(
  'tiers_due',
  memberTiersView,
  { view: tierRulesView, key: 'all' },
  (_, tiers, rules, { onDay }: TiersDue) =>
    tiers.memberships.flatMap((member) => dueOf(member, tiers, rules?.adopted ?? [], onDay)),
)

const dueOf = (
  { programmeId, customerId, isDue, rules }: MemberTier,
  tiers: MemberTiers,
  adopted: ReadonlyArray<AdoptedRules>,
  onDay: CivilDate,
): ReadonlyArray<AssessTier> => {
  const inForce = inForceOn(adopted, programmeId, onDay)
  if (inForce?.rules.tiers === undefined) return []
  if (!isDue && inForce.rules.version <= rules.version) return []
  const counted = qualifyingIn(tiers, customerId, inForce)
  return [{ type: 'AssessTier', customerId, rules: inForce, counted }]
}
