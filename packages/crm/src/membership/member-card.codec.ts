import { list, literal, optional, record, view } from '@patina/eventsourcing'
import { personal } from '@patina/privacy'
import { cardIdCodec, civilDateCodec, customerIdCodec, programmeIdCodec } from '../shared/codecs.js'
import { cardNumber } from '../shared/kinds.js'
import { type Card, type MemberCard, memberCard } from './member-card.projection.js'

/** The card of each membership, key membership id. */
export const memberCardView = view(memberCard, {
  codec: record<MemberCard>('MemberCard', {
    programmeId: optional(programmeIdCodec),
    customerId: optional(customerIdCodec),
    since: optional(civilDateCodec),
    until: optional(civilDateCodec),
    cards: list(
      record<Card>('Card', {
        cardId: cardIdCodec,
        number: personal(cardNumber),
        standing: literal('active', 'blocked', 'replaced'),
      }),
    ),
  }),
  columns: {
    programme_id: { kind: 'text', isIndexed: true, of: ({ programmeId }) => programmeId ?? null },
    customer_id: { kind: 'text', isIndexed: true, of: ({ customerId }) => customerId ?? null },
    since: { kind: 'text', of: ({ since }) => since ?? null },
    until: { kind: 'text', of: ({ until }) => until ?? null },
  },
})
