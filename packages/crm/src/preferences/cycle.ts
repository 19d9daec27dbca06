// How often somebody buys: a first estimate from their own gaps, and no more than that.
import { type CivilDate, daysBetween, plusDays } from '../shared/civil-date.js'
import type { PurchaseDays } from './purchase-days.projection.js'

/** Gaps from which a cycle is told: a person of fewer has no rhythm that could be seen. */
export const gapsNeeded = 4

/** What can be said of the rhythm in which somebody buys. */
export type Cycle = KnownCycle | NotEnoughGaps

export interface KnownCycle {
  readonly _tag: 'KnownCycle'
  /** How many gaps between purchases it rests on. */
  readonly gaps: number
  /** The median of them, in days; half a day is rounded up. */
  readonly medianDays: number
  readonly lastOn: CivilDate
  /** Days since then. */
  readonly silentDays: number
  /** The last purchase and the median gap. */
  readonly expectedOn: CivilDate
  /** A median of whole gaps is short for who has been silent for long: the gap under way is not among them. */
  readonly method: 'medianOfWholeGaps'
}

export interface NotEnoughGaps {
  readonly _tag: 'NotEnoughGaps'
  readonly gaps: number
  readonly needed: number
}

/** The days between successive purchases, in their order: one less than there are days. */
export const gapsOf = ({ days }: PurchaseDays): ReadonlyArray<number> =>
  days.slice(1).map(({ day }, index) => daysBetween(days[index]?.day ?? day, day))

// The type 7 quantile of Hyndman and Fan (1996) at one half: the middle one, or the mean of the two in the middle.
const medianOf = (gaps: ReadonlyArray<number>): number => {
  const sorted = gaps.toSorted((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
  return Math.floor((lower + upper + 1) / 2)
}

/**
 * The rhythm in which somebody buys, as of a day: the median of the gaps between the days of their purchases, and when the next one
 * would follow. A first estimate: it counts whole gaps only and knows no season. `NotEnoughGaps` below {@link gapsNeeded}.
 */
export const cycleOf = (purchases: PurchaseDays, today: CivilDate): Cycle => {
  const gaps = gapsOf(purchases)
  const lastOn = purchases.days.at(-1)?.day
  if (lastOn === undefined || gaps.length < gapsNeeded) {
    return { _tag: 'NotEnoughGaps', gaps: gaps.length, needed: gapsNeeded }
  }
  const medianDays = medianOf(gaps)
  return {
    _tag: 'KnownCycle',
    gaps: gaps.length,
    medianDays,
    lastOn,
    silentDays: daysBetween(lastOn, today),
    expectedOn: plusDays(lastOn, medianDays),
    method: 'medianOfWholeGaps',
  }
}
