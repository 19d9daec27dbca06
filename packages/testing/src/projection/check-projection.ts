import type { Tagged } from '@patina/eventsourcing'
import { canonical } from '@patina/eventsourcing'
import fc from 'fast-check'
import { chosen } from '../chosen.js'
import { type HistoryEntry, history } from '../history.js'
import { explain } from '../judgement.js'
import { partsOf } from './fold.js'
import type { ProjectionLaw } from './law.js'
import { projectionLawList } from './laws.js'
import { type Judged, type Renew, renewing } from './subject.js'

/** Generated histories: lists of entries, which the kit gives places in a log. */
export type Histories = fc.Arbitrary<ReadonlyArray<HistoryEntry<Tagged>>>

/** How a projection is judged. */
export interface LawOptions {
  /** How many histories each law is judged on. Default 100. */
  readonly numRuns?: number
  /** Only to repeat a failure: by default every run draws its own. */
  readonly seed?: number
  /** Says that combining a view with itself gives that view: sets and latest values yes, sums no. */
  readonly isIdempotent?: boolean
  /** Names of the laws that are asked, of those that can be asked; by default all. A name of no law throws. */
  readonly only?: ReadonlyArray<string>
  /** Laws besides the built-in ones. */
  readonly also?: ReadonlyArray<ProjectionLaw>
}

/** A law that does not hold, and how: the smallest history that was found, and the seed to find it again. */
export interface BrokenLaw {
  readonly law: string
  readonly failure: string
  /** What the projection threw, where it did: with its place in the code. */
  readonly cause?: unknown
}

/** The laws that can be asked of this projection. Throws when `only` names a law that there is not. */
export const lawsFor = (judged: Judged, options: LawOptions = {}): ReadonlyArray<ProjectionLaw> => {
  const { also = [], isIdempotent = false, only } = options
  const subject = renewing(judged)()
  return chosen('law', [...projectionLawList, ...also, reachesTheProjection], only).filter(
    ({ appliesTo }) => appliesTo?.(subject, { isIdempotent }) ?? true,
  )
}

// Judged over all histories together, not over each: some may well be none of the projection's business.
const reachesTheProjection: ProjectionLaw = {
  name: 'some of the histories reach it, or nothing was judged',
  judge: () => undefined,
}

const touches = (renew: Renew, entries: ReadonlyArray<HistoryEntry<Tagged>>): boolean => {
  try {
    return partsOf(renew(), history(entries)).length > 0
  } catch {
    // Another law says so.
    return true
  }
}

const show = ({ stream, event, also, occurredAt }: HistoryEntry<Tagged>, index: number): string =>
  [
    `  ${index + 1}. ${stream} ${canonical(event)}`,
    ...(also === undefined ? [] : [`also ${canonical(also)}`]),
    ...(occurredAt === undefined ? [] : [`occurred ${occurredAt}`]),
  ].join(' ')

const report = (says: string, entries: ReadonlyArray<HistoryEntry<Tagged>>, seed: number): string =>
  [
    says,
    `smallest history found, of ${entries.length} events (seed ${seed}):`,
    ...entries.map(show),
  ].join('\n')

// A judge speaks in plain errors, with what the projection threw as their cause. Whatever else arrives was thrown by it.
const judgedOf = (error: unknown): Pick<BrokenLaw, 'cause'> & { readonly says: string } => {
  if (!(error instanceof Error) || error.constructor !== Error)
    return { says: `it threw, so this cannot be judged: ${explain(error)}`, cause: error }
  const says = explain(error)
  return 'cause' in error ? { says, cause: error.cause } : { says }
}

// Of a few histories none may reach a projection that most of them do; the search ends with the first that does.
const leastToReach = 100

const parametersOf = <Drawn>({ numRuns = 100, seed }: LawOptions): fc.Parameters<Drawn> => ({
  numRuns,
  ...(seed === undefined ? {} : { seed }),
})

/** Judges a projection by one law; `undefined` when it holds. */
export const breaks = (
  judged: Judged,
  histories: Histories,
  law: ProjectionLaw,
  options: LawOptions = {},
): BrokenLaw | undefined => {
  const renew = renewing(judged)
  const { isIdempotent = false } = options
  if (law === reachesTheProjection) {
    const property = fc.property(histories, (entries) => !touches(renew, entries))
    const { numRuns = leastToReach, ...others } = parametersOf(options)
    const search = { ...others, numRuns: Math.max(numRuns, leastToReach), endOnFailure: true }
    return fc.check(property, search).failed
      ? undefined
      : { law: law.name, failure: 'no event of any generated history has a part in any view' }
  }
  const property = fc.property(histories, (entries) => {
    law.judge({ renew, entries, log: history(entries), isIdempotent })
  })
  const result = fc.check(property, parametersOf(options))
  if (!result.failed) return undefined
  const [entries] = result.counterexample ?? [[]]
  const { says, ...thrown } = judgedOf(result.errorInstance)
  return { law: law.name, failure: report(says, entries, result.seed), ...thrown }
}

/**
 * Judges a projection by every law that can be asked of it: an empty list when all hold. The same laws as
 * `projectionLaws`, for those who judge without Vitest, or judge the laws.
 */
export const checkProjection = (
  judged: Judged,
  histories: Histories,
  options: LawOptions = {},
): ReadonlyArray<BrokenLaw> =>
  lawsFor(judged, options).flatMap((law) => breaks(judged, histories, law, options) ?? [])
