import { instantCodec, list, literal, optional, record, view } from '@patina/eventsourcing'
import {
  codeCodec,
  customerIdCodec,
  dataKindCodec,
  eventIdCodec,
  subjectClassCodec,
} from '../shared/codecs.js'
import { type MarketingUseRecord, marketingUse } from './marketing-use.projection.js'

/** The uses in direct marketing, key use id; in SQL those that an opt-out overtook have `overtaken_by`. */
export const marketingUseView = view(marketingUse, {
  codec: record<MarketingUseRecord>('MarketingUseRecord', {
    customerId: optional(customerIdCodec),
    channel: optional(literal('email', 'sms', 'call', 'post', 'chat')),
    class: optional(subjectClassCodec),
    kinds: list(dataKindCodec, { most: 100 }),
    consentEventIds: list(eventIdCodec, { most: 100 }),
    authorisedAt: optional(instantCodec),
    campaignId: optional(codeCodec),
    handedOverAt: optional(instantCodec),
    overtakenBy: optional(eventIdCodec),
  }),
  columns: {
    customer_id: { kind: 'text', isIndexed: true, of: ({ customerId }) => customerId ?? null },
    campaign_id: { kind: 'text', isIndexed: true, of: ({ campaignId }) => campaignId ?? null },
    authorised_at: { kind: 'text', isIndexed: true, of: (use) => use.authorisedAt ?? null },
    handed_over_at: { kind: 'text', of: ({ handedOverAt }) => handedOverAt ?? null },
    overtaken_by: { kind: 'text', isIndexed: true, of: ({ overtakenBy }) => overtakenBy ?? null },
  },
})
