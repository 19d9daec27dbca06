// Lots and debts that go from account to account because customers turned out to be one person, or not after all.
import type { LotId, MembershipId } from '../shared/ids.js'
import { lookUp, put, putAll, type Table } from '../shared/table.js'
import { cameBack, type HasLots, type Move, moved, taken, withNewLots } from './buckets.js'
import { type Debt, type HasDebts, paidOff, withDebt } from './debts.js'
import type {
  ClaimPlace,
  MovedLot,
  PointLotsMoved,
  PointLotsReceived,
  PointLotsRefused,
  PointLotsReturned,
  ReversalFollowed,
  ReversalForwarded,
} from './events.js'
import { withKeptDays, withMovingDays } from './kept-days.js'
import { type Lot, lotOf } from './lot.js'
import { lotIn } from './lots.js'

/** Another account, and whose it is. */
export type Place = ClaimPlace

/** Where what an account recorded belongs, if not here. */
export interface Elsewhere extends Place {
  readonly origin: MembershipId
}

/** What lots and debts leave and come to: an account. */
export interface HasMoves extends HasLots, HasDebts {
  readonly membershipId: MembershipId
  readonly elsewhere: ReadonlyArray<Elsewhere>
  /** How many moves and claims have left so far. */
  readonly moves: number
  /** What left, by the id of the move: whether it is gone or came back. */
  readonly lettings: Table<'gone' | 'back'>
  /** Where points of lots went, each place once, the last first. */
  readonly whereabouts: Table<ReadonlyArray<Place>>
  readonly arrivals: Table<true>
  readonly graces: Table<ReadonlyArray<LotId>>
}

/** The account that recorded a lot. */
export const originOf = ({ membershipId }: HasMoves, { comes }: Pick<Lot, 'comes'>): MembershipId =>
  comes?.origin ?? membershipId

const withPlaces = (
  { elsewhere, membershipId }: HasMoves,
  origins: ReadonlyArray<MembershipId>,
  place: Place,
): ReadonlyArray<Elsewhere> => {
  const others = elsewhere.filter(({ origin }) => !origins.includes(origin))
  return place.membershipId === membershipId
    ? others
    : [...others, ...origins.map((origin) => ({ origin, ...place }))]
}

const withPlace = (
  whereabouts: HasMoves['whereabouts'],
  lots: ReadonlyArray<MovedLot>,
  place: Place,
): HasMoves['whereabouts'] => {
  // One list for all lots that have never left before: thousands leave at once.
  const only = [place]
  return putAll(
    whereabouts,
    lots.map(({ lotId }) => {
      const before = lookUp(whereabouts, lotId)
      if (before === undefined) return [lotId, only]
      const others = before.filter(({ membershipId }) => membershipId !== place.membershipId)
      return [lotId, [place, ...others]]
    }),
  )
}

/** The account after lots and debts left it. */
export const letGo = <A extends HasMoves>(account: A, event: PointLotsMoved): A => {
  const { moveId, other: membershipId, otherCustomerId: customerId, origins, lots, debts } = event
  const place: Place = { membershipId, customerId }
  const moves = lots.map(
    ({ lotId, points, bucket }): Move => ({ lotId, points, from: bucket, to: 'away' }),
  )
  return {
    ...withKeptDays(paidOff(moved(account, moves), debts), event),
    elsewhere: withPlaces(account, origins, place),
    moves: account.moves + 1,
    lettings: put(account.lettings, moveId, 'gone'),
    whereabouts: withPlace(account.whereabouts, lots, place),
  }
}

const newLotOf = (moved: MovedLot, event: PointLotsReceived, account: HasMoves): Lot => {
  const { lotId, points, earnedOn, lastDay, availableOn, awardId, origin, root, isGiven } = moved
  const comes = {
    ...(origin === account.membershipId ? {} : { origin }),
    ...(root === undefined ? {} : { root }),
    ...(isGiven === undefined ? {} : { isGiven }),
  }
  return lotOf({ lotId, points, earnedOn, lastDay, awardId, availableOn, comes }, event.onDay)
}

// Lots that have been here before have what came back; the others are new.
const putIn = <A extends HasMoves>(account: A, event: PointLotsReceived): A => {
  const isKnown = ({ lotId }: MovedLot): boolean => lotIn(account.lots, lotId) !== undefined
  const known = event.lots.filter(isKnown)
  const added = event.lots.filter((lot) => !isKnown(lot))
  const standing = known.reduce<A>(
    (before, { lotId, points, bucket }) => cameBack(before, lotId, points, bucket),
    account,
  )
  let { graces } = standing
  for (const { lotId, root } of added) {
    if (root !== undefined) graces = put(graces, root, [...(lookUp(graces, root) ?? []), lotId])
  }
  return withNewLots(
    { ...standing, graces },
    added.map((lot) => newLotOf(lot, event, account)),
  )
}

/** The account after lots and debts came. */
export const cameHere = <A extends HasMoves>(account: A, event: PointLotsReceived): A => {
  const standing = putIn(account, event)
  return event.debts.reduce<A>((before, debt) => withDebt(before, debt), {
    ...standing,
    arrivals: put(standing.arrivals, event.moveId, true),
  })
}

/** The account after it took no lots in. */
export const refusedMove = <A extends HasMoves>(account: A, event: PointLotsRefused): A => ({
  ...account,
  arrivals: put(account.arrivals, event.moveId, true),
})

/** The account after lots and debts came back that nobody took in. */
export const gotBack = <A extends HasMoves>(account: A, event: PointLotsReturned): A => {
  const { moveId, lots, debts } = event
  const origins = [...lots, ...debts].map(({ origin }) => origin)
  const standing = lots.reduce<A>(
    (before, { lotId, points, bucket }) => cameBack(before, lotId, points, bucket),
    withMovingDays(account, event),
  )
  return debts.reduce<A>((before, debt: Debt) => withDebt(before, debt), {
    ...standing,
    elsewhere: account.elsewhere.filter(({ origin }) => !origins.includes(origin)),
    lettings: put(standing.lettings, moveId, 'back'),
  })
}

/** The account after a claim left it. */
export const forwarded = <A extends HasMoves>(account: A, { moveId }: ReversalForwarded): A => ({
  ...account,
  moves: account.moves + 1,
  lettings: put(account.lettings, moveId, 'gone'),
})

/** The account after a claim came. */
export const followed = <A extends HasMoves>(account: A, event: ReversalFollowed): A => {
  const { moveId, awardId, returnId, origin, arisenAt, owed, takes } = event
  const standing = taken(account, takes, 'reversed')
  return withDebt(
    { ...standing, arrivals: put(standing.arrivals, moveId, true) },
    { awardId, returnId, origin, points: owed, arisenAt },
  )
}
