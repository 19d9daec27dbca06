import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type Around,
  anyJarCommand,
  append,
  decide,
  evolve,
  faultAt,
  gate,
  hurry,
  initial,
  inTime,
  type Jar,
  type JarCommand,
  type JarEvent,
  type JarRejection,
  jarEvents,
  jarIds,
  jarStream,
  logOf,
  must,
  mustFail,
  newEvent,
  noon,
  someone,
  storeWith,
  streamOf,
  turns,
  unavailable,
} from '../arbitraries.js'
import {
  type Appended,
  type Context,
  type Decider,
  type EventStore,
  eventIdOf,
  type Handle,
  type HandlerShell,
  handle,
  type Instant,
  inMemoryEventStore,
  instantOf,
  type LoggedEvent,
  newId,
  type Problem,
  type Receipt,
  type Written,
} from '../index.js'

let restoreTimers = (): void => undefined
beforeEach(() => {
  restoreTimers = hurry()
})
afterEach(() => restoreTimers())

const decider: Decider<JarCommand, Jar, JarEvent, JarRejection> = { initial, decide, evolve }

const handlerOn = (
  store: EventStore,
  shell: Partial<HandlerShell> = {},
): Handle<JarCommand, JarRejection> =>
  handle({ store, clock: () => noon, random: () => 0, ...shell })(decider, jarEvents)

const [jar, otherJar] = jarIds
const stream = jarStream(jar)
const put = (coins: number): JarCommand => ({ type: 'PutCoins', jar, shelf: 'top', coins })
const take = (coins: number): JarCommand => ({ type: 'TakeCoins', jar, shelf: 'top', coins })
const seal: JarCommand = { type: 'SealJar', jar, shelf: 'top' }

const coinsIn = (events: ReadonlyArray<{ readonly type: string; readonly data: string }>): number =>
  events
    .map(({ type, data }) => ({ type, ...JSON.parse(data) }) as JarEvent)
    .reduce(evolve, initial).coins

/** A store that cannot tell a new event from one that was there. */
const neverSure = (exact: EventStore): EventStore => ({
  ...exact,
  exactIds: false,
  append: (...append) =>
    TE.map((written: Written) => ({ ...written, isKnownNew: false }))(exact.append(...append)),
})

/** Counts the calls of a store. */
const counted = (store: EventStore): { store: EventStore; calls: Record<string, number> } => {
  const calls: Record<string, number> = {}
  const around: Around = (call, run) => {
    calls[call] = (calls[call] ?? 0) + 1
    return run()
  }
  return { store: storeWith(store, around), calls }
}

describe('a command that is carried out', () => {
  test('is answered with its stream, its events, and revision and position of the last', async () => {
    const store = inMemoryEventStore()
    const commandId = newId()
    const receipt = await must(handlerOn(store)(stream, put(12), someone(commandId)))
    const log = await logOf(store)
    expect(log).toHaveLength(2)
    expect(receipt).toEqual({
      _tag: 'Appended',
      stream,
      revision: 1,
      position: log[1]?.position,
      events: [eventIdOf(commandId, 0), eventIdOf(commandId, 1)],
    })
    expect(log.map(({ id }) => id)).toEqual((receipt as Appended).events)
  })

  test('is stored with what came with it, and with its own id where nothing came', async () => {
    const store = inMemoryEventStore()
    const carryOut = handlerOn(store)
    const bare = someone()
    const full = {
      commandId: newId(),
      actor: '店長',
      correlationId: newId(),
      causationId: newId(),
      occurredAt: '2020-02-29T00:00:00.000Z' as Instant,
      purpose: 'a correction',
    }
    await must(carryOut(stream, put(1), bare))
    await must(carryOut(stream, put(1), full))
    const [first, second] = (await logOf(store)).map(({ metadata }) => JSON.parse(metadata))
    const { commandId } = bare
    expect(first).toEqual({
      schemaVersion: 1,
      occurredAt: noon,
      actor: 'someone',
      correlationId: commandId,
      causationId: commandId,
      commandId,
    })
    expect(second).toEqual({ schemaVersion: 1, ...full })
  })

  test('decides for the moment that it is dated, and by whom', async () => {
    const issuedTo: unknown[] = []
    const noting: typeof decider = {
      ...decider,
      decide: (command, state, issued) => {
        issuedTo.push(issued)
        return decide(command, state, issued)
      },
    }
    const shell = { store: inMemoryEventStore(), clock: () => noon, random: () => 0 }
    const carryOut = handle(shell)(noting, jarEvents)
    const commandId = newId()
    const occurredAt = '2020-01-01T00:00:00.000Z' as Instant
    await must(carryOut(stream, put(1), { commandId, actor: 'someone', occurredAt }))
    expect(issuedTo).toEqual([{ commandId, at: occurredAt, by: 'someone' }])
  })

  test('stores no type within the data: the type has its own column', async () => {
    const store = inMemoryEventStore()
    await must(handlerOn(store)(stream, put(1), someone()))
    const [event] = await logOf(store)
    expect(event?.type).toBe('CoinsPut')
    expect(JSON.parse(event?.data ?? '')).toEqual({ jar, shelf: 'top', coins: 1 })
  })
})

