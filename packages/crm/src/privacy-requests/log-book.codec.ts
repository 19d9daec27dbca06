import { optional, record, view } from '@patina/eventsourcing'
import { personal } from '@patina/privacy'
import { civilDateCodec, customerIdCodec, requestIdCodec } from '../shared/codecs.js'
import { refusalParticulars } from './kinds.js'
import { type LogBookEntry, logBook } from './log-book.projection.js'
import { groundCodec, requestKindCodec } from './words.codec.js'

/** The log book of refusals, key entry id. */
export const logBookView = view(logBook, {
  codec: record<LogBookEntry>('LogBookEntry', {
    requestId: optional(requestIdCodec),
    customerId: optional(customerIdCodec),
    kind: optional(requestKindCodec),
    ground: optional(groundCodec),
    enteredOn: optional(civilDateCodec),
    keepUntil: optional(civilDateCodec),
    particulars: optional(personal(refusalParticulars)),
  }),
  columns: {
    entered_on: { kind: 'text', isIndexed: true, of: ({ enteredOn }) => enteredOn ?? null },
    ground: { kind: 'text', isIndexed: true, of: ({ ground }) => ground ?? null },
    keep_until: { kind: 'text', of: ({ keepUntil }) => keepUntil ?? null },
  },
})
