import { instantCodec, integer, list, optional, record, view } from '@patina/eventsourcing'
import {
  civilDateCodec,
  customerIdCodec,
  membershipIdCodec,
  pointsCodec,
  pointsHoldIdCodec,
  programmeIdCodec,
  somePointsCodec,
  zoneCodec,
} from '../shared/codecs.js'
import type { Balance, HeldPoints } from './balance.js'
import { balance } from './balance.projection.js'
import type { ComingPoints, ExpiringPoints, Rolling } from './dated-points.js'
import { rollsCodec } from './parts.codec.js'

const rolling = record<Rolling>('Rolling', { membershipId: membershipIdCodec, months: rollsCodec })

const expiringPoints = record<ExpiringPoints>('ExpiringPoints', {
  lastDay: civilDateCodec,
  points: somePointsCodec,
  rolls: optional(rolling),
})

const comingPoints = record<ComingPoints>('ComingPoints', {
  membershipId: membershipIdCodec,
  availableOn: civilDateCodec,
  points: somePointsCodec,
  lastDay: optional(civilDateCodec),
  rolls: optional(rolling),
})

const heldPoints = record<HeldPoints>('HeldPoints', {
  holdId: pointsHoldIdCodec,
  endsAt: instantCodec,
  points: somePointsCodec,
  expiries: list(expiringPoints, { most: 100_000 }),
})

/** A balance. */
export const balanceCodec = record<Balance>('Balance', {
  customerId: optional(customerIdCodec),
  programmeId: optional(programmeIdCodec),
  zone: optional(zoneCodec),
  available: pointsCodec,
  expiries: list(expiringPoints, { most: 100_000 }),
  lasting: pointsCodec,
  pending: pointsCodec,
  coming: list(comingPoints, { most: 100_000 }),
  held: pointsCodec,
  holds: list(heldPoints, { most: 100_000 }),
  earned: pointsCodec,
  adjusted: pointsCodec,
  received: pointsCodec,
  moved: integer(),
  spent: pointsCodec,
  expired: pointsCodec,
  reversed: pointsCodec,
  absorbed: pointsCodec,
  given: pointsCodec,
  owed: pointsCodec,
  forgiven: pointsCodec,
})

/**
 * The balance of each membership, key membership id. The column `available` is as of the account's last event: what has
 * lapsed since is still in it, and out of a view that is read.
 */
export const balanceView = view(balance, {
  codec: balanceCodec,
  columns: {
    customer_id: { kind: 'text', isIndexed: true, of: ({ customerId }) => customerId ?? null },
    programme_id: { kind: 'text', of: ({ programmeId }) => programmeId ?? null },
    available: { kind: 'integer', isIndexed: true, of: ({ available }) => available },
    pending: { kind: 'integer', of: ({ pending }) => pending },
    held: { kind: 'integer', of: ({ held }) => held },
    owed: { kind: 'integer', of: ({ owed }) => owed },
    next_expiry_on: {
      kind: 'text',
      isIndexed: true,
      of: ({ expiries }) => expiries[0]?.lastDay ?? null,
    },
  },
})