describe('a command sent again', () => {
  test('after a crash behind the append, from another process: one change, same ids, the first receipt [K1]', async () => {
    const store = inMemoryEventStore()
    await must(handlerOn(store)(stream, put(3), someone()))
    // Its first append finds that the stream is not empty; it dies behind the second.
    const { around } = faultAt(1, 'killed after')
    const dying: Around = (call, run) => (call === 'append' ? around(call, run) : run())
    const commandId = newId()
    void handlerOn(storeWith(store, dying))(stream, put(12), someone(commandId))()
    await turns()
    // The crashed run did append; later others went on.
    expect(await streamOf(store, stream)).toHaveLength(3)
    await must(handlerOn(store)(stream, put(1), someone()))

    const receipt = await must(handlerOn(store)(stream, put(12), someone(commandId)))
    const log = await logOf(store)
    expect(log).toHaveLength(4)
    expect(receipt).toEqual({
      _tag: 'Appended',
      stream,
      revision: 2,
      position: log[2]?.position,
      events: [eventIdOf(commandId, 0), eventIdOf(commandId, 1)],
    })
  })

  // How the second handler knows the stream when the command comes again.
  const knowledge: ReadonlyArray<
    [what: string, know: (store: EventStore) => Promise<Handle<JarCommand, JarRejection>>]
  > = [
    ['has never seen the stream', async (store) => handlerOn(store)],
    ['keeps nothing in memory', async (store) => handlerOn(store, { hotBytes: 0 })],
  ]

  test.each(knowledge)('to a handler that %s gives the first receipt [K1]', async (_, know) => {
    const store = inMemoryEventStore()
    const first = handlerOn(store)
    for (const command of [put(12), take(5), put(3), seal]) {
      const context = someone()
      const receipt = await must(first(stream, command, context))
      const second = await know(store)
      expect(await must(second(stream, command, context))).toEqual(receipt)
      expect(await must(first(stream, command, context))).toEqual(receipt)
    }
    expect(await logOf(store)).toHaveLength(5)
  })

  test('gives the first receipt also when the store reads its events in several pages [K1]', async () => {
    const inner = inMemoryEventStore()
    const store: EventStore = {
      ...inner,
      readStream: (of, after) => inner.readStream(of, after, 1),
    }
    const context = someone()
    const first = await must(handlerOn(store)(stream, put(12), context))
    await must(handlerOn(store)(stream, put(1), someone()))
    expect(first).toMatchObject({ events: { length: 2 } })
    expect(await must(handlerOn(store)(stream, put(12), context))).toEqual(first)
  })

  test('while the store fails is answered so, whatever step of looking for the first receipt it fails in', async () => {
    const store = inMemoryEventStore()
    const context = someone()
    const first = handlerOn(store)
    await must(first(stream, put(1), someone()))
    const receipt = await must(first(stream, put(12), context))
    for (let step = 0; ; step++) {
      const { around, calls } = faultAt(step, 'not done')
      const answer = await handlerOn(storeWith(store, around))(stream, put(12), context)()
      if (calls() <= step) {
        expect(answer).toEqual(E.right(receipt))
        // The guess that nobody has written, the stream, the events of the command, and they are sent again.
        expect(step).toBeGreaterThan(2)
        break
      }
      expect(answer).toEqual(E.left(unavailable('not-written')))
    }
    expect(await logOf(store)).toHaveLength(3)
  })

  test('to a handler whose memory of the stream is older gives the first receipt [K1]', async () => {
    const store = inMemoryEventStore()
    const stale = handlerOn(store)
    const other = handlerOn(store)
    await must(stale(stream, put(2), someone()))
    await must(stale(stream, put(2), someone()))
    const context = someone()
    const receipt = await must(other(stream, put(12), context))
    expect(await must(stale(stream, put(12), context))).toEqual(receipt)
    await must(other(stream, put(1), someone()))
    expect(await must(stale(stream, put(12), context))).toEqual(receipt)
    expect(await logOf(store)).toHaveLength(5)
  })

  test('whose run has since made it impossible gives the first receipt and no rejection [K1]', async () => {
    const store = inMemoryEventStore()
    const first = handlerOn(store)
    await must(first(stream, put(5), someone()))
    const context = someone()
    const receipt = await must(first(stream, take(5), context))
    // There are no coins left: decided afresh, it would be refused.
    expect(await must(handlerOn(store)(stream, take(5), context))).toEqual(receipt)
    await must(first(stream, seal, someone()))
    expect(await must(first(stream, take(5), context))).toEqual(receipt)
    expect(await must(handlerOn(store)(stream, take(5), context))).toEqual(receipt)
  })

  test.each([
    ['more', 1, 12],
    ['less', 12, 1],
    ['nothing', 12, 0],
  ])('that would now decide %s gives the first receipt all the same [K1]', async (_, then, now) => {
    // What is decided may depend on the hour, so the same command may decide otherwise when it comes again.
    let coins = then
    const hourly: typeof decider = {
      ...decider,
      decide: (command, state, issued) =>
        decide(command.type === 'PutCoins' ? { ...command, coins } : command, state, issued),
    }
    const sending = (store: EventStore) =>
      handle({ store, clock: () => noon, random: () => 0 })(hourly, jarEvents)
    for (const isFirst of [true, false]) {
      const store = inMemoryEventStore()
      coins = 3
      const first = sending(store)
      const stale = sending(store)
      if (!isFirst) {
        await must(first(stream, put(3), someone()))
        await must(stale(stream, take(1), someone()))
        await must(stale(stream, take(1), someone()))
        await must(first(stream, take(1), someone()))
      }
      coins = then
      const context = someone()
      const receipt = await must(first(stream, put(3), context))
      const length = (await logOf(store)).length
      coins = now
      expect(await must(stale(stream, put(3), context))).toEqual(receipt)
      expect(await must(sending(store)(stream, put(3), context))).toEqual(receipt)
      expect(await must(first(stream, put(3), context))).toEqual(receipt)
      expect(await logOf(store)).toHaveLength(length)
    }
  })

  test('after the answer was lost changes history once [K1]', async () => {
    for (const first of [true, false]) {
      const store = inMemoryEventStore()
      if (!first) await must(handlerOn(store)(stream, put(3), someone()))
      const { around } = faultAt(0, 'done, answer lost')
      const losing: Around = (call, run) => (call === 'append' ? around(call, run) : run())
      const carryOut = handlerOn(storeWith(store, losing))
      const context = someone()
      expect(await mustFail(carryOut(stream, put(12), context))).toEqual(unavailable('unknown'))
      const receipt = await must(carryOut(stream, put(12), context))
      expect(await must(carryOut(stream, put(12), context))).toEqual(receipt)
      const log = await logOf(store)
      expect(log).toHaveLength(first ? 2 : 3)
      expect(receipt).toMatchObject({ revision: log.length - 1, position: log.at(-1)?.position })
    }
  })

  test('to a store that is never sure reads what is new of a stream, and not again what it has read', async () => {
    const exact = inMemoryEventStore()
    const begins: number[] = []
    const store: EventStore = {
      ...neverSure(exact),
      readStream: (of, after, limit) => {
        begins.push(after)
        return exact.readStream(of, after, limit)
      },
    }
    const carryOut = handlerOn(store)
    for (let count = 0; count < 5; count++) await must(carryOut(stream, put(1), someone()))
    // The first was written on a guess, the second found out that the guess was stale.
    expect(begins.filter((after) => after < 0)).toHaveLength(1)
    expect(begins).toHaveLength(4)
    expect(begins).toEqual(begins.toSorted((a, b) => a - b))
    expect(coinsIn(await streamOf(exact, stream))).toBe(5)
  })

  test('to a store that may store an id twice does not double anything [K1]', async () => {
    // Row 7 of EventStoreDB: at the end of a stream an id that is already in it is stored a second time.
    const exact = inMemoryEventStore()
    let doubled = 0
    const store: EventStore = {
      ...exact,
      exactIds: false,
      append: (to, expected, events) => async () => {
        const known = await streamOf(exact, to)
        const isAtEnd = expected === known.length - 1 || (expected === 'none' && known.length === 0)
        if (isAtEnd && events.some(({ id }) => known.some((one) => one.id === id))) doubled++
        const written = await exact.append(to, expected, events)()
        return E.map((one: { revision: number; position: never }) => ({
          ...one,
          isKnownNew: false,
        }))(written as never) as typeof written
      },
    }
    const handlers = [handlerOn(store), handlerOn(store), handlerOn(store, { hotBytes: 0 })]
    const sent: Array<[Context, JarCommand, Receipt]> = []
    for (const [index, command] of [put(3), put(12), take(2), put(1)].entries()) {
      const context = someone()
      const receipt = await must(
        (handlers[index % 3] as Handle<JarCommand, JarRejection>)(stream, command, context),
      )
      sent.push([context, command, receipt])
      for (const carryOut of [...handlers, handlerOn(store)]) {
        for (const [again, what, first] of sent) {
          expect(await must(carryOut(stream, what, again))).toEqual(first)
        }
      }
    }
    expect(doubled).toBe(0)
    expect(await streamOf(store, stream)).toHaveLength(5)
  })

  test('is the same command on its own stream only: on another it is another one', async () => {
    const store = inMemoryEventStore()
    const carryOut = handlerOn(store)
    const context = someone()
    await must(carryOut(stream, put(1), context))
    await must(carryOut(jarStream(otherJar), { ...put(1), jar: otherJar }, context))
    expect(await logOf(store)).toHaveLength(2)
  })
})

