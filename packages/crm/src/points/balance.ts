// What a member has, and how points come to it, leave it and go from bucket to bucket.
import type { Instant } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import { present } from '../shared/copies.js'
import type { CustomerId, MembershipId, PointsHoldId, ProgrammeId } from '../shared/ids.js'
import type { Zone } from '../shared/zone.js'
import { allDated, comingIn, type InLot, inBucket } from './dated-lots.js'
import {
  type ComingPoints,
  comingWith,
  type Dated,
  type ExpiringPoints,
  rolled,
  rolledComing,
  shifted,
  sumOf,
} from './dated-points.js'
import type { HeldDays, OfAccount } from './events.js'

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
  /** Earned, and to be spent from a day on: the sum of `coming`. */
  readonly pending: number
  /** Every day on which points come, soonest first. */
  readonly coming: ReadonlyArray<ComingPoints>
  /** Put aside for something: the sum of `holds`. */
  readonly held: number
  /** Every open hold: soonest end first, then by its id. */
  readonly holds: ReadonlyArray<HeldPoints>
  /** All that was ever earned by what was bought. */
  readonly earned: number
  /** All that was ever given by hand. */
  readonly adjusted: number
  /** All that ever came from other members. */
  readonly received: number
  /**
   * What came from other accounts of the same person, less what went there. `earned` + `adjusted` + `received` + `moved` =
   * `available` + `pending` + `held` + `spent` + `expired` + `reversed` + `absorbed` + `given`.
   */
  readonly moved: number
  /** Less what was undone. */
  readonly spent: number
  readonly expired: number
  /** Taken back because goods came back, or by hand. */
  readonly reversed: number
  /** Gone against what was owed. */
  readonly absorbed: number
  /** Given to other members, less what came back. */
  readonly given: number
  /** Claimed by returns, spent before, and not made good yet. */
  readonly owed: number
  /** Claimed by returns, spent before, and dropped. */
  readonly forgiven: number
}

/** What a hold has, by last day. It is over at `endsAt`. */
export interface HeldPoints {
  readonly holdId: PointsHoldId
  readonly endsAt: Instant
  readonly points: number
  /** What has a last day; a day may have passed, for points outlive it as long as they are held. */
  readonly expiries: ReadonlyArray<ExpiringPoints>
}

/** The balance of an account that nothing has happened to. */
export const nothing: Balance = {
  available: 0,
  expiries: [],
  lasting: 0,
  pending: 0,
  coming: [],
  held: 0,
  holds: [],
  earned: 0,
  adjusted: 0,
  received: 0,
  moved: 0,
  spent: 0,
  expired: 0,
  reversed: 0,
  absorbed: 0,
  given: 0,
  owed: 0,
  forgiven: 0,
}

/** Adds points to what can be spent through their last days, or takes them off. */
export const spendable = (balance: Balance, dated: ReadonlyArray<Dated>, sign: 1 | -1): Balance => {
  if (dated.length === 0) return balance
  const lasting = sumOf(dated.filter(({ lastDay }) => lastDay === undefined))
  return {
    ...balance,
    available: balance.available + sign * sumOf(dated),
    expiries: shifted(balance.expiries, dated, sign),
    lasting: balance.lasting + sign * lasting,
  }
}

/** Adds points to what is still to come, or takes them off. */
export const expected = (
  balance: Balance,
  coming: ReadonlyArray<ComingPoints>,
  sign: 1 | -1,
): Balance =>
  coming.length === 0
    ? balance
    : {
        ...balance,
        pending: balance.pending + sign * sumOf(coming),
        coming: comingWith(balance.coming, coming, sign),
      }

/** What leaves what can be spent and what is still to come. */
export const without = (balance: Balance, takes: ReadonlyArray<InLot>, event: OfAccount): Balance =>
  expected(
    spendable(balance, inBucket(takes, 'available', event), -1),
    comingIn(
      takes.filter(({ bucket }) => bucket === 'pending'),
      event,
    ),
    -1,
  )

