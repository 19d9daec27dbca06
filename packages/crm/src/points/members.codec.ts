import { list, optional, record, view } from '@patina/eventsourcing'
import { civilDateCodec, membershipIdCodec, programmeIdCodec } from '../shared/codecs.js'
import { type MembershipPeriod, type Memberships, members } from './members.projection.js'

/** The memberships of each customer, key customer id. */
export const membersView = view(members, {
  codec: record<Memberships>('Memberships', {
    memberships: list(
      record<MembershipPeriod>('MembershipPeriod', {
        membershipId: membershipIdCodec,
        programmeId: programmeIdCodec,
        since: civilDateCodec,
        until: optional(civilDateCodec),
      }),
    ),
  }),
  columns: {},
})
