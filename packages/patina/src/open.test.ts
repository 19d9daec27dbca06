import {
  type Adapters,
  type AnyCapability,
  type Capability,
  inMemory,
  inMemoryEventStore,
  inMemoryViewStore,
  isUuid,
  type LogEvent,
  newId,
  type Position,
  reaction,
  type StoreUnavailable,
  type ViewStore,
} from '@patina/eventsourcing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, test } from 'vitest'
import {
  appendDamaged,
  books,
  closeAll,
  inTime,
  type MoneyTaken,
  me,
  morning,
  must,
  mustFail,
  openShop,
  pagesView,
  sharedStores,
  shop,
  type TillCommand,
  type TooMuch,
  takings,
  takingsView,
  tillStream,
  tills,
  turns,
  type WriteDown,
  type WrittenDown,
} from './arbitraries.js'
import { open, type ReadError } from './index.js'

afterEach(closeAll)

const till = newId()
const take = (amount: number, of = till): TillCommand => ({ type: 'TakeMoney', till: of, amount })

const unreachable: StoreUnavailable = {
  _tag: 'StoreUnavailable',
  reason: 'unreachable',
  outcome: 'not-written',
}

describe('an application', () => {
  test('settles when views and reactions have dealt with everything, also with what they led to', async () => {
    const app = await openShop(inMemory(), shop)
    await must(app.send(take(30), me()))
    await must(app.send(take(60), me()))
    const position = await must(app.settled)
    const status = await must(app.status)
    expect(position).toBe(status.head)
    // No read waits for anything now.
    const read = { atLeast: position }
    expect(await must(app.read(takingsView, till, read))).toEqual({ amount: 90, count: 2 })
    expect(await must(app.read(pagesView, till, read))).toEqual({ amount: 30, count: 1 })
    expect(status).toMatchObject({
      views: [
        { view: 'takings', checkpoint: position, isServed: true, stopped: undefined },
        { view: 'pages', checkpoint: position, isServed: true, stopped: undefined },
      ],
      reactions: [{ reaction: 'book_keeping', checkpoint: position, stopped: undefined }],
    })
  })

  test('says when reactions have dealt with the log up to a receipt', async () => {
    const app = await openShop(inMemory(), shop)
    const first = await must(app.send(take(30), me()))
    await must(app.send(take(5), me()))
    if (first._tag !== 'Appended') throw new Error('nothing was appended')
    expect(await inTime(must(app.reactionsAtLeast(first.position)))).toBe(first.position)
    const { reactions } = await must(app.status)
    expect(reactions.every(({ checkpoint }) => checkpoint >= first.position)).toBe(true)
    const beyond = app.reactionsAtLeast('99999999999999999999' as Position)()
    await app.close()
    expect(await inTime(beyond)).toEqual(E.left({ _tag: 'RunnerClosed' }))
  })

  test('settles at once when nothing has happened', async () => {
    const app = await openShop(inMemory(), shop)
    expect(await inTime(app.settled())).toEqual(E.right(''))
  })

  test('settles when reactions answer each other for a while', async () => {
    const echo: Capability<WriteDown, null, WrittenDown, TooMuch> = {
      ...books,
      reactions: [
        ...books.reactions,
        reaction({
          name: 'echo',
          types: ['WrittenDown'],
          startsFrom: 'beginning',
          facts: () => ({}),
          react: ({ event }: LogEvent<WrittenDown>): ReadonlyArray<WriteDown> =>
            event.amount > 1
              ? [{ type: 'WriteDown', book: event.book, amount: event.amount - 1 }]
              : [],
        }),
      ],
    }
    const app = await openShop(inMemory(), [tills, echo])
    await must(app.send(take(6), me()))
    await must(app.settled)
    expect(await must(app.read(pagesView, till))).toEqual({ amount: 21, count: 6 })
  })

  test('keeps what the commands of a reaction were refused for', async () => {
    const app = await openShop(inMemory(), shop)
    await must(app.send(take(60), me()))
    await must(app.send(take(7), me()))
    await must(app.settled)
    expect(await must(app.refused('book_keeping'))).toMatchObject([
      {
        reaction: 'book_keeping',
        commandType: 'WriteDown',
        stream: `book-${till}`,
        rejection: { _tag: 'TooMuch', amount: 60 },
      },
    ])
    expect(await must(app.read(pagesView, till))).toEqual({ amount: 7, count: 1 })
  })

  test('has refused nothing for a reaction that it does not have', async () => {
    const app = await openShop(inMemory(), shop)
    expect(await mustFail(app.refused('nobody'))).toEqual({
      _tag: 'InvalidQuery',
      problems: [
        { path: '/reaction', expected: 'one of book_keeping', found: 'text of 6 characters' },
      ],
    })
  })

  test('says which reaction or view stands still instead of settling', async () => {
    const shared = sharedStores()
    const app = await openShop(shared.adapters, shop)
    await appendDamaged(shared.store, till)
    const error = await inTime(mustFail<ReadError | { _tag: string }>(app.settled))
    expect(error).toMatchObject({ _tag: expect.stringMatching(/^(ViewStopped|ReactionStopped)$/) })
    const { views, reactions } = await must(app.status)
    expect(views.map(({ stopped }) => stopped?._tag)).toEqual(['ViewStopped', undefined])
    expect(reactions[0]?.stopped).toMatchObject({ reason: { _tag: 'UnreadableEvent' } })
  })

  test('goes on where it was when it is opened again', async () => {
    const shared = sharedStores()
    const first = await openShop(shared.adapters, shop)
    await must(first.send(take(30), me()))
    await must(first.settled)
    const { views } = await must(first.status)
    await first.close()
    const second = await openShop(shared.adapters, shop)
    await must(second.send(take(5), me()))
    await must(second.settled)
    expect(await must(second.read(takingsView, till))).toEqual({ amount: 35, count: 2 })
    expect(await must(second.read(pagesView, till))).toEqual({ amount: 35, count: 2 })
    const again = (await must(second.status)).views
    expect(again.map(({ generation }) => generation)).toEqual(
      views.map(({ generation }) => generation),
    )
  })

  test('opened on an old log folds its views and catches up with its reactions', async () => {
    const shared = sharedStores()
    const first = await openShop(shared.adapters, [tills])
    for (let i = 0; i < 30; i++) await must(first.send(take(1), me()))
    await first.close()
    const second = await openShop({ ...shared.adapters }, shop)
    await must(second.settled)
    expect(await must(second.read(pagesView, till))).toEqual({ amount: 30, count: 30 })
  })

  test('rebuilds all views, or those that are named, and sends nothing by it [K11]', async () => {
    const app = await openShop(inMemory(), shop)
    await must(app.send(take(30), me()))
    const position = await must(app.settled)
    const digests = await must(app.digests)
    const generations = async () =>
      (await must(app.status)).views.map(({ generation }) => generation)
    const progress: number[] = []
    await must(app.rebuild(['pages'], ({ events }) => progress.push(events)))
    expect(await generations()).toEqual([1, 2])
    expect(progress.at(-1)).toBe(2)
    await must(app.rebuild())
    expect(await generations()).toEqual([2, 3])
    expect(await must(app.settled)).toBe(position)
    expect(await must(app.digests)).toEqual(digests)
    expect(await mustFail(app.rebuild(['nothing']))).toEqual({
      _tag: 'UnknownView',
      view: 'nothing',
    })
  })

  test('has digests that a rebuild leaves as they are, and that another log can be compared by [P10]', async () => {
    const anyTakings = fc.array(fc.tuple(fc.nat(1), fc.integer({ min: 1, max: 60 })), {
      maxLength: 12,
    })
    const ids = [newId(), newId()]
    await fc.assert(
      fc.asyncProperty(anyTakings, async (all) => {
        const [one, other] = [await openShop(inMemory(), shop), await openShop(inMemory(), shop)]
        for (const [index, amount] of all) {
          const context = me()
          for (const app of [one, other]) await app.send(take(amount, ids[index]), context)()
        }
        const live = await must(one.digests)
        await must(one.rebuild())
        expect(await must(one.digests)).toEqual(live)
        expect((await must(other.digests)).comparable).toBe(live.comparable)
        await must(other.send({ type: 'CountTill', till }, me()))
        expect((await must(other.digests)).comparable).not.toBe(live.comparable)
        await closeAll()
      }),
      { numRuns: 10 },
    )
  })

  test('reads any projection as of any moment from the log', async () => {
    let now = morning
    const app = await openShop(inMemory({ clock: () => now }), [tills], { clock: () => now })
    await must(app.send(take(5), me()))
    now = '2026-01-16T09:00:00.000Z' as typeof now
    await must(app.send(take(6), me()))
    expect(await must(app.asOf(takings, till))).toEqual({ amount: 11, count: 2 })
    expect(await must(app.asOf(takings, till, { knownAt: morning }))).toEqual({
      amount: 5,
      count: 1,
    })
    const { read: _, ...unread } = takings
    expect(await mustFail(app.asOf(unread, till, { soAt: morning }))).toEqual({
      _tag: 'NoOccurredReading',
      view: 'takings',
    })
  })

  test('says of which log it is', async () => {
    const app = await openShop(inMemory({ logId: 'the log' }), shop)
    expect((await must(app.status)).logId).toBe('the log')
    const other = await openShop(inMemory(), shop)
    expect(isUuid((await must(other.status)).logId)).toBe(true)
  })
})

