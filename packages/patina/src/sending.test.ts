import {
  type EventStore,
  inMemory,
  inMemoryEventStore,
  newId,
  systemClock,
} from '@patina/eventsourcing'
import { sealingWithoutVault } from '@patina/privacy/shell'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, test } from 'vitest'
import {
  appendDamaged,
  books,
  closeAll,
  me,
  must,
  mustFail,
  openShop,
  sharedStores,
  shop,
  type TillCommand,
  tillStream,
  tills,
} from './arbitraries.js'
import { sending } from './sending.js'

afterEach(closeAll)

const till = newId()
const take = (amount: number): TillCommand => ({ type: 'TakeMoney', till, amount })

describe('a command', () => {
  test('goes to the stream and the decider of its own capability', async () => {
    const app = await openShop(inMemory(), shop)
    const book = newId()
    expect(await must(app.send(take(3), me()))).toMatchObject({
      stream: tillStream(till),
      revision: 0,
    })
    expect(await must(app.send({ type: 'WriteDown', book, amount: 3 }, me()))).toMatchObject({
      stream: `book-${book}`,
    })
    expect(await must(app.send({ type: 'CountTill', till }, me()))).toMatchObject({ revision: 1 })
  })

  test('is refused by its own capability', async () => {
    const app = await openShop(inMemory(), shop)
    await must(app.send(take(90), me()))
    expect(await mustFail(app.send(take(11), me()))).toEqual({ _tag: 'TillFull', room: 10 })
    expect(await mustFail(app.send({ type: 'WriteDown', book: till, amount: 51 }, me()))).toEqual({
      _tag: 'TooMuch',
      amount: 51,
    })
  })

  test('pushes what another capability keeps in memory out of it: one bound holds for all of them', async () => {
    const store = inMemoryEventStore()
    let reads = 0
    const counted: EventStore = {
      ...store,
      readStream: (...asked) => {
        reads++
        return store.readStream(...asked)
      },
    }
    // Four commands on one stream fit in, and three on each of two streams do not.
    const shell = { store: counted, clock: systemClock, random: () => 0, hotBytes: 2_400 }
    const { send } = sending(shop, { ...shell, seal: sealingWithoutVault })
    const readsOf = async (command: object, times: number): Promise<number> => {
      const before = reads
      for (let time = 0; time < times; time++) await must(send(command, me()))
      return reads - before
    }
    await readsOf(take(1), 3)
    expect(await readsOf(take(1), 1)).toBe(0)
    await readsOf({ type: 'WriteDown', book: newId(), amount: 1 }, 3)
    expect(await readsOf(take(1), 1)).toBe(1)
  })

  test('sent twice is one change, also to another application on the same stores', async () => {
    const shared = sharedStores()
    const one = await openShop(shared.adapters, [tills])
    const other = await openShop(shared.adapters, [tills])
    const context = me()
    const receipt = await must(one.send(take(3), context))
    expect(await must(one.send(take(3), context))).toEqual(receipt)
    expect(await must(other.send(take(3), context))).toEqual(receipt)
    expect(await must(one.history(tillStream(till)))).toHaveLength(1)
  })

  test('under the id of a command on another stream is refused, and that one is still answered', async () => {
    const app = await openShop(inMemory(), shop)
    const context = me()
    const receipt = await must(app.send(take(3), context))
    const other = { type: 'TakeMoney', till: newId(), amount: 4 } as const
    for (const command of [other, { type: 'WriteDown', book: newId(), amount: 1 } as const]) {
      expect(await mustFail<unknown>(app.send(command, context))).toEqual({
        _tag: 'InvalidCommand',
        problems: [
          {
            path: '/context/commandId',
            expected: 'an id that no other command has',
            found: 'that of a command on another stream',
          },
        ],
      })
    }
    expect(await must(app.send(take(3), context))).toEqual(receipt)
    expect(await must(app.history(tillStream(other.till)))).toEqual([])
  })

  test('may be sent again under its id, corrected, when it was refused', async () => {
    const app = await openShop(inMemory(), [tills])
    const context = me()
    await mustFail<unknown>(app.send({ ...take(3), amount: -1 }, context))
    const other = { type: 'TakeMoney', till: newId(), amount: 4 } as const
    expect(await must(app.send(other, context))).toMatchObject({ _tag: 'Appended' })
  })

  test.each([undefined, null, {}, 'clerk-1'])(
    'without a context, such as %s, is told so',
    async (context) => {
      const app = await openShop(inMemory(), [tills])
      expect(await mustFail<unknown>(app.send(take(1), context as never))).toMatchObject({
        _tag: 'InvalidCommand',
      })
    },
  )

  test('is not carried out by being made: only by being run, once for each run', async () => {
    const app = await openShop(inMemory(), [tills])
    const task = app.send(take(3), me())
    expect(await must(app.history(tillStream(till)))).toHaveLength(0)
    expect(await must(task)).toEqual(await must(task))
    expect(await must(app.history(tillStream(till)))).toHaveLength(1)
  })

  test.each<[what: string, command: unknown, paths: ReadonlyArray<string>]>([
    ['of a type that nobody knows', { type: 'BurnMoney', till }, ['/type']],
    ['of the type of an event', { type: 'MoneyTaken', till, amount: 1 }, ['/type']],
    ['of the type constructor', { type: 'constructor' }, ['/type']],
    ['of the type __proto__', { type: '__proto__' }, ['/type']],
    ['without a type', { till, amount: 1 }, ['/type']],
    ['that is null', null, ['']],
    ['that is nothing', undefined, ['']],
    ['that is a text', 'TakeMoney', ['']],
    ['that is a list', ['TakeMoney'], ['']],
    [
      'with three faults',
      { type: 'TakeMoney', till: 'secret', amount: 0.5, tip: 1 },
      ['/till', '/amount', '/tip'],
    ],
    ['that lacks everything', { type: 'TakeMoney' }, ['/till', '/amount']],
  ])('%s is told every problem, and changes nothing', async (_, command, paths) => {
    const shared = sharedStores()
    const app = await openShop(shared.adapters, shop)
    const error = await mustFail(app.send(command as TillCommand, me()))
    expect(error._tag).toBe('InvalidCommand')
    if (error._tag === 'InvalidCommand') {
      expect(error.problems.map(({ path }) => path)).toEqual(paths)
      expect(JSON.stringify(error)).not.toContain('secret')
    }
    expect(await must(shared.store.head)).toBe('')
  })

  test('with a malformed context is told so, and changes nothing', async () => {
    const app = await openShop(inMemory(), shop)
    const error = await mustFail(app.send(take(1), { commandId: '7', actor: '' }))
    expect(error).toMatchObject({
      _tag: 'InvalidCommand',
      problems: [{ path: '/context/commandId' }, { path: '/context/actor' }],
    })
    expect(await must(app.history(tillStream(till)))).toEqual([])
  })

  test('to a stream that cannot be read is told which event is at fault', async () => {
    const shared = sharedStores()
    await appendDamaged(shared.store, till)
    const app = await openShop(shared.adapters, [tills])
    expect(await mustFail(app.send(take(1), me()))).toMatchObject({
      _tag: 'UnreadableEvent',
      stream: tillStream(till),
      revision: 0,
    })
  })
})

