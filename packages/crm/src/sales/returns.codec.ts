import { list, optional, record, view } from '@patina/eventsourcing'
import {
  civilDateCodec,
  countCodec,
  customerIdCodec,
  documentNumberCodec,
  storeIdCodec,
  turnoversCodec,
} from '../shared/codecs.js'
import { soleTurnover } from '../shared/money.js'
import { type ReturnDocument, returns } from './returns.projection.js'

/** Return documents, key the id that follows from shop and number. */
export const returnsView = view(returns, {
  codec: record<ReturnDocument>('ReturnDocument', {
    returnDocument: optional(documentNumberCodec),
    storeId: optional(storeIdCodec),
    returnedOn: optional(civilDateCodec),
    customerIds: list(customerIdCodec),
    sales: countCodec,
    matchedLines: countCodec,
    unmatchedLines: countCodec,
    units: countCodec,
    refunds: turnoversCodec,
  }),
  columns: {
    return_document: { kind: 'text', of: ({ returnDocument }) => returnDocument ?? null },
    returned_on: { kind: 'text', isIndexed: true, of: ({ returnedOn }) => returnedOn ?? null },
    customer_id: {
      kind: 'text',
      of: ({ customerIds }) => (customerIds.length === 1 ? (customerIds[0] ?? null) : null),
    },
    matched_lines: { kind: 'integer', of: ({ matchedLines }) => matchedLines },
    unmatched_lines: { kind: 'integer', of: ({ unmatchedLines }) => unmatchedLines },
    refund_minor: {
      kind: 'integer',
      of: ({ refunds }) => soleTurnover(refunds)?.refundedMinor ?? null,
    },
  },
})
