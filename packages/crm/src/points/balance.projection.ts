import type { Instant, LogEvent, Projection } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import type { CustomerId, MembershipId, ProgrammeId } from '../shared/ids.js'
import { dayOf, type Zone } from '../shared/zone.js'
import type { PointsEvent } from './events.js'

/** What a member has, by bucket, and what of it expires when. Points. */
export interface Balance {
  readonly customerId?: CustomerId
  readonly programmeId?: ProgrammeId
  readonly zone?: Zone
  /** What can be spent: the sum of `expiries` and `lasting`. */
  readonly available: number
  /** Every last day there is, soonest first, and the points that can be spent through it. */
  readonly expiries: ReadonlyArray<ExpiringPoints>
  /** Points that stay for good. */
  readonly lasting: number
  /** All that was ever earned: `available` + `spent` + `expired` + `reversed` + `absorbed`. */
  readonly earned: number
  /** Less what was undone. */
  readonly spent: number
  readonly expired: number
  /** Taken back because goods came back. */
  readonly reversed: number
  /** Gone against what was owed. */
  readonly absorbed: number
  /** Claimed by returns, spent before, and not made good yet. */
  readonly owed: number
  /** Claimed by returns, spent before, and dropped. */
  readonly forgiven: number
}

export interface ExpiringPoints {
  readonly lastDay: CivilDate
  readonly points: number
}

interface Dated {
  readonly points: number
  readonly lastDay?: CivilDate
}

const nothing: Balance = {
  available: 0,
  expiries: [],
  lasting: 0,
  earned: 0,
  spent: 0,
  expired: 0,
  reversed: 0,
  absorbed: 0,
  owed: 0,
  forgiven: 0,
}

const sumOf = (dated: ReadonlyArray<Dated>): number =>
  dated.reduce((all, { points }) => all + points, 0)

// Adds points to what can be spent through their last days, or takes them off.
const spendable = (balance: Balance, dated: ReadonlyArray<Dated>, sign: 1 | -1): Balance => {
  const changes = new Map<CivilDate, number>()
  let { lasting } = balance
  for (const { points, lastDay } of dated) {
    if (lastDay === undefined) lasting += sign * points
    else changes.set(lastDay, (changes.get(lastDay) ?? 0) + sign * points)
  }
  return {
    ...balance,
    available: balance.available + sign * sumOf(dated),
    expiries: changes.size === 0 ? balance.expiries : merged(balance.expiries, changes),
    lasting,
  }
}

// The first place whose last day is not before this one.
const placeOf = (expiries: ReadonlyArray<ExpiringPoints>, day: CivilDate): number => {
  let low = 0
  let high = expiries.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((expiries[middle] as ExpiringPoints).lastDay < day) low = middle + 1
    else high = middle
  }
  return low
}

const merged = (
  expiries: ReadonlyArray<ExpiringPoints>,
  changes: ReadonlyMap<CivilDate, number>,
): ReadonlyArray<ExpiringPoints> => {
  const days = expiries.slice()
  for (const [lastDay, change] of changes) {
    const place = placeOf(days, lastDay)
    const standing = days[place]
    const before = standing?.lastDay === lastDay ? standing.points : 0
    const after = { lastDay, points: before + change }
    days.splice(place, before === 0 ? 0 : 1, ...(after.points === 0 ? [] : [after]))
  }
  return days
}

const least = <A extends string>(a: A | undefined, b: A | undefined): A | undefined =>
  a === undefined || (b !== undefined && b < a) ? b : a

// The members that name the account, absent until its first event. Of people who turned out to be one the lesser stands, a
// choice that does not depend on any order.
const named = (
  a: Pick<Balance, 'customerId' | 'programmeId' | 'zone'>,
  b: Pick<Balance, 'customerId' | 'programmeId' | 'zone'>,
): Pick<Balance, 'customerId' | 'programmeId' | 'zone'> => {
  const customerId = least(a.customerId, b.customerId)
  const programmeId = least(a.programmeId, b.programmeId)
  const zone = least(a.zone, b.zone)
  return {
    ...(customerId === undefined ? {} : { customerId }),
    ...(programmeId === undefined ? {} : { programmeId }),
    ...(zone === undefined ? {} : { zone }),
  }
}

const evolve = (before: Balance, event: PointsEvent): Balance => {
  const { customerId, programmeId } = event
  const isFirst = before.customerId !== customerId || before.programmeId !== programmeId
  const balance = isFirst ? { ...before, ...named(before, { customerId, programmeId }) } : before
  switch (event.type) {
    case 'PointsAwarded':
      return {
        ...spendable(balance, event.lots, 1),
        ...named(balance, event),
        earned: balance.earned + event.points,
      }
    case 'PointsReversed': {
      const isAvailable = ({ bucket }: { readonly bucket: string }): boolean =>
        bucket === 'available'
      const expired = event.takes.filter((take) => !isAvailable(take))
      return {
        ...spendable(balance, event.takes.filter(isAvailable), -1),
        expired: balance.expired - sumOf(expired),
        reversed: balance.reversed + sumOf(event.takes),
        owed: balance.owed + event.owed,
        forgiven: balance.forgiven + event.forgiven,
      }
    }
    case 'PointsRedeemed':
      return { ...spendable(balance, event.takes, -1), spent: balance.spent + event.points }
    case 'RedemptionUndone':
      return {
        ...spendable(balance, [...event.back, ...event.graceLots], 1),
        spent: balance.spent - event.points,
      }
    case 'PointsExpired':
      return { ...spendable(balance, event.takes, -1), expired: balance.expired + event.points }
    case 'DeficitAbsorbed':
      return {
        ...spendable(balance, event.takes, -1),
        absorbed: balance.absorbed + event.points,
        owed: balance.owed - event.points,
      }
  }
}

// What has lapsed by then has expired, whether a sweep has recorded it or not.
const read = (balance: Balance, at: Instant): Balance => {
  if (balance.zone === undefined) return balance
  const today = dayOf(at, balance.zone)
  const lapsed = balance.expiries.filter(({ lastDay }) => lastDay < today)
  return lapsed.length === 0
    ? balance
    : { ...spendable(balance, lapsed, -1), expired: balance.expired + sumOf(lapsed) }
}

const joined = (a: Balance, b: Balance): Balance => {
  const lasting: Dated = { points: b.lasting }
  return {
    ...spendable(a, [...b.expiries, lasting], 1),
    ...named(a, b),
    earned: a.earned + b.earned,
    spent: a.spent + b.spent,
    expired: a.expired + b.expired,
    reversed: a.reversed + b.reversed,
    absorbed: a.absorbed + b.absorbed,
    owed: a.owed + b.owed,
    forgiven: a.forgiven + b.forgiven,
  }
}

/**
 * The balance of each membership: by bucket, with every future expiry. Read at an instant, it leaves out what has lapsed by
 * then.
 */
export const balance: Projection<MembershipId, Balance, PointsEvent, PointsEvent> = {
  name: 'points_balance',
  version: 1,
  types: [
    'PointsAwarded',
    'PointsReversed',
    'PointsRedeemed',
    'RedemptionUndone',
    'PointsExpired',
    'DeficitAbsorbed',
  ],
  parts: ({ event }: LogEvent<PointsEvent>) => [[event.membershipId, event]],
  initial: () => nothing,
  evolve,
  combine: (members) => members.reduce(joined),
  read,
}
