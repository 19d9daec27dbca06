import type { LogEvent, Projection } from '@patina/eventsourcing'
import { appended } from '../shared/copies.js'
import type { CustomerId } from '../shared/ids.js'
import type { ConsentEntry } from './events.js'

/** All that a customer was told, has said and was used for: what `permission` decides on. */
export interface ConsentLedger {
  /** Of people who turned out to be one the least id. */
  readonly customerId?: CustomerId
  /** By customer, in the order of their ids; those of one customer in the order of the log. */
  readonly entries: ReadonlyArray<ConsentEntry>
}

const byCustomer = (a: ConsentEntry, b: ConsentEntry): number => {
  if (a.customerId === b.customerId) return 0
  return a.customerId < b.customerId ? -1 : 1
}

// Sorting keeps the order of those that are of one customer.
const ledgerOf = (entries: ReadonlyArray<ConsentEntry>): ConsentLedger => {
  const [first] = entries
  return first === undefined ? { entries } : { customerId: first.customerId, entries }
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
  evolve: ({ entries }, entry) => ledgerOf(appended(entries, entry).sort(byCustomer)),
  combine: (members) => ledgerOf(members.flatMap(({ entries }) => entries).sort(byCustomer)),
}
