import { isLeft } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'

/**
 * Runs a task and gives its value, for scripts, examples and tests that would rather stop. A `Left` is thrown as an `Error`
 * whose message names its tag and whose `cause` is the record itself.
 */
export const orThrow = async <Failure extends { readonly _tag: string }, A>(
  task: TaskEither<Failure, A>,
): Promise<A> => {
  const result = await task()
  if (isLeft(result)) throw new Error(result.left._tag, { cause: result.left })
  return result.right
}
