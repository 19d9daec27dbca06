// How lines become points under the plain rule (docs/guide/points.md).
import type { EarnRule } from '../../shared/earning-rules.js'
import { divide, giveOut, scale } from '../../shared/rational.js'

const sum = (figures: ReadonlyArray<number>): number =>
  figures.reduce((all, figure) => all + figure, 0)

/**
 * The points of each line, by its basis in minor units; same order. At place `line` each is rounded by itself. At place
 * `order` their sum is rounded: every line gets its whole points, the rest go by largest fraction, ties to the lower line.
 */
export const pointsOf = (
  bases: ReadonlyArray<number>,
  { pointsPerMinor, rounding, place }: EarnRule,
): ReadonlyArray<number> => {
  if (place === 'line') return bases.map((basis) => scale(basis, pointsPerMinor, rounding))
  const [n, d] = pointsPerMinor
  const raw = bases.map((basis) => divide(basis, n, d))
  const wholes = raw.map(({ whole }) => whole)
  const missing = scale(sum(bases), pointsPerMinor, rounding) - sum(wholes)
  return giveOut(
    wholes,
    raw.map(({ rest }) => rest),
    missing,
  )
}
