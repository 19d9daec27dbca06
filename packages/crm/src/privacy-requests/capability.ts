import { type Capability, reaction, type StreamName, streamName } from '@patina/eventsourcing'
import { eventCodecs } from './codec.js'
import { commandCodecs } from './commands.codec.js'
import type { PrivacyRequestsCommand } from './commands.js'
import { disclosuresForConsent } from './consent.reaction.js'
import { decide } from './decide/index.js'
import type { PrivacyRequestsEvent } from './events.js'
import { logBookView } from './log-book.codec.js'
import { obligationsView } from './obligations.codec.js'
import type { PrivacyRequestsRejection } from './rejections.js'
import { claimsForPrivacy } from './sales.reaction.js'
import { evolve, initial, type PrivacyRequests } from './state.js'

/**
 * The stream that a command is decided on: that of the breach, or of the customer. Requests, holds and erasures of a person
 * stand in one stream, so that each is ordered against every other.
 */
export const streamOf = (command: PrivacyRequestsCommand): StreamName =>
  'breachId' in command
    ? streamName('breach', command.breachId)
    : streamName('privacyRequests', command.customerId)

/** Requests about personal data, what is kept and what is erased, and the register of breaches. */
export const privacyRequests: Capability<
  PrivacyRequestsCommand,
  PrivacyRequests,
  PrivacyRequestsEvent,
  PrivacyRequestsRejection
> = {
  name: 'privacyRequests',
  streamOf,
  decider: { initial, decide, evolve },
  commands: commandCodecs,
  events: eventCodecs,
  views: [logBookView, obligationsView],
  reactions: [reaction(disclosuresForConsent), reaction(claimsForPrivacy)],
  inner: ['NoteClaimedSale'],
  // Of a person who is erased nothing is to be left, under no id.
  wholePerson: (command) => (command.type === 'DecideErasure' ? command.customerId : undefined),
}
