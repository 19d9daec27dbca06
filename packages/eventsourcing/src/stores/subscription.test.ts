import * as E from 'fp-ts/lib/Either.js'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  append,
  appendAll,
  faultAt,
  hurry,
  inTime,
  type JarEvent,
  jarIds,
  logOf,
  must,
  pagedStore,
  storeWith,
  turns,
  unavailable,
} from '../arbitraries.js'
import {
  beforeFirst,
  createNotifier,
  type EventStore,
  inMemoryEventStore,
  type LoggedEvent,
  type Position,
  subscriptionOf,
} from '../index.js'

let restoreTimers = (): void => undefined
beforeEach(() => {
  restoreTimers = hurry()
})
afterEach(() => restoreTimers())

const put = (coins: number): JarEvent => ({ type: 'CoinsPut', jar: jarIds[0], shelf: 'top', coins })

const follow = (store: EventStore, after: Position = beforeFirst) =>
  store.subscribe(after)[Symbol.asyncIterator]()

// Takes events until there are so many; faults are counted and passed over.
const take = async (
  pages: ReturnType<typeof follow>,
  count: number,
): Promise<{ events: ReadonlyArray<LoggedEvent>; faults: number }> => {
  const events: LoggedEvent[] = []
  let faults = 0
  while (events.length < count) {
    const delivery = await pages.next()
    if (delivery.done === true) throw new Error('it ended')
    if (E.isLeft(delivery.value)) faults++
    else events.push(...delivery.value.right.events)
  }
  return { events, faults }
}