describe('a reaction with a bug', () => {
  test('that makes a malformed command stops or is refused, and the application lives', async () => {
    const faulty: AnyCapability = {
      ...books,
      reactions: [
        reaction({
          name: 'book_keeping',
          types: ['MoneyTaken'],
          startsFrom: 'beginning',
          facts: () => ({}),
          react: ({ event }: LogEvent<MoneyTaken>): ReadonlyArray<WriteDown> => [
            { type: 'WriteDown', book: event.till, amount: event.amount + 0.5 },
          ],
        }),
      ],
    }
    const app = await openShop(inMemory(), [tills, faulty])
    await must(app.send(take(5), me()))
    await must(app.settled)
    expect(await must(app.refused('book_keeping'))).toMatchObject([
      { rejection: { _tag: 'InvalidCommand', problems: [{ path: '/amount' }] } },
    ])
  })
})

describe('opening', () => {
  test('gives back what the adapters could not open', async () => {
    const left = { _tag: 'FolderLocked' } as const
    expect(await mustFail(open({ open: async () => E.left(left) }, shop))).toEqual(left)
  })

  // Fails at the n-th look at the tables: the runner's, then those of the reactions.
  const failingAt = (n: number): ViewStore => {
    const views = inMemoryViewStore()
    let calls = 0
    return {
      ...views,
      tables: () => (calls++ === n ? Promise.resolve(E.left(unreachable)) : views.tables()),
    }
  }

  test.each([0])('that fails in the views closes the stores, and says why (%i)', async (n) => {
    const shared = sharedStores(inMemoryEventStore(), failingAt(n))
    expect(await mustFail(open(shared.adapters, shop))).toEqual(unreachable)
    expect(shared.closed()).toBe(1)
  })

  test('that fails in a reaction closes all that was begun', async () => {
    const views = inMemoryViewStore()
    const failing: ViewStore = {
      ...views,
      create: (logId, tables) => async () =>
        tables.some(({ name }) => name.startsWith('refused'))
          ? E.left(unreachable)
          : views.create(logId, tables)(),
    }
    const shared = sharedStores(inMemoryEventStore(), failing)
    expect(await inTime(open(shared.adapters, shop)())).toEqual(E.left(unreachable))
    expect(shared.closed()).toBe(1)
  })
})

