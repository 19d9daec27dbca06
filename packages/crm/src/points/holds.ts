// Points that are put aside for something, until they are captured or let go.
import type { Instant } from '@patina/eventsourcing'
import type { Code, LotId, PointsHoldId } from '../shared/ids.js'
import type { Currency } from '../shared/money.js'
import type { RedemptionRule, RulesRef } from '../shared/programme-rules.js'
import { lookUp, put, type Table } from '../shared/table.js'
import { type HasLots, taken } from './buckets.js'
import type { HoldEnd, PointsHeld, PointsRedeemed, PointsReleased, Take } from './events.js'

/** A hold, open as long as it has not ended. */
export interface Hold {
  /** All that was put aside. */
  readonly points: number
  /** What is held of it still, in the order of spending. */
  readonly takes: ReadonlyArray<Take>
  readonly for: Code
  readonly rules: RulesRef
  readonly redemption: RedemptionRule
  readonly currency: Currency
  readonly end?: HoldEnd
}

/** What has holds: an account. */
export interface HasHolds extends HasLots {
  readonly holds: Table<Hold>
  /** Those that are open: soonest end first, then by their id. */
  readonly openHolds: ReadonlyArray<OpenHold>
}

export interface OpenHold {
  readonly holdId: PointsHoldId
  readonly endsAt: Instant
}

const soonestFirst = (a: OpenHold, b: OpenHold): number =>
  `${a.endsAt} ${a.holdId}` < `${b.endsAt} ${b.holdId}` ? -1 : 1

const without = (takes: ReadonlyArray<Take>, gone: ReadonlyArray<Take>): ReadonlyArray<Take> => {
  // A hold goes as it came: what is gone is nearly always all of its first takes.
  const isFirst = gone.every(
    ({ lotId, points }, index) => takes[index]?.lotId === lotId && takes[index].points === points,
  )
  if (isFirst) return takes.slice(gone.length)
  const less = new Map<LotId, number>()
  for (const { lotId, points } of gone) less.set(lotId, (less.get(lotId) ?? 0) + points)
  return takes.flatMap((one) => {
    const points = one.points - (less.get(one.lotId) ?? 0)
    if (points === one.points) return [one]
    return points > 0 ? [{ ...one, points }] : []
  })
}

// An open hold with less in it. Once it has a reason to end it is over, though parts of it may still be on their way.
const lessened = <A extends HasHolds>(
  account: A,
  holdId: PointsHoldId,
  gone: ReadonlyArray<Take>,
  end: HoldEnd,
): A => {
  const hold = lookUp(account.holds, holdId)
  if (hold === undefined) return account
  return {
    ...account,
    holds: put(account.holds, holdId, { ...hold, takes: without(hold.takes, gone), end }),
    openHolds: account.openHolds.filter((one) => one.holdId !== holdId),
  }
}

/** The account after points were put aside. */
export const held = <A extends HasHolds>(account: A, event: PointsHeld): A => {
  const { holdId, points, takes, endsAt, for: purpose, rules, redemption, currency } = event
  const before = lookUp(account.holds, holdId)
  if (before?.end !== undefined) return account
  const inHold = takes.map((one): Take => ({ ...one, bucket: 'held' }))
  const hold: Hold =
    before === undefined
      ? { points, takes: inHold, for: purpose, rules, redemption, currency }
      : { ...before, points: before.points + points, takes: [...before.takes, ...inHold] }
  return {
    ...taken(account, takes, 'held'),
    holds: put(account.holds, holdId, hold),
    openHolds:
      before === undefined
        ? [...account.openHolds, { holdId, endsAt }].sort(soonestFirst)
        : account.openHolds,
  }
}

/** The account after what was held became free again. */
export const released = <A extends HasHolds>(
  account: A,
  { holdId, takes, cause }: PointsReleased,
): A =>
  lookUp(account.holds, holdId) === undefined
    ? account
    : lessened(taken(account, takes, 'available'), holdId, takes, cause)

/** The account without what a redemption has captured of its hold; the points themselves are dealt with by their takes. */
export const captured = <A extends HasHolds>(account: A, { holdId, takes }: PointsRedeemed): A =>
  holdId === undefined ? account : lessened(account, holdId, takes, 'captured')