describe('a subscription', () => {
  test('ends after it has said that its store never gave out the place', async () => {
    const fault = E.left({ ...unavailable('not-written'), reason: 'foreign-position' })
    const readAll: EventStore['readAll'] = () => () => Promise.resolve(fault)
    let listeners = 0
    const pages = subscriptionOf(readAll, 'somewhere' as Position, () => {
      listeners++
      return () => listeners--
    })[Symbol.asyncIterator]()
    expect(await inTime(pages.next())).toEqual({ done: false, value: fault })
    expect(await inTime(pages.next())).toEqual({ done: true, value: undefined })
    expect(listeners).toBe(0)
  })

  test('ends after it has said that its store is closed', async () => {
    const store = inMemoryEventStore()
    const pages = follow(store)
    const waiting = pages.next()
    await turns()
    await store.close()
    const closed = E.left({ ...unavailable('not-written'), reason: 'closed' })
    expect(await inTime(waiting)).toEqual({ done: false, value: closed })
    expect(await inTime(pages.next())).toEqual({ done: true, value: undefined })
  })

  test('brings what is there and then what comes, each event once and in order', async () => {
    const store = pagedStore(inMemoryEventStore(), 2)
    await appendAll(store, [put(1), put(2), put(3)])
    const pages = follow(store)
    const first = await take(pages, 3)
    const coming = take(pages, 3)
    await turns()
    await appendAll(store, [put(4), put(5), put(6)])
    const later = await coming
    expect([...first.events, ...later.events]).toEqual(await logOf(store))
    await pages.return?.()
  })

  test('begins after the position that it is given', async () => {
    const store = inMemoryEventStore()
    await appendAll(store, [put(1), put(2), put(3)])
    const log = await logOf(store)
    const pages = follow(store, log[0]?.position)
    expect((await take(pages, 2)).events).toEqual(log.slice(1))
    await pages.return?.()
  })

  test('tells that the end is reached to one who was behind, with an empty page if need be', async () => {
    // Some engines know that a page was the last only when the next one is empty.
    const store = inMemoryEventStore()
    const unsure: EventStore['readAll'] = (after, limit) => async () => {
      const page = await must(store.readAll(after, Math.min(limit, 2)))
      return E.right({ ...page, isEnd: page.events.length === 0 })
    }
    await appendAll(store, [put(1), put(2), put(3)])
    const notifier = createNotifier()
    const pages = subscriptionOf(unsure, beforeFirst, notifier.listen)[Symbol.asyncIterator]()
    const told: [count: number, isEnd: boolean][] = []
    const take = async (): Promise<void> => {
      const delivery = await inTime(pages.next())
      if (delivery === 'still waiting' || delivery.done === true) throw new Error('nothing came')
      if (E.isRight(delivery.value)) {
        told.push([delivery.value.right.events.length, delivery.value.right.isEnd])
      }
    }
    for (let i = 0; i < 3; i++) await take()
    expect(told).toEqual([
      [2, false],
      [1, false],
      [0, true],
    ])
    // Once told, it is not told again before something has come.
    const next = pages.next()
    notifier.notify()
    await turns()
    await append(store, put(4))
    notifier.notify()
    expect(await inTime(next)).toMatchObject({ value: { right: { events: [{ revision: 3 }] } } })
    await pages.return?.()
  })

  test('hears an append that happens while it reads', async () => {
    const raw = inMemoryEventStore()
    let isFirst = true
    const store = storeWith(raw, async (call, run) => {
      const result = await run()
      if (call === 'readAll' && isFirst) {
        isFirst = false
        await append(store, put(1))
      }
      return result
    })
    const pages = follow(store)
    expect((await inTime(take(pages, 1))) !== 'still waiting').toBe(true)
    await pages.return?.()
  })

  test('reports a fault and goes on where it was', async () => {
    const { around } = faultAt(1, 'not done')
    const raw = inMemoryEventStore()
    const store = pagedStore(
      storeWith(raw, (call, run) => (call === 'readAll' ? around(call, run) : run())),
      1,
    )
    await appendAll(store, [put(1), put(2), put(3)])
    const pages = follow(store)
    const { events, faults } = await take(pages, 3)
    expect(events).toEqual(await logOf(raw))
    expect(faults).toBe(1)
    await pages.return?.()
  })

  test('delivers the fault itself', async () => {
    const { around } = faultAt(0, 'not done')
    const pages = follow(storeWith(inMemoryEventStore(), around))
    expect(await pages.next()).toEqual({ done: false, value: E.left(unavailable('not-written')) })
    await pages.return?.()
  })

  test('ends at once when it is left while it waits, and stays ended', async () => {
    const store = inMemoryEventStore()
    const pages = follow(store)
    const waiting = pages.next()
    await turns()
    await pages.return?.()
    expect(await inTime(waiting)).toEqual({ done: true, value: undefined })
    await append(store, put(1))
    expect(await pages.next()).toEqual({ done: true, value: undefined })
  })

  test('is left by a loop that breaks', async () => {
    const store = inMemoryEventStore()
    await append(store, put(1))
    let pages = 0
    for await (const page of store.subscribe(beforeFirst)) {
      pages++
      expect(E.isRight(page)).toBe(true)
      break
    }
    expect(pages).toBe(1)
  })

  test('of one reader takes nothing from another', async () => {
    const store = inMemoryEventStore()
    const subscription = store.subscribe(beforeFirst)
    const [one, other] = [
      subscription[Symbol.asyncIterator](),
      subscription[Symbol.asyncIterator](),
    ]
    await appendAll(store, [put(1), put(2)])
    expect((await take(one, 2)).events).toEqual((await take(other, 2)).events)
    await Promise.all([one.return?.(), other.return?.()])
  })
})

describe('a notifier', () => {
  test('tells those who listen, until they stop', () => {
    const counts: number[] = []
    const notifier = createNotifier((count) => counts.push(count))
    let heard = 0
    const hear = (): void => {
      heard++
    }
    const [stopOne, stopTwo] = [notifier.listen(hear), notifier.listen(hear)]
    notifier.notify()
    expect(heard).toBe(2)
    stopOne()
    stopOne()
    notifier.notify()
    expect(heard).toBe(3)
    stopTwo()
    notifier.notify()
    expect(heard).toBe(3)
    expect(counts).toEqual([1, 2, 1, 0])
  })

  test('may be left by one of those whom it tells', () => {
    const notifier = createNotifier()
    const heard: string[] = []
    const stop = notifier.listen(() => {
      heard.push('first')
      stop()
    })
    notifier.listen(() => heard.push('second'))
    notifier.notify()
    notifier.notify()
    expect(heard).toEqual(['first', 'second', 'second'])
  })
})
