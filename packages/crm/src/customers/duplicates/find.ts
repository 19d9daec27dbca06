import type { CustomerId } from '../../shared/ids.js'
import { type Block, type BlockKind, blockKinds, blocksOf, type LargeBlock } from './blocks.js'
import { type Chances, chancesOf } from './chances.js'
import { type CustomerPair, type Field, fields, levels, type OpenedCustomer } from './customer.js'
import { type NormalCustomer, normalCustomer } from './normal-forms.js'
import {
  type Agreement,
  type Agreements,
  defaultAgreement,
  explain,
  type Part,
  scoreOf,
} from './weights.js'

const defaultLikelyFrom = 8
const defaultPossibleFrom = 3
const defaultMostInBlock = 500

/** Two customers who may be one person, and why. Nothing in it is a value of theirs. */
export interface Candidate {
  readonly customerIds: CustomerPair
  /** From a score of 8 likely, from 3 possible, if nothing else is asked for. */
  readonly verdict: 'likely' | 'possible'
  /** In bits: the sum of the parts. */
  readonly score: number
  /** What each field says that both have. */
  readonly parts: ReadonlyArray<Part>
  /** The keys for which they were compared. */
  readonly sharing: ReadonlyArray<BlockKind>
  /** Somebody has said that these are two people. */
  readonly isDismissed: boolean
}

export interface Duplicates {
  /** The highest score first, then in the order of the ids. */
  readonly candidates: ReadonlyArray<Candidate>
  /** Keys that too many share: those who share nothing else were not compared. */
  readonly tooLarge: ReadonlyArray<LargeBlock>
  /** How many pairs were compared. */
  readonly compared: number
}

export interface FindOptions {
  /** Pairs of which somebody has said that they are two people, in any order. They are left out. */
  readonly dismissed?: ReadonlyArray<CustomerPair>
  /**
   * Records that are one person already, each person's together. They are no candidates, a pair that is dismissed speaks for
   * all records of both, and of several pairs of records of the same two people the best is given. By default nobody.
   */
  readonly together?: ReadonlyArray<ReadonlyArray<CustomerId>>
  /** Shows dismissed pairs all the same, marked as such. */
  readonly withDismissed?: boolean
  /** A key that more customers share is not compared but named. 500 by default, at least 2. */
  readonly mostInBlock?: number
  /** The score from which a pair is likely one person. 8 by default: see how many of them are, and raise it for many customers. */
  readonly likelyFrom?: number
  /** The score from which a pair is possibly one person, and shown at all. 3 by default. */
  readonly possibleFrom?: number
  /** How often two records of one person agree, by field: 0.90, 0.06, 0.02, 0.02 where nothing is said. */
  readonly agreements?: Partial<Agreements>
}

// Agreements that do not add up would give scores that mean nothing: that is a bug of the caller.
const checked = (field: Field, agreement: Agreement): Agreement => {
  const shares = levels.map((level) => agreement[level])
  const sum = shares.reduce((all, share) => all + share, 0)
  if (!shares.every((share) => share > 0 && share < 1) || Math.abs(sum - 1) > 1e-9) {
    throw new TypeError(`agreements.${field}: expected four shares above 0 that add up to 1`)
  }
  return agreement
}

const agreementsOf = ({ agreements = {} }: FindOptions): Agreements =>
  Object.fromEntries(
    fields.map((field) => [field, checked(field, agreements[field] ?? defaultAgreement)]),
  ) as unknown as Agreements

// In the order of their ids, so that nothing depends on the order in which they came.
const inOrder = (customers: ReadonlyArray<OpenedCustomer>): ReadonlyArray<NormalCustomer> => {
  const sorted = customers.map(normalCustomer).sort((a, b) => (a.id < b.id ? -1 : 1))
  const twice = sorted.find(({ id }, place) => id === sorted[place + 1]?.id)
  if (twice !== undefined) throw new TypeError('customers: expected each once, found one twice')
  return sorted
}

// Names two people by one record of each, in any order.
type PairKey = (a: CustomerId, b: CustomerId) => string

const pairKeys = ({ together = [] }: FindOptions): PairKey => {
  const first = new Map<CustomerId, CustomerId>()
  for (const records of together) {
    const least = records.toSorted()[0]
    if (least !== undefined) for (const one of records) first.set(one, least)
  }
  return (one, other) => {
    const [a, b] = [first.get(one) ?? one, first.get(other) ?? other]
    return a === b ? onePerson : a < b ? `${a} ${b}` : `${b} ${a}`
  }
}

const onePerson = ''

