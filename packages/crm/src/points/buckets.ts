// Where the points of lots are, and how they go from one place to another.
import type { CivilDate } from '../shared/civil-date.js'
import type { LotId } from '../shared/ids.js'
import type { Take } from './events.js'
import { type Buckets, isToCome, type Lot } from './lot.js'
import {
  type AwardedLots,
  byLotId,
  type Lots,
  lotIn,
  ownLastDay,
  putLots,
  withAwarded,
} from './lots.js'
import {
  hasGroups,
  inOrder,
  type OpenDay,
  type OpenLot,
  type OpenLots,
  withLots,
  withOpenDays,
  withoutLots,
} from './open-lots.js'

/** Lots whose last day moves with what the account does. */
export interface Group {
  readonly months: number
  readonly lastDay: CivilDate
  /** It moves no more: the account was closed. */
  readonly isFixed?: true
}

/** What holds lots: an account. */
export interface HasLots {
  readonly lots: Lots
  /** The lots with points to spend. */
  readonly open: OpenLots
  /** The lots with points that are still to come, by the day on which they do, which stands in the place of `earnedOn`. */
  readonly coming: OpenLots
  /** What can be spent, as of the clock. */
  readonly available: number
  /** The lots of each group name it by its place. */
  readonly groups: ReadonlyArray<Group>
  /** The last day of whatever there is, in an account that was closed so. */
  readonly until?: CivilDate
}

type Days = Pick<HasLots, 'groups' | 'until'>

/** The last day of a lot as the account stands; `undefined` where it stays for good. */
export const lastDayIn = (
  { groups, until }: Days,
  { lastDay, group }: Pick<OpenLot, 'lastDay' | 'group'>,
): CivilDate | undefined => {
  const own = group === undefined ? lastDay : groups[group]?.lastDay
  return until === undefined || (own !== undefined && own <= until) ? own : until
}

/** How many months after an activity of the account the lot's last day comes; `undefined` where its day is fixed. */
export const rollsIn = ({ groups }: Days, { group }: Pick<OpenLot, 'group'>): number | undefined =>
  group === undefined || groups[group]?.isFixed === true ? undefined : groups[group]?.months

/** The lots with points to spend in the order of spending. */
export const openInOrder = (account: HasLots): OpenLots =>
  account.until === undefined && !hasGroups(account.open)
    ? account.open
    : inOrder(account.open, (day) => lastDayIn(account, day))

/** Points of a lot that go from one bucket to another. */
export interface Move {
  readonly lotId: LotId
  readonly points: number
  readonly from: keyof Buckets
  readonly to: keyof Buckets
}

// A lot that changes, as it was and as it is going to be.
interface Change {
  readonly was: Lot
  readonly lot: Mutable
}

type Mutable = { -readonly [Key in keyof Lot]: Lot[Key] }

/** Moves points between the buckets of lots. A move that its lot cannot make is no part of any history and left out. */
export const moved = <A extends HasLots>(account: A, moves: ReadonlyArray<Move>): A => {
  const changes = new Map<LotId, Change>()
  let { available } = account
  for (const { lotId, points, from, to } of moves) {
    const known = changes.get(lotId)
    const was = known?.was ?? lotIn(account.lots, lotId)
    if (was === undefined || (known?.lot ?? was)[from] < points) continue
    const lot = known?.lot ?? copyOf(was)
    if (known === undefined) changes.set(lotId, { was, lot })
    lot[from] -= points
    lot[to] += points
    if (from === 'available') available -= points
    if (to === 'available') available += points
  }
  return changes.size === 0 ? account : changedTo({ ...account, available }, [...changes.values()])
}

// One literal again, of the same shape.
const copyOf = (lot: Lot): Mutable => ({
  lotId: lot.lotId,
  awardId: lot.awardId,
  earnedOn: lot.earnedOn,
  lastDay: lot.lastDay,
  group: lot.group,
  availableOn: lot.availableOn,
  comes: lot.comes,
  points: lot.points,
  available: lot.available,
  pending: lot.pending,
  held: lot.held,
  spent: lot.spent,
  expired: lot.expired,
  reversed: lot.reversed,
  absorbed: lot.absorbed,
  moved: lot.moved,
  given: lot.given,
  away: lot.away,
})