describe('a command that changes nothing', () => {
  test('says that it is so already, and where', async () => {
    const store = inMemoryEventStore()
    const carryOut = handlerOn(store)
    expect(await must(carryOut(stream, put(0), someone()))).toEqual({
      _tag: 'AlreadySo',
      stream,
      revision: -1,
    })
    await must(carryOut(stream, seal, someone()))
    expect(await must(carryOut(stream, seal, someone()))).toEqual({
      _tag: 'AlreadySo',
      stream,
      revision: 0,
    })
    expect(await logOf(store)).toHaveLength(1)
  })
})

describe('state that a handler remembers', () => {
  test('never refuses a command before what is new has been read', async () => {
    const store = inMemoryEventStore()
    const stale = handlerOn(store)
    await must(stale(stream, put(1), someone()))
    await must(stale(stream, put(1), someone()))
    await must(handlerOn(store)(stream, put(9), someone()))
    // In its memory there are 2 coins; by now there are 11.
    expect(await must(stale(stream, take(11), someone()))).toMatchObject({ revision: 3 })
    expect(coinsIn(await streamOf(store, stream))).toBe(0)
  })

  test('never says that it is so already before what is new has been read', async () => {
    const opens: typeof decider = {
      ...decider,
      evolve: (state, event) => (event.type === 'CoinsTaken' ? initial : evolve(state, event)),
    }
    const store = inMemoryEventStore()
    const shell = { store, clock: () => noon, random: () => 0 }
    const stale = handle(shell)(opens, jarEvents)
    await must(stale(stream, put(5), someone()))
    await must(stale(stream, seal, someone()))
    expect(await must(stale(stream, seal, someone()))).toMatchObject({ _tag: 'AlreadySo' })
    await append(store, { type: 'CoinsTaken', jar, shelf: 'top', coins: 1 })
    // Somebody has opened it since: it has to be sealed again.
    expect(await must(stale(stream, seal, someone()))).toMatchObject({
      _tag: 'Appended',
      revision: 3,
    })
  })

  test('never lets a command through that what is new forbids', async () => {
    const store = inMemoryEventStore()
    const stale = handlerOn(store)
    await must(stale(stream, put(5), someone()))
    await must(stale(stream, put(5), someone()))
    await must(handlerOn(store)(stream, take(8), someone()))
    expect(await mustFail(stale(stream, take(3), someone()))).toEqual({
      _tag: 'TooFewCoins',
      available: 2,
      asked: 3,
    })
    await must(handlerOn(store)(stream, seal, someone()))
    expect(await mustFail(stale(stream, put(1), someone()))).toEqual({ _tag: 'JarIsSealed' })
    expect(await streamOf(store, stream)).toHaveLength(4)
  })

  test('lets a command through without reading when nobody else wrote', async () => {
    const { store, calls } = counted(inMemoryEventStore())
    const carryOut = handlerOn(store)
    for (let i = 0; i < 10; i++) await must(carryOut(stream, put(1), someone()))
    expect(calls).toEqual({ append: 10 })
  })

  test('is not changed by a caller who changes the command afterwards', async () => {
    const store = inMemoryEventStore()
    // It keeps the very objects of the command, as a deliberately careless decider would.
    interface Basket {
      readonly type: 'BasketFilled'
      readonly counts: { eggs: number }
    }
    const careless: Decider<Basket, ReadonlyArray<{ eggs: number }>, Basket, never> = {
      initial: [],
      decide: (command, state) => E.right(state.some(({ eggs }) => eggs === 99) ? [] : [command]),
      evolve: (state, { counts }) => [...state, counts],
    }
    const reader = {
      version: 1,
      decode: (data: unknown) => E.right(data as Basket),
      encode: (event: Basket) => event,
    }
    const shell = { store, clock: () => noon, random: () => 0 }
    const carryOut = handle(shell)(careless, { BasketFilled: reader })
    const command: Basket = { type: 'BasketFilled', counts: { eggs: 1 } }
    for (let i = 0; i < 3; i++) await must(carryOut(stream, command, someone()))
    command.counts.eggs = 99
    const other: Basket = { type: 'BasketFilled', counts: { eggs: 2 } }
    expect(await must(carryOut(stream, other, someone()))).toMatchObject({
      _tag: 'Appended',
      revision: 3,
    })
  })

  test('takes over only what is certain to be in the log, not what another run has put in its place', async () => {
    // The first run put 3 coins; sent again an hour later the same command would put 5. The store compares ids only, and
    // this one cannot tell whether it wrote.
    const exact = inMemoryEventStore()
    const store = neverSure(exact)
    let coins = 3
    const hourly: typeof decider = {
      ...decider,
      decide: (command, state, issued) =>
        decide(command.type === 'PutCoins' ? { ...command, coins } : command, state, issued),
    }
    const handlers = [store, exact].map((one) =>
      handle({ store: one, clock: () => noon, random: () => 0 })(hourly, jarEvents),
    )
    const [unsure, sure] = handlers as [(typeof handlers)[0], (typeof handlers)[0]]
    await must(sure(stream, put(3), someone()))
    expect(await mustFail(unsure(stream, take(99), someone()))).toMatchObject({ available: 3 })
    const context = someone()
    const receipt = await must(sure(stream, put(3), context))
    coins = 5
    expect(await must(unsure(stream, put(3), context))).toEqual(receipt)
    expect(await mustFail(unsure(stream, take(99), someone()))).toMatchObject({ available: 6 })
  })

  test('is right again after an append that failed', async () => {
    const store = inMemoryEventStore()
    for (const fault of ['not done', 'done, answer lost'] as const) {
      const before = coinsIn(await streamOf(store, stream))
      const { around } = faultAt(2, fault)
      const failing: Around = (call, run) => (call === 'append' ? around(call, run) : run())
      const carryOut = handlerOn(storeWith(store, failing))
      // The first may conflict once, since the stream is not empty: at most one of these three fails.
      for (let i = 0; i < 3; i++) await carryOut(stream, put(1), someone())()
      const after = coinsIn(await streamOf(store, stream))
      expect(await mustFail(carryOut(stream, take(after + 1), someone()))).toMatchObject({
        available: after,
      })
      expect(after).toBeGreaterThan(before)
    }
  })
})

