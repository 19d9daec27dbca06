import { type Capability, type StreamName, streamName } from '@patina/eventsourcing'
import { eventCodecs } from './codec.js'
import { commandCodecs } from './commands.codec.js'
import type { ConsentCommand } from './commands.js'
import { decide } from './decide/index.js'
import type { ConsentEvent } from './events.js'
import { consentLedgerView } from './ledger.codec.js'
import { marketingUseView } from './marketing-use.codec.js'
import { noticesView } from './notices.codec.js'
import type { ConsentRejection } from './rejections.js'
import { type Consent, evolve, initial } from './state.js'

/**
 * The stream that a command is decided on: the notice's, or that of the customer. Uses stand in the stream of the customer's
 * consents, so that each of them is ordered against every opt-out.
 */
export const streamOf = (command: ConsentCommand): StreamName =>
  command.type === 'AdoptNotice'
    ? streamName('notice', command.terms.noticeId)
    : streamName('consent', command.customerId)

/** Notices and consents: the gate of every use of personal data in direct marketing. */
export const consent: Capability<ConsentCommand, Consent, ConsentEvent, ConsentRejection> = {
  name: 'consent',
  streamOf,
  decider: { initial, decide, evolve },
  commands: commandCodecs,
  events: eventCodecs,
  views: [consentLedgerView, marketingUseView, noticesView],
  reactions: [],
  handedOver: (rejection) => {
    if (rejection._tag === 'MoveUnderWay') return 'later'
    return rejection._tag === 'AlreadyMoved' ? streamName('consent', rejection.to) : undefined
  },
  inner: ['ExpectConsent', 'MoveConsent', 'AdoptConsent', 'ReturnConsent', 'ReopenConsent'],
}
