import type { Instant, LogEvent, Projection } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import type { CustomerId, MembershipId, PointsHoldId, ProgrammeId } from '../shared/ids.js'
import { dayOf, instantAt, type Zone } from '../shared/zone.js'
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
import type { OfAccount, PointsAccountClosed, PointsEvent, Take } from './events.js'
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

const nothing: Balance = {
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

// Adds points to what can be spent through their last days, or takes them off.
const spendable = (balance: Balance, dated: ReadonlyArray<Dated>, sign: 1 | -1): Balance => {
  if (dated.length === 0) return balance
  const lasting = sumOf(dated.filter(({ lastDay }) => lastDay === undefined))
  return {
    ...balance,
    available: balance.available + sign * sumOf(dated),
    expiries: shifted(balance.expiries, dated, sign),
    lasting: balance.lasting + sign * lasting,
  }
}

// Adds points to what is still to come, or takes them off.
const expected = (balance: Balance, coming: ReadonlyArray<ComingPoints>, sign: 1 | -1): Balance =>
  coming.length === 0
    ? balance
    : {
        ...balance,
        pending: balance.pending + sign * sumOf(coming),
        coming: comingWith(balance.coming, coming, sign),
      }

const least = <A extends string>(a: A | undefined, b: A | undefined): A | undefined =>
  a === undefined || (b !== undefined && b < a) ? b : a

interface InLot {
  readonly points: number
  readonly lastDay?: CivilDate
  readonly rolls?: number
  readonly availableOn?: CivilDate
  readonly bucket?: Take['bucket']
}

const datedOf = ({ points, lastDay, rolls }: InLot, { membershipId }: OfAccount): Dated => ({
  points,
  ...(lastDay === undefined ? {} : { lastDay }),
  ...(rolls === undefined ? {} : { rolls: { membershipId, months: rolls } }),
})

const isFixed = (lot: InLot): lot is InLot & Dated => lot.rolls === undefined

// Of most lots nothing needs to be said in other words.
const allDated = (lots: ReadonlyArray<InLot>, event: OfAccount): ReadonlyArray<Dated> =>
  lots.every(isFixed) ? lots : lots.map((lot) => datedOf(lot, event))

const inBucket = (
  takes: ReadonlyArray<InLot>,
  bucket: Take['bucket'],
  event: OfAccount,
): ReadonlyArray<Dated> =>
  allDated(
    takes.filter((take) => take.bucket === bucket),
    event,
  )

const comingIn = (lots: ReadonlyArray<InLot>, event: OfAccount): ReadonlyArray<ComingPoints> =>
  lots.flatMap((lot) =>
    lot.availableOn === undefined
      ? []
      : [
          {
            ...datedOf(lot, event),
            membershipId: event.membershipId,
            availableOn: lot.availableOn,
          },
        ],
  )

// What leaves what can be spent and what is still to come.
const without = (balance: Balance, takes: ReadonlyArray<InLot>, event: OfAccount): Balance =>
  expected(
    spendable(balance, inBucket(takes, 'available', event), -1),
    comingIn(
      takes.filter(({ bucket }) => bucket === 'pending'),
      event,
    ),
    -1,
  )

// What comes to what can be spent, or is still to come.
const withLots = (balance: Balance, lots: ReadonlyArray<InLot>, event: OfAccount): Balance => {
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

// What an activity of the account does to the days that move with it.
const active = (balance: Balance, { membershipId, onDay }: OfAccount): Balance => {
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

// Points that can be spent from this day on. Those whose last day comes before are not.
const matured = (balance: Balance, day: CivilDate, of?: MembershipId): Balance => {
  if ((balance.coming[0]?.availableOn ?? '~') > day) return balance
  const ready = balance.coming.filter(
    ({ availableOn, lastDay = '~', membershipId }) =>
      availableOn <= day && lastDay >= availableOn && (of === undefined || of === membershipId),
  )
  const dated = ready.map(({ availableOn: _day, membershipId: _id, ...one }): Dated => one)
  return expected(spendable(balance, dated, 1), ready, -1)
}

/** The balance after each day up to this one on which points come, with the moment at which that day begins. */
export const maturings = (
  balance: Balance,
  until: CivilDate,
): ReadonlyArray<{ readonly onDay: CivilDate; readonly at: Instant; readonly after: Balance }> => {
  const { zone } = balance
  const days = new Set(balance.coming.map(({ availableOn }) => availableOn))
  let standing = balance
  return [...days].flatMap((onDay) => {
    const after = onDay <= until ? matured(standing, onDay) : standing
    if (zone === undefined || after.pending === standing.pending) return []
    standing = after
    return [{ onDay, at: instantAt(`${onDay}T00:00:00`, zone), after }]
  })
}

const paidBy = (debts: ReadonlyArray<{ readonly points: number }>): number =>
  debts.reduce((all, { points }) => all + points, 0)

const evolve = (before: Balance, event: PointsEvent): Balance => {
  const { customerId, programmeId, membershipId, onDay } = event
  const isFirst = before.customerId !== customerId || before.programmeId !== programmeId
  const known = isFirst ? { ...before, ...named(before, { customerId, programmeId }) } : before
  const balance = matured(known, onDay, membershipId)
  switch (event.type) {
    case 'PointsAwarded':
      return {
        ...withLots(event.points > 0 ? active(balance, event) : balance, lotsIn(event), event),
        ...named(balance, event),
        earned: balance.earned + event.points,
      }
    case 'PointsReversed':
    case 'ReversalFollowed':
      return {
        ...without(balance, event.takes, event),
        expired: balance.expired - sumOf(inBucket(event.takes, 'expired', event)),
        reversed: balance.reversed + paidBy(event.takes),
        owed: balance.owed + event.owed,
        forgiven: balance.forgiven + event.forgiven,
      }
    case 'PointsRedeemed': {
      const { holdId, takes } = event
      const left = without(balance, takes, event)
      // What was taken names the days from before: only then do they move.
      const after = active(
        holdId === undefined ? left : holding(left, holdId, inBucket(takes, 'held', event), -1),
        event,
      )
      return { ...after, spent: balance.spent + event.points }
    }
    case 'RedemptionUndone':
      return {
        ...withLots(balance, [...event.back, ...event.graceLots], event),
        spent: balance.spent - event.points,
      }
    case 'PointsExpired':
      return {
        ...without(balance, event.takes, event),
        expired: balance.expired + event.points,
      }
    case 'DeficitAbsorbed':
      return {
        ...without(balance, event.takes, event),
        absorbed: balance.absorbed + event.points,
        owed: balance.owed - event.points,
      }
    case 'PointsHeld': {
      const { holdId, endsAt } = event
      const takes = allDated(event.takes, event)
      return holding(spendable(balance, takes, -1), holdId, takes, 1, endsAt)
    }
    // What was refused moves nothing, nor does a rest.
    case 'PointsAccountRested':
    case 'PointsAccountResumed':
    case 'PointsHoldRefused':
    case 'PointsCaptureRefused':
      return before
    case 'PointsReleased': {
      const takes = allDated(event.takes, event)
      return holding(spendable(balance, takes, 1), event.holdId, takes, -1)
    }
    case 'PointsAdjusted': {
      const { lot, takes } = event
      const given = lot === undefined ? [] : [lot]
      return {
        ...withLots(without(balance, takes, event), given, event),
        ...named(balance, event),
        adjusted: balance.adjusted + paidBy(given),
        reversed: balance.reversed + paidBy(takes),
      }
    }
    case 'PointsTransferredOut':
      return {
        ...spendable(balance, allDated(event.lots, event), -1),
        given: balance.given + event.points,
      }
    case 'PointsTransferredIn':
      return {
        ...withLots(balance, event.lots, event),
        ...named(balance, event),
        received: balance.received + event.points,
      }
    case 'PointsTransferRefused':
    case 'PointLotsRefused':
      return { ...balance, ...named(balance, event) }
    case 'TransferReturned':
      return { ...withLots(balance, event.back, event), given: balance.given - event.points }
    case 'PointsAccountClosed':
      return shortened(balance, event)
    case 'PointLotsMoved':
      return {
        ...without(balance, event.lots, event),
        moved: balance.moved - event.points,
        owed: balance.owed - paidBy(event.debts),
      }
    case 'PointLotsReceived':
    case 'PointLotsReturned':
      return {
        ...withLots(balance, event.lots, event),
        ...(event.type === 'PointLotsReceived' ? named(balance, event) : {}),
        moved: balance.moved + event.points,
        owed: balance.owed + paidBy(event.debts),
      }
    case 'ReversalForwarded':
      return balance
  }
}

const shortened = (balance: Balance, event: PointsAccountClosed): Balance => {
  const { until, shortened: before } = event
  if (until === undefined) return balance
  const after = before.map(({ rolls: _rolls, lastDay = until, ...one }) => ({
    ...one,
    lastDay: lastDay < until ? lastDay : until,
  }))
  const coming = after.filter(({ bucket }) => bucket === 'pending')
  const open = after.filter(({ bucket }) => bucket === 'available')
  return expected(
    spendable(without(balance, before, event), allDated(open, event), 1),
    comingIn(coming, event),
    1,
  )
}

// What can be spent through a day before this one has expired, and so has what would have come too late.
const lapsed = (balance: Balance, day: CivilDate): Balance => {
  const gone = balance.expiries.filter(({ lastDay }) => lastDay < day)
  const never = balance.coming.filter(({ lastDay = '~' }) => lastDay < day)
  return gone.length === 0 && never.length === 0
    ? balance
    : {
        ...expected(spendable(balance, gone, -1), never, -1),
        expired: balance.expired + sumOf(gone) + sumOf(never),
      }
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

interface Step {
  readonly day: CivilDate
  /** The end of holds; absent for the beginning of a day. */
  readonly endsAt?: Instant
}

// The moments in between at which something happens: holds end, and where something is owed points that come make it good.
const stepsOf = (
  { holds, coming, owed }: Balance,
  at: Instant,
  zone: Zone,
): ReadonlyArray<Step> => {
  const ends = new Set(holds.map(({ endsAt }) => endsAt).filter((endsAt) => endsAt <= at))
  const today = dayOf(at, zone)
  const days = new Set(coming.map(({ availableOn }) => availableOn).filter((day) => day <= today))
  const steps = [...ends].map((endsAt): Step => ({ day: dayOf(endsAt, zone), endsAt }))
  if (owed === 0 || days.size === 0) return steps
  const keyOf = ({ day, endsAt }: Step): string => `${day} ${endsAt ?? ''}`
  return [...steps, ...[...days].map((day): Step => ({ day }))].sort((a, b) =>
    keyOf(a) < keyOf(b) ? -1 : 1,
  )
}

// What time has done by then, whether a sweep has recorded it or not: holds are over at their end, in the order of time,
// points come on their day, those whose last day has passed have expired, and what is owed is made good.
const read = (balance: Balance, at: Instant): Balance => {
  const { zone, holds } = balance
  if (zone === undefined) return balance
  let standing = balance
  for (const { day, endsAt } of stepsOf(balance, at, zone)) {
    for (const hold of holds.filter((one) => one.endsAt === endsAt)) {
      const takes = datedIn(hold)
      standing = holding(spendable(standing, takes, 1), hold.holdId, takes, -1)
    }
    standing = madeGood(lapsed(matured(standing, day), day))
  }
  const today = dayOf(at, zone)
  return lapsed(matured(standing, today), today)
}

const joined = (a: Balance, b: Balance): Balance => {
  const lasting: Dated = { points: b.lasting }
  return {
    ...expected(spendable(a, [...b.expiries, lasting], 1), b.coming, 1),
    ...named(a, b),
    held: a.held + b.held,
    holds: [...a.holds, ...b.holds].sort(soonestFirst),
    earned: a.earned + b.earned,
    adjusted: a.adjusted + b.adjusted,
    received: a.received + b.received,
    moved: a.moved + b.moved,
    spent: a.spent + b.spent,
    expired: a.expired + b.expired,
    reversed: a.reversed + b.reversed,
    absorbed: a.absorbed + b.absorbed,
    given: a.given + b.given,
    owed: a.owed + b.owed,
    forgiven: a.forgiven + b.forgiven,
  }
}

const types: ReadonlyArray<PointsEvent['type']> = [
  'PointsAwarded',
  'PointsReversed',
  'PointsRedeemed',
  'RedemptionUndone',
  'PointsExpired',
  'DeficitAbsorbed',
  'PointsHeld',
  'PointsReleased',
  'PointsAdjusted',
  'PointsTransferredOut',
  'PointsTransferredIn',
  'PointsTransferRefused',
  'TransferReturned',
  'PointsAccountClosed',
  'PointLotsMoved',
  'PointLotsReceived',
  'PointLotsRefused',
  'PointLotsReturned',
  'ReversalFollowed',
]

/** Whether an event moves points: what an account refused, or what went on from it, moves none. */
export const movesPoints = ({ type }: PointsEvent): boolean => types.includes(type)

/**
 * The balance of each membership: by bucket, with every future expiry and every open hold. Read at an instant, it leaves out
 * what has lapsed by then, and holds that are over.
 */
export const balance: Projection<MembershipId, Balance, PointsEvent, PointsEvent> = {
  name: 'points_balance',
  version: 3,
  types,
  parts: ({ event }: LogEvent<PointsEvent>) =>
    movesPoints(event) ? [[event.membershipId, event]] : [],
  initial: () => nothing,
  evolve,
  combine: (members) => members.reduce(joined),
  read,
}
