// What time alone changes in an account, and what has to be said of it (docs/guide/points.md).
import type { Instant } from '@patina/eventsourcing'
import type { CivilDate } from '../../shared/civil-date.js'
import type { PointsHoldId } from '../../shared/ids.js'
import { lookUp } from '../../shared/table.js'
import { dayOf } from '../../shared/zone.js'
import type {
  DeficitAbsorbed,
  HoldEnd,
  OfAccount,
  PaidDebt,
  PointsEvent,
  PointsExpired,
  PointsReleased,
  Take,
} from '../events.js'
import { lotsIn } from '../lots-in.js'
import { type Account, deficitOf, evolve, type Opened } from '../state.js'

/** The moment that a decision is taken for, on the account's clock, and its day in the zone of the programme. */
export interface Moment {
  readonly at: Instant
  readonly onDay: CivilDate
}

/** What is decided so far: the events, and the account after them. */
export interface Settled {
  readonly account: Opened
  readonly events: ReadonlyArray<PointsEvent>
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

/** The points of takes. */
export const sumOf = (of: ReadonlyArray<{ readonly points: number }>): number =>
  of.reduce((all, { points }) => all + points, 0)

/** Takes so many available points in the order of consumption, or all there are. */
export const takeInOrder = ({ open, lots }: Opened, points: number): ReadonlyArray<Take> => {
  const takes: Take[] = []
  let missing = points
  for (const { lastDay, lotIds } of open) {
    for (const lotId of lotIds) {
      if (missing === 0) return takes
      const taken = Math.min(missing, lookUp(lots, lotId)?.available ?? 0)
      takes.push(takeOf({ lotId, lastDay }, taken, 'available'))
      missing -= taken
    }
  }
  return takes
}

/** A take, without the member `lastDay` where a lot has none. */
export const takeOf = (
  { lotId, lastDay }: { readonly lotId: Take['lotId']; readonly lastDay?: CivilDate | undefined },
  points: number,
  bucket: Take['bucket'],
): Take => (lastDay === undefined ? { lotId, points, bucket } : { lotId, points, bucket, lastDay })

// An account that is open stays open, whatever happens to it.
const after = (account: Opened, event: PointsEvent): Opened => evolve(account, event) as Opened

// What has lapsed when this day begins.
const expired = (account: Opened, moment: Moment, day: CivilDate): Settled => {
  const lapsed: Take[] = []
  for (const { lastDay, lotIds } of account.open) {
    if (lastDay === undefined || lastDay >= day) break
    for (const lotId of lotIds) {
      const left = lookUp(account.lots, lotId)?.available ?? 0
      lapsed.push(takeOf({ lotId, lastDay }, left, 'available'))
    }
  }
  const events = inChunks(lapsed).map(
    (takes): PointsExpired => ({
      type: 'PointsExpired',
      ...headOf(account, moment),
      points: sumOf(takes),
      takes,
    }),
  )
  return { account: events.reduce(after, account), events }
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

const absorbed = (account: Opened, moment: Moment): Settled => {
  const takes = takeInOrder(account, Math.min(account.available, deficitOf(account)))
  let standing = account
  const events = inChunks(takes).map((chunk): DeficitAbsorbed => {
    const points = sumOf(chunk)
    const event: DeficitAbsorbed = {
      type: 'DeficitAbsorbed',
      ...headOf(standing, moment),
      points,
      takes: chunk,
      debts: paid(standing, points),
    }
    standing = after(standing, event)
    return event
  })
  return { account: standing, events }
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
    takes,
  }))

// Expires what has lapsed when this day begins, and makes good what is owed with what is left.
const settledOn = ({ account, events }: Settled, moment: Moment, day: CivilDate): Settled => {
  const swept = expired(account, moment, day)
  const balanced = absorbed(swept.account, moment)
  return {
    account: balanced.account,
    events: [...events, ...swept.events, ...balanced.events],
  }
}

/**
 * Settles an account in the order of time: holds whose end has come are released, those that end together all at once, and
 * at each of these moments, as at the one that is asked for, lapsed points expire and what is owed is made good with what
 * there is.
 */
export const settle = (account: Opened, moment: Moment): Settled => {
  const ended = account.openHolds.filter(({ endsAt }) => endsAt <= moment.at)
  let standing: Settled = { account, events: [] }
  for (const endsAt of new Set(ended.map((hold) => hold.endsAt))) {
    const together = ended.filter((hold) => hold.endsAt === endsAt)
    const free = together.flatMap(({ holdId }) =>
      release(standing.account, holdId, 'ended', moment),
    )
    const opened: Settled = {
      account: free.reduce(after, standing.account),
      events: [...standing.events, ...free],
    }
    standing = settledOn(opened, moment, dayOf(endsAt, account.zone))
  }
  return settledOn(standing, moment, moment.onDay)
}

// Whether points have just come in that nothing can happen to at this moment: the common case, told without folding.
const isAtRest = (account: Account, event: PointsEvent, { onDay }: Moment): boolean =>
  event.type === 'PointsAwarded' &&
  deficitOf(account) === 0 &&
  lotsIn(event).every(({ lastDay }) => lastDay === undefined || lastDay >= onDay)

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
