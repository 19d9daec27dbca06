import { integer, list, record, view } from '@patina/eventsourcing'
import { civilDateCodec } from '../shared/codecs.js'
import { type PurchaseDay, type PurchaseDays, purchaseDays } from './purchase-days.projection.js'

/** The days on which each customer bought something, key customer id; listed by the last one. */
export const purchaseDaysView = view(purchaseDays, {
  codec: record<PurchaseDays>('PurchaseDays', {
    days: list(record<PurchaseDay>('PurchaseDay', { day: civilDateCodec, units: integer() }), {
      most: 100_000,
    }),
  }),
  columns: {
    days: { kind: 'integer', isIndexed: true, of: ({ days }) => days.length },
    last_on: { kind: 'text', isIndexed: true, of: ({ days }) => days.at(-1)?.day ?? null },
  },
})