describe('a conflict', () => {
  // A store whose stream gets another event just before each of the first appends.
  const contended = (
    store: EventStore,
    times: number,
  ): { store: EventStore; appends: () => number } => {
    let appends = 0
    const around: Around = async (call, run) => {
      if (call === 'append' && appends++ < times) {
        await append(store, { type: 'CoinsPut', jar, shelf: 'top', coins: 1 })
      }
      return run()
    }
    return { store: storeWith(store, around), appends: () => appends }
  }

  test('leads to a new decision on what is there by now', async () => {
    const raw = inMemoryEventStore()
    const { store, appends } = contended(raw, 3)
    expect(await must(handlerOn(store)(stream, put(2), someone()))).toMatchObject({ revision: 3 })
    expect(appends()).toBe(4)
    expect(coinsIn(await streamOf(raw, stream))).toBe(5)
  })

  test('may end in a rejection', async () => {
    const raw = inMemoryEventStore()
    const around: Around = async (call, run) => {
      if (call === 'append') await append(raw, { type: 'JarSealed', jar, shelf: 'top' })
      return run()
    }
    expect(await mustFail(handlerOn(storeWith(raw, around))(stream, put(2), someone()))).toEqual({
      _tag: 'JarIsSealed',
    })
  })

  test('is given back when it does not end, after as many decisions as were asked for', async () => {
    const raw = inMemoryEventStore()
    const { store, appends } = contended(raw, 100)
    const error = await mustFail(handlerOn(store, { attempts: 4 })(stream, put(2), someone()))
    expect(error).toMatchObject({ _tag: 'WrongExpectedRevision', stream })
    expect(appends()).toBe(4)
    const events = await streamOf(raw, stream)
    expect(events).toHaveLength(4)
    expect(coinsIn(events)).toBe(4)
  })

  test('is tried ten times unless told otherwise', async () => {
    const { store, appends } = contended(inMemoryEventStore(), 100)
    await mustFail(handlerOn(store)(stream, put(2), someone()))
    expect(appends()).toBe(10)
  })

  test('is waited out for a random time, but not at first', async () => {
    let draws = 0
    const random = () => {
      draws++
      return 0.5
    }
    const pauses: number[] = []
    const inner = globalThis.setTimeout
    globalThis.setTimeout = ((run: () => void, ms: number) => {
      pauses.push(ms)
      return inner(run, ms)
    }) as typeof setTimeout
    const once = contended(inMemoryEventStore(), 1)
    await must(handlerOn(once.store, { random })(stream, put(2), someone()))
    expect(draws).toBe(0)
    const often = contended(inMemoryEventStore(), 9)
    await must(handlerOn(often.store, { random })(stream, put(2), someone()))
    expect(draws).toBe(8)
    expect(pauses).toHaveLength(8)
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b))
    expect(Math.max(...pauses)).toBeLessThanOrEqual(25)
  })

  test('with a stream that was deleted is given back at once', async () => {
    const raw = inMemoryEventStore()
    let appends = 0
    const store: EventStore = {
      ...raw,
      append: (to, expected) => async () => {
        appends++
        return E.left({ _tag: 'WrongExpectedRevision', stream: to, expected, actual: 'deleted' })
      },
    }
    expect(await mustFail(handlerOn(store)(stream, put(2), someone()))).toMatchObject({
      actual: 'deleted',
    })
    expect(appends).toBe(1)
  })
})

