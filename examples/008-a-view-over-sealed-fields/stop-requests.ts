// A view of your own over events with sealed fields: who asked to be left alone, when, and in which words.
import { type CustomerId, customerIdCodec } from '@patina/crm'
import { type MarketingOptedOut, optOutText } from '@patina/crm/consent'
import {
  type Instant,
  instantCodec,
  integer,
  optional,
  type Projection,
  record,
  text,
  view,
} from '@patina/eventsourcing'
import { type Personal, personal } from '@patina/privacy'

/** The last request of a customer to stop direct marketing. */
export interface StopRequest {
  readonly customerId: CustomerId
  readonly times: number
  readonly channel?: string
  readonly receivedAt?: Instant
  /** As it was received. It goes from the event into the view as it is: sealed. */
  readonly words?: Personal<string>
}

const stopRequests: Projection<CustomerId, StopRequest, MarketingOptedOut, MarketingOptedOut> = {
  name: 'stop_requests',
  version: 1,
  types: ['MarketingOptedOut'],
  parts: ({ event }) => [[event.customerId, event]],
  initial: (of) => ({ customerId: of, times: 0 }),
  // It hands a sealed value on. To look into it, compare it or count its letters is not possible here.
  evolve: ({ customerId: of, times }, { channel, receivedAt, raw }) => ({
    customerId: of,
    times: times + 1,
    channel,
    receivedAt,
    ...(raw === undefined ? {} : { words: raw }),
  }),
}

export const stopRequestsView = view(stopRequests, {
  codec: record<StopRequest>('StopRequest', {
    customerId: customerIdCodec,
    times: integer(0),
    channel: optional(text(64)),
    receivedAt: optional(instantCodec),
    words: optional(personal(optOutText)),
  }),
  // What SQL may ask for is never sealed: a sealed value has nothing to sort or search by.
  columns: {
    channel: { kind: 'text', isIndexed: true, of: ({ channel }) => channel ?? null },
    received_at: { kind: 'text', isIndexed: true, of: ({ receivedAt }) => receivedAt ?? null },
    has_words: { kind: 'integer', of: ({ words }) => (words === undefined ? 0 : 1) },
  },
})
