// The lots of an account by their ids. Nearly all of them stay as they came until they are spent or lapse, and accounts are
// folded from their events again and again: a table with an entry for each was most of what that took. So the lots of awards
// stand in sorted lists, in the words of their events, and a table has only those that changed since, or came otherwise.
//
// The lists are carried like the digits of a counter (Bentley and Saxe, "Decomposable searching problems I: static-to-dynamic
// transformation", Journal of Algorithms 1, 1980): each is at least twice as long as the next one, so that there are few, and a
// lot is copied as often as its list has doubled.
import type { CivilDate } from '../shared/civil-date.js'
import type { AwardId, LotId } from '../shared/ids.js'
import { emptyTable, lookUp, putAll, type Table, valuesOf } from '../shared/table.js'
import type { AwardedLot } from './events.js'
import { type Lot, lotOf } from './lot.js'

/** Lots by their ids. */
export interface Lots {
  readonly changed: Table<Lot>
  /** The longest list first. */
  readonly awarded: ReadonlyArray<Run>
}

/** Lots in the order of their ids, and beside each what its award says of it. */
interface Run {
  readonly lots: ReadonlyArray<LotInAward>
  readonly of: ReadonlyArray<OfAward>
}

/** What an award says of each of its lots. */
export type LotInAward = Pick<AwardedLot, 'lotId' | 'points' | 'lastDay' | 'availableOn'>

/** What it says of all of them. */
export interface OfAward {
  readonly awardId: AwardId
  readonly earnedOn: CivilDate
  readonly group: number | undefined
  /** The day on which it was decided: what can be spent by then never waited. */
  readonly onDay: CivilDate
}

/** The lots of one award. */
export interface AwardedLots {
  readonly lots: ReadonlyArray<LotInAward>
  readonly of: OfAward
}

/** No lots. */
export const noLots: Lots = { changed: emptyTable, awarded: [] }

/** The order of ids as texts. */
export const byLotId = (a: LotInAward, b: LotInAward): number => {
  if (a.lotId === b.lotId) return 0
  return a.lotId < b.lotId ? -1 : 1
}

/** The last day of a lot itself: one that lives by its account has that of its group instead. */
export const ownLastDay = ({ lastDay }: LotInAward, { group }: OfAward): CivilDate | undefined =>
  group === undefined ? lastDay : undefined

const asAwarded = (lot: LotInAward, of: OfAward): Lot => {
  const { lotId, points, availableOn } = lot
  const { awardId, earnedOn, group, onDay } = of
  const lastDay = ownLastDay(lot, of)
  return lotOf({ lotId, points, earnedOn, lastDay, group, awardId, availableOn }, onDay)
}

const foundIn = ({ lots, of }: Run, lotId: LotId): Lot | undefined => {
  let low = 0
  let high = lots.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((lots[middle] as LotInAward).lotId < lotId) low = middle + 1
    else high = middle
  }
  const lot = lots[low]
  return lot?.lotId === lotId ? asAwarded(lot, of[low] as OfAward) : undefined
}

/** The lot with this id, if there is one. */
export const lotIn = ({ changed, awarded }: Lots, lotId: LotId): Lot | undefined => {
  const known = lookUp(changed, lotId)
  if (known !== undefined) return known
  for (const run of awarded) {
    const found = foundIn(run, lotId)
    if (found !== undefined) return found
  }
  return undefined
}

/** The lots with these in the place of those of the same ids, or added to them. */
export const putLots = ({ changed, awarded }: Lots, lots: ReadonlyArray<Lot>): Lots => ({
  changed: putAll(
    changed,
    lots.map((lot) => [lot.lotId, lot]),
  ),
  awarded,
})

// Two runs as one.
const merged = (a: Run, b: Run): Run => {
  const lots: LotInAward[] = []
  const of: OfAward[] = []
  let fromA = 0
  let fromB = 0
  while (fromA < a.lots.length || fromB < b.lots.length) {
    const nextA = a.lots[fromA]
    const nextB = b.lots[fromB]
    if (nextB === undefined || (nextA !== undefined && nextA.lotId <= nextB.lotId)) {
      lots.push(nextA as LotInAward)
      of.push(a.of[fromA++] as OfAward)
    } else {
      lots.push(nextB)
      of.push(b.of[fromB++] as OfAward)
    }
  }
  return { lots, of }
}

/** The lots with those of an award, which come in the order of their ids. */
export const withAwarded = ({ changed, awarded }: Lots, { lots, of }: AwardedLots): Lots => {
  if (lots.length === 0) return { changed, awarded }
  const runs = awarded.slice()
  let last: Run = { lots, of: lots.map(() => of) }
  for (let before = runs.at(-1); before !== undefined; before = runs.at(-1)) {
    if (before.lots.length >= 2 * last.lots.length) break
    runs.pop()
    last = merged(before, last)
  }
  runs.push(last)
  return { changed, awarded: runs }
}

/** All lots, in no order that means anything. */
export const allLots = ({ changed, awarded }: Lots): ReadonlyArray<Lot> => [
  ...valuesOf(changed),
  ...awarded.flatMap(({ lots, of }) =>
    lots.flatMap((lot, index) =>
      lookUp(changed, lot.lotId) === undefined ? [asAwarded(lot, of[index] as OfAward)] : [],
    ),
  ),
]
