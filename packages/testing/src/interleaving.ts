// Wrappers that put a store into the hands of a test: which step comes next, which answer is lost, which guard is off.
import type { EventStore } from '@patina/eventsourcing'
import type { Scheduler } from 'fast-check'
import * as TE from 'fp-ts/lib/TaskEither.js'

/**
 * The store as seen by a process that is slow in places of the scheduler's choice: every append and every stream read
 * begins, and every answer arrives, when the scheduler lets it. Two of them over one store are two processes; drive them
 * with `scheduler.waitFor(Promise.all([…]))`.
 */
export const scheduledStore = (
  store: EventStore,
  scheduler: Scheduler,
  process = 'process',
): EventStore => {
  const slowly = async <A>(what: string, step: () => Promise<A>): Promise<A> => {
    await scheduler.schedule(Promise.resolve(), `${process} begins to ${what}`)
    const answer = step()
    await scheduler.schedule(
      answer.then(() => undefined),
      `${process} hears of its ${what}`,
    )
    return answer
  }
  return {
    ...store,
    append: (stream, expected, events) => () =>
      slowly('append', store.append(stream, expected, events)),
    readStream: (stream, after, limit) => () =>
      slowly('read', store.readStream(stream, after, limit)),
  }
}

/** The store with its guard off: every append expects `any`. The control of a race, which must find the harm done. */
export const withoutExpectations = (store: EventStore): EventStore => ({
  ...store,
  append: (stream, _, events) => store.append(stream, 'any', events),
})

/** The store behind a link that loses answers: what is appended is stored, and the writer hears that nobody knows. */
export const losingAnswers = (
  store: EventStore,
  isLost: () => boolean = () => true,
): EventStore => ({
  ...store,
  append: (stream, expected, events) =>
    TE.flatMap(store.append(stream, expected, events), (written) =>
      isLost()
        ? TE.left({ _tag: 'StoreUnavailable', reason: 'timeout', outcome: 'unknown' })
        : TE.right(written),
    ),
})
