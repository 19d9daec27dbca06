import { list, optional, record, view } from '@patina/eventsourcing'
import {
  civilDateCodec,
  membershipIdCodec,
  programmeIdCodec,
  tierIdCodec,
} from '../shared/codecs.js'
import { coverageFields } from '../shared/coverage.codec.js'
import type { TierFrom } from '../shared/tiers.js'
import {
  type MembershipPeriod,
  type Memberships,
  members,
  type ReferredMembership,
} from './members.projection.js'

/** The memberships of each customer, key customer id. */
export const membersView = view(members, {
  codec: record<Memberships>('Memberships', {
    memberships: list(
      record<MembershipPeriod>('MembershipPeriod', {
        membershipId: membershipIdCodec,
        programmeId: programmeIdCodec,
        ...coverageFields,
        tiers: optional(
          list(
            record<TierFrom>('TierFrom', { fromDay: civilDateCodec, tier: optional(tierIdCodec) }),
          ),
        ),
      }),
    ),
    referred: optional(
      list(
        record<ReferredMembership>('ReferredMembership', {
          membershipId: membershipIdCodec,
          fromDay: civilDateCodec,
        }),
      ),
    ),
  }),
  columns: {},
})
