// Exact arithmetic on whole numbers. BigInt only where a product may leave the integers that a double holds.

/** A fraction as [numerator, denominator], both whole, the denominator above 0. */
export type Rational = readonly [numerator: number, denominator: number]

/** How a fraction becomes a whole number. All figures here are 0 or more, so `halfUp` is away from zero too. */
export type Rounding = 'floor' | 'halfUp' | 'ceil'

/** ⌊a·n/d⌋ and what is left of the division, for whole numbers `a, n >= 0` and `d > 0`. */
export const divide = (
  a: number,
  n: number,
  d: number,
): { readonly whole: number; readonly rest: number } => {
  const product = a * n
  if (Number.isSafeInteger(product)) {
    const rest = product % d
    return { whole: (product - rest) / d, rest }
  }
  const exact = BigInt(a) * BigInt(n)
  const by = BigInt(d)
  return { whole: Number(exact / by), rest: Number(exact % by) }
}

/** a·n/d as a whole number. */
export const scale = (a: number, [n, d]: Rational, rounding: Rounding): number => {
  const { whole, rest } = divide(a, n, d)
  if (rest === 0 || rounding === 'floor') return whole
  if (rounding === 'ceil') return whole + 1
  return rest >= d - rest ? whole + 1 : whole
}

/**
 * What `k` more units of `q` claim of a total `p`, after `r` of them: cum(r+k) − cum(r) with cum(x) = p − ⌊p·(q−x)/q⌋, so
 * that any sequence of returns adds up to the total exactly.
 */
export const claimOf = (p: number, q: number, r: number, k: number): number =>
  divide(p, q - r, q).whole - divide(p, q - r - k, q).whole

const largestRestFirst = (rests: ReadonlyArray<number>): ReadonlyArray<number> =>
  rests.map((_, index) => index).sort((a, b) => (rests[b] ?? 0) - (rests[a] ?? 0) || a - b)

/** Adds one to the entries with the largest rests, ties to the lower index, until `missing` are given out. */
export const giveOut = (
  wholes: ReadonlyArray<number>,
  rests: ReadonlyArray<number>,
  missing: number,
): ReadonlyArray<number> => {
  if (missing === 0) return wholes
  const given = [...wholes]
  for (const index of largestRestFirst(rests).slice(0, missing))
    given[index] = (given[index] ?? 0) + 1
  return given
}

/**
 * Spreads a total over weights by largest remainder, ties to the lower index. In: a total and weights, whole and 0 or
 * more. Out: whole parts in the same order that add up to the total; where all weights are 0, the first takes it all.
 */
export const allocate = (total: number, weights: ReadonlyArray<number>): ReadonlyArray<number> => {
  const sum = weights.reduce((all, weight) => all + weight, 0)
  if (sum === 0) return weights.map((_, index) => (index === 0 ? total : 0))
  const shares = weights.map((weight) => divide(total, weight, sum))
  const wholes = shares.map(({ whole }) => whole)
  const missing = total - wholes.reduce((all, whole) => all + whole, 0)
  return giveOut(
    wholes,
    shares.map(({ rest }) => rest),
    missing,
  )
}
