import type { Issued } from '@patina/eventsourcing'
import type { MembershipCommand } from '../commands.js'
import type { Membership } from '../state.js'
import { assessTier } from './assessing.js'
import { blockCard, issueCard, replaceCard } from './cards.js'
import type { Decision } from './decision.js'
import { grantTier } from './grants.js'
import { acceptTerms, admit, apply, refer } from './joining.js'
import { close, lapse, renew, resume, suspend } from './member.js'
import { adoptRules } from './rules.js'

/**
 * What follows from a command about a programme or a membership. Left `VersionAlreadyAdopted`, `VersionNotNext` and
 * `RulesRefused` for rules; `AlreadyApplied`, `TermsDiffer`, `AdmissionRefused`, `AlreadyMember`, `SelfReferral` and
 * `AlreadyReferred` for who joins; `NotAMember`, `NotActive`, `MembershipEnded`, `EndsBeforeItBegins`, `DayTooEarly`,
 * `StillRunning` and `WithoutEnd` for memberships; `CardTaken` and `CardNotActive` for cards; `NoTiers` and `GrantRefused`
 * for tiers.
 */
export const decide = (
  command: MembershipCommand,
  membership: Membership,
  issued: Issued,
): Decision => {
  switch (command.type) {
    case 'AdoptRules':
      return adoptRules(command, membership.adopted, issued)
    case 'Apply':
      return apply(command, membership)
    case 'AcceptTerms':
      return acceptTerms(command, membership, issued)
    case 'Admit':
      return admit(command, membership)
    case 'Suspend':
      return suspend(command, membership.standing, issued)
    case 'Resume':
      return resume(command, membership.standing, issued)
    case 'Renew':
      return renew(command, membership.standing)
    case 'Lapse':
      return lapse(command, membership.standing, issued)
    case 'Close':
      return close(command, membership.standing, issued)
    case 'IssueCard':
      return issueCard(command, membership, issued)
    case 'ReplaceCard':
      return replaceCard(command, membership, issued)
    case 'BlockCard':
      return blockCard(command, membership)
    case 'Refer':
      return refer(command, membership)
    case 'AssessTier':
      return assessTier(command, membership, issued)
    case 'OverrideTier':
    case 'MatchTier':
      return grantTier(command, membership, issued)
  }
}
