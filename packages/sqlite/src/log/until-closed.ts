import type { Either } from 'fp-ts/lib/Either.js'
import { isLeft } from 'fp-ts/lib/Either.js'

/** A subscription that ends after the first fault of a store that was closed: that fault does not pass. */
export const untilClosed = <Fault, Page>(
  subscription: AsyncIterable<Either<Fault, Page>>,
  isClosed: () => boolean,
): AsyncIterable<Either<Fault, Page>> => ({
  [Symbol.asyncIterator]: () => {
    const iterator = subscription[Symbol.asyncIterator]()
    let isOver = false
    return {
      next: async () => {
        if (isOver) return { done: true, value: undefined }
        const result = await iterator.next()
        if (result.done !== true && isLeft(result.value) && isClosed()) {
          isOver = true
          await iterator.return?.()
        }
        return result
      },
      return: async () => {
        isOver = true
        await iterator.return?.()
        return { done: true, value: undefined }
      },
    }
  },
})
