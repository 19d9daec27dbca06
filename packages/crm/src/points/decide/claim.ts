// What a claim on lots finds in an account, and where the rest of it goes.
import { moveIdOf } from '../../shared/derived-ids.js'
import type { LotId, MembershipId } from '../../shared/ids.js'
import { lookUp } from '../../shared/table.js'
import { lotsFrom, type Opened } from '../account.js'
import type { ClaimedLot, ReversalForwarded, Take } from '../events.js'
import { lotIn } from '../lots.js'
import type { Place } from '../moves.js'
import { headOf, type Moment, sumOf, takeOf } from './takes.js'

/** What an account can do about a claim: `points` = `takes` + the claims that go on + `missing`. */
export interface Claimed {
  readonly takes: ReadonlyArray<Take>
  /** What goes on to where points of these lots went, a list for each such account. */
  readonly onward: ReadonlyArray<Onward>
  /** What neither is here nor went elsewhere. */
  readonly missing: number
}

export interface Onward extends Place {
  readonly lots: ReadonlyArray<ClaimedLot>
}

/**
 * Claims points of lots: first what is here of all of them, still to come, to be spent or expired, each lot's lots of grace
 * after it; then what went to other accounts of the same person. Parts of a lot may have gone to several: the claim goes from
 * one to the next, to each once, and says which are left. What nobody has is missing where it was last looked for.
 */
export const claim = (
  account: Opened,
  lots: ReadonlyArray<ClaimedLot>,
  visited: ReadonlyArray<MembershipId>,
): Claimed => {
  const takes: Take[] = []
  const onward = new Map<MembershipId, { place: Place; lots: ClaimedLot[] }>()
  let missing = 0
  for (const { lotId, points, next = [] } of lots) {
    const lotIds = lotsFrom(account, lotId)
    const own = takesOf(account, lotIds, points)
    takes.push(...own)
    const left = points - sumOf(own)
    const [first, ...others] = placesOf(account, lotIds, next, visited)
    // Where a lot was recorded it is known how much of it can be elsewhere; other accounts know of a part.
    const gone = visited.length === 0 ? Math.min(left, awayOf(account, lotIds)) : left
    if (first === undefined || gone === 0) {
      missing += left
      continue
    }
    missing += left - gone
    const there = onward.get(first.membershipId) ?? { place: first, lots: [] }
    onward.set(first.membershipId, there)
    there.lots.push({ lotId, points: gone, ...(others.length === 0 ? {} : { next: others }) })
  }
  return {
    takes,
    onward: [...onward.values()].map(({ place, lots: claimed }) => ({ ...place, lots: claimed })),
    missing,
  }
}

// Where else parts of a lot may be and the claim has not been: where it left for last, first; then where it was to go anyway.
const placesOf = (
  { membershipId, whereabouts }: Opened,
  lotIds: ReadonlyArray<LotId>,
  next: ReadonlyArray<Place>,
  visited: ReadonlyArray<MembershipId>,
): ReadonlyArray<Place> => {
  const left = lotIds.flatMap((lotId) => lookUp(whereabouts, lotId) ?? [])
  const places = new Map([...left, ...next].map((place) => [place.membershipId, place]))
  return [...places.values()].filter(
    (place) => place.membershipId !== membershipId && !visited.includes(place.membershipId),
  )
}

const awayOf = ({ lots }: Opened, lotIds: ReadonlyArray<LotId>): number =>
  lotIds.reduce((all, lotId) => all + (lotIn(lots, lotId)?.away ?? 0), 0)

const takesOf = (
  account: Opened,
  lotIds: ReadonlyArray<LotId>,
  points: number,
): ReadonlyArray<Take> => {
  const takes: Take[] = []
  let missing = points
  for (const lotId of lotIds) {
    const lot = lotIn(account.lots, lotId)
    for (const bucket of ['pending', 'available', 'expired'] as const) {
      const taken = Math.min(missing, lot?.[bucket] ?? 0)
      if (taken === 0) continue
      takes.push(takeOf(account, lotId, taken, bucket))
      missing -= taken
    }
  }
  return takes
}

/** The claims that go on from here. */
export const goingOn = (
  account: Opened,
  onward: ReadonlyArray<Onward>,
  of: Pick<
    ReversalForwarded,
    'awardId' | 'returnId' | 'origin' | 'arisenAt' | 'deficit' | 'visited'
  >,
  moment: Moment,
): ReadonlyArray<ReversalForwarded> =>
  onward.map(({ membershipId, customerId, lots }, index) => ({
    type: 'ReversalForwarded',
    ...headOf(account, moment),
    moveId: moveIdOf(account.membershipId, account.moves + 1 + index),
    awardId: of.awardId,
    returnId: of.returnId,
    origin: of.origin,
    arisenAt: of.arisenAt,
    deficit: of.deficit,
    other: membershipId,
    otherCustomerId: customerId,
    points: sumOf(lots),
    lots,
    visited: [...of.visited, account.membershipId],
  }))