test('what was acknowledged before is in the first read after opening, whatever the views had come to', async () => {
  const shared = sharedStores()
  const before = await openShop(shared.adapters, [tills])
  await must(before.send(take(5), me()))
  await must(before.settled)
  // Nothing folds this one before the next application is opened.
  const { append, ...rest } = shared.store
  const deaf = { ...rest, append, subscribe: inMemoryEventStore().subscribe }
  await before.close()
  const writer = await openShop(sharedStores(deaf, inMemoryViewStore()).adapters, [tills])
  await must(writer.send(take(6), me()))
  await writer.close()
  const after = await openShop(shared.adapters, [tills])
  expect(await must(after.read(takingsView, till))).toMatchObject({ amount: 11 })
})

describe('closing', () => {
  test('closes the stores once all work has ended', async () => {
    const shared = sharedStores()
    const app = await openShop(shared.adapters, shop)
    await must(app.send(take(5), me()))
    await app.close()
    expect(shared.closed()).toBe(1)
  })

  test('lets nothing of its own touch the stores afterwards, not even a rebuild that was under way', async () => {
    const views = inMemoryViewStore()
    const late: string[] = []
    let isClosed = false
    const watched = Object.fromEntries(
      Object.entries(views).map(([name, call]) => {
        const note = (): void => {
          if (isClosed) late.push(name)
        }
        // `tables` is a task itself; everything else makes one. Each takes a while, as a disk does.
        const slow = (task: () => Promise<unknown>) => async () => {
          note()
          await turns(2)
          return task()
        }
        const method = call as (...args: ReadonlyArray<unknown>) => () => Promise<unknown>
        if (name === 'tables') return [name, slow(call as () => Promise<unknown>)]
        return [name, (...args: ReadonlyArray<unknown>) => slow(method(...args))]
      }),
    ) as unknown as ViewStore
    const store = inMemoryEventStore()
    const adapters: Adapters<never> = {
      open: async () =>
        E.right({
          store,
          views: watched,
          close: async () => {
            isClosed = true
          },
        }),
    }
    for (let pause = 0; pause < 12; pause += 2) {
      isClosed = false
      const app = await openShop(adapters, shop)
      await must(app.send(take(1, newId()), me()))
      await must(app.settled)
      const rebuilding = app.rebuild()()
      await turns(pause)
      await app.close()
      await rebuilding
      expect({ pause, late }).toEqual({ pause, late: [] })
    }
  })

  test('ends who waits to settle', async () => {
    const shared = sharedStores()
    const app = await openShop(shared.adapters, shop)
    await must(app.send(take(5), me()))
    const settling = app.settled()
    await app.close()
    expect(await inTime(settling)).not.toBe('still waiting')
  })

  test('ends while views cannot be saved, a reaction waits for one and somebody reads', async () => {
    const raw = inMemoryViewStore()
    let isDown = false
    const views: ViewStore = {
      ...raw,
      save: (saves) => async () => (isDown ? E.left(unreachable) : raw.save(saves)()),
    }
    const shared = sharedStores(inMemoryEventStore(), views)
    const app = await openShop(shared.adapters, shop)
    await must(app.send(take(5), me()))
    await must(app.settled)
    isDown = true
    await must(app.send(take(6), me()))
    const reading = app.read(takingsView, till)()
    await turns(20)
    await must(app.send(take(7), me()))
    await turns(20)
    expect(await inTime(app.close())).toBeUndefined()
    expect(shared.closed()).toBe(1)
    expect(await inTime(reading)).toEqual(E.left({ _tag: 'RunnerClosed' }))
  })

  test('ends the subscriptions, without a fault', async () => {
    const shared = sharedStores()
    const app = await openShop(shared.adapters, shop)
    await must(app.send(take(5), me()))
    const [all, news] = [app.subscribe(), app.subscribe({ types: ['AccessDenied'] })].map((it) =>
      it[Symbol.asyncIterator](),
    )
    expect(await all?.next()).toMatchObject({ done: false, value: { _tag: 'Right' } })
    const waiting = news?.next()
    await turns()
    await app.close()
    expect(await inTime(Promise.resolve(waiting))).toEqual({ done: true, value: undefined })
    expect(await all?.next()).toEqual({ done: true, value: undefined })
  })

  test('leaves an application that says so, whatever it is asked', async () => {
    const app = await openShop(inMemory(), shop)
    await must(app.send(take(5), me()))
    const subscription = app.subscribe()
    await app.close()
    const closed = E.left({ _tag: 'StoreUnavailable', reason: 'closed', outcome: 'not-written' })
    const asked = {
      send: app.send(take(6), me()),
      read: app.read(takingsView, till),
      list: app.list(takingsView, { limit: 1 }),
      asOf: app.asOf(takings, till),
      history: app.history(tillStream(till)),
      refused: app.refused('book_keeping'),
      rebuild: app.rebuild(),
      settled: app.settled,
      digests: app.digests,
      status: app.status,
    }
    for (const [name, answer] of Object.entries(asked)) {
      expect([name, await inTime<unknown>(answer())]).toEqual([name, closed])
    }
    const pages = subscription[Symbol.asyncIterator]()
    expect(await inTime(pages.next())).toEqual({ done: false, value: closed })
    expect(await inTime(pages.next())).toEqual({ done: true, value: undefined })
  })

  test('may be done twice', async () => {
    const app = await openShop(inMemory(), shop)
    await app.close()
    expect(await inTime(app.close())).toBeUndefined()
  })
})
