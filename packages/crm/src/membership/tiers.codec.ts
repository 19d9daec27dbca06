import { integer, list, optional, record, view } from '@patina/eventsourcing'
import {
  civilDateCodec,
  membershipIdCodec,
  programmeIdCodec,
  tierIdCodec,
  zoneCodec,
} from '../shared/codecs.js'
import { rulesRefCodec, tierRulesCodec } from '../shared/programme-rules.codec.js'
import { tierAheadCodec, tierCauseCodec, tierWindowDaysCodec } from './tier-events.codec.js'
import {
  type CountedDay,
  type MemberTier,
  type MemberTiers,
  memberTiers,
  type NextTier,
  type TierMove,
} from './tiers.projection.js'

const memberTierCodec = record<MemberTier>('MemberTier', {
  membershipId: membershipIdCodec,
  programmeId: programmeIdCodec,
  since: civilDateCodec,
  zone: zoneCodec,
  rules: rulesRefCodec,
  tiers: tierRulesCodec,
  onDay: civilDateCodec,
  tier: optional(tierIdCodec),
  lastDay: optional(civilDateCodec),
  ahead: tierAheadCodec,
  window: tierWindowDaysCodec,
  measured: integer(0),
  next: optional(
    record<NextTier>('NextTier', {
      tier: tierIdCodec,
      threshold: integer(0),
      missing: integer(0),
    }),
  ),
  counted: list(record<CountedDay>('CountedDay', { day: civilDateCodec, amount: integer(1) }), {
    most: 4000,
  }),
  movements: list(
    record<TierMove>('TierMove', {
      onDay: civilDateCodec,
      from: optional(tierIdCodec),
      to: optional(tierIdCodec),
      cause: tierCauseCodec,
    }),
    { most: 100_000 },
  ),
})

// Of several memberships none is the one that a column could show.
const sole = ({ memberships }: MemberTiers): MemberTier | undefined =>
  memberships.length === 1 ? memberships[0] : undefined

/** The tiers of each customer, key customer id. */
export const memberTiersView = view(memberTiers, {
  codec: record<MemberTiers>('MemberTiers', { memberships: list(memberTierCodec) }),
  columns: {
    programme_id: { kind: 'text', isIndexed: true, of: (all) => sole(all)?.programmeId ?? null },
    tier: { kind: 'text', isIndexed: true, of: (all) => sole(all)?.tier ?? null },
    last_day: { kind: 'text', of: (all) => sole(all)?.lastDay ?? null },
    measured: { kind: 'integer', of: (all) => sole(all)?.measured ?? null },
  },
})
