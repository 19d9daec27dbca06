// What time alone changes in an account, and what has to be said of it (docs/guide/points.md).
import type { Instant } from '@patina/eventsourcing'
import type { CivilDate } from '../../shared/civil-date.js'
import type { PointsHoldId } from '../../shared/ids.js'
import { lookUp } from '../../shared/table.js'
import { dayOf } from '../../shared/zone.js'
import { matured, openInOrder } from '../buckets.js'
import type {
  DeficitAbsorbed,
  HoldEnd,
  PaidDebt,
  PointsEvent,
  PointsReleased,
  Take,
} from '../events.js'
import { lotsIn } from '../lots-in.js'
import { type Account, applied, deficitOf, evolve, type Opened } from '../state.js'
import { leaving } from './leaving.js'
import { payOut } from './pay-out.js'
import {
  expiring,
  headOf,
  inChunks,
  type Moment,
  sumOf,
  takeComing,
  takeInOrder,
  takeOf,
} from './takes.js'

/** What is decided so far: the events, and the account after them. */
export interface Settled {
  readonly account: Opened
  readonly events: ReadonlyArray<PointsEvent>
}

const added = ({ account, events }: Settled, more: ReadonlyArray<PointsEvent>): Settled =>
  more.length === 0
    ? { account, events }
    : { account: more.reduce(applied, account), events: [...events, ...more] }

// What has lapsed when this day begins. Points that are still to come lapse only where the account ends before they do.
const lapsedOn = (account: Opened, day: CivilDate): ReadonlyArray<Take> => {
  const lapsed: Take[] = []
  for (const { lastDay, lotIds } of openInOrder(account)) {
    if (lastDay === undefined || lastDay >= day) break
    for (const lotId of lotIds) {
      const left = lookUp(account.lots, lotId)?.available ?? 0
      lapsed.push(takeOf(account, lotId, left, 'available'))
    }
  }
  const { until } = account
  return until === undefined || until >= day ? lapsed : [...lapsed, ...takeComing(account)]
}

// Pays debts with so many points, oldest first.
const paid = ({ debts }: Opened, points: number): ReadonlyArray<PaidDebt> => {
  let left = points
  return debts.flatMap(({ awardId, returnId, points: owed }) => {
    const part = Math.min(left, owed)
    left -= part
    return part === 0 ? [] : [{ awardId, returnId, points: part }]
  })
}

const absorbed = (settled: Settled, moment: Moment): Settled => {
  const { account } = settled
  const takes = takeInOrder(account, Math.min(account.available, deficitOf(account)))
  return inChunks(takes).reduce<Settled>((standing, chunk) => {
    const points = sumOf(chunk)
    const event: DeficitAbsorbed = {
      type: 'DeficitAbsorbed',
      ...headOf(standing.account, moment),
      points,
      takes: chunk,
      debts: paid(standing.account, points),
    }
    return added(standing, [event])
  }, settled)
}

// What is left in an account that was closed goes by the policy that it was closed under.
const wound = (settled: Settled, moment: Moment): Settled => {
  const { account } = settled
  const { closed } = account
  if (closed === undefined || closed.policy === 'until') return settled
  const paidOut =
    closed.policy === 'payOut' ? added(settled, payOut(account, closed, moment)) : settled
  const left = [
    ...takeInOrder(paidOut.account, paidOut.account.available),
    ...takeComing(paidOut.account),
  ]
  return added(paidOut, expiring(paidOut.account, left, moment))
}

/** Lets go of what a hold has, in the order in which it was taken. */
export const release = (
  account: Opened,
  holdId: PointsHoldId,
  cause: HoldEnd,
  moment: Moment,
): ReadonlyArray<PointsReleased> =>
  inChunks(lookUp(account.holds, holdId)?.takes ?? []).map((takes) => ({
    type: 'PointsReleased',
    ...headOf(account, moment),
    holdId,
    cause,
    points: sumOf(takes),
    // The last day of a lot may have moved since.
    takes: takes.map(({ lotId, points }) => takeOf(account, lotId, points, 'held')),
  }))

// Lets points come that can be spent from this day on, expires what has lapsed when it begins, lets go of what belongs to
// another account, makes good what is owed with what is left, and winds up what was closed.
const settledOn = (settled: Settled, moment: Moment, day: CivilDate): Settled => {
  const ready: Settled = { ...settled, account: matured(settled.account, day) }
  const swept = added(ready, expiring(ready.account, lapsedOn(ready.account, day), moment))
  const home = added(swept, leaving(swept.account, moment))
  return wound(absorbed(home, moment), moment)
}

/**
 * Settles an account in the order of time: holds whose end has come are released, those that end together all at once, and
 * at each of these moments, as at the one that is asked for, lapsed points expire and what is owed is made good with what
 * there is. Where something is owed, so are the days on which points come.
 */
export const settle = (account: Opened, moment: Moment): Settled => {
  let standing: Settled = { account, events: [] }
  for (const { day, endsAt } of stepsOf(account, moment)) {
    const together = account.openHolds.filter((hold) => hold.endsAt === endsAt)
    const free = together.flatMap(({ holdId }) =>
      release(standing.account, holdId, 'ended', moment),
    )
    standing = settledOn(added(standing, free), moment, day)
  }
  return settledOn(standing, moment, moment.onDay)
}

interface Step {
  readonly day: CivilDate
  /** The end of holds; absent for the beginning of a day. */
  readonly endsAt?: Instant
}

const stepsOf = (account: Opened, { at, onDay }: Moment): ReadonlyArray<Step> => {
  const { openHolds, coming, zone } = account
  const ends = new Set(openHolds.map(({ endsAt }) => endsAt).filter((endsAt) => endsAt <= at))
  const ended = [...ends].map((endsAt): Step => ({ day: dayOf(endsAt, zone), endsAt }))
  if (deficitOf(account) === 0 || (coming[0]?.earnedOn ?? onDay) >= onDay) return ended
  const days = new Set(coming.map(({ earnedOn }) => earnedOn).filter((day) => day < onDay))
  const keyOf = ({ day, endsAt }: Step): string => `${day} ${endsAt ?? ''}`
  return [...ended, ...[...days].map((day): Step => ({ day }))].sort((a, b) =>
    keyOf(a) < keyOf(b) ? -1 : 1,
  )
}

// Whether points have just come in that nothing can happen to at this moment: the common case, told without folding.
const isAtRest = (account: Account, event: PointsEvent, { onDay }: Moment): boolean =>
  event.type === 'PointsAwarded' &&
  deficitOf(account) === 0 &&
  lotsIn(event).every(({ lastDay }) => lastDay === undefined || lastDay >= onDay) &&
  (account._tag === 'NotOpened' || (account.closed === undefined && account.elsewhere.length === 0))

/** Settles what has just been decided: a lot may have lapsed on arrival, and a debt is made good at once. */
export const thenSettle = (
  account: Account,
  decided: ReadonlyArray<PointsEvent>,
  moment: Moment,
): ReadonlyArray<PointsEvent> => {
  if (decided.every((event) => isAtRest(account, event, moment))) return decided
  const standing = decided.reduce(evolve, account)
  return standing._tag === 'NotOpened' ? decided : [...decided, ...settle(standing, moment).events]
}
