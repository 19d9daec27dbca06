/** Numbers from 0 up to 1 that look drawn and are the same in every run. */
export type Chance = () => number

/** Mulberry32: good enough to make up a shop, and a few nanoseconds a number. */
export const chanceOf = (seed: number): Chance => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A whole number from 0 up to `below`. */
export const wholeBelow = (chance: Chance, below: number): number => Math.floor(chance() * below)

// One number for each number, without any order: the last step of MurmurHash3.
const scattered = (number: number): number => {
  const first = Math.imul(number ^ (number >>> 16), 0x85ebca6b)
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35)
  return (second ^ (second >>> 16)) >>> 0
}

const hexOf = (number: number): string => scattered(number).toString(16).padStart(8, '0')

/** What an id is of: the same number names another thing of each kind. */
const kinds = {
  customer: 1,
  membership: 2,
  sale: 3,
  award: 4,
  lot: 5,
  return: 6,
  redemption: 7,
  event: 8,
  command: 9,
} as const

/** A UUID that follows from a kind and a number. As scattered as real ones are, for an index feels the difference. */
export const idOf = (kind: keyof typeof kinds, number: number): string => {
  const seed = Math.imul(kinds[kind], 0x9e3779b1)
  const [a, b, c, d] = [seed, seed + 1e9, seed + 2e9, seed + 3e9].map((one) => hexOf(one + number))
  return `${a}-${b?.slice(0, 4)}-4${b?.slice(5)}-a${c?.slice(1, 4)}-${c?.slice(4)}${d}`
}
