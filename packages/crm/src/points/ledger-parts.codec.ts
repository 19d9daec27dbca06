// What events and commands of adjustments, transfers, closing and moves are made of.
import {
  describeFigure,
  type Fields,
  instantCodec,
  integer,
  list,
  literal,
  optional,
  record,
  refined,
} from '@patina/eventsourcing'
import {
  awardIdCodec,
  civilDateCodec,
  customerIdCodec,
  lotIdCodec,
  membershipIdCodec,
  moveIdCodec,
  pointsHoldIdCodec,
  returnIdCodec,
  somePointsCodec,
} from '../shared/codecs.js'
import type {
  AdjustedLot,
  ClaimedLot,
  ClaimPlace,
  GivenLot,
  HeldDays,
  LotDay,
  MovedDebt,
  MovedLot,
  ReceivedLot,
  ReversalForwarded,
  Shortened,
} from './events.js'
import { rollsCodec } from './parts.codec.js'

export const mostPoints = 1_000_000_000
export const changeCodec = refined(
  `a whole number from -${mostPoints} to ${mostPoints}, not 0`,
  (value): value is number =>
    Number.isSafeInteger(value) && value !== 0 && Math.abs(value as number) <= mostPoints,
  describeFigure,
)

// A year of merges moves a person's debts and lots many times; no account has as many of either in one event.
export const mostOfMove = 2000
export const partCodec = integer(1, 100_000)
export const notReceivable = literal('accountClosed', 'notAMember')
export const closingPolicy = literal('forfeit', 'payOut', 'until')
export const members = list(membershipIdCodec, { least: 1, most: 2000 })

export const adjustedLot = record<AdjustedLot>('AdjustedLot', {
  lotId: lotIdCodec,
  points: somePointsCodec,
  earnedOn: civilDateCodec,
  lastDay: optional(civilDateCodec),
  rolls: optional(rollsCodec),
})

export const givenLots = list(
  record<GivenLot>('GivenLot', {
    from: lotIdCodec,
    lotId: lotIdCodec,
    points: somePointsCodec,
    earnedOn: civilDateCodec,
    lastDay: optional(civilDateCodec),
    rolls: optional(rollsCodec),
  }),
  { least: 1, most: mostOfMove },
)

export const receivedLots = list(
  record<ReceivedLot>('ReceivedLot', {
    lotId: lotIdCodec,
    points: somePointsCodec,
    earnedOn: civilDateCodec,
    lastDay: optional(civilDateCodec),
  }),
  { least: 1, most: mostOfMove },
)

export const movedLots = list(
  record<MovedLot>('MovedLot', {
    lotId: lotIdCodec,
    points: somePointsCodec,
    bucket: literal('available', 'pending'),
    earnedOn: civilDateCodec,
    availableOn: optional(civilDateCodec),
    lastDay: optional(civilDateCodec),
    rolls: optional(rollsCodec),
    origin: membershipIdCodec,
    awardId: optional(awardIdCodec),
    root: optional(lotIdCodec),
    isGiven: optional(refined('true', (value): value is true => value === true)),
  }),
  { most: mostOfMove },
)

const lotDay = record<LotDay>('LotDay', {
  lastDay: civilDateCodec,
  rolls: optional(rollsCodec),
})

export const heldDays = list(
  record<HeldDays>('HeldDays', {
    holdId: pointsHoldIdCodec,
    points: somePointsCodec,
    before: lotDay,
    after: lotDay,
  }),
  { most: 10_000 },
)

export const movedDebts = list(
  record<MovedDebt>('MovedDebt', {
    awardId: awardIdCodec,
    returnId: returnIdCodec,
    origin: membershipIdCodec,
    points: somePointsCodec,
    arisenAt: instantCodec,
  }),
  { most: mostOfMove },
)

export const shortened = list(
  record<Shortened>('Shortened', {
    points: somePointsCodec,
    bucket: literal('available', 'pending'),
    lastDay: optional(civilDateCodec),
    rolls: optional(rollsCodec),
    availableOn: optional(civilDateCodec),
  }),
  { most: 10_000 },
)

export const claimedLots = list(
  record<ClaimedLot>('ClaimedLot', {
    lotId: lotIdCodec,
    points: somePointsCodec,
    next: optional(
      list(
        record<ClaimPlace>('ClaimPlace', {
          membershipId: membershipIdCodec,
          customerId: customerIdCodec,
        }),
        { least: 1, most: 1000 },
      ),
    ),
  }),
  { least: 1, most: 10_000 },
)

export const ofClaim: Fields<
  Pick<ReversalForwarded, 'moveId' | 'awardId' | 'returnId' | 'origin' | 'arisenAt'>
> = {
  moveId: moveIdCodec,
  awardId: awardIdCodec,
  returnId: returnIdCodec,
  origin: membershipIdCodec,
  arisenAt: instantCodec,
}
