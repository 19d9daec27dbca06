// The lines of an award, as they stand after what came back of it.
import type { LineId, LotId } from '../shared/ids.js'
import type { Award } from './account.js'

/** What was bought, and what it earned. */
export interface AwardLine {
  readonly lineId: LineId
  readonly quantity: number
  readonly points: number
  /** Pieces that came back. */
  readonly returned: number
  /** Its own lot; a line that earned nothing has none. */
  readonly lotId: LotId | undefined
  /** What it counts for the bonuses of its award; absent where there are none, and for lines that are excluded. */
  readonly countsMinor: number | undefined
}

// Pieces that came back, by line.
const returnedOf = ({ reversals }: Award): ReadonlyMap<LineId, number> => {
  const returned = new Map<LineId, number>()
  for (const { byLine } of reversals) {
    for (const { lineId, quantity } of byLine) {
      returned.set(lineId, (returned.get(lineId) ?? 0) + quantity)
    }
  }
  return returned
}

/** All lines: those that earned points, then the others. Made when they are asked for, which for most awards is never. */
export const linesOf = (award: Award): ReadonlyArray<AwardLine> => {
  const returned = returnedOf(award)
  const lineOf = (
    { lineId, quantity }: { readonly lineId: LineId; readonly quantity: number },
    points: number,
    lotId: LotId | undefined,
  ): AwardLine => ({
    lineId,
    quantity,
    points,
    returned: returned.get(lineId) ?? 0,
    lotId,
    countsMinor: award.countsMinor?.get(lineId),
  })
  return [
    ...award.lots.map((lot) => lineOf(lot, lot.points, lot.lotId)),
    ...award.withoutPoints.map((line) => lineOf(line, 0, undefined)),
  ]
}
