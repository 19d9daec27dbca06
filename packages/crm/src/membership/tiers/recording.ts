// How what may count towards tiers is kept: sales, awards of points, what came back of either, and the days of memberships.
import type { Instant, LogEvent } from '@patina/eventsourcing'
import type { PointsAwarded, PointsReversed } from '../../points/events.js'
import type {
  SaleClaimed,
  SaleLine,
  SaleLinesReturned,
  SaleRecorded,
  SaleVoided,
} from '../../sales/events.js'
import { appended, withMembers } from '../../shared/copies.js'
import { coverageAfter, coverageTypes } from '../../shared/coverage.js'
import type { CustomerId } from '../../shared/ids.js'
import type {
  MembershipActivated,
  MembershipClosed,
  MembershipRenewed,
  MembershipResumed,
  MembershipSuspended,
} from '../events.js'
import type { Goods, TierRecord } from './qualifying.js'

/** The events that tell what may count. */
export type Recorded = OfDays | OfPoints | OfSales

/** What is sold and what comes back. */
type OfSales = SaleRecorded | SaleClaimed | SaleLinesReturned | SaleVoided
/** What is earned and what is claimed back. */
type OfPoints = PointsAwarded | PointsReversed

type OfDays =
  | MembershipActivated
  | MembershipSuspended
  | MembershipResumed
  | MembershipRenewed
  | MembershipClosed

export const recordedTypes = [
  ...coverageTypes,
  'SaleRecorded',
  'SaleClaimed',
  'SaleLinesReturned',
  'SaleVoided',
  'PointsAwarded',
  'PointsReversed',
] as const satisfies ReadonlyArray<Recorded['type']>

// What was paid in money: points that were spent have counted when they were earned.
const inMoney = ({ paidMinor, byPoints }: Pick<SaleLine, 'paidMinor' | 'byPoints'>): number =>
  paidMinor - (byPoints?.minor ?? 0)

/** What a sale brings, or a return or a void takes. A visit is said in pieces, so that it is taken back only when none is left. */
const goodsOf = ({ lines, units }: OfSales): Goods => ({
  paidMinor: lines.reduce((sum, line) => sum + inMoney(line), 0),
  units,
})

export const byCustomer = (a: TierRecord, b: TierRecord): number =>
  a.customerId < b.customerId ? -1 : 1

/** What is known of some customers after an event about one of them: the same list where it tells nothing new. */
export const withRecorded = (
  records: ReadonlyArray<TierRecord>,
  customerId: CustomerId,
  logged: LogEvent<Recorded>,
): ReadonlyArray<TierRecord> => {
  const before = records.find((one) => one.customerId === customerId)
  const record = before ?? { customerId, memberships: [], purchases: [], awards: [] }
  const after = recordAfter(record, logged)
  if (after === record) return records
  return appended(
    records.filter((one) => one !== before),
    after,
  ).sort(byCustomer)
}

const recordAfter = (before: TierRecord, logged: LogEvent<Recorded>): TierRecord => {
  const { event, position, metadata } = logged
  if (!isDealt(event)) return withDays(before, event)
  const record = occurredLast(before, metadata.occurredAt)
  const { purchases, awards } = record
  switch (event.type) {
    case 'SaleRecorded':
    case 'SaleClaimed': {
      const { saleId, soldOn: day, currency } = event
      const { occurredAt } = metadata
      const { paidMinor, units } = goodsOf(event)
      const bought = { saleId, day, currency, paidMinor, units, occurredAt, position }
      return { ...record, purchases: appended(purchases, bought) }
    }
    case 'SaleLinesReturned':
    case 'SaleVoided': {
      const back = { position, ...goodsOf(event) }
      return { ...record, purchases: withBack(purchases, isOf('saleId', event.saleId), back) }
    }
    case 'PointsAwarded': {
      const { awardId, programmeId, earnedOn: day, points } = event
      if (points === 0) return record
      const { occurredAt } = metadata
      const earned = { awardId, programmeId, day, points, occurredAt, position }
      return { ...record, awards: appended(awards, earned) }
    }
    case 'PointsReversed': {
      const back = { position, points: event.points }
      return { ...record, awards: withBack(awards, isOf('awardId', event.awardId), back) }
    }
  }
}

const isDealt = (event: Recorded): event is OfSales | OfPoints =>
  'saleId' in event || 'awardId' in event

const occurredLast = (record: TierRecord, occurredAt: Instant): TierRecord =>
  record.latestAt !== undefined && record.latestAt >= occurredAt
    ? record
    : withMembers(record, { latestAt: occurredAt })

const isOf =
  <Key extends string>(key: Key, id: string) =>
  (one: Readonly<Record<Key, string>>): boolean =>
    one[key] === id

// What comes back of the newest of its name; of what is unknown nothing does.
const withBack = <B, A extends { readonly back?: ReadonlyArray<B> }>(
  all: ReadonlyArray<A>,
  isMeant: (one: A) => boolean,
  back: B,
): ReadonlyArray<A> => {
  const place = all.findLastIndex(isMeant)
  const found = all[place]
  if (found === undefined) return all
  // As `withMembers` does, whose types do not see through `A`.
  return all.with(place, Object.assign({}, found, { back: appended(found.back ?? [], back) }))
}

const withDays = (record: TierRecord, event: OfDays): TierRecord => {
  const { membershipId, programmeId } = event
  const before = record.memberships.find((one) => one.membershipId === membershipId)
  const days = coverageAfter(before, event)
  if (days === undefined) return record
  const others = record.memberships.filter((one) => one !== before)
  const covered = withMembers(days, { membershipId, programmeId })
  const memberships = appended(others, covered).sort((a, b) =>
    a.membershipId < b.membershipId ? -1 : 1,
  )
  return { ...record, memberships }
}
