// What time does to a balance, whether anything has recorded it or not.
import type { Instant } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import { dayOf, instantAt, type Zone } from '../shared/zone.js'
import { type Balance, datedIn, expected, holding, matured, spendable } from './balance.js'
import { type Dated, sumOf } from './dated-points.js'

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

/**
 * What time has done by then, whether a sweep has recorded it or not: holds are over at their end, in the order of time,
 * points come on their day, those whose last day has passed have expired, and what is owed is made good.
 */
export const read = (balance: Balance, at: Instant): Balance => {
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
