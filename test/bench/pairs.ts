import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Work that was timed: how long it took, and of how many events or commands its result is. */
export interface Timed {
  readonly seconds: number
  readonly count: number
}

/** Times what returns a count. */
export const timed = async (work: () => Promise<number> | number): Promise<Timed> => {
  const start = performance.now()
  const count = await work()
  return { seconds: (performance.now() - start) / 1000, count }
}

/** Stops the run: a figure of a wrong answer is no figure. */
export const expectSame = <A extends string | number>(
  what: string,
  found: A,
  expected: A,
): void => {
  if (found !== expected) throw new Error(`${what}: expected ${expected}, found ${found}`)
}

/** The middle one, or the mean of the two in the middle. */
export const median = (numbers: ReadonlyArray<number>): number => {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2
}

/** Two ways to do the same work, each in a new empty folder. */
export interface Pair {
  readonly ours: (folder: string) => Promise<Timed>
  readonly raw: (folder: string) => Promise<Timed>
}

/** Medians over several pairs. */
export interface Compared {
  readonly perSecond: number
  readonly rawPerSecond: number
  readonly ratio: number
  /** From the lowest to the highest ratio of a pair. */
  readonly spread: string
}

/** Lends an empty folder within another one. */
export const inNewFolder = async <A>(
  parent: string,
  work: (folder: string) => Promise<A>,
): Promise<A> => {
  const folder = await mkdtemp(join(parent, 'run-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const rate = ({ seconds, count }: Timed): number => count / seconds

/**
 * Runs both in turn, so that a machine that slows down slows both. By default it leaves out a first pair that warms up. The
 * ratio is the median of the ratios of the pairs.
 */
export const compare = async (
  parent: string,
  pairs: number,
  { ours, raw }: Pair,
  isWarm = false,
): Promise<Compared> => {
  const rates: { ours: number; raw: number }[] = []
  for (let pair = isWarm ? 1 : 0; pair <= pairs; pair++) {
    const mine = await inNewFolder(parent, ours)
    const theirs = await inNewFolder(parent, raw)
    expectSame('the count of both', mine.count, theirs.count)
    if (pair > 0) rates.push({ ours: rate(mine), raw: rate(theirs) })
  }
  const ratios = rates.map((one) => one.ours / one.raw)
  return {
    perSecond: median(rates.map((one) => one.ours)),
    rawPerSecond: median(rates.map((one) => one.raw)),
    ratio: median(ratios),
    spread: `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`,
  }
}
