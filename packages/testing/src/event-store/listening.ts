// Consumers of subscriptions, as checks need them: patient, and suspicious of every page.
import type { EventStore, LoggedEvent, Position } from '@patina/eventsourcing'
import { fail, holds, rightOf } from '../judgement.js'
import type { StoreTrial } from './trial.js'

/** Somebody who listens to the log from some position on. */
export interface Listener {
  /** The next page that has events. */
  readonly next: () => Promise<ReadonlyArray<LoggedEvent>>
  /** So many events, or more if the last page has more. */
  readonly take: (count: number) => Promise<ReadonlyArray<LoggedEvent>>
  /** Asks for more without waiting: `true` in the end if the subscription ended. */
  readonly waitForEnd: () => Promise<boolean>
  readonly stop: () => Promise<unknown>
}

/** Listens after a position. Every page must continue the one before it, and only the end may be told by an empty one. */
export const listenTo = ({ soon }: StoreTrial, store: EventStore, after: Position): Listener => {
  const pages = store.subscribe(after)[Symbol.asyncIterator]()
  let reached = after

  const next = async (): Promise<ReadonlyArray<LoggedEvent>> => {
    for (;;) {
      const delivery = await soon('the next page of a subscription', pages.next())
      if (delivery.done === true) return fail('the subscription ended by itself')
      const page = rightOf('a page of a subscription', delivery.value)
      for (const { position } of page.events) {
        holds(position > reached, `a subscription delivers ${position} after ${reached}`)
        reached = position
      }
      holds(
        page.next >= reached,
        `a page says that it goes on after ${page.next}, and its last event is at ${reached}`,
      )
      holds(
        page.events.length > 0 || page.isEnd,
        'an empty page is delivered and does not tell that the end is reached',
      )
      if (page.events.length > 0) return page.events
    }
  }

  const take = async (count: number): Promise<ReadonlyArray<LoggedEvent>> => {
    const found: LoggedEvent[] = []
    while (found.length < count) found.push(...(await next()))
    return found
  }

  return {
    next,
    take,
    waitForEnd: async () => {
      for (;;) {
        const delivery = await pages.next()
        if (delivery.done === true) return true
      }
    },
    stop: () => soon('the end of a subscription', Promise.resolve(pages.return?.())),
  }
}
