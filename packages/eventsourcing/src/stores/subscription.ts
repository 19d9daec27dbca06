import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import { afterFaultMs } from '../idle.js'
import type { EventStore, LoggedEvent, Page, Position, StoreUnavailable } from '../ports.js'
import { oneAtATime } from '../turns.js'

type Delivery = Either<StoreUnavailable, Page<LoggedEvent, Position>>

// Whoever follows the log deals with a page as a whole, so it is all alive at one time.
const pageLimit = 128
// What no waiting mends: a place that this store never gave out, and a store that is closed.
const lasting: ReadonlySet<string> = new Set(['foreign-position', 'closed'])

const done = { done: true, value: undefined } as const

/**
 * A subscription for a store that can only be read: catches up page by page, then reads on whenever `listen` calls back.
 * A fault is delivered, and reading goes on from the same place 0.2 seconds later. It ends after one that lasts: the reason is
 * `foreign-position` from a place that this store never gave out, and `closed` once the store is.
 *
 * Written as an iterator and not as a generator, because `return()` must end it while it waits: a generator would keep
 * the caller waiting for news that may never come. As a generator does, it answers in turn who asks several times at once.
 */
export const subscriptionOf = (
  readAll: EventStore['readAll'],
  after: Position,
  listen: (onNews: () => void) => () => void,
): AsyncIterable<Delivery> => ({
  [Symbol.asyncIterator]: () => {
    let position = after
    let isStopped = false
    let hasNews = true
    let isBehind = false
    let wake = (): void => undefined
    const hear = (): void => {
      hasNews = true
      wake()
    }
    const unlisten = listen(hear)

    const news = async (): Promise<void> => {
      if (!hasNews && !isStopped) await new Promise<void>((resolve) => (wake = resolve))
      // Taken back before reading, or an append during the read would go unheard.
      hasNews = false
    }

    const take = async (): Promise<IteratorResult<Delivery, undefined>> => {
      for (;;) {
        await news()
        if (isStopped) return done
        const page = await readAll(position, pageLimit)()
        if (E.isLeft(page)) {
          if (lasting.has(page.left.reason)) void stop()
          else setTimeout(hear, afterFaultMs)
          return { done: false, value: page }
        }
        const { next: reached, isEnd, events } = page.right
        position = reached
        hasNews ||= !isEnd
        // An empty page is worth delivering when it tells a consumer who is behind that the end is reached.
        const isTold = events.length > 0 || (isEnd && isBehind)
        isBehind = !isEnd
        if (isTold) return { done: false, value: page }
      }
    }

    const stop = (): Promise<IteratorResult<Delivery, undefined>> => {
      isStopped = true
      unlisten()
      wake()
      return Promise.resolve(done)
    }
    return { next: oneAtATime(take), return: stop }
  },
})
