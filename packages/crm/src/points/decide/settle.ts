// What time alone changes in an account, and what has to be said of it (docs/guide/points.md).
import type { Instant } from '@patina/eventsourcing'
import type { CivilDate } from '../../shared/civil-date.js'
import type { PointsHoldId } from '../../shared/ids.js'
import { lookUp } from '../../shared/table.js'
import { dayOf } from '../../shared/zone.js'
import { type Account, deficitOf, type Opened } from '../account.js'
import { matured, openInOrder } from '../buckets.js'
import type { Closed } from '../closing.js'
import type {
  DeficitAbsorbed,
  HoldEnd,
  PaidDebt,
  PointsEvent,
  PointsReleased,
  Take,
} from '../events.js'
import { lotIn } from '../lots.js'
import { applied, evolve } from '../state.js'
import { areAtRest } from './at-rest.js'
import { leaving } from './leaving.js'
import { payOut } from './pay-out.js'
import {
  afterActivity,
  expiring,
  headOf,
  inChunks,
  type Moment,
  sumOf,
  takeComing,
  takeInOrder,
  takeOf,
  takeOfLot,
} from './takes.js'

/** What is decided so far: the events, and the account after them, folded when it is first asked for. */
export interface Settled {
  readonly account: Opened
  readonly events: ReadonlyArray<PointsEvent>
}

// Most of what is settled last is told and never folded here: an account of thousands of lots takes long to fold.
const added = (before: Settled, more: ReadonlyArray<PointsEvent>): Settled => {
  if (more.length === 0) return before
  let after: Opened | undefined
  return {
    events: before.events.length === 0 ? more : [...before.events, ...more],
    get account() {
      after ??= more.reduce(applied, before.account)
      return after
    },
  }
}

// What has lapsed when this day begins. Points that are still to come lapse only where the account ends before they do.
const lapsedOn = (account: Opened, day: CivilDate): ReadonlyArray<Take> => {
  const lapsed: Take[] = []
  for (const { lastDay, lotIds } of openInOrder(account)) {
    if (lastDay === undefined || lastDay >= day) break
    for (const lotId of lotIds) {
      const lot = lotIn(account.lots, lotId)
      if (lot !== undefined) lapsed.push(takeOfLot(account, lot, lot.available, 'available'))
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
const wound = (settled: Settled, closed: Closed, moment: Moment): Settled => {
  const { account } = settled
  if (closed.policy === 'until') return settled
  const paidOut = closed.policy === 'payOut' ? payOut(account, closed, moment) : []
  // Whatever is paid out is all that there was to spend.
  const free = paidOut.length > 0 ? [] : takeInOrder(account, account.available)
  const coming = takeComing(account)
  const left = [...free, ...(paidOut.length > 0 ? afterActivity(coming, moment) : coming)]
  return added(added(settled, paidOut), expiring(account, left, moment))
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
const settledOn = (
  { account: before, events }: Settled,
  moment: Moment,
  day: CivilDate,
): Settled => {
  const account = matured(before, day)
  const { closed, debts, elsewhere } = account
  const ready: Settled = { account, events }
  const swept = added(ready, expiring(account, lapsedOn(account, day), moment))
  // What time does to lots changes none of these three: where there is nothing to do, nothing needs to be folded.
  const home = elsewhere.length === 0 ? swept : added(swept, leaving(swept.account, moment))
  const paidUp = debts.length === 0 ? home : absorbed(home, moment)
  return closed === undefined ? paidUp : wound(paidUp, closed, moment)
}

/**
 * Settles an account in the order of time: holds whose end has come are released, those that end together all at once, and
 * at each of these moments, as at the one that is asked for, lapsed points expire and what is owed is made good with what
 * there is. Where something is owed, so are the days on which points come.
 */
export const settle = (account: Opened, moment: Moment): Settled => {
  const steps = stepsOf(account, moment)
  const released = (standing: Opened, { endsAt }: Step): ReadonlyArray<PointsReleased> =>
    standing.openHolds
      .filter((hold) => hold.endsAt === endsAt)
      .flatMap(({ holdId }) => release(standing, holdId, 'ended', moment))
  if (steps.length > 0 && account.debts.length === 0) {
    const ready = matured(account, moment.onDay)
    // Where nothing is owed, nothing lapses meanwhile and all that comes free stays, the order of time makes no difference.
    if (lapsedOn(ready, moment.onDay).length === 0) {
      const free = steps.flatMap((step) => released(account, step))
      if (areAtRest(account, free, moment)) return added({ account: ready, events: [] }, free)
    }
  }
  let standing: Settled = { account, events: [] }
  for (const step of steps) {
    standing = settledOn(added(standing, released(standing.account, step)), moment, step.day)
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

/** Settles what has just been decided: a lot may have lapsed on arrival, and a debt is made good at once. */
export const thenSettle = (
  account: Account,
  decided: ReadonlyArray<PointsEvent>,
  moment: Moment,
): ReadonlyArray<PointsEvent> => {
  if (areAtRest(account, decided, moment)) return decided
  const standing = decided.reduce(evolve, account)
  return standing._tag === 'NotOpened' ? decided : [...decided, ...settle(standing, moment).events]
}
