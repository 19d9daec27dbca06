import type { LogEvent, Projection } from '@patina/eventsourcing'
import type { CustomerId } from '../shared/ids.js'
import type { ConsentEntry } from './events.js'

/** All that a customer was told, has said and was used for, in the order of the log: what `permission` decides on. */
export interface ConsentLedger {
  readonly customerId?: CustomerId
  readonly entries: ReadonlyArray<ConsentEntry>
}

/** The consents of each customer. Who decides a use by it reads it as fresh as the last event; the gate itself does not. */
export const consentLedger: Projection<CustomerId, ConsentLedger, ConsentEntry, ConsentEntry> = {
  name: 'consent_ledger',
  version: 1,
  types: [
    'NoticePresented',
    'SourceNoticeReceived',
    'DataCollected',
    'MarketingConsentGiven',
    'OralConsentConfirmed',
    'ElectronicConsentConfirmed',
    'MarketingOptedOut',
    'PrescribedConsentGiven',
    'PrescribedConsentWithdrawn',
    'MarketingUseAuthorised',
    'UseHandedOver',
    'DataProvided',
    'RecipientToldToCease',
  ],
  parts: ({ event }: LogEvent<ConsentEntry>) => [[event.customerId, event]],
  initial: () => ({ entries: [] }),
  evolve: ({ entries }, entry) => ({
    customerId: entry.customerId,
    entries: [...entries, entry],
  }),
}