describe('what cannot be stored', () => {
  test.each([
    ['not a number', Number.NaN],
    ['infinite', Number.POSITIVE_INFINITY],
    ['a fraction', 0.5],
    ['beyond what is exact', 2 ** 53],
    ['a text', '3'],
    ['not there', undefined],
  ])('because a decision made it %s, which its codec refuses, is not stored', async (_, coins) => {
    const store = inMemoryEventStore()
    const faulty: typeof decider = {
      ...decider,
      decide: () => E.right([{ type: 'CoinsPut', jar, shelf: 'top', coins: coins as number }]),
    }
    const shell = { store, clock: () => noon, random: () => 0 }
    const carryOut = handle(shell)(faulty, jarEvents)
    const error = await mustFail(carryOut(stream, put(1), someone()))
    expect(error).toMatchObject({ _tag: 'UnreadableEvent', stream, revision: 0 })
    expect(JSON.stringify(error)).toMatch(/\/coins"/)
    expect(await logOf(store)).toEqual([])
    // Nor is the stream spoilt for others.
    await must(handlerOn(store)(stream, put(1), someone()))
    await must(handlerOn(store)(stream, take(1), someone()))
  })

  test('because one of several events is wrong, leaves the others unstored too', async () => {
    const store = inMemoryEventStore()
    const faulty: typeof decider = {
      ...decider,
      decide: () =>
        E.right([
          { type: 'CoinsPut', jar, shelf: 'top', coins: 1 },
          { type: 'CoinsPut', jar, shelf: 'secret'.repeat(9), coins: 1 },
        ]),
    }
    const shell = { store, clock: () => noon, random: () => 0 }
    const error = await mustFail(handle(shell)(faulty, jarEvents)(stream, put(1), someone()))
    // Named by the place that it would have had.
    expect(error).toMatchObject({ _tag: 'UnreadableEvent', stream, revision: 1 })
    expect(JSON.stringify(error)).not.toContain('secret')
    expect(await logOf(store)).toEqual([])
  })

  test('because its codec writes what it does not read itself, is not stored', async () => {
    interface Coin {
      readonly type: 'CoinFound'
      readonly worth: number
    }
    const isCoin = (data: unknown): data is Coin =>
      typeof (data as Partial<Coin>).worth === 'number'
    const codec = {
      version: 1,
      decode: (data: unknown): E.Either<ReadonlyArray<Problem>, Coin> =>
        isCoin(data)
          ? E.right(data)
          : E.left([{ path: '/worth', expected: 'a number', found: 'a text' }]),
      encode: ({ worth }: Coin) => ({ worth: String(worth) }),
    }
    const coins: Decider<Coin, null, Coin, never> = {
      initial: null,
      decide: (command) => E.right([command]),
      evolve: () => null,
    }
    const store = inMemoryEventStore()
    const shell = { store, clock: () => noon, random: () => 0 }
    const carryOut = handle(shell)(coins, { CoinFound: codec })
    const error = await mustFail(carryOut(stream, { type: 'CoinFound', worth: 2 }, someone()))
    expect(error).toMatchObject({ _tag: 'UnreadableEvent', stream, revision: 0 })
    expect(await logOf(store)).toEqual([])
  })

  test('because it is 1 MiB long is refused, and nothing is stored', async () => {
    interface Letter {
      readonly type: 'LetterKept'
      readonly words: string
    }
    const letters: Decider<Letter, null, Letter, never> = {
      initial: null,
      decide: (command) => E.right([{ type: 'LetterKept', words: 'short' }, command]),
      evolve: () => null,
    }
    const codec = {
      version: 1,
      decode: (data: unknown) => E.right(data as Letter),
      encode: (event: Letter) => event,
    }
    const store = inMemoryEventStore()
    const shell = { store, clock: () => noon, random: () => 0 }
    const carryOut = handle(shell)(letters, { LetterKept: codec })
    const long: Letter = { type: 'LetterKept', words: 'a'.repeat(1024 * 1024) }
    expect(await mustFail(carryOut(stream, long, someone()))).toEqual({
      _tag: 'EventRefused',
      problem: 'TooLarge',
      index: 1,
    })
    expect(await logOf(store)).toEqual([])
    await must(carryOut(stream, { type: 'LetterKept', words: 'a'.repeat(1_000_000) }, someone()))
  })

  test('because its stream holds an event that nobody can read is not stored, and that event is named', async () => {
    const store = inMemoryEventStore()
    const carryOut = handlerOn(store)
    await must(carryOut(stream, put(1), someone()))
    await must(carryOut(stream, put(1), someone()))
    const damaged = { ...newEvent({ type: 'CoinsPut' }), data: '{"secret":' }
    await must(store.append(stream, 1, [damaged]))
    for (const handler of [carryOut, handlerOn(store), handlerOn(store, { hotBytes: 0 })]) {
      for (const command of [put(1), take(1), take(99), put(0)]) {
        const error = await mustFail(handler(stream, command, someone()))
        expect(error).toMatchObject({ _tag: 'UnreadableEvent', stream, revision: 2 })
        expect(JSON.stringify(error)).not.toContain('secret')
      }
    }
    expect(await streamOf(store, stream)).toHaveLength(3)
  })

  test('because the store is down is reported as it was told', async () => {
    const store = inMemoryEventStore()
    for (const fault of ['not done', 'done, answer lost'] as const) {
      const { around } = faultAt(0, fault)
      const outcome = fault === 'not done' ? 'not-written' : 'unknown'
      expect(
        await mustFail(handlerOn(storeWith(store, around))(stream, take(1), someone())),
      ).toEqual(unavailable(outcome))
    }
  })
})

describe('what comes with a command', () => {
  const cases: ReadonlyArray<[what: string, context: object, paths: ReadonlyArray<string>]> = [
    ['no command id', { actor: 'someone' }, ['/context/commandId']],
    ['no actor', { commandId: newId() }, ['/context/actor']],
    ['an empty actor', { ...someone(), actor: '' }, ['/context/actor']],
    ['a command id in capitals', someone(newId().toUpperCase()), ['/context/commandId']],
    ['a cause that is no id', { ...someone(), causationId: 'the boss' }, ['/context/causationId']],
    [
      'a correlation that is undefined',
      { ...someone(), correlationId: undefined },
      ['/context/correlationId'],
    ],
    ['a civil date', { ...someone(), occurredAt: '2026-01-15' }, ['/context/occurredAt']],
    ['something that nobody knows', { ...someone(), reason: 'secret' }, ['/context/reason']],
    [
      'an actor and a purpose cut inside a character',
      { ...someone(), actor: '\ud83d', purpose: '\ud83d' },
      ['/context/actor', '/context/purpose'],
    ],
  ]

  test.each(cases)(
    'is refused with %s, by its path, and nothing is stored',
    async (_, context, paths) => {
      const store = inMemoryEventStore()
      const error = await mustFail(handlerOn(store)(stream, put(1), context as Context))
      expect(error._tag).toBe('InvalidCommand')
      if (error._tag === 'InvalidCommand') {
        expect(error.problems.map(({ path }) => path)).toEqual(paths)
        expect(JSON.stringify(error)).not.toContain('secret')
      }
      expect(await logOf(store)).toEqual([])
    },
  )

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'secret'],
  ])('is refused when it is %s', async (_, context) => {
    const carryOut = handlerOn(inMemoryEventStore())
    const error = await mustFail(carryOut(stream, put(1), context as unknown as Context))
    expect(error).toMatchObject({ _tag: 'InvalidCommand', problems: [{ path: '/context' }] })
  })

  test('may be dated up to five minutes after the clock, for clocks differ, and no millisecond more', async () => {
    const store = inMemoryEventStore()
    const carryOut = handlerOn(store)
    const at = (ms: number): Context => ({
      ...someone(),
      occurredAt: instantOf(Date.parse(noon) + ms),
    })
    const tolerance = 5 * 60 * 1000
    await must(carryOut(stream, put(1), at(tolerance)))
    const late = at(tolerance + 1)
    expect(await mustFail(carryOut(stream, put(1), late))).toEqual({
      _tag: 'OccurredInFuture',
      occurredAt: late.occurredAt,
      now: noon,
    })
    expect(await logOf(store)).toHaveLength(1)
  })

  test('is taken as it was when the command was sent, not as the caller changes it later', async () => {
    const raw = inMemoryEventStore()
    const held = gate()
    const around: Around = async (call, run) => {
      if (call === 'append') await held.passed
      return run()
    }
    const carryOut = handlerOn(storeWith(raw, around))
    const first = carryOut(stream, put(1), someone())()
    const context = { ...someone() }
    const { commandId } = context
    const second = carryOut(stream, put(2), context)()
    Object.assign(context, someone(), { actor: 'somebody else' })
    held.open()
    await first
    expect(await second).toMatchObject({ right: { events: [eventIdOf(commandId, 0)] } })
    expect(JSON.parse((await logOf(raw))[1]?.metadata ?? '')).toMatchObject({
      commandId,
      actor: 'someone',
    })
  })
})

