import { explain, fail } from './judgement.js'

/** One promise of a port, with what has to be there to try it out. */
export interface Check<Trial, Need extends string = never> {
  /** A sentence about the store. */
  readonly name: string
  /** What the author of an adapter must hand in; without it the check is left out. */
  readonly needs?: Need
  /** Throws what is wrong. */
  readonly run: (trial: Trial) => Promise<void>
}

/** A check that a store does not pass, and what was wrong. */
export interface FailedCheck {
  readonly check: string
  readonly failure: string
}

/** Waits for something for so long: what hangs is a failure with a name, not a test that never ends. */
export const within = async <A>(
  what: string,
  milliseconds: number,
  promise: Promise<A>,
): Promise<A> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${what} did not end within ${milliseconds} ms`)),
      milliseconds,
    )
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** What a check works with: made for it alone, and closed behind it. */
export interface Stage<Trial> {
  readonly trial: Trial
  readonly dispose: () => Promise<void>
}

/** Runs one check on a stage of its own; `undefined` when the store passes. */
export const runCheck = async <Trial, Need extends string>(
  check: Check<Trial, Need>,
  makeStage: () => Stage<Trial>,
  withinMs: number,
): Promise<FailedCheck | undefined> => {
  const { trial, dispose } = makeStage()
  try {
    await within('the check', withinMs, check.run(trial))
    await dispose()
    return undefined
  } catch (error) {
    await dispose().catch(() => undefined)
    return { check: check.name, failure: explain(error) }
  }
}

/** Runs one check and throws what is wrong: for a test. */
export const demandCheck = async <Trial, Need extends string>(
  check: Check<Trial, Need>,
  makeStage: () => Stage<Trial>,
  withinMs: number,
): Promise<void> => {
  const failed = await runCheck(check, makeStage, withinMs)
  if (failed !== undefined) fail(failed.failure)
}
