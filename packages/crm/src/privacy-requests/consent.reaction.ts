import type { FactsOf, LogEvent, Reaction, ViewRead } from '@patina/eventsourcing'
import type { DataProvided } from '../consent/events.js'
import { dayInHongKong } from '../shared/hong-kong.js'
import type { DisclosureId } from '../shared/ids.js'
import type { RecordDisclosure } from './commands.js'

type Reads = Readonly<Record<string, ViewRead>>

const react = (
  { event }: LogEvent<DataProvided>,
  _: FactsOf<Reads>,
): ReadonlyArray<RecordDisclosure> => [
  {
    type: 'RecordDisclosure',
    customerId: event.customerId,
    // One provision is one disclosure.
    disclosureId: event.provisionId as string as DisclosureId,
    recipientId: event.recipientId,
    kinds: event.kinds,
    disclosedOn: dayInHongKong(event.decidedAt),
  },
]

/** What privacy requests do about consent: data that is provided to others is entered in the register of disclosures. */
export const disclosuresForConsent: Reaction<DataProvided, Reads, RecordDisclosure> = {
  name: 'disclosures_for_consent',
  types: ['DataProvided'],
  startsFrom: 'beginning',
  facts: () => ({}),
  react,
}
