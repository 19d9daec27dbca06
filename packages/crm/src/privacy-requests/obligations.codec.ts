import { literal, optional, record, text, view } from '@patina/eventsourcing'
import { civilDateCodec, customerIdCodec } from '../shared/codecs.js'
import { type Obligation, obligations } from './obligations.projection.js'

/** The obligations of the shop, key obligation id; those that are open have no `done_on`. */
export const obligationsView = view(obligations, {
  codec: record<Obligation>('Obligation', {
    kind: optional(
      literal(
        'answerAccess',
        'answerCorrection',
        'answerErasure',
        'answerObjection',
        'answerRestriction',
        'answerPortability',
        'supplyCorrectedCopy',
        'sendCorrection',
        'confirmOralConsent',
        'tellRecipientToCease',
        'eraseWhenDue',
        'assessBreach',
        'notifyBreach',
      ),
    ),
    section: optional(text(40)),
    customerId: optional(customerIdCodec),
    reference: optional(text(100)),
    dueOn: optional(civilDateCodec),
    extendedOn: optional(civilDateCodec),
    doneOn: optional(civilDateCodec),
  }),
  columns: {
    kind: { kind: 'text', isIndexed: true, of: ({ kind }) => kind ?? null },
    customer_id: { kind: 'text', isIndexed: true, of: ({ customerId }) => customerId ?? null },
    due_on: { kind: 'text', isIndexed: true, of: ({ dueOn }) => dueOn ?? null },
    done_on: { kind: 'text', of: ({ doneOn }) => doneOn ?? null },
  },
})
