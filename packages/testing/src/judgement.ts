// How the checks of this package say what they found. They throw plain errors, so that they run in a test and outside of one.
import { deepStrictEqual } from 'node:assert/strict'
import fc from 'fast-check'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'

/** Ends a check with what is wrong, and with the exception behind it, where there is one. */
export const fail = (what: string, ...cause: readonly [unknown?]): never => {
  throw cause.length === 0 ? new Error(what) : new Error(what, { cause: cause[0] })
}

/** Demands a truth; says what is wrong otherwise. */
export const holds = (isSo: boolean, what: string): void => {
  if (!isSo) fail(what)
}

/** What a check threw, in words. */
export const explain = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

/** Demands that two values are the same, member by member, and shows the difference. */
export const same = (what: string, found: unknown, expected: unknown): void => {
  try {
    deepStrictEqual(found, expected)
  } catch (error) {
    fail(`${what}\n${explain(error)}`)
  }
}

/** Demands that two texts are the same to the last unit, without printing all of them: they may be a mebibyte long. */
export const sameText = (what: string, found: string, expected: string): void => {
  if (found === expected) return
  let at = 0
  while (found[at] === expected[at]) at++
  const near = (text: string): string => JSON.stringify(text.slice(Math.max(0, at - 20), at + 20))
  fail(`${what}: differs at ${at}, expected … ${near(expected)} …, found … ${near(found)} …`)
}

/** What a `Right` holds; a `Left` ends the check. */
export const rightOf = <A>(what: string, result: Either<unknown, A>): A =>
  E.isRight(result)
    ? result.right
    : fail(`${what}: expected a result, found ${fc.stringify(result.left)}`)

/** What a `Left` holds; a `Right` ends the check. */
export const leftOf = <Err>(what: string, result: Either<Err, unknown>): Err =>
  E.isLeft(result)
    ? result.left
    : fail(`${what}: expected an error, found ${fc.stringify(result.right)}`)
