import {
  beforeFirst,
  beforeFirstRevision,
  decodeLogged,
  decodeStored,
  type EventReaders,
  type EventStore,
  type LogEvent,
  type LoggedEvent,
  oneAtATime,
  type StoreUnavailable,
  type StreamEvent,
  type StreamName,
  type Tagged,
  type UnreadableEvent,
} from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Delivered, SubscribeOptions } from './application.js'

const pageLimit = 500

/** Reads all of one stream. */
export const historyOf =
  (store: EventStore, readers: EventReaders<Tagged>) =>
  (
    stream: StreamName,
  ): TaskEither<UnreadableEvent | StoreUnavailable, ReadonlyArray<StreamEvent<Tagged>>> =>
  async () => {
    const decode = decodeStored(readers)
    const events: StreamEvent<Tagged>[] = []
    let after = beforeFirstRevision
    for (;;) {
      const page = await store.readStream(stream, after, pageLimit)()
      if (E.isLeft(page)) return page
      for (const stored of page.right.events) {
        const decoded = decode(stored)
        if (E.isLeft(decoded)) return decoded
        events.push(...decoded.right)
      }
      if (page.right.isEnd) return E.right(events)
      after = page.right.next
    }
  }

/** How an application follows its log. */
export interface Following {
  readonly subscribe: (
    options?: SubscribeOptions,
  ) => AsyncIterable<Either<StoreUnavailable | UnreadableEvent, Delivered>>
  /** Ends every subscription that is under way. */
  readonly close: () => Promise<void>
}

/** Follows the log, decoded. An event that cannot be read is delivered as such, and those after it follow. */
export const following = (store: EventStore, readers: EventReaders<Tagged>): Following => {
  const decode = decodeLogged(readers)
  const underWay = new Set<() => Promise<void>>()

  const subscribe: Following['subscribe'] = ({
    after = beforeFirst,
    types = Object.keys(readers),
  } = {}) => {
    const wanted = new Set(types)

    // What a page holds, with each unreadable event between the readable ones.
    const deliveries = (
      events: ReadonlyArray<LoggedEvent>,
    ): ReadonlyArray<Either<UnreadableEvent, Delivered>> => {
      const made: Either<UnreadableEvent, Delivered>[] = []
      let readable: LogEvent<Tagged>[] = []
      let position = after
      const flush = (): void => {
        if (readable.length > 0) made.push(E.right({ events: readable, position }))
        readable = []
      }
      for (const stored of events) {
        if (!wanted.has(stored.type)) continue
        const decoded = decode(stored)
        if (E.isLeft(decoded)) {
          flush()
          made.push(decoded)
          continue
        }
        readable.push(...decoded.right)
        position = stored.position
      }
      flush()
      return made
    }

    return {
      [Symbol.asyncIterator]: () => {
        const pages = store.subscribe(after)[Symbol.asyncIterator]()
        let isLeft = false
        let waiting: Either<StoreUnavailable | UnreadableEvent, Delivered>[] = []
        const leave = async (): Promise<void> => {
          isLeft = true
          waiting = []
          underWay.delete(leave)
          await pages.return?.()
        }
        underWay.add(leave)
        return {
          next: oneAtATime(async () => {
            while (!isLeft) {
              const value = waiting.shift()
              if (value !== undefined) return { done: false, value }
              const delivery = await pages.next()
              if (delivery.done === true) await leave()
              else if (E.isLeft(delivery.value)) waiting = [delivery.value]
              else waiting = [...deliveries(delivery.value.right.events)]
            }
            return { done: true, value: undefined }
          }),
          return: async () => {
            await leave()
            return { done: true, value: undefined }
          },
        }
      },
    }
  }

  return {
    subscribe,
    close: async () => {
      await Promise.all([...underWay].map((leave) => leave()))
    },
  }
}
