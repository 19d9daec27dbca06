import type { CustomerId } from '@patina/crm'
import { type Candidate, findDuplicates } from '@patina/crm/duplicates'
import type { Register } from './made-up-register.js'

/** How good the answer is, from 0 to 1. */
interface Quality {
  /** Of the pairs that were proposed, those that are one person. */
  readonly precision: number
  /** Of the pairs that are one person, those that were proposed. */
  readonly recall: number
}

const pairsIn = ({ personOf }: Register): number => {
  const records = new Map<string, number>()
  for (const person of personOf.values()) records.set(person, (records.get(person) ?? 0) + 1)
  return [...records.values()].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0)
}

const qualityOf = (register: Register, candidates: ReadonlyArray<Candidate>): Quality => {
  const of = (id: CustomerId): string | undefined => register.personOf.get(id)
  const right = candidates.filter(({ customerIds: [a, b] }) => of(a) === of(b)).length
  return { precision: right / candidates.length, recall: right / pairsIn(register) }
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
const inWords = ({ precision, recall }: Quality): string =>
  `precision ${percent(precision)}, recall ${percent(recall)}`

// Scores that a shop with many customers may ask for.
const strict = [12, 16, 20]

/** What the search came to on a register whose people are known. */
export interface Judged {
  readonly seconds: number
  readonly likely: Quality
  readonly words: string
}

/** Finds the duplicates of a register and compares them with the truth. */
export const judge = (register: Register): Judged => {
  const start = performance.now()
  const { candidates, compared, tooLarge } = findDuplicates(register.customers)
  const seconds = (performance.now() - start) / 1000
  const likely = qualityOf(
    register,
    candidates.filter(({ verdict }) => verdict === 'likely'),
  )
  const from = (score: number): Quality =>
    qualityOf(
      register,
      candidates.filter((one) => one.score >= score),
    )
  const words = [
    `${register.customers.length} records, ${pairsIn(register)} pairs of one person, ${compared} compared in ${seconds.toFixed(1)} s`,
    `likely: ${inWords(likely)}`,
    `likely and possible: ${inWords(qualityOf(register, candidates))}`,
    ...strict.map((score) => `from ${score}: ${inWords(from(score))}`),
    `${tooLarge.length} keys too large`,
  ].join('; ')
  return { seconds, likely, words }
}