describe('commands on one stream', () => {
  test('are carried out in the order in which they were sent, without a conflict', async () => {
    const { store, calls } = counted(inMemoryEventStore())
    const carryOut = handlerOn(store)
    await must(carryOut(stream, put(1), someone()))
    await must(carryOut(stream, put(1), someone()))
    const before = calls['append'] ?? 0
    const commandIds = Array.from({ length: 20 }, newId)
    await Promise.all(
      commandIds.map((id, index) => must(carryOut(stream, put(index + 1), someone(id)))),
    )
    const made = (await streamOf(store, stream)).slice(2)
    const order = [...new Set(made.map(({ metadata }) => JSON.parse(metadata).commandId))]
    expect(order).toEqual(commandIds)
    expect((calls['append'] ?? 0) - before).toBe(20)
  })

  test('go on after one of them failed or its decision threw', async () => {
    const store = inMemoryEventStore()
    const faulty: typeof decider = {
      ...decider,
      decide: (command, state, issued) => {
        if (issued.by === 'a bug') throw new Error('a bug')
        return decide(command, state, issued)
      },
    }
    const carryOut = handle({ store, clock: () => noon, random: () => 0 })(faulty, jarEvents)
    const results = await Promise.allSettled([
      carryOut(stream, put(1), someone())(),
      carryOut(stream, put(1), { ...someone(), actor: 'a bug' })(),
      carryOut(stream, take(5), someone())(),
      carryOut(stream, put(1), someone())(),
    ])
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ])
    expect(coinsIn(await streamOf(store, stream))).toBe(2)
  })

  test('do not wait for those on another stream', async () => {
    const raw = inMemoryEventStore()
    const held = gate()
    let isFirst = true
    const around: Around = async (call, run) => {
      if (call === 'append' && isFirst) {
        isFirst = false
        await held.passed
      }
      return run()
    }
    const carryOut = handlerOn(storeWith(raw, around))
    const slow = carryOut(stream, put(1), someone())()
    await must(carryOut(jarStream(otherJar), { ...put(1), jar: otherJar }, someone()))
    expect(await logOf(raw)).toHaveLength(1)
    held.open()
    await slow
    expect(await logOf(raw)).toHaveLength(2)
  })
})