// Calls back once for each pair that shares a key: with what they share, as bits in the order of the kinds.
const eachPair = (
  count: number,
  blocks: ReadonlyArray<Block>,
  visit: (a: number, b: number, shared: number) => void,
): void => {
  const blocksWith = Array.from({ length: count }, (): Block[] => [])
  for (const block of blocks) for (const place of block.members) blocksWith[place]?.push(block)
  const shared = new Uint8Array(count)
  for (const [a, blocksOfA] of blocksWith.entries()) {
    const found: number[] = []
    for (const { kind, members } of blocksOfA) {
      const bit = 1 << blockKinds.indexOf(kind)
      for (const b of members) {
        if (b <= a) continue
        if (shared[b] === 0) found.push(b)
        shared[b] = (shared[b] ?? 0) | bit
      }
    }
    for (const b of found.sort((one, other) => one - other)) {
      visit(a, b, shared[b] ?? 0)
      shared[b] = 0
    }
  }
}

const kindsIn = (shared: number): ReadonlyArray<BlockKind> =>
  blockKinds.filter((_, bit) => (shared & (1 << bit)) !== 0)

const verdictOf = (score: number, options: FindOptions): Candidate['verdict'] | undefined => {
  const { likelyFrom = defaultLikelyFrom, possibleFrom = defaultPossibleFrom } = options
  if (score < possibleFrom) return undefined
  return score >= likelyFrom ? 'likely' : 'possible'
}

// The pairs of these blocks that come to a verdict.
const judgeAll = (
  customers: ReadonlyArray<NormalCustomer>,
  blocks: ReadonlyArray<Block>,
  chances: Chances,
  options: FindOptions,
): Pick<Duplicates, 'candidates' | 'compared'> => {
  const agreements = agreementsOf(options)
  const { dismissed = [], withDismissed = false } = options
  const pairKey = pairKeys(options)
  const dismissedKeys = new Set(dismissed.map(([a, b]) => pairKey(a, b)))
  const candidates: Candidate[] = []
  let compared = 0
  eachPair(customers.length, blocks, (placeOfA, placeOfB, shared) => {
    const a = customers[placeOfA]
    const b = customers[placeOfB]
    if (a === undefined || b === undefined) return
    const key = pairKey(a.id, b.id)
    if (key === onePerson) return
    compared++
    const parts = explain(a, b, chances, agreements)
    const score = scoreOf(parts)
    const verdict = verdictOf(score, options)
    if (verdict === undefined) return
    const isDismissed = dismissedKeys.has(key)
    if (isDismissed && !withDismissed) return
    const customerIds = [a.id, b.id] as const
    candidates.push({
      customerIds,
      verdict,
      score,
      parts,
      sharing: kindsIn(shared),
      isDismissed,
    })
  })
  // Sorting is stable, and the pairs came in the order of their ids.
  const sorted = candidates.sort((a, b) => b.score - a.score)
  const seen = new Set<string>()
  const isFirst = ({ customerIds: [a, b] }: Candidate): boolean =>
    seen.size < seen.add(pairKey(a, b)).size
  return { candidates: sorted.filter(isFirst), compared }
}

/**
 * Finds customers who may be one person, and says for each pair why: for each field that both have, how alike the values are
 * and what that weighs. It reads opened values in memory and gives back none of them.
 *
 * Two customers are compared when they share a telephone number, an e-mail address, a card number, or the year of birth and
 * the family name or the whole name. The weight of a field is log2(m/u): how often two records of one person agree so far, and
 * how often any two customers do, observed among these very customers. A field that either lacks counts nothing. Without
 * customers, or with one, the answer is empty. Throws a `TypeError` when a customer comes twice, or agreements do not add up
 * to 1: those are bugs.
 *
 * Source: I. P. Fellegi and A. B. Sunter, "A Theory for Record Linkage", Journal of the American Statistical Association 64,
 * 1969.
 */
export const findDuplicates = (
  customers: ReadonlyArray<OpenedCustomer>,
  options: FindOptions = {},
): Duplicates => {
  const { mostInBlock = defaultMostInBlock } = options
  if (!(mostInBlock >= 2)) throw new TypeError('mostInBlock: expected 2 or more')
  const normal = inOrder(customers)
  const blocks = blocksOf(normal)
  const small = blocks.filter(({ members }) => members.length <= mostInBlock)
  const tooLarge = blocks
    .filter(({ members }) => members.length > mostInBlock)
    .map(({ kind, members }) => ({
      sharing: kind,
      customerIds: members.flatMap((place) => normal[place]?.id ?? []),
    }))
  return { ...judgeAll(normal, small, chancesOf(normal), options), tooLarge }
}
