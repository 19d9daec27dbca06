import type { Instant, LogEvent, Projection } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import type { CustomerId, MembershipId, PointsHoldId, ProgrammeId } from '../shared/ids.js'
import { dayOf, type Zone } from '../shared/zone.js'
import type { PointsEvent, Take } from './events.js'
import { lotsIn } from './lots-in.js'

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
  /** Put aside for something: the sum of `holds`. */
  readonly held: number
  /** Every open hold: soonest end first, then by its id. */
  readonly holds: ReadonlyArray<HeldPoints>
  /** All that was ever earned: `available` + `held` + `spent` + `expired` + `reversed` + `absorbed`. */
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

/** What a hold has, by last day. It is over at `endsAt`. */
export interface HeldPoints {
  readonly holdId: PointsHoldId
  readonly endsAt: Instant
  readonly points: number
  /** What has a last day; a day may have passed, for points outlive it as long as they are held. */
  readonly expiries: ReadonlyArray<ExpiringPoints>
}

interface Dated {
  readonly points: number
  readonly lastDay?: CivilDate
}

const nothing: Balance = {
  available: 0,
  expiries: [],
  lasting: 0,
  held: 0,
  holds: [],
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
  const lasting = sumOf(dated.filter(({ lastDay }) => lastDay === undefined))
  return {
    ...balance,
    available: balance.available + sign * sumOf(dated),
    expiries: shifted(balance.expiries, dated, sign),
    lasting: balance.lasting + sign * lasting,
  }
}

const shifted = (
  expiries: ReadonlyArray<ExpiringPoints>,
  dated: ReadonlyArray<Dated>,
  sign: 1 | -1,
): ReadonlyArray<ExpiringPoints> => {
  const changes = new Map<CivilDate, number>()
  for (const { points, lastDay } of dated) {
    if (lastDay !== undefined) changes.set(lastDay, (changes.get(lastDay) ?? 0) + sign * points)
  }
  return changes.size === 0 ? expiries : merged(expiries, changes)
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

const inBucket = (takes: ReadonlyArray<Take>, bucket: Take['bucket']): ReadonlyArray<Take> =>
  takes.filter((take) => take.bucket === bucket)

const datedIn = ({ points, expiries }: HeldPoints): ReadonlyArray<Dated> => {
  const lasting = points - sumOf(expiries)
  return lasting === 0 ? expiries : [...expiries, { points: lasting }]
}

const soonestFirst = (a: HeldPoints, b: HeldPoints): number =>
  `${a.endsAt} ${a.holdId}` < `${b.endsAt} ${b.holdId}` ? -1 : 1

// Adds points to what a hold has, or takes them off; a hold that has none left is over, and one that nobody has opened has
// none.
const holding = (
  balance: Balance,
  holdId: PointsHoldId,
  dated: ReadonlyArray<Dated>,
  sign: 1 | -1,
  endsAt?: Instant,
): Balance => {
  const others = balance.holds.filter((one) => one.holdId !== holdId)
  const found = balance.holds.find((one) => one.holdId === holdId)
  const ends = found?.endsAt ?? endsAt
  if (ends === undefined) return balance
  const points = (found?.points ?? 0) + sign * sumOf(dated)
  const expiries = shifted(found?.expiries ?? [], dated, sign)
  const hold: HeldPoints = { holdId, endsAt: ends, points, expiries }
  return {
    ...balance,
    held: balance.held + sign * sumOf(dated),
    holds: points === 0 ? others : [...others, hold].sort(soonestFirst),
  }
}

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
        ...spendable(balance, lotsIn(event), 1),
        ...named(balance, event),
        earned: balance.earned + event.points,
      }
    case 'PointsReversed':
      return {
        ...spendable(balance, inBucket(event.takes, 'available'), -1),
        expired: balance.expired - sumOf(inBucket(event.takes, 'expired')),
        reversed: balance.reversed + sumOf(event.takes),
        owed: balance.owed + event.owed,
        forgiven: balance.forgiven + event.forgiven,
      }
    case 'PointsRedeemed': {
      const after = spendable(balance, inBucket(event.takes, 'available'), -1)
      const spent = balance.spent + event.points
      return event.holdId === undefined
        ? { ...after, spent }
        : { ...holding(after, event.holdId, inBucket(event.takes, 'held'), -1), spent }
    }
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
    case 'PointsHeld': {
      const { holdId, endsAt, takes } = event
      return holding(spendable(balance, takes, -1), holdId, takes, 1, endsAt)
    }
    // What was refused moves nothing.
    case 'PointsHoldRefused':
    case 'PointsCaptureRefused':
      return before
    case 'PointsReleased':
      return holding(spendable(balance, event.takes, 1), event.holdId, event.takes, -1)
  }
}

// What can be spent through a day before this one has expired.
const lapsed = (balance: Balance, day: CivilDate): Balance => {
  const gone = balance.expiries.filter(({ lastDay }) => lastDay < day)
  return gone.length === 0
    ? balance
    : { ...spendable(balance, gone, -1), expired: balance.expired + sumOf(gone) }
}

// What is owed is made good with what there is, soonest last day first.
const madeGood = (balance: Balance): Balance => {
  const dated: ReadonlyArray<Dated> = [...balance.expiries, { points: balance.lasting }]
  let missing = Math.min(balance.owed, balance.available)
  const taken = dated.map((one): Dated => {
    const points = Math.min(missing, one.points)
    missing -= points
    return { ...one, points }
  })
  const paid = sumOf(taken)
  return paid === 0
    ? balance
    : {
        ...spendable(
          balance,
          taken.filter(({ points }) => points > 0),
          -1,
        ),
        absorbed: balance.absorbed + paid,
        owed: balance.owed - paid,
      }
}

// What time has done by then, whether a sweep has recorded it or not: holds are over at their end, in the order of time,
// points whose last day has passed have expired, and what a hold has let go of makes good what is owed.
const read = (balance: Balance, at: Instant): Balance => {
  const { zone, holds } = balance
  if (zone === undefined) return balance
  let standing = balance
  for (const endsAt of new Set(holds.map((hold) => hold.endsAt))) {
    if (endsAt > at) break
    for (const hold of holds.filter((one) => one.endsAt === endsAt)) {
      const takes = datedIn(hold)
      standing = holding(spendable(standing, takes, 1), hold.holdId, takes, -1)
    }
    standing = madeGood(lapsed(standing, dayOf(endsAt, zone)))
  }
  return lapsed(standing, dayOf(at, zone))
}

const joined = (a: Balance, b: Balance): Balance => {
  const lasting: Dated = { points: b.lasting }
  return {
    ...spendable(a, [...b.expiries, lasting], 1),
    ...named(a, b),
    held: a.held + b.held,
    holds: [...a.holds, ...b.holds].sort(soonestFirst),
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
 * The balance of each membership: by bucket, with every future expiry and every open hold. Read at an instant, it leaves out
 * what has lapsed by then, and holds that are over.
 */
export const balance: Projection<MembershipId, Balance, PointsEvent, PointsEvent> = {
  name: 'points_balance',
  version: 2,
  types: [
    'PointsAwarded',
    'PointsReversed',
    'PointsRedeemed',
    'RedemptionUndone',
    'PointsExpired',
    'DeficitAbsorbed',
    'PointsHeld',
    'PointsReleased',
  ],
  parts: ({ event }: LogEvent<PointsEvent>) => [[event.membershipId, event]],
  initial: () => nothing,
  evolve,
  combine: (members) => members.reduce(joined),
  read,
}
