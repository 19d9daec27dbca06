import { type Capability, reaction, type StreamName, streamName } from '@patina/eventsourcing'
import { membershipIdOf } from '../shared/derived-ids.js'
import { commandCodecs, eventCodecs } from './codec.js'
import type { MembershipCommand } from './commands.js'
import { decide } from './decide/index.js'
import type { MembershipEvent } from './events.js'
import { memberCardView } from './member-card.codec.js'
import { tiersForPoints } from './points.reaction.js'
import { referralsView } from './referrals.codec.js'
import type { MembershipRejection } from './rejections.js'
import { tiersForSales } from './sales.reaction.js'
import { evolve, initial, type Membership } from './state.js'
import { memberTermsView } from './terms.codec.js'
import { tierMovementView } from './tier-movement.codec.js'
import { tierRulesView } from './tier-rules.codec.js'
import { memberTiersView } from './tiers.codec.js'

/** The stream that a command is decided on: the programme's, or the membership of this customer in it. */
export const streamOf = (command: MembershipCommand): StreamName => {
  if (command.type === 'AdoptRules') return streamName('programme', command.programmeId)
  const programmeId = 'programmeId' in command ? command.programmeId : command.rules.programmeId
  return streamName('membership', membershipIdOf(programmeId, command.customerId))
}

/** Member management: the rules of programmes, and who is a member of which. */
export const membership: Capability<
  MembershipCommand,
  Membership,
  MembershipEvent,
  MembershipRejection
> = {
  name: 'membership',
  streamOf,
  decider: { initial, decide, evolve },
  commands: commandCodecs,
  events: eventCodecs,
  views: [
    memberCardView,
    memberTermsView,
    memberTiersView,
    referralsView,
    tierMovementView,
    tierRulesView,
  ],
  reactions: [reaction(tiersForPoints), reaction(tiersForSales)],
}
