// Codecs of what many events of points have in common.
import {
  type Fields,
  instantCodec,
  integer,
  list,
  literal,
  optional,
  record,
} from '@patina/eventsourcing'
import type * as t from 'io-ts'
import {
  civilDateCodec,
  customerIdCodec,
  lotIdCodec,
  membershipIdCodec,
  programmeIdCodec,
  somePointsCodec,
} from '../shared/codecs.js'
import type { Back, OfAccount, Take } from './events.js'

/** How many months after an activity of the account a last day comes. */
export const rollsCodec = integer(1, 1200)

export const ofAccount: Fields<OfAccount> = {
  membershipId: membershipIdCodec,
  customerId: customerIdCodec,
  programmeId: programmeIdCodec,
  at: instantCodec,
  onDay: civilDateCodec,
}

const take: t.Type<Take, unknown> = record<Take>('Take', {
  lotId: lotIdCodec,
  points: somePointsCodec,
  bucket: literal('available', 'expired', 'held', 'pending'),
  lastDay: optional(civilDateCodec),
  rolls: optional(rollsCodec),
  availableOn: optional(civilDateCodec),
})

// A line may have its points in its own lot and in lots of grace, each with what is there and what has expired.
export const takes = list(take, { most: 10_000 })

export const backToLot: t.Type<Back, unknown> = record<Back>('Back', {
  lotId: lotIdCodec,
  points: somePointsCodec,
  lastDay: optional(civilDateCodec),
  rolls: optional(rollsCodec),
})
