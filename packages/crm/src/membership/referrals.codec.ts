import { list, record, view } from '@patina/eventsourcing'
import {
  civilDateCodec,
  customerIdCodec,
  membershipIdCodec,
  programmeIdCodec,
} from '../shared/codecs.js'
import { type Referral, type Referrals, referrals } from './referrals.projection.js'

/** The members that each customer has brought, key customer id. */
export const referralsView = view(referrals, {
  codec: record<Referrals>('Referrals', {
    brought: list(
      record<Referral>('Referral', {
        membershipId: membershipIdCodec,
        programmeId: programmeIdCodec,
        customerId: customerIdCodec,
        referredOn: civilDateCodec,
      }),
      { most: 100_000 },
    ),
  }),
  columns: { brought: { kind: 'integer', isIndexed: true, of: ({ brought }) => brought.length } },
})
