// Where the points of lots are, and how they go from one place to another.
import type { CivilDate } from '../shared/civil-date.js'
import type { AwardId, LineId, LotId } from '../shared/ids.js'
import { lookUp, putAll, type Table } from '../shared/table.js'
import type { AwardedBonus, AwardedLot, GraceLot, Take } from './events.js'
import { type OpenLot, type OpenLots, withLots, withoutLots } from './open-lots.js'

/** Where each point of a lot is: in exactly one of these. */
export interface Buckets {
  readonly available: number
  /** Put aside for something. */
  readonly held: number
  readonly spent: number
  readonly expired: number
  /** Claimed by a return. */
  readonly reversed: number
  /** Went against a debt. */
  readonly absorbed: number
  /** Left for a lot of grace. */
  readonly moved: number
}

/** Points that were earned together, and where they are. */
export interface Lot extends OpenLot, Buckets {
  readonly awardId: AwardId
  /** Undefined for a bonus: it belongs to the order as a whole. */
  readonly lineId: LineId | undefined
  readonly points: number
}

/** What holds lots: an account. */
export interface HasLots {
  readonly lots: Table<Lot>
  /** The lots with points to spend, in the order of spending. */
  readonly open: OpenLots
  /** What can be spent, as of the clock. */
  readonly available: number
}

// Written out twice: adding a member to a spread copy takes many times as long as a literal, and lots are made by the
// thousand.
/** A new lot, all of it available. */
export const lotOf = (
  {
    lotId,
    points,
    lastDay,
  }: Pick<AwardedLot | AwardedBonus | GraceLot, 'lotId' | 'points' | 'lastDay'>,
  lineId: LineId | undefined,
  awardId: AwardId,
  earnedOn: CivilDate,
): Lot =>
  lastDay === undefined
    ? {
        lotId,
        awardId,
        lineId,
        earnedOn,
        points,
        available: points,
        held: 0,
        spent: 0,
        expired: 0,
        reversed: 0,
        absorbed: 0,
        moved: 0,
      }
    : {
        lotId,
        awardId,
        lineId,
        earnedOn,
        lastDay,
        points,
        available: points,
        held: 0,
        spent: 0,
        expired: 0,
        reversed: 0,
        absorbed: 0,
        moved: 0,
      }

/** Points of a lot that go from one bucket to another. */
export interface Move {
  readonly lotId: LotId
  readonly points: number
  readonly from: keyof Buckets
  readonly to: keyof Buckets
}

/** Moves points between the buckets of lots. A move that its lot cannot make is no part of any history and left out. */
export const moved = <A extends HasLots>(account: A, moves: ReadonlyArray<Move>): A => {
  const lots = new Map<LotId, Lot>()
  let { available } = account
  for (const { lotId, points, from, to } of moves) {
    const lot = lots.get(lotId) ?? lookUp(account.lots, lotId)
    if (lot === undefined || lot[from] < points) continue
    lots.set(lotId, shifted(lot, points, from, to))
    if (from === 'available') available -= points
    if (to === 'available') available += points
  }
  if (lots.size === 0) return account
  const changed = [...lots.values()]
  const wasOpen = ({ lotId }: Lot): boolean => (lookUp(account.lots, lotId)?.available ?? 0) > 0
  const emptied = changed.filter((lot) => lot.available === 0 && wasOpen(lot))
  const refilled = changed.filter((lot) => lot.available > 0 && !wasOpen(lot))
  return {
    ...account,
    lots: putAll(account.lots, [...lots]),
    open: withLots(withoutLots(account.open, emptied), refilled),
    available,
  }
}

const shifted = (lot: Lot, points: number, from: keyof Buckets, to: keyof Buckets): Lot => {
  const copy: { -readonly [Key in keyof Lot]: Lot[Key] } = { ...lot }
  copy[from] -= points
  copy[to] += points
  return copy
}

/** Moves what was taken from where it was to one bucket. */
export const taken = <A extends HasLots>(
  account: A,
  takes: ReadonlyArray<Take>,
  to: keyof Buckets,
): A =>
  moved(
    account,
    takes.map(({ lotId, points, bucket }) => ({ lotId, points, from: bucket, to })),
  )

/** Puts new lots in. */
export const withNewLots = <A extends HasLots>(account: A, added: ReadonlyArray<Lot>): A => ({
  ...account,
  lots: putAll(
    account.lots,
    added.map((lot) => [lot.lotId, lot]),
  ),
  open: withLots(account.open, added),
  available: account.available + added.reduce((all, { points }) => all + points, 0),
})