describe('whatever a handler remembers', () => {
  // What happens to a stream, told by the plainest code: no cache, no guess, one command after the other.
  const plainly = (commands: ReadonlyArray<Sent>): Record<string, ReadonlyArray<JarEvent>> => {
    const streams: Record<string, JarEvent[]> = {}
    const obeyed = new Set<string>()
    for (const { command, context } of commands) {
      const events = streams[command.jar] ?? []
      streams[command.jar] = events
      if (obeyed.has(context.commandId)) continue
      const issued = { commandId: context.commandId, at: noon, by: 'someone' }
      const decision = decide(command, events.reduce(evolve, initial), issued)
      if (E.isLeft(decision) || decision.right.length === 0) continue
      obeyed.add(context.commandId)
      events.push(...decision.right)
    }
    return streams
  }

  interface Sent {
    readonly command: JarCommand
    readonly context: Context
    readonly by: number
  }

  // Some commands are sent twice, to any of three handlers.
  const anySequence: fc.Arbitrary<ReadonlyArray<Sent>> = fc
    .array(fc.tuple(anyJarCommand, fc.nat(2), fc.option(fc.tuple(fc.nat(8), fc.nat(2)))), {
      minLength: 1,
      maxLength: 25,
    })
    .map((all) => {
      const sent: Sent[] = []
      for (const [command, by, again] of all) {
        sent.push({ command, by, context: someone() })
        if (again === null) continue
        const [back, other] = again
        sent.push({ ...(sent[Math.max(0, sent.length - 1 - back)] as Sent), by: other })
      }
      return sent
    })

  test('history is that of one command after the other, with much, little or no memory, and others writing', async () => {
    await fc.assert(
      fc.asyncProperty(
        anySequence,
        fc.constantFrom(0, 300, undefined),
        fc.boolean(),
        async (sequence, bytes, isSure) => {
          const store = isSure ? inMemoryEventStore() : neverSure(inMemoryEventStore())
          const memory = bytes === undefined ? {} : { hotBytes: bytes }
          const handlers = [
            handlerOn(store, memory),
            handlerOn(store, memory),
            handlerOn(store, { hotBytes: 0 }),
          ]
          const receipts = new Map<string, Receipt>()
          for (const { command, context, by } of sequence) {
            const carryOut = handlers[by] as Handle<JarCommand, JarRejection>
            const result = await carryOut(jarStream(command.jar), command, context)()
            if (E.isLeft(result) || result.right._tag === 'AlreadySo') continue
            const first = receipts.get(context.commandId)
            if (first !== undefined) expect(result.right).toEqual(first)
            receipts.set(context.commandId, result.right)
          }
          const expected = plainly(sequence)
          for (const one of jarIds) {
            const events = (await streamOf(store, jarStream(one))).map(
              ({ type, data }) => ({ type, ...JSON.parse(data) }) as JarEvent,
            )
            expect(events).toEqual(expected[one] ?? [])
          }
        },
      ),
    )
  })

  test('no coin is lost or made when handlers race, in any order of what they do', async () => {
    const anyCommands = fc.array(fc.tuple(fc.integer({ min: -6, max: 9 }), fc.nat(1)), {
      minLength: 2,
      maxLength: 6,
    })
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), anyCommands, async (scheduler, commands) => {
        const raw = inMemoryEventStore()
        const around: Around = (call, run) =>
          call === 'head' ? run() : (scheduler.schedule(Promise.resolve(call)).then(run) as never)
        const handlers = [handlerOn(storeWith(raw, around)), handlerOn(storeWith(raw, around))]
        const results = Promise.all(
          commands.map(([coins, by]) =>
            (handlers[by] as Handle<JarCommand, JarRejection>)(
              stream,
              coins < 0 ? take(-coins) : put(coins),
              someone(),
            )(),
          ),
        )
        const done = await scheduler.waitFor(results)
        const moved = commands
          .filter((_, index) => E.isRight(done[index] as (typeof done)[number]))
          .reduce((sum, [coins]) => sum + coins, 0)
        const events = await streamOf(raw, stream)
        expect(coinsIn(events)).toBe(moved)
        expect(moved).toBeGreaterThanOrEqual(0)
        expect(new Set(events.map(({ id }) => id)).size).toBe(events.length)
      }),
      { numRuns: 60 },
    )
  })
})

