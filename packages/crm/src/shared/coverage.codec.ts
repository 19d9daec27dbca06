import { list, literal, optional, record } from '@patina/eventsourcing'
import { civilDateCodec } from './codecs.js'
import type { Gap } from './coverage.js'
import type { MembershipStanding } from './membership-standing.js'

/** How the days of a membership are stored in a view, beside whose they are. */
export const coverageFields = {
  since: civilDateCodec,
  through: optional(civilDateCodec),
  until: optional(civilDateCodec),
  gaps: optional(
    list(record<Gap>('Gap', { fromDay: civilDateCodec, resumesOn: optional(civilDateCodec) })),
  ),
}

/** How a membership stands by what has been told. */
export const standingCodec = literal<MembershipStanding>('active', 'suspended', 'lapsed', 'closed')
