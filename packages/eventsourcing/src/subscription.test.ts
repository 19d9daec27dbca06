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
  pagedStore,
  storeWith,
  turns,
  unavailable,
} from './arbitraries.js'
import {
  beforeFirst,
  createNotifier,
  type EventStore,
  inMemoryEventStore,
  type LoggedEvent,
  type Position,
} from './index.js'

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

  test('tells that the end is reached to one who was behind', async () => {
    const store = pagedStore(inMemoryEventStore(), 2)
    await appendAll(store, [put(1), put(2), put(3), put(4)])
    const pages = follow(store)
    const ends: boolean[] = []
    while (ends.at(-1) !== true) {
      const delivery = await pages.next()
      if (delivery.done !== true && E.isRight(delivery.value)) ends.push(delivery.value.right.isEnd)
    }
    expect(ends.slice(0, -1)).not.toContain(true)
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
