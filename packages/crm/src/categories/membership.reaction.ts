import type { Reaction } from '@patina/eventsourcing'
import type { ApplyVerdict } from './commands.js'
import { factsFor, type RuleReads, verdictsAfter } from './evaluating.js'
import type { TierFact } from './facts.projection.js'

/** What categories do about tiers: after each change the rules are asked again. */
export const categoriesForMembership: Reaction<TierFact, RuleReads, ApplyVerdict> = {
  name: 'categories_for_membership',
  types: ['TierRulesApplied', 'TierGranted', 'TierChanged', 'TierRenewed', 'TierOutlookChanged'],
  startsFrom: 'beginning',
  facts: factsFor,
  react: verdictsAfter,
}
