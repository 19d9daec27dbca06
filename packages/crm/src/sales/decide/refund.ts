// What comes back for goods: exact for any split of a line and any order of its returns.
import { claimOf } from '../../shared/rational.js'
import type { LineBack, RefundBy } from '../commands.js'
import type { PointsSpent, ReturnedLine, SaleLine } from '../events.js'
import type { CameBack } from '../state.js'

type Refund = Pick<ReturnedLine, 'paidMinor' | 'refundMinor' | 'byPoints'>

/**
 * What more pieces of a line claim after what came back of it. `paidMinor` is cum(r+k) less what was counted before, with
 * cum(x) = P − ⌊P·(q−x)/q⌋. The refund is that, at most what is left of the line, unless the shop says what it gave. Of the
 * refund as much is given in points as `by` asks for, and never more of either than the line was paid with, as long as
 * no more than that is given at all. Points follow their worth, by cum again.
 */
export const refundOf = (
  { quantity: q, paidMinor: paid, byPoints }: SaleLine,
  before: CameBack,
  { quantity, refundMinor: said }: LineBack,
  by: RefundBy,
): Refund => {
  const came = before.quantity + quantity
  const paidMinor = Math.max(0, claimOf(paid, q, 0, came) - before.paidMinor)
  const refundMinor = said ?? Math.max(0, Math.min(paidMinor, paid - before.refundMinor))
  if (byPoints === undefined) return { paidMinor, refundMinor }
  const { minor, points } = byPoints
  const pointsLeft = minor - before.pointsMinor
  const moneyLeft = Math.max(0, paid - minor - (before.refundMinor - before.pointsMinor))
  const inProportion = claimOf(minor, q, 0, came) - before.pointsMinor
  const least = Math.max(0, refundMinor - moneyLeft)
  const most = Math.min(refundMinor, pointsLeft)
  const asked = by === 'pointsFirst' ? most : by === 'moneyFirst' ? least : inProportion
  const inPoints = Math.min(most, Math.max(least, asked))
  if (inPoints === 0) return { paidMinor, refundMinor }
  const back = claimOf(points, minor, 0, before.pointsMinor + inPoints) - before.points
  return { paidMinor, refundMinor, byPoints: { minor: inPoints, points: back } }
}

/**
 * Which redemptions so many points of a sale belong to, after those that went back before: the last redemption first, as
 * the points of one lot come back last taken first.
 */
export const undoneOf = (
  redemptions: ReadonlyArray<PointsSpent>,
  before: number,
  points: number,
): ReadonlyArray<PointsSpent> => {
  const undone: PointsSpent[] = []
  let from = 0
  for (const redemption of redemptions.toReversed()) {
    const until = from + redemption.points
    const taken = Math.min(until, before + points) - Math.max(from, before)
    if (taken > 0) undone.push({ ...redemption, points: taken })
    from = until
  }
  return undone
}
