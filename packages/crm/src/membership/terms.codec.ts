import { flag, optional, record, view } from '@patina/eventsourcing'
import { civilDateCodec, customerIdCodec, programmeIdCodec } from '../shared/codecs.js'
import { termsRefCodec } from './codec.js'
import { type MemberTerms, memberTerms } from './terms.projection.js'

/** Which terms each membership has accepted, key membership id; listed by `accepted_version`, 0 for none. */
export const memberTermsView = view(memberTerms, {
  codec: record<MemberTerms>('MemberTerms', {
    programmeId: optional(programmeIdCodec),
    customerId: optional(customerIdCodec),
    accepted: optional(termsRefCodec),
    acceptedOn: optional(civilDateCodec),
    isClosed: flag,
  }),
  columns: {
    programme_id: { kind: 'text', isIndexed: true, of: ({ programmeId }) => programmeId ?? null },
    customer_id: { kind: 'text', of: ({ customerId }) => customerId ?? null },
    accepted_version: {
      kind: 'integer',
      isIndexed: true,
      of: ({ accepted, isClosed }) => (isClosed ? null : (accepted?.version ?? 0)),
    },
  },
})
