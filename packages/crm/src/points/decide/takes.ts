// Points that leave their places: how they are chosen, and what an event says of them.
import type { Instant } from '@patina/eventsourcing'
import { type CivilDate, plusMonths } from '../../shared/civil-date.js'
import type { LotId } from '../../shared/ids.js'
import type { Opened } from '../account.js'
import { type HasLots, lastDayIn, openInOrder, rollsIn } from '../buckets.js'
import type { OfAccount, PointsExpired, Take } from '../events.js'
import type { Lot } from '../lot.js'
import { lotIn } from '../lots.js'

/** The moment that a decision is taken for, on the account's clock, and its day in the zone of the programme. */
export interface Moment {
  readonly at: Instant
  readonly onDay: CivilDate
}

/** What every event of the account begins with. */
export const headOf = (
  { membershipId, customerId, programmeId }: Opened,
  { at, onDay }: Moment,
): OfAccount => ({ membershipId, customerId, programmeId, at, onDay })

// The most takes of one event: beyond it there are several, so that none outgrows what a store takes.
const mostTakes = 2000

/** Cuts takes into lists that fit into events. */
export const inChunks = <A>(takes: ReadonlyArray<A>): ReadonlyArray<ReadonlyArray<A>> =>
  Array.from({ length: Math.ceil(takes.length / mostTakes) }, (_, index) =>
    takes.slice(index * mostTakes, (index + 1) * mostTakes),
  )

/** Takes as they are told after an activity of the same decision: days that move with it have moved. */
export const afterActivity = (
  takes: ReadonlyArray<Take>,
  { onDay }: Moment,
): ReadonlyArray<Take> =>
  takes.some(({ rolls }) => rolls !== undefined)
    ? takes.map((take) => {
        const { lastDay, rolls } = take
        if (rolls === undefined || lastDay === undefined || lastDay < onDay) return take
        const later = plusMonths(onDay, rolls)
        return later > lastDay ? { ...take, lastDay: later } : take
      })
    : takes

/** The points of takes. */
export const sumOf = (of: ReadonlyArray<{ readonly points: number }>): number =>
  of.reduce((all, { points }) => all + points, 0)

/** So many points of a bucket of a lot, with what views must know of it. */
export const takeOf = (
  account: HasLots,
  lotId: LotId,
  points: number,
  bucket: Take['bucket'],
): Take => {
  const lot = lotIn(account.lots, lotId)
  return lot === undefined ? { lotId, points, bucket } : takeOfLot(account, lot, points, bucket)
}

/** The same of a lot that is at hand. */
export const takeOfLot = (
  account: HasLots,
  lot: Lot,
  points: number,
  bucket: Take['bucket'],
): Take => {
  const { lotId, group, availableOn } = lot
  const lastDay = lastDayIn(account, lot)
  // Whole literals: thousands are made at once, and spreading members that may be there takes several times as long.
  if (bucket !== 'pending' || availableOn === undefined) {
    const rolls = group === undefined ? undefined : rollsIn(account, lot)
    if (lastDay === undefined) return { lotId, points, bucket }
    return rolls === undefined
      ? { lotId, points, bucket, lastDay }
      : { lotId, points, bucket, lastDay, rolls }
  }
  const rolls = rollsIn(account, lot)
  return {
    lotId,
    points,
    bucket,
    ...(lastDay === undefined ? {} : { lastDay }),
    ...(rolls === undefined ? {} : { rolls }),
    availableOn,
  }
}

/**
 * Goes through so many available points in the order of consumption, or all there are, of the lots that are meant: a list of
 * what is made of each lot and of what is taken of it.
 */
export const madeInOrder = <A>(
  account: HasLots,
  points: number,
  isMeant: (lot: Lot) => boolean,
  made: (lot: Lot, points: number) => A,
): ReadonlyArray<A> => {
  const all: A[] = []
  let missing = points
  for (const { lotIds } of openInOrder(account)) {
    for (const lotId of lotIds) {
      if (missing === 0) return all
      const lot = lotIn(account.lots, lotId)
      if (lot === undefined || !isMeant(lot)) continue
      const taken = Math.min(missing, lot.available)
      all.push(made(lot, taken))
      missing -= taken
    }
  }
  return all
}

const any = (): boolean => true

/** Takes so many available points in the order of consumption, or all there are. */
export const takeInOrder = (account: HasLots, points: number): ReadonlyArray<Take> =>
  madeInOrder(account, points, any, (lot, taken) => takeOfLot(account, lot, taken, 'available'))

/** All points that are still to come, as takes, by the day on which they would. */
export const takeComing = (account: HasLots): ReadonlyArray<Take> =>
  account.coming.flatMap(({ lotIds }) =>
    lotIds.map((lotId) =>
      takeOf(account, lotId, lotIn(account.lots, lotId)?.pending ?? 0, 'pending'),
    ),
  )

/** Takes that are gone for good. */
export const expiring = (
  account: Opened,
  takes: ReadonlyArray<Take>,
  moment: Moment,
): ReadonlyArray<PointsExpired> =>
  inChunks(takes).map((chunk) => ({
    type: 'PointsExpired',
    ...headOf(account, moment),
    points: sumOf(chunk),
    takes: chunk,
  }))
