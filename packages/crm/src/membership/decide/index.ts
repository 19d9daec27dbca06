import type { Issued } from '@patina/eventsourcing'
import type { MembershipCommand } from '../commands.js'
import type { Membership } from '../state.js'
import { blockCard, issueCard, replaceCard } from './cards.js'
import type { Decision } from './decision.js'
import { admit, close } from './member.js'
import { adoptRules } from './rules.js'

/**
 * What follows from a command about a programme or a membership. Left `VersionAlreadyAdopted`, `VersionNotNext` and
 * `RulesRefused` for rules, `AlreadyMember`, `NotAMember`, `MembershipEnded` and `EndsBeforeItBegins` for memberships,
 * `CardTaken` and `CardNotActive` for cards.
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
    case 'IssueCard':
      return issueCard(command, membership)
    case 'ReplaceCard':
      return replaceCard(command, membership)
    case 'BlockCard':
      return blockCard(command, membership)
  }
}
