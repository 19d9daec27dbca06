// Exact fractions of any size: what lies between a basis and its whole points.
import type { Rational, Rounding } from './rational.js'

/** `n`/`d`, 0 or more, the denominator above 0. Not in lowest terms. */
export interface Fraction {
  readonly n: bigint
  readonly d: bigint
}

export const fractionOf = ([n, d]: Rational): Fraction => ({ n: BigInt(n), d: BigInt(d) })

export const whole = (figure: number): Fraction => ({ n: BigInt(figure), d: 1n })

export const plus = (a: Fraction, b: Fraction): Fraction =>
  a.d === b.d ? { n: a.n + b.n, d: a.d } : { n: a.n * b.d + b.n * a.d, d: a.d * b.d }

export const times = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.n, d: a.d * b.d })

/** Below 0 where `a` is less than `b`, 0 where they are equal. */
export const compare = (a: Fraction, b: Fraction): number => {
  const difference = a.n * b.d - b.n * a.d
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** The whole number that a fraction becomes; at a half, `halfUp` goes up. */
export const rounded = ({ n, d }: Fraction, rounding: Rounding): bigint => {
  switch (rounding) {
    case 'floor':
      return n / d
    case 'ceil':
      return (n + d - 1n) / d
    case 'halfUp':
      return (2n * n + d) / (2n * d)
  }
}

/** What the whole part leaves. */
export const restOf = ({ n, d }: Fraction): Fraction => ({ n: n % d, d })

const commonDivisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : commonDivisor(b, a % b))

/** A fraction as text in lowest terms, such as `3/2` or `4/1`: figures that may be too large for a number. */
export const textOf = ({ n, d }: Fraction): string => {
  const divisor = commonDivisor(n, d)
  return `${n / divisor}/${d / divisor}`
}