/** What comes to what can be spent, or is still to come. */
export const withLots = (
  balance: Balance,
  lots: ReadonlyArray<InLot>,
  event: OfAccount,
): Balance => {
  const isComing = ({ availableOn }: InLot): boolean =>
    availableOn !== undefined && availableOn > event.onDay
  return lots.some(isComing)
    ? expected(
        spendable(
          balance,
          allDated(
            lots.filter((lot) => !isComing(lot)),
            event,
          ),
          1,
        ),
        comingIn(lots.filter(isComing), event),
        1,
      )
    : spendable(balance, allDated(lots, event), 1)
}

/** What a hold has, in one list with what of it has no last day. */
export const datedIn = ({ points, expiries }: HeldPoints): ReadonlyArray<Dated> => {
  const lasting = points - sumOf(expiries)
  return lasting === 0 ? expiries : [...expiries, { points: lasting }]
}

/** The order of holds: soonest end first, then by their id. */
export const soonestFirst = (a: HeldPoints, b: HeldPoints): number =>
  `${a.endsAt} ${a.holdId}` < `${b.endsAt} ${b.holdId}` ? -1 : 1

/**
 * Adds points to what a hold has, or takes them off; a hold that has none left is over, and one that nobody has opened has
 * none.
 */
export const holding = (
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

/** With other last days for parts of holds. */
export const withHeldDays = (
  balance: Balance,
  { held, ...event }: OfAccount & { readonly held?: ReadonlyArray<HeldDays> },
): Balance => {
  if (held === undefined || held.length === 0) return balance
  const holds = balance.holds.map((hold): HeldPoints => {
    const parts = held.filter(({ holdId }) => holdId === hold.holdId)
    const before = parts.map((one) => ({ points: one.points, ...one.before }))
    const after = parts.map((one) => ({ points: one.points, ...one.after }))
    const others = shifted(hold.expiries, allDated(before, event), -1)
    return parts.length === 0
      ? hold
      : { ...hold, expiries: shifted(others, allDated(after, event), 1) }
  })
  return { ...balance, holds }
}

const least = <A extends string>(a: A | undefined, b: A | undefined): A | undefined =>
  a === undefined || (b !== undefined && b < a) ? b : a

/**
 * The members that name the account, absent until its first event. Of people who turned out to be one the lesser stands, a
 * choice that does not depend on any order.
 */
export const named = (
  a: Pick<Balance, 'customerId' | 'programmeId' | 'zone'>,
  b: Pick<Balance, 'customerId' | 'programmeId' | 'zone'>,
): Pick<Balance, 'customerId' | 'programmeId' | 'zone'> => {
  const customerId = least(a.customerId, b.customerId)
  const programmeId = least(a.programmeId, b.programmeId)
  const zone = least(a.zone, b.zone)
  return present({ customerId, programmeId, zone })
}

/** What an activity of the account does to the days that move with it. */
export const active = (balance: Balance, { membershipId, onDay }: OfAccount): Balance => {
  const expiries = rolled(balance.expiries, membershipId, onDay)
  const coming = rolledComing(balance.coming, membershipId, onDay)
  const holds = balance.holds.map((hold) => {
    const dated = rolled(hold.expiries, membershipId, onDay)
    return dated === hold.expiries ? hold : { ...hold, expiries: dated }
  })
  const isSame =
    expiries === balance.expiries &&
    coming === balance.coming &&
    holds.every((hold, index) => hold === balance.holds[index])
  return isSame ? balance : { ...balance, expiries, coming, holds }
}

/** Points that can be spent from this day on. Those whose last day comes before are not. */
export const matured = (balance: Balance, day: CivilDate, of?: MembershipId): Balance => {
  if ((balance.coming[0]?.availableOn ?? '~') > day) return balance
  const ready = balance.coming.filter(
    ({ availableOn, lastDay = '~', membershipId }) =>
      availableOn <= day && lastDay >= availableOn && (of === undefined || of === membershipId),
  )
  const dated = ready.map(({ availableOn: _day, membershipId: _id, ...one }): Dated => one)
  return expected(spendable(balance, dated, 1), ready, -1)
}
