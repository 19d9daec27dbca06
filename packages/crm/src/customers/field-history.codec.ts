import { flag, instantCodec, list, optional, record, text, view } from '@patina/eventsourcing'
import { eventIdCodec, positionCodec } from '../shared/codecs.js'
import { customersEventCodec } from './codec.js'
import { type FieldEntry, type FieldHistory, fieldHistory } from './field-history.projection.js'

/** The history of a customer's fields, key customer id: folded on demand, so it declares no columns and is in no list of views. */
export const fieldHistoryView = view(fieldHistory, {
  codec: record<FieldHistory>('FieldHistory', {
    entries: list(
      record<FieldEntry>('FieldEntry', {
        event: customersEventCodec,
        by: text(200),
        occurredAt: instantCodec,
        position: positionCodec,
        supersededBy: optional(eventIdCodec),
        isDoubted: flag,
      }),
      { most: 1_000_000 },
    ),
  }),
  // Where in the log an entry stands says nothing about the customer.
  comparable: ({ entries }) => entries.map(({ position: _, ...entry }) => entry),
  columns: {},
})
