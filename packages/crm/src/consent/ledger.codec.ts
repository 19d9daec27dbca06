import { list, optional, record, view } from '@patina/eventsourcing'
import { customerIdCodec } from '../shared/codecs.js'
import { entryCodec } from './entries.codec.js'
import { type ConsentLedger, consentLedger } from './ledger.projection.js'

/** The consents of each customer, key customer id. */
export const consentLedgerView = view(consentLedger, {
  codec: record<ConsentLedger>('ConsentLedger', {
    customerId: optional(customerIdCodec),
    entries: list(entryCodec, { most: 1_000_000 }),
  }),
  columns: {
    entries: { kind: 'integer', of: ({ entries }) => entries.length },
    last: { kind: 'text', isIndexed: true, of: ({ entries }) => entries.at(-1)?.type ?? null },
  },
})