describe('the history of a stream', () => {
  test('is every event from the first, however many', async () => {
    const shared = sharedStores()
    const app = await openShop(shared.adapters, [tills])
    for (let i = 0; i < 600; i++) await must(app.send({ type: 'CountTill', till }, me()))
    const history = await must(app.history(tillStream(till)))
    expect(history.map(({ revision }) => revision)).toEqual(
      Array.from({ length: 600 }, (_, i) => i),
    )
    expect(history[0]).toMatchObject({
      stream: tillStream(till),
      part: 0,
      event: { type: 'TillCounted', till, amount: 0 },
      metadata: { actor: 'me' },
    })
  })

  test('of a stream that nobody wrote is empty', async () => {
    const app = await openShop(inMemory(), [tills])
    expect(await must(app.history(tillStream(newId())))).toEqual([])
  })

  test('with an event that cannot be read is that event', async () => {
    const shared = sharedStores()
    const app = await openShop(shared.adapters, [tills])
    await must(app.send(take(1), me()))
    await appendDamaged(shared.store, till)
    const error = await mustFail(app.history(tillStream(till)))
    expect(error).toMatchObject({ _tag: 'UnreadableEvent', revision: 1 })
    expect(JSON.stringify(error)).not.toContain('secret')
  })

  test('with an event of a capability that is not there is that event', async () => {
    const shared = sharedStores()
    const whole = await openShop(shared.adapters, shop)
    await must(whole.send(take(1), me()))
    const partial = await openShop(
      shared.adapters,
      [books].map((one) => ({ ...one, reactions: [] })),
    )
    expect(await partial.history(tillStream(till))()).toMatchObject(
      E.left({ _tag: 'UnreadableEvent', eventType: 'MoneyTaken' }),
    )
  })
})
