// How often two customers agree by chance.
import { type Field, fields, type Level, levels } from './customer.js'
import { levelOf } from './levels.js'
import type { NormalCustomer } from './normal-forms.js'

/** What was observed of one field. */
export interface FieldChances {
  /** How many customers have a value. */
  readonly known: number
  /** How many of them have this one. Held in memory only, for these are the values of people. */
  readonly counts: ReadonlyMap<string, number>
  /** The share of pairs on each level, among pairs of which both have a value. */
  readonly shares: Readonly<Record<Level, number>>
}

export type Chances = Readonly<Record<Field, FieldChances>>

const mostPairs = 100_000

/**
 * Pairs of places below `count`, each once, by the same rule in every run: all of them while they are few, else those that
 * stand so far apart for some distances.
 */
export const somePairs = (
  count: number,
  most = mostPairs,
): ReadonlyArray<readonly [number, number]> => {
  const pairs: [number, number][] = []
  if ((count * (count - 1)) / 2 <= most) {
    for (let a = 0; a < count; a++) for (let b = a + 1; b < count; b++) pairs.push([a, b])
    return pairs
  }
  // Below half of the circle, so that no pair comes twice.
  const farthest = Math.floor((count - 1) / 2)
  const distances = Math.min(farthest, Math.ceil(most / count))
  for (let n = 0; n < distances; n++) {
    const distance = 1 + Math.floor(((n + 0.5) * farthest) / distances)
    for (let a = 0; a < count; a++) pairs.push([a, (a + distance) % count])
  }
  return pairs
}

// The best level that a value of one reaches with a value of the other; none when either has no value.
const bestLevel = (
  field: Field,
  a: ReadonlyArray<string>,
  b: ReadonlyArray<string>,
): Level | undefined => {
  let best: number | undefined
  for (const one of a) {
    for (const other of b) {
      const level = levels.indexOf(levelOf(field, one, other))
      if (best === undefined || level < best) best = level
    }
  }
  return best === undefined ? undefined : levels[best]
}

const countsOf = (
  customers: ReadonlyArray<NormalCustomer>,
  field: Field,
): Pick<FieldChances, 'known' | 'counts'> => {
  const counts = new Map<string, number>()
  let known = 0
  for (const { values } of customers) {
    if (values[field].length > 0) known++
    for (const value of values[field]) counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return { known, counts }
}

const sharesOf = (
  customers: ReadonlyArray<NormalCustomer>,
  field: Field,
): FieldChances['shares'] => {
  const found: Record<Level, number> = { exact: 0, close: 0, near: 0, different: 0 }
  const having = customers.filter(({ values }) => values[field].length > 0)
  const pairs = somePairs(having.length)
  for (const [a, b] of pairs) {
    const level = bestLevel(field, having[a]?.values[field] ?? [], having[b]?.values[field] ?? [])
    if (level !== undefined) found[level]++
  }
  // Half a pair more on each level, after Jeffreys: what was not seen in a sample is rare, and not impossible.
  const share = (level: Level): number => (found[level] + 0.5) / (pairs.length + 2)
  return {
    exact: share('exact'),
    close: share('close'),
    near: share('near'),
    different: share('different'),
  }
}

/** Observes customers, in the order of their ids. */
export const chancesOf = (customers: ReadonlyArray<NormalCustomer>): Chances => {
  const of = (field: Field): FieldChances => ({
    ...countsOf(customers, field),
    shares: sharesOf(customers, field),
  })
  return Object.fromEntries(fields.map((field) => [field, of(field)])) as unknown as Chances
}
