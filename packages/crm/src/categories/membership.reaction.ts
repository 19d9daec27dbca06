import type { Reaction } from '@patina/eventsourcing'
import type { MembershipClosed } from '../membership/events.js'
import type { ApplyVerdict } from './commands.js'
import { factsFor, type RuleReads, verdictsAfter } from './evaluating.js'
import type { TierFact } from './facts.projection.js'

/** What categories do about tiers, and about members who leave: after each change the rules are asked again. */
export const categoriesForMembership: Reaction<
  TierFact | MembershipClosed,
  RuleReads,
  ApplyVerdict
> = {
  name: 'categories_for_membership',
  types: [
    'TierRulesApplied',
    'TierGranted',
    'TierChanged',
    'TierRenewed',
    'TierOutlookChanged',
    'MembershipClosed',
  ],
  startsFrom: 'beginning',
  facts: factsFor,
  react: verdictsAfter,
}
