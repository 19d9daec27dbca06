import { list, literal, optional, record, view } from '@patina/eventsourcing'
import { personal } from '@patina/privacy'
import { cardIdCodec, civilDateCodec, customerIdCodec, programmeIdCodec } from '../shared/codecs.js'
import { coverageFields, standingCodec } from '../shared/coverage.codec.js'
import { cardNumber } from '../shared/kinds.js'
import { type Card, type MemberCard, memberCard } from './member-card.projection.js'

/** The card of each membership, key membership id; listed by `through` are those that run out, whether told or not. */
export const memberCardView = view(memberCard, {
  codec: record<MemberCard>('MemberCard', {
    programmeId: optional(programmeIdCodec),
    customerId: optional(customerIdCodec),
    ...coverageFields,
    since: optional(civilDateCodec),
    standing: optional(standingCodec),
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
    through: { kind: 'text', isIndexed: true, of: ({ through }) => through ?? null },
    until: { kind: 'text', of: ({ until }) => until ?? null },
    standing: { kind: 'text', of: ({ standing }) => standing ?? null },
  },
})
