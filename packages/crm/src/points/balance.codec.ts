import { instantCodec, list, optional, record, view } from '@patina/eventsourcing'
import {
  civilDateCodec,
  customerIdCodec,
  pointsCodec,
  pointsHoldIdCodec,
  programmeIdCodec,
  somePointsCodec,
  zoneCodec,
} from '../shared/codecs.js'
import {
  type Balance,
  balance,
  type ExpiringPoints,
  type HeldPoints,
} from './balance.projection.js'

const expiringPoints = record<ExpiringPoints>('ExpiringPoints', {
  lastDay: civilDateCodec,
  points: somePointsCodec,
})

const heldPoints = record<HeldPoints>('HeldPoints', {
  holdId: pointsHoldIdCodec,
  endsAt: instantCodec,
  points: somePointsCodec,
  expiries: list(expiringPoints, { most: 100_000 }),
})

/**
 * The balance of each membership, key membership id. The column `available` is as of the account's last event: what has
 * lapsed since is still in it, and out of a view that is read.
 */
export const balanceView = view(balance, {
  codec: record<Balance>('Balance', {
    customerId: optional(customerIdCodec),
    programmeId: optional(programmeIdCodec),
    zone: optional(zoneCodec),
    available: pointsCodec,
    expiries: list(expiringPoints, { most: 100_000 }),
    lasting: pointsCodec,
    held: pointsCodec,
    holds: list(heldPoints, { most: 100_000 }),
    earned: pointsCodec,
    spent: pointsCodec,
    expired: pointsCodec,
    reversed: pointsCodec,
    absorbed: pointsCodec,
    owed: pointsCodec,
    forgiven: pointsCodec,
  }),
  columns: {
    customer_id: { kind: 'text', isIndexed: true, of: ({ customerId }) => customerId ?? null },
    programme_id: { kind: 'text', of: ({ programmeId }) => programmeId ?? null },
    available: { kind: 'integer', isIndexed: true, of: ({ available }) => available },
    held: { kind: 'integer', of: ({ held }) => held },
    owed: { kind: 'integer', of: ({ owed }) => owed },
    next_expiry_on: {
      kind: 'text',
      isIndexed: true,
      of: ({ expiries }) => expiries[0]?.lastDay ?? null,
    },
  },
})
