import {
  flag,
  instantCodec,
  integer,
  list,
  optional,
  type Position,
  record,
  view,
} from '@patina/eventsourcing'
import {
  awardIdCodec,
  civilDateCodec,
  currencyCodec,
  customerIdCodec,
  membershipIdCodec,
  positionCodec,
  programmeIdCodec,
  saleIdCodec,
  tierIdCodec,
  zoneCodec,
} from '../shared/codecs.js'
import { present, withMembers } from '../shared/copies.js'
import { coverageFields } from '../shared/coverage.codec.js'
import { rulesRefCodec, tierRulesCodec } from '../shared/programme-rules.codec.js'
import { tierAheadCodec, tierCauseCodec, tierWindowDaysCodec } from './tier-events.codec.js'
import type { Bought, Earned, MembershipDays, TierRecord } from './tiers/qualifying.js'
import {
  type MemberTier,
  type MemberTiers,
  memberTiers,
  type NextTier,
  type TierMove,
} from './tiers.projection.js'

const memberTierCodec = record<MemberTier>('MemberTier', {
  membershipId: membershipIdCodec,
  programmeId: programmeIdCodec,
  customerId: customerIdCodec,
  since: civilDateCodec,
  zone: zoneCodec,
  currency: optional(currencyCodec),
  rules: rulesRefCodec,
  tiers: tierRulesCodec,
  onDay: civilDateCodec,
  tier: optional(tierIdCodec),
  lastDay: optional(civilDateCodec),
  ahead: tierAheadCodec,
  isDue: flag,
  window: tierWindowDaysCodec,
  measured: integer(0),
  next: optional(
    record<NextTier>('NextTier', {
      tier: tierIdCodec,
      threshold: integer(0),
      missing: integer(0),
    }),
  ),
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

const mostRecorded = 100_000

const goods = { position: positionCodec, paidMinor: integer(0), units: integer(0) }
const points = { position: positionCodec, points: integer(0) }
const recorded = { day: civilDateCodec, occurredAt: instantCodec }

const tierRecordCodec = record<TierRecord>('TierRecord', {
  customerId: customerIdCodec,
  memberships: list(
    record<MembershipDays>('MembershipDays', {
      membershipId: membershipIdCodec,
      programmeId: programmeIdCodec,
      ...coverageFields,
    }),
  ),
  purchases: list(
    record<Bought>('Bought', {
      saleId: saleIdCodec,
      ...recorded,
      currency: currencyCodec,
      ...goods,
      back: optional(list(record('GoodsBack', goods), { most: mostRecorded })),
    }),
    { most: mostRecorded },
  ),
  awards: list(
    record<Earned>('Earned', {
      awardId: awardIdCodec,
      programmeId: programmeIdCodec,
      ...recorded,
      ...points,
      back: optional(list(record('PointsBack', points), { most: mostRecorded })),
    }),
    { most: mostRecorded },
  ),
  latestAt: optional(instantCodec),
})

// Of several memberships none is the one that a column could show.
const sole = ({ memberships }: MemberTiers): MemberTier | undefined =>
  memberships.length === 1 ? memberships[0] : undefined

// Two logs that tell the same need not have it in the same places.
const placeless = <B extends Placed>({
  position: _,
  back,
  ...one
}: Placed & { readonly back?: ReadonlyArray<B> }) =>
  withMembers(one, present({ back: back?.map(({ position: __, ...some }) => some) }))

interface Placed {
  readonly position: Position
}

/** The tiers of each customer, key customer id. */
export const memberTiersView = view(memberTiers, {
  codec: record<MemberTiers>('MemberTiers', {
    memberships: list(memberTierCodec),
    records: list(tierRecordCodec),
  }),
  columns: {
    programme_id: { kind: 'text', isIndexed: true, of: (all) => sole(all)?.programmeId ?? null },
    tier: { kind: 'text', isIndexed: true, of: (all) => sole(all)?.tier ?? null },
    last_day: { kind: 'text', of: (all) => sole(all)?.lastDay ?? null },
    measured: { kind: 'integer', of: (all) => sole(all)?.measured ?? null },
  },
  comparable: ({ memberships, records }) => ({
    memberships,
    records: records.map(({ purchases, awards, ...rest }) =>
      withMembers(rest, { purchases: purchases.map(placeless), awards: awards.map(placeless) }),
    ),
  }),
})
