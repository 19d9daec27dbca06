import {
  instantCodec,
  integer,
  list,
  literal,
  optional,
  record,
  text,
  view,
} from '@patina/eventsourcing'
import { civilDateCodec, countCodec, currencyCodec, positionCodec } from '../shared/codecs.js'
import { type Timeline, type TimelineEntry, timeline } from './timeline.projection.js'

/** The timeline of a customer, key customer id: folded on demand, so it declares no columns and is in no list of views. */
export const timelineView = view(timeline, {
  codec: record<Timeline>('Timeline', {
    entries: list(
      record<TimelineEntry>('TimelineEntry', {
        kind: literal(...timeline.types),
        occurredAt: instantCodec,
        position: positionCodec,
        part: countCodec,
        day: optional(civilDateCodec),
        reference: text(64),
        units: optional(countCodec),
        currency: optional(currencyCodec),
        amountMinor: optional(integer()),
        points: optional(integer()),
      }),
      { most: 1_000_000 },
    ),
  }),
  // Where in the log an entry stands says nothing about the customer.
  comparable: ({ entries }) => entries.map(({ position: _, ...entry }) => entry),
  columns: {},
})