describe('what a handler keeps', () => {
  // Reads in a last round over twenty streams that got five long commands each, all from this handler.
  const readsOf = async (hotBytes: number): Promise<number> => {
    const { store, calls } = counted(inMemoryEventStore())
    const carryOut = handlerOn(store, { hotBytes })
    const streams = Array.from({ length: 20 }, () => jarStream(newId()))
    const purpose = 'p'.repeat(200)
    let before = 0
    for (let round = 0; round < 6; round++) {
      before = calls['readStream'] ?? 0
      for (const of of streams) await must(carryOut(of, put(1), { ...someone(), purpose }))
    }
    return (calls['readStream'] ?? 0) - before
  }

  test('is bounded in bytes, of events that it has read and of those that it has written', async () => {
    // Half a kilobyte and more for each command.
    expect(await readsOf(1_000_000)).toBe(0)
    expect(await readsOf(30_000)).toBe(20)
  })
})

describe('a long stream', () => {
  test('is read to its end, page by page', async () => {
    const store = inMemoryEventStore()
    const events = Array.from({ length: 1203 }, () =>
      newEvent({ type: 'CoinsPut', jar, shelf: 'top', coins: 1 } as JarEvent),
    )
    for (let at = 0; at < events.length; at += 401) {
      const [first, ...rest] = events.slice(at, at + 401)
      if (first !== undefined) await must(store.append(stream, 'any', [first, ...rest]))
    }
    expect(await mustFail(handlerOn(store)(stream, take(2000), someone()))).toMatchObject({
      available: 1203,
    })
    expect(await must(handlerOn(store)(stream, take(1203), someone()))).toMatchObject({
      revision: 1203,
    })
  })

  test('is read on from where each page says, though the page is empty', async () => {
    const raw = inMemoryEventStore()
    for (let i = 0; i < 4; i++) await must(handlerOn(raw)(stream, put(1), someone()))
    // Before every event comes a page that only says where to go on.
    const store: EventStore = {
      ...raw,
      readStream: (of, after, limit) => async () => {
        await turns(1)
        return Number.isInteger(after)
          ? E.right({ events: [], next: after + 0.5, isEnd: false })
          : raw.readStream(of, after - 0.5, Math.min(limit, 1))()
      },
    }
    expect(await inTime(handlerOn(store)(stream, take(9), someone())(), 500)).toEqual(
      E.left({ _tag: 'TooFewCoins', available: 4, asked: 9 }),
    )
  })
})

describe('a position', () => {
  test('of a receipt is that of the last event in the log', async () => {
    const store = inMemoryEventStore()
    const carryOut = handlerOn(store)
    const receipts = [
      await must(carryOut(stream, put(12), someone())),
      await must(carryOut(jarStream(otherJar), { ...put(3), jar: otherJar }, someone())),
      await must(carryOut(stream, put(12), someone())),
    ]
    const log = await logOf(store)
    const last = (receipt: Receipt): LoggedEvent | undefined =>
      log.find(({ id }) => receipt._tag === 'Appended' && id === receipt.events.at(-1))
    for (const receipt of receipts) {
      expect(receipt).toMatchObject({
        position: last(receipt)?.position,
        revision: last(receipt)?.revision,
      })
    }
  })
})