// The lots of which nothing is left in a bucket, and those of which there is something again.
const turned = (
  changes: ReadonlyArray<Change>,
  bucket: 'available' | 'pending',
): { readonly emptied: ReadonlyArray<Lot>; readonly refilled: ReadonlyArray<Lot> } => {
  const emptied: Lot[] = []
  const refilled: Lot[] = []
  for (const { was, lot } of changes) {
    if (was[bucket] > 0 && lot[bucket] === 0) emptied.push(lot)
    if (was[bucket] === 0 && lot[bucket] > 0) refilled.push(lot)
  }
  return { emptied, refilled }
}

/** The account with lots in the place of those of the same ids, and those with points to spend and to come in their places. */
const changedTo = <A extends HasLots>(account: A, changes: ReadonlyArray<Change>): A => {
  const free = turned(changes, 'available')
  const pending = turned(changes, 'pending')
  return {
    ...account,
    lots: putLots(
      account.lots,
      changes.map(({ lot }) => lot),
    ),
    open: withLots(withoutLots(account.open, free.emptied), free.refilled),
    coming: withLots(
      withoutLots(account.coming, comingOf(pending.emptied)),
      comingOf(pending.refilled),
    ),
  }
}

const comingOf = (
  lots: ReadonlyArray<{ readonly lotId: LotId; readonly availableOn?: CivilDate | undefined }>,
): ReadonlyArray<OpenLot> =>
  lots.flatMap(({ lotId, availableOn }) =>
    availableOn === undefined ? [] : [{ lotId, earnedOn: availableOn }],
  )

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
export const withNewLots = <A extends HasLots>(account: A, added: ReadonlyArray<Lot>): A => {
  const coming = added.filter(({ pending }) => pending > 0)
  const open = coming.length === 0 ? added : added.filter(({ available }) => available > 0)
  return {
    ...account,
    lots: putLots(account.lots, added),
    open: withLots(account.open, open),
    coming: withLots(account.coming, comingOf(coming)),
    available: account.available + added.reduce((all, lot) => all + lot.available, 0),
  }
}

// The lots of an award that can be spent, as days: nearly always one.
const openDaysOf = (lots: AwardedLots['lots'], of: AwardedLots['of']): ReadonlyArray<OpenDay> => {
  const { earnedOn, group } = of
  const days = new Map<CivilDate | undefined, LotId[]>()
  for (const lot of lots) {
    const lastDay = ownLastDay(lot, of)
    const lotIds = days.get(lastDay)
    if (lotIds === undefined) days.set(lastDay, [lot.lotId])
    else lotIds.push(lot.lotId)
  }
  return [...days].map(([lastDay, lotIds]) => ({ earnedOn, lastDay, group, lotIds }))
}

/** Puts in the lots of an award. */
export const withAwardedLots = <A extends HasLots>(account: A, awarded: AwardedLots): A => {
  const { of } = awarded
  const lots = awarded.lots.toSorted(byLotId)
  const coming = lots.filter(({ availableOn }) => isToCome(availableOn, of.onDay))
  const free =
    coming.length === 0 ? lots : lots.filter(({ availableOn }) => !isToCome(availableOn, of.onDay))
  return {
    ...account,
    lots: withAwarded(account.lots, { lots, of }),
    open: withOpenDays(account.open, openDaysOf(free, of)),
    coming: withLots(account.coming, comingOf(coming)),
    available: account.available + free.reduce((all, { points }) => all + points, 0),
  }
}

/** Puts points into a lot that has been here before: they leave `away`, and what is more than that is new. */
export const cameBack = <A extends HasLots>(
  account: A,
  lotId: LotId,
  points: number,
  to: 'available' | 'pending',
): A => {
  const lot = lotIn(account.lots, lotId)
  if (lot === undefined) return account
  const away = Math.min(points, lot.away)
  const next: Lot = {
    ...lot,
    away: lot.away - away,
    points: lot.points + points - away,
    [to]: lot[to] + points,
  }
  const available = account.available + (to === 'available' ? points : 0)
  return changedTo({ ...account, available }, [{ was: lot, lot: next }])
}

/** Points that were still to come and can be spent from this day on. Those whose last day comes before stay where they are. */
export const matured = <A extends HasLots>(account: A, onDay: CivilDate): A => {
  if ((account.coming[0]?.earnedOn ?? '~') > onDay) return account
  const moves = account.coming
    .filter(({ earnedOn }) => earnedOn <= onDay)
    .flatMap(({ earnedOn, lotIds }) =>
      lotIds.flatMap((lotId): Move[] => {
        const lot = lotIn(account.lots, lotId)
        if (lot === undefined || (lastDayIn(account, lot) ?? '~') < earnedOn) return []
        return [{ lotId, points: lot.pending, from: 'pending', to: 'available' }]
      }),
    )
  return moved(account, moves)
}
