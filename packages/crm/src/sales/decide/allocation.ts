// How what is said of a whole document comes to its lines: by largest remainder, the weight what is paid for each, ties to the
// lower line.
import { allocate } from '../../shared/rational.js'
import type { LineSold, RecordSale } from '../commands.js'
import type { PointsSpent, SaleLine, Tender } from '../events.js'
import { sum } from './documents.js'

/** The redemptions among tenders, in their order. */
export const redemptionsOf = (tenders: ReadonlyArray<Tender> = []): ReadonlyArray<PointsSpent> =>
  tenders.flatMap(({ redemption }) => redemption ?? [])

/**
 * The lines of a sale with their shares of its discount and of what was paid with points. The very same lines where there is
 * neither. A discount above the total leaves the lines without one: it is refused.
 */
export const spread = (command: RecordSale): ReadonlyArray<SaleLine> =>
  withPoints(withDiscount(command), command.tenders)

const withDiscount = ({ lines, discountMinor = 0 }: RecordSale): ReadonlyArray<LineSold> => {
  if (discountMinor === 0 || discountMinor > sum(lines, paidFor)) return lines
  const shares = allocate(discountMinor, lines.map(paidFor))
  return lines.map((line, index) => {
    const share = shares[index] ?? 0
    return share === 0
      ? line
      : {
          ...line,
          paidMinor: line.paidMinor - share,
          discountMinor: (line.discountMinor ?? 0) + share,
        }
  })
}

const withPoints = (
  lines: ReadonlyArray<LineSold>,
  tenders: ReadonlyArray<Tender> | undefined,
): ReadonlyArray<SaleLine> => {
  if (tenders === undefined) return lines
  const spent = tenders.filter(({ redemption }) => redemption !== undefined)
  const minor = sum(spent, ({ amountMinor }) => amountMinor)
  if (minor === 0 || minor > sum(lines, paidFor)) return lines
  const minors = allocate(minor, lines.map(paidFor))
  const points = allocate(
    sum(redemptionsOf(spent), (one) => one.points),
    minors,
  )
  return lines.map((line, index) => {
    const share = minors[index] ?? 0
    return share === 0 ? line : { ...line, byPoints: { minor: share, points: points[index] ?? 0 } }
  })
}

const paidFor = ({ paidMinor }: LineSold): number => paidMinor
