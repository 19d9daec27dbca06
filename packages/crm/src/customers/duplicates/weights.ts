// What each field says for or against two records being of one person, after Fellegi and Sunter.
import type { Chances, FieldChances } from './chances.js'
import { type Field, fields, type Level, levels } from './customer.js'
import { levelOf } from './levels.js'
import type { NormalCustomer } from './normal-forms.js'

/** How often two records of one person fall on each level. The four add up to 1. */
export type Agreement = Readonly<Record<Level, number>>

export type Agreements = Readonly<Record<Field, Agreement>>

/** What holds for a field of which nothing else is said. */
export const defaultAgreement: Agreement = { exact: 0.9, close: 0.06, near: 0.02, different: 0.02 }

/** What one field says. The value is not part of it. */
export interface Part {
  readonly field: Field
  readonly level: Level
  /** In bits: above 0 it speaks for one person, below 0 against. */
  readonly weight: number
  /** The family name of each was compared with the given name of the other. */
  readonly isCrossed?: true
}

// Of one field, or of two whose values are compared with each other: then what is commoner in one of them counts.
type Sources = ReadonlyArray<FieldChances>

// Who has a value was observed, so `known` is not 0 in the field that the value is of.
const weightOfExact = ({ exact }: Agreement, sources: Sources, a: string, b: string): number => {
  let common = 0
  for (const { known, counts } of sources) {
    const most = Math.max(counts.get(a) ?? 0, counts.get(b) ?? 0)
    if (most > 0) common = Math.max(common, most / known)
  }
  return Math.log2(exact / common)
}

/**
 * The weight of a level: log2(m/u). For the same value u is the share of customers who have it; for the other levels it is the
 * share of pairs that fall on them. Two values that are nearly alike never say more than agreeing on the commoner of them
 * would, and a difference never speaks for one person.
 */
const weightOf = (
  level: Level,
  agreement: Agreement,
  sources: Sources,
  a: string,
  b: string,
): number => {
  if (level === 'exact') return weightOfExact(agreement, sources, a, b)
  const chance = Math.max(...sources.map(({ shares }) => shares[level]))
  const weight = Math.log2(agreement[level] / chance)
  return level === 'different'
    ? Math.min(0, weight)
    : Math.min(weight, weightOfExact(agreement, sources, a, b))
}

type Judged = Pick<Part, 'level' | 'weight'>

const isBetter = (one: Judged, other: Judged): boolean =>
  one.level === other.level
    ? one.weight > other.weight
    : levels.indexOf(one.level) < levels.indexOf(other.level)

// Several values of one field: those two that agree best, and of those the rarest.
const judge = (
  field: Field,
  agreement: Agreement,
  sources: Sources,
  a: ReadonlyArray<string>,
  b: ReadonlyArray<string>,
): Judged | undefined => {
  let best: Judged | undefined
  for (const one of a) {
    for (const other of b) {
      const level = levelOf(field, one, other)
      const judged = { level, weight: weightOf(level, agreement, sources, one, other) }
      if (best === undefined || isBetter(judged, best)) best = judged
    }
  }
  return best
}

const partsOf = (
  pairs: ReadonlyArray<readonly [field: Field, fieldOfOther: Field]>,
  a: NormalCustomer,
  b: NormalCustomer,
  chances: Chances,
  agreements: Agreements,
): ReadonlyArray<Part> =>
  pairs.flatMap(([field, other]) => {
    const isCrossed = field !== other
    const sources = isCrossed ? [chances[field], chances[other]] : [chances[field]]
    const judged = judge(field, agreements[field], sources, a.values[field], b.values[other])
    if (judged === undefined) return []
    return [isCrossed ? { field, ...judged, isCrossed } : { field, ...judged }]
  })

const names = [
  ['familyName', 'familyName'],
  ['givenName', 'givenName'],
] as const
const crossedNames = [
  ['familyName', 'givenName'],
  ['givenName', 'familyName'],
] as const
const others = fields.slice(2).map((field) => [field, field] as const)

/** The sum of what the fields say, in their order. */
export const scoreOf = (parts: ReadonlyArray<Part>): number =>
  parts.reduce((sum, { weight }) => sum + weight, 0)

/**
 * What each field says of two customers, whose ids are in their order. A field that either lacks says nothing. When both have
 * both names, one of them is different, and they agree better crosswise, they were written in another order.
 */
export const explain = (
  a: NormalCustomer,
  b: NormalCustomer,
  chances: Chances,
  agreements: Agreements,
): ReadonlyArray<Part> => {
  const straight = partsOf(names, a, b, chances, agreements)
  const mayBeCrossed = straight.length === 2 && straight.some(({ level }) => level === 'different')
  const crossed = mayBeCrossed ? partsOf(crossedNames, a, b, chances, agreements) : []
  const isCrossed =
    crossed.length > 0 &&
    crossed.every(({ level }) => level !== 'different') &&
    scoreOf(crossed) > scoreOf(straight)
  return [...(isCrossed ? crossed : straight), ...partsOf(others, a, b, chances, agreements)]
}
