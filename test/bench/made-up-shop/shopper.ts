import type { CivilDate, CustomerId, MembershipId } from '@patina/crm'
import type { AwardedLot, PointsAwarded, Take } from '@patina/crm/points'
import type { SaleRecorded } from '@patina/crm/sales'
import { idOf } from './chance.js'

/** Points that can still be spent. */
export interface OpenLot {
  readonly lotId: AwardedLot['lotId']
  readonly lastDay: CivilDate
  points: number
}

/** What the shop has to remember of a customer to go on with what makes sense. */
export interface Shopper {
  readonly customerId: CustomerId
  readonly membershipId: MembershipId
  /** The first day of the membership; absent before it. */
  since: CivilDate | undefined
  /** Comes no more. */
  hasLeft: boolean
  /** The last sale, until something of it came back. */
  lastSale: SaleRecorded | undefined
  /** What it earned. */
  lastAward: PointsAwarded | undefined
  readonly lots: OpenLot[]
}

/** The customer with this number. */
export const shopper = (number: number): Shopper => ({
  customerId: idOf('customer', number) as CustomerId,
  membershipId: idOf('membership', number) as MembershipId,
  since: undefined,
  hasLeft: false,
  lastSale: undefined,
  lastAward: undefined,
  lots: [],
})

/** Takes up to so many points from a lot. */
export const takeFrom = (lot: OpenLot, most: number): Take | undefined => {
  const points = Math.min(most, lot.points)
  if (points === 0) return undefined
  lot.points -= points
  return { lotId: lot.lotId, points, bucket: 'available', lastDay: lot.lastDay }
}

/** Forgets the lots that nothing is left of. */
export const tidy = ({ lots }: Shopper): void => {
  const left = lots.filter(({ points }) => points > 0)
  lots.splice(0, lots.length, ...left)
}

/** Takes everything from the lots whose last day is before this one. */
export const lapse = (one: Shopper, today: CivilDate): ReadonlyArray<Take> => {
  const takes = one.lots
    .filter(({ lastDay }) => lastDay < today)
    .flatMap((lot) => takeFrom(lot, lot.points) ?? [])
  tidy(one)
  return takes
}
