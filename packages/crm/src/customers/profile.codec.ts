import { list, optional, type Position, record, refined, view } from '@patina/eventsourcing'
import type * as t from 'io-ts'
import {
  civilDateCodec,
  countCodec,
  marketCodec,
  membershipIdCodec,
  programmeIdCodec,
  turnoversCodec,
} from '../shared/codecs.js'
import type { Market } from '../shared/ids.js'
import { soleTurnover } from '../shared/money.js'
import { statusCodec } from './codec.js'
import type { CustomerStatus } from './events.js'
import {
  type CustomerProfile,
  type ProfileMembership,
  profile,
  type Stated,
} from './profile.projection.js'

/** A place in the log. */
export const positionCodec: t.Type<Position, unknown> = refined(
  'a position of the log',
  (value): value is Position => typeof value === 'string' && value.length <= 64,
)

const statedMarket = record<Stated<Market>>('StatedMarket', {
  value: marketCodec,
  statedAt: positionCodec,
})

const statedStatus = record<Stated<CustomerStatus>>('StatedStatus', {
  value: statusCodec,
  statedAt: positionCodec,
})

/**
 * The profile of each customer, key customer id. `net_minor` is `NULL` for a customer who has bought nothing, or in several
 * currencies.
 */
export const profileView = view(profile, {
  codec: record<CustomerProfile>('CustomerProfile', {
    market: optional(statedMarket),
    status: optional(statedStatus),
    memberships: list(
      record<ProfileMembership>('ProfileMembership', {
        membershipId: membershipIdCodec,
        programmeId: programmeIdCodec,
        since: civilDateCodec,
        until: optional(civilDateCodec),
      }),
    ),
    sales: countCodec,
    units: countCodec,
    returnedLines: countCodec,
    returnedUnits: countCodec,
    turnover: turnoversCodec,
    firstPurchaseOn: optional(civilDateCodec),
    lastPurchaseOn: optional(civilDateCodec),
  }),
  // Where in the log a field was stated says nothing about the customer.
  comparable: ({ market, status, ...rest }) => ({
    ...rest,
    market: market?.value,
    status: status?.value,
  }),
  columns: {
    market: { kind: 'text', isIndexed: true, of: ({ market }) => market?.value ?? null },
    status: { kind: 'text', of: ({ status }) => status?.value ?? null },
    sales: { kind: 'integer', of: ({ sales }) => sales },
    currency: { kind: 'text', of: ({ turnover }) => soleTurnover(turnover)?.currency ?? null },
    net_minor: {
      kind: 'integer',
      isIndexed: true,
      of: ({ turnover }) => soleTurnover(turnover)?.netMinor ?? null,
    },
    last_purchase_on: {
      kind: 'text',
      isIndexed: true,
      of: ({ lastPurchaseOn }) => lastPurchaseOn ?? null,
    },
  },
})
