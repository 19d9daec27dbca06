// Shares of what was bought, as whole numbers.
import type { Code } from '../shared/ids.js'
import type { Currency } from '../shared/money.js'
import { allocate } from '../shared/rational.js'
import type { Tally, TallySum } from './revealed.projection.js'

/** The share of one brand or category, in thousandths of all that have one. */
export interface Share {
  readonly code: Code
  readonly perMille: number
}

const shares = (
  tallies: ReadonlyArray<Tally>,
  of: (tally: TallySum) => number,
): ReadonlyArray<Share> => {
  const counted = tallies.filter((tally) => of(tally) > 0)
  const parts = counted.length === 0 ? [] : allocate(1000, counted.map(of))
  return counted
    .map(({ code }, index) => ({ code, perMille: parts[index] ?? 0 }))
    .sort((a, b) => b.perMille - a.perMille || (a.code < b.code ? -1 : 1))
}

/**
 * The shares of brands, or of categories, by pieces: thousandths that add up to 1,000, the largest first. What nothing is left
 * of has no share; an empty list gives an empty list. Rounded by largest remainder. Raw shares: of few pieces they say little.
 */
export const sharesByUnits = (tallies: ReadonlyArray<Tally>): ReadonlyArray<Share> =>
  shares(tallies, ({ units }) => units)

/** The same by what was paid in one currency: currencies are never added up. */
export const sharesByMoney = (
  tallies: ReadonlyArray<Tally>,
  currency: Currency,
): ReadonlyArray<Share> =>
  shares(tallies, ({ paid }) => paid.find((one) => one.currency === currency)?.minor ?? 0)
