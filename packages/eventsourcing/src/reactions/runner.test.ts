import fc from 'fast-check'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import { v5 } from 'uuid'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  anyHistory,
  append,
  appendAll,
  type CoinsPut,
  crashesOf,
  type Fault,
  faultAt,
  gate,
  hurry,
  inTime,
  type JarEvent,
  jarEvents,
  jarIds,
  jarReaders,
  jarStream,
  jars,
  kept,
  logOf,
  must,
  newEvent,
  noon,
  pagedStore,
  storeWith,
  type Trail,
  turns,
  unavailable,
  until,
  viewsWith,
} from '../arbitraries.js'
import {
  type AnyError,
  type AnyReaction,
  type AnyView,
  beforeFirst,
  type Context,
  type Decider,
  type EventCodecs,
  type EventReaders,
  type EventStore,
  eventCodec,
  type Fact,
  type Handle,
  handle,
  inMemoryEventStore,
  inMemoryViewStore,
  integer,
  type LogEvent,
  literal,
  newId,
  type Position,
  type Receipt,
  type RefusedReaction,
  type Runner,
  type RunningReaction,
  reaction,
  reactionTable,
  record,
  type StreamName,
  startReaction,
  startRunner,
  streamName,
  type Tagged,
  text,
  upcaster,
  uuidCodec,
  type ViewStore,
} from '../index.js'

// The capability that reacts: a ledger for each shelf writes down what happens to the jars on it.
interface Note {
  readonly type: 'Note'
  readonly shelf: string
  readonly coins: number
}
interface Noted {
  readonly type: 'Noted'
  readonly shelf: string
  readonly coins: number
}
interface Unlucky {
  readonly _tag: 'Unlucky'
  readonly coins: number
}

const noted = record<Noted>('Noted', { type: literal('Noted'), shelf: text(20), coins: integer() })
const ledgerEvents: EventCodecs<Noted> = { Noted: eventCodec(noted) }
const ledger: Decider<Note, null, Noted, Unlucky> = {
  initial: null,
  decide: ({ shelf, coins }) =>
    coins === 13 ? E.left({ _tag: 'Unlucky', coins }) : E.right([{ type: 'Noted', shelf, coins }]),
  evolve: () => null,
}

const shelfIds: Readonly<Record<string, string>> = {
  top: '00000000-0000-4000-8000-0000000000e1',
  middle: '00000000-0000-4000-8000-0000000000e2',
  bottom: '00000000-0000-4000-8000-0000000000e3',
}
const ledgerStream = (shelf: string): StreamName => streamName('ledger', shelfIds[shelf] ?? '')

const readers: EventReaders<Tagged> = { ...jarReaders, ...ledgerEvents }

const noteOf = ({ shelf, ...event }: JarEvent): Note => ({
  type: 'Note',
  shelf,
  coins: event.type === 'JarSealed' ? 0 : event.coins,
})

const types: ReadonlyArray<JarEvent['type']> = ['CoinsPut', 'CoinsTaken', 'JarSealed']

const writeDown: AnyReaction = reaction({
  name: 'write_down',
  types,
  startsFrom: 'beginning',
  facts: (recorded: LogEvent<JarEvent>) => ({ jar: { of: jars, key: recorded.event.jar } }),
  react: (recorded) => [noteOf(recorded.event)],
})

const changed = (change: Partial<AnyReaction>): AnyReaction => ({ ...writeDown, ...change })

const [jar, otherJar] = jarIds
const put = (coins: number, shelf = 'top', of: string = jar): JarEvent => ({
  type: 'CoinsPut',
  jar: of,
  shelf,
  coins,
})

interface World {
  readonly store: EventStore
  readonly views: ViewStore
  readonly runner: Runner
  readonly reaction: RunningReaction
  /** Everything that was sent, in its order. */
  readonly sent: ReadonlyArray<{ readonly command: Note; readonly context: Context }>
  readonly close: () => Promise<void>
}

interface Setting {
  readonly store?: EventStore
  readonly views?: ViewStore
  readonly reaction?: AnyReaction
  readonly readers?: EventReaders<Tagged>
  readonly keeps?: ReadonlyArray<AnyView>
  readonly streamOf?: (command: Tagged) => StreamName
  readonly other?: (name: string) => Promise<Pick<RunningReaction, 'reached'> | undefined>
  readonly aroundSend?: (
    send: () => Promise<Either<AnyError, Receipt>>,
    command: Note,
  ) => Promise<Either<AnyError, Receipt>>
}

let restoreTimers = (): void => undefined
let opened: World[] = []
beforeEach(() => {
  restoreTimers = hurry()
  opened = []
})
afterEach(async () => {
  await Promise.all(opened.map(({ close }) => close()))
  restoreTimers()
})

const openWorld = async ({
  store = inMemoryEventStore(),
  views = inMemoryViewStore(),
  keeps = [kept(jars)],
  aroundSend = (send) => send(),
  ...rest
}: Setting = {}): Promise<World> => {
  const shell = { store, views, readers: rest.readers ?? readers, idleMs: 0 }
  const runner = await must(startRunner(shell)(keeps))
  const sent: { command: Note; context: Context }[] = []
  const carryOut: Handle<Note, Unlucky> = handle({ store, clock: () => noon, random: () => 0 })(
    ledger,
    ledgerEvents,
  )
  const send = (command: Tagged, context: Context) => () => {
    const note = command as Note
    sent.push({ command: note, context })
    return aroundSend(carryOut(ledgerStream(note.shelf), note, context), note)
  }
  const started = await startReaction({
    ...shell,
    runner,
    streamOf: rest.streamOf ?? ((command) => ledgerStream((command as Note).shelf)),
    send,
    ...(rest.other === undefined ? {} : { other: rest.other }),
  })(rest.reaction ?? writeDown)()
  if (E.isLeft(started)) {
    await runner.close()
    throw new Error('it did not start')
  }
  const close = async (): Promise<void> => {
    await started.right.close()
    await runner.close()
  }
  const world = { store, views, runner, reaction: started.right, sent, close }
  opened.push(world)
  return world
}

/** A world that died: nothing of it is waited for any more. */
const forget = (world: World): void => {
  opened = opened.filter((one) => one !== world)
}

const reachedHead = async ({ reaction: one, store }: World): Promise<unknown> =>
  inTime(one.reached(await must(store.head)))

/** What stands in each ledger, and what should: a note for each event of the log, in its order. */
const ledgersOf = async (store: EventStore): Promise<Record<string, number[]>> => {
  const ledgers: Record<string, number[]> = {}
  for (const { type, data } of await logOf(store)) {
    if (type !== 'Noted') continue
    const { shelf, coins } = JSON.parse(data) as Noted
    ledgers[shelf] = [...(ledgers[shelf] ?? []), coins]
  }
  return ledgers
}
const plainLedgers = async (
  store: EventStore,
  after: Position = beforeFirst,
): Promise<Record<string, number[]>> => {
  const ledgers: Record<string, number[]> = {}
  for (const { type, data, position } of await logOf(store)) {
    if (type === 'Noted' || position <= after) continue
    const { shelf, coins } = noteOf({ type, ...JSON.parse(data) } as JarEvent)
    if (coins !== 13) ledgers[shelf] = [...(ledgers[shelf] ?? []), coins]
  }
  return ledgers
}

/** As if it had died before its place was kept. */
const forgetItsPlace = async (views: ViewStore): Promise<void> => {
  const table = reactionTable('write_down')
  const place = (await must(views.tables)).find(({ name }) => name === table.name)
  const expected = place?.checkpoint ?? beforeFirst
  await must(views.save([{ table, expected, next: beforeFirst, rows: [] }]))
}

const refusedIn = async (views: ViewStore): Promise<ReadonlyArray<RefusedReaction>> =>
  (await must(views.list(reactionTable('write_down'), { limit: 100 }))).map(
    (row) => JSON.parse(row.view) as RefusedReaction,
  )

describe('a reaction', () => {
  test('sends what follows from each event, under an id that follows from the event', async () => {
    const world = await openWorld({
      reaction: changed({
        react: ({ event }) => [
          noteOf(event as JarEvent),
          { ...noteOf(event as JarEvent), coins: -1 },
        ],
      }),
    })
    const correlationId = newId()
    const occurredAt = '2020-02-29T08:00:00.000Z'
    const event = newEvent(put(5), { commandId: correlationId, occurredAt })
    await must(world.store.append(jarStream(jar), 'none', [event]))
    await reachedHead(world)
    const context = (index: number): Context => ({
      // Stored for ever: another way to derive it would pay every old event again.
      commandId: v5(`write_down/0/${index}`, event.id),
      actor: 'reaction:write_down',
      correlationId,
      causationId: event.id,
      occurredAt: occurredAt as never,
    })
    expect(world.sent).toEqual([
      { command: { type: 'Note', shelf: 'top', coins: 5 }, context: context(0) },
      { command: { type: 'Note', shelf: 'top', coins: -1 }, context: context(1) },
    ])
    expect(await ledgersOf(world.store)).toEqual({ top: [5, -1] })
  })

  test('sends what follows from each part of an event that reads as several today, under its own id [K7]', async () => {
    // Once an event said both what was put and what was taken.
    interface Swapped {
      readonly type: 'CoinsPut'
      readonly jar: string
      readonly coins: number
    }
    const swapped = record<Swapped>('CoinsPut.v1', {
      type: literal('CoinsPut'),
      jar: uuidCodec,
      coins: integer(),
    })
    const inTwo = upcaster<Swapped, JarEvent>(1, swapped, ({ jar: of, coins }) => [
      { type: 'CoinsTaken', jar: of, shelf: 'top', coins },
      { type: 'CoinsPut', jar: of, shelf: 'top', coins: coins + 1 },
    ])
    const split: EventReaders<Tagged> = {
      ...readers,
      CoinsPut: {
        version: 2,
        decode: jarEvents.CoinsPut.decode,
        upcast: (_, data) => inTwo.decode(data),
      },
    }
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    const event = newEvent({ type: 'CoinsPut', jar, coins: 5 } as Swapped)
    await must(store.append(jarStream(jar), 'none', [event]))
    for (let i = 0; i < 2; i++) {
      const world = await openWorld({ store, views, readers: split })
      await reachedHead(world)
      await world.close()
      await forgetItsPlace(views)
    }
    expect(await ledgersOf(store)).toEqual({ top: [5, 6] })
    const ids = (await logOf(store)).slice(1).map(({ metadata }) => JSON.parse(metadata).commandId)
    expect(ids).toEqual([v5('write_down/0/0', event.id), v5('write_down/1/0', event.id)])
  })

  test('has every fact at least as fresh as its event', async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory(12), fc.integer({ min: 1, max: 5 }), async (history, page) => {
        const seen: { revision: number; position: Position; fact: Fact<Trail> }[] = []
        const world = await openWorld({
          store: pagedStore(inMemoryEventStore(), page),
          reaction: reaction({
            name: 'write_down',
            types,
            startsFrom: 'beginning',
            facts: (recorded: LogEvent<JarEvent>) => ({
              mine: { of: jars, key: recorded.event.jar },
              none: { of: jars, key: 'nobody' },
            }),
            react: ({ revision, position }, { mine, none }): ReadonlyArray<Note> => {
              expect(none.value).toBeUndefined()
              seen.push({ revision, position, fact: mine })
              return []
            },
          }),
        })
        await appendAll(world.store, history)
        await reachedHead(world)
        expect(seen).toHaveLength(history.length)
        for (const { revision, position, fact } of seen) {
          expect(fact.asOf >= position).toBe(true)
          expect(fact.value?.events).toBeGreaterThan(revision)
        }
        await world.close()
      }),
      { numRuns: 30 },
    )
  })

  test('is not asked what it does about an event that is none of its business', async () => {
    const world = await openWorld({
      reaction: changed({
        types: ['CoinsPut'],
        facts: ({ event }) => ((event as CoinsPut).coins > 5 ? {} : undefined),
      }),
    })
    await appendAll(world.store, [put(3), put(6), { type: 'JarSealed', jar, shelf: 'top' }, put(7)])
    await reachedHead(world)
    await reachedHead(world)
    expect(await ledgersOf(world.store)).toEqual({ top: [6, 7] })
    expect(world.reaction.status()).toEqual({
      reaction: 'write_down',
      checkpoint: await must(world.store.head),
      stopped: undefined,
    })
  })

  test('sends to each stream in the order of the log, however long each command takes [K12]', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        anyHistory(15),
        fc.integer({ min: 1, max: 6 }),
        async (scheduler, history, page) => {
          const world = await openWorld({
            store: pagedStore(inMemoryEventStore(), page),
            aroundSend: (send) => scheduler.schedule(Promise.resolve(), 'send').then(send),
          })
          await appendAll(world.store, history)
          const head = await must(world.store.head)
          await scheduler.waitFor(world.reaction.reached(head))
          expect(await ledgersOf(world.store)).toEqual(await plainLedgers(world.store))
          await scheduler.waitFor(world.close())
        },
      ),
      { numRuns: 50 },
    )
  })

  test('that comes after another reads its facts when that one has dealt with the event, with what followed', async () => {
    const slow = gate()
    const asked: Position[] = []
    const seen: (number | undefined)[] = []
    const store = inMemoryEventStore()
    await appendAll(store, [put(1), put(2)])
    const before = await must(store.head)
    const world = await openWorld({
      store,
      reaction: {
        ...writeDown,
        after: ['another', 'nobody_runs_this'],
        react: (recorded, { jar: fact }) => {
          seen.push((fact?.value as Trail | undefined)?.events)
          return [noteOf(recorded.event as JarEvent)]
        },
      },
      other: (name) =>
        Promise.resolve(
          name === 'another'
            ? {
                reached: async (position) => {
                  asked.push(position)
                  await slow.passed
                  return E.right(position)
                },
              }
            : undefined,
        ),
    })
    await until(() => asked.length === 1)
    await turns()
    expect(world.sent).toEqual([])
    expect(asked).toEqual([before])
    // What followed from the events at last: facts have it, too.
    await appendAll(store, [put(3)])
    slow.open()
    await reachedHead(world)
    expect(seen.slice(0, 2)).toEqual([3, 3])
    expect(await ledgersOf(store)).toEqual({ top: [1, 2, 3] })
  })

  test('that comes after another which is far ahead asks it once, and not at every page', async () => {
    const asked: Position[] = []
    const seen: (number | undefined)[] = []
    const store = pagedStore(inMemoryEventStore(), 1)
    await appendAll(store, [put(1), put(2), put(3)])
    const ahead = await must(store.head)
    const world = await openWorld({
      store,
      reaction: {
        ...writeDown,
        after: ['another'],
        react: (recorded, { jar: fact }) => {
          seen.push((fact?.value as Trail | undefined)?.events)
          return [noteOf(recorded.event as JarEvent)]
        },
      },
      other: () =>
        Promise.resolve({
          reached: (position) => {
            asked.push(position)
            return Promise.resolve(E.right(position < ahead ? ahead : position))
          },
        }),
    })
    await inTime(world.reaction.reached(ahead))
    expect(asked).toHaveLength(1)
    // Of the first event already it knows what that one made of all of them.
    expect(seen).toEqual([3, 3, 3])
    // What comes behind the place where that one was is asked about again.
    await appendAll(store, [put(4)])
    await reachedHead(world)
    expect(asked).toHaveLength(2)
    expect(seen.at(-1)).toBe(4)
    expect(await ledgersOf(store)).toEqual({ top: [1, 2, 3, 4] })
  })

  test('that comes after another stops where that one has stopped, and says why', async () => {
    const reason = { _tag: 'ReactionThrew', error: 'TypeError' } as const
    const store = inMemoryEventStore()
    await appendAll(store, [put(1)])
    const position = await must(store.head)
    const stopped = { _tag: 'ReactionStopped', reaction: 'another', reason, position } as const
    const world = await openWorld({
      store,
      reaction: changed({ after: ['another'] }),
      other: () => Promise.resolve({ reached: () => Promise.resolve(E.left(stopped)) }),
    })
    await reachedHead(world)
    expect(world.sent).toEqual([])
    expect(world.reaction.status().stopped).toEqual({ ...stopped, reaction: 'write_down' })
  })

  test('lets one stream wait for no other', async () => {
    const held = gate()
    const store = inMemoryEventStore()
    await appendAll(store, [put(1, 'top'), put(2, 'middle'), put(3, 'middle')])
    const world = await openWorld({
      store,
      aroundSend: async (send, { shelf }) => {
        if (shelf === 'top') await held.passed
        return send()
      },
    })
    await until(() => world.sent.length === 3)
    await turns()
    const early = await ledgersOf(store)
    held.open()
    expect(early).toEqual({ middle: [2, 3] })
    await reachedHead(world)
    expect(await ledgersOf(store)).toEqual({ top: [1], middle: [2, 3] })
  })

  test('is not run by a rebuild of any view, nor by a new version of one [K11]', async () => {
    const world = await openWorld()
    await appendAll(world.store, [put(1), put(13), put(2, 'middle')])
    await reachedHead(world)
    const before = world.sent.length
    expect(before).toBe(3)
    await must(world.runner.rebuild(['jars']))
    await must(world.runner.rebuild(['jars']))
    const { store, views } = world
    const shell = { store, views, readers, idleMs: 0 }
    const next = await must(startRunner(shell)([kept({ ...jars, version: 2 })]))
    await must(next.atLeast('jars', await must(store.head)))
    await next.close()
    await turns()
    expect(world.sent).toHaveLength(before)
    expect(await ledgersOf(store)).toEqual({ top: [1], middle: [2] })
  })

  test('resolves its waiters when it is closed', async () => {
    const world = await openWorld()
    const waiting = world.reaction.reached('99999999999999999999' as Position)
    await turns()
    await world.reaction.close()
    expect(await waiting).toEqual(E.left({ _tag: 'RunnerClosed' }))
    expect(await world.reaction.reached(beforeFirst)).toEqual(E.right(beforeFirst))
  })
})

describe('an event that arrives again', () => {
  test('does nothing, though two processes run the reaction', async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory(12), fc.integer({ min: 1, max: 4 }), async (history, page) => {
        const store = pagedStore(inMemoryEventStore(), page)
        const views = inMemoryViewStore()
        const worlds = await Promise.all([openWorld({ store, views }), openWorld({ store, views })])
        for (const event of history) {
          await append(store, event)
          await turns(1)
        }
        for (const world of worlds)
          expect(await reachedHead(world)).toMatchObject({ _tag: 'Right' })
        expect(await ledgersOf(store)).toEqual(await plainLedgers(store))
        await Promise.all(worlds.map(({ close }) => close()))
      }),
      { numRuns: 25 },
    )
  })

  const faults: ReadonlyArray<Fault> = [
    'not done',
    'done, answer lost',
    'killed before',
    'killed after',
  ]

  test.each(faults)(
    'does nothing after a fault in any step between sending and the place that is kept (%s)',
    async (fault) => {
      const history = [put(1), put(13), put(2, 'middle'), put(3)]
      for (let step = 0; ; step++) {
        const store = inMemoryEventStore()
        const views = inMemoryViewStore()
        await appendAll(store, history.slice(0, 2))
        const { around, calls, fired } = faultAt(step, fault)
        const isKilled = fault.startsWith('killed')
        const opening = openWorld({ store, views: viewsWith(views, around) }).catch(() =>
          openWorld({ store, views: viewsWith(views, around) }),
        )
        const first = await Promise.race([opening, fired])
        await appendAll(store, history.slice(2))
        if (isKilled) {
          await Promise.race([first === undefined ? fired : reachedHead(first), fired])
          await turns()
          opened = []
        }
        const world = isKilled ? await openWorld({ store, views }) : await opening
        expect(await reachedHead(world)).toMatchObject({ _tag: 'Right' })
        expect({ step, ...(await ledgersOf(store)) }).toEqual({
          step,
          ...(await plainLedgers(store)),
        })
        expect(await refusedIn(views)).toHaveLength(1)
        await world.close()
        forget(world)
        if (calls() <= step) {
          expect(step).toBeGreaterThan(8)
          break
        }
      }
    },
  )

  test('does nothing when the process dies between the command and the answer to it', async () => {
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    let sends = 0
    const dead = gate()
    const first = await openWorld({
      store,
      views,
      aroundSend: async (send) => {
        const sent = await send()
        if (sends++ === 1) await dead.passed
        return sent
      },
    })
    await appendAll(store, [put(1), put(2), put(3)])
    await until(() => sends === 2)
    forget(first)
    expect(await ledgersOf(store)).toEqual({ top: [1, 2] })
    const second = await openWorld({ store, views })
    await reachedHead(second)
    expect(await ledgersOf(store)).toEqual({ top: [1, 2, 3] })
    // Should the first wake up again, it finds that all is done.
    dead.open()
    await turns()
    expect(await ledgersOf(store)).toEqual({ top: [1, 2, 3] })
    await first.close()
  })
})

describe('the place of a reaction', () => {
  const placeIn = async (views: ViewStore): Promise<Position | undefined> =>
    (await must(views.tables)).find(({ name }) => name === reactionTable('write_down').name)
      ?.checkpoint

  // A second is not over in this test, and nobody waits for the place to be stored.
  const slowly = (): void => restoreTimers()

  test('is stored at once with a command that was refused, and else when it is closed', async () => {
    slowly()
    const world = await openWorld()
    await append(world.store, put(13))
    await reachedHead(world)
    const refusedAt = await must(world.store.head)
    expect(await placeIn(world.views)).toBe(refusedAt)
    await append(world.store, put(1))
    await reachedHead(world)
    expect(await placeIn(world.views)).toBe(refusedAt)
    expect(world.reaction.status().checkpoint > refusedAt).toBe(true)
    const head = await must(world.store.head)
    await reachedHead(world)
    await world.close()
    expect(await placeIn(world.views)).toBe(head)
  })

  test('that was not stored before a crash makes it send the same again, which is known', async () => {
    slowly()
    const world = await openWorld()
    await appendAll(world.store, [put(1), put(2), put(3)])
    await reachedHead(world)
    expect(await placeIn(world.views)).toBe(beforeFirst)
    const again = await openWorld({ store: world.store, views: world.views })
    await reachedHead(again)
    expect(again.sent.map(({ context }) => context.commandId)).toEqual(
      world.sent.map(({ context }) => context.commandId),
    )
    expect(await ledgersOf(world.store)).toEqual({ top: [1, 2, 3] })
  })

  test('is stored after a while though it is not closed', async () => {
    const world = await openWorld()
    await append(world.store, put(1))
    await reachedHead(world)
    const head = await must(world.store.head)
    await reachedHead(world)
    await until(async () => (await placeIn(world.views)) === head)
  })
})

describe('a command of a reaction that is refused', () => {
  test('is kept with its reason, and the rest goes on', async () => {
    const world = await openWorld()
    await appendAll(world.store, [put(1), put(13), put(2), put(13, 'middle', otherJar)])
    await reachedHead(world)
    expect(await ledgersOf(world.store)).toEqual({ top: [1, 2] })
    const log = (await logOf(world.store)).filter(({ data }) => data.includes('13'))
    const refused = await refusedIn(world.views)
    expect(refused).toHaveLength(2)
    for (const [index, shelf] of ['top', 'middle'].entries()) {
      expect(refused).toContainEqual({
        reaction: 'write_down',
        eventId: log[index]?.id,
        position: log[index]?.position,
        stream: ledgerStream(shelf),
        commandType: 'Note',
        rejection: { _tag: 'Unlucky', coins: 13 },
      })
    }
    expect(world.reaction.status().stopped).toBeUndefined()
  })

  test('is kept once, however often its event arrives', async () => {
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    await append(store, put(13))
    for (let i = 0; i < 3; i++) {
      const world = await openWorld({ store, views })
      await reachedHead(world)
      await world.close()
      await forgetItsPlace(views)
    }
    expect(await refusedIn(views)).toHaveLength(1)
  })

  test.each([
    [
      'malformed',
      { _tag: 'InvalidCommand', problems: [{ path: '/coins', expected: 'less', found: '9' }] },
    ],
    ['for a stream that cannot be read', { _tag: 'UnreadableEvent', revision: 1, problems: [] }],
    ['too large', { _tag: 'EventRefused', problem: 'TooLarge', index: 0 }],
    [
      'for a stream that was deleted',
      { _tag: 'WrongExpectedRevision', expected: 1, actual: 'deleted' },
    ],
  ])('because it is %s is kept too: sending it again does not help', async (_, error) => {
    let sends = 0
    const world = await openWorld({
      aroundSend: (send, { coins }) => {
        if (coins !== 9) return send()
        return Promise.resolve(++sends > 50 ? E.right({} as Receipt) : E.left(error))
      },
    })
    await appendAll(world.store, [put(9), put(1)])
    await reachedHead(world)
    expect(sends).toBe(1)
    expect(await ledgersOf(world.store)).toEqual({ top: [1] })
    expect((await refusedIn(world.views)).map(({ rejection }) => rejection)).toEqual([error])
  })
})

describe('a store that is down', () => {
  test.each(['not-written', 'unknown'] as const)(
    'is asked again until it answers, and each command is obeyed once (%s)',
    async (outcome) => {
      const store = inMemoryEventStore()
      let sends = 0
      const world = await openWorld({
        store,
        aroundSend: async (send) => {
          if (++sends % 3 === 0) return send()
          if (outcome === 'unknown') await send()
          return E.left(unavailable(outcome))
        },
      })
      await appendAll(store, [put(1), put(2), put(3, 'middle'), put(13)])
      await reachedHead(world)
      expect(await ledgersOf(store)).toEqual({ top: [1, 2], middle: [3] })
      expect(await refusedIn(world.views)).toHaveLength(1)
    },
  )

  test('keeps nobody from closing', async () => {
    const world = await openWorld({ aroundSend: async () => E.left(unavailable('not-written')) })
    await append(world.store, put(1))
    await turns()
    expect(await inTime(world.close())).not.toBe('still waiting')
    const again = await openWorld({ store: world.store, views: world.views })
    await reachedHead(again)
    expect(await ledgersOf(world.store)).toEqual({ top: [1] })
  })

  test('for the views of its facts only delays it', async () => {
    const raw = inMemoryViewStore()
    let loads = 0
    const views = viewsWith(raw, async (call, run) =>
      call === 'load' && loads++ % 2 === 0 ? E.left(unavailable('not-written')) : run(),
    )
    const world = await openWorld({ views })
    await appendAll(world.store, [put(1), put(2)])
    expect(await reachedHead(world)).toMatchObject({ _tag: 'Right' })
    expect(await ledgersOf(world.store)).toEqual({ top: [1, 2] })
  })
})

describe('where a reaction starts', () => {
  test('is the first event of the log, if it says so', async () => {
    const store = inMemoryEventStore()
    await appendAll(store, [put(1), put(2)])
    await reachedHead(await openWorld({ store }))
    expect(await ledgersOf(store)).toEqual({ top: [1, 2] })
  })

  const fromNow = changed({ startsFrom: 'now' })

  test('is the end of the log at its first start, if it says so, and then for ever', async () => {
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    await appendAll(store, [put(1), put(2)])
    const first = await openWorld({ store, views, reaction: fromNow })
    await append(store, put(3))
    await reachedHead(first)
    await first.close()
    // While it does not run things happen that it has to see later.
    await append(store, put(4))
    const second = await openWorld({ store, views, reaction: fromNow })
    await reachedHead(second)
    expect(await ledgersOf(store)).toEqual({ top: [3, 4] })
    // Once said it is not changed by saying something else.
    await second.close()
    const third = await openWorld({ store, views })
    await reachedHead(third)
    expect(await ledgersOf(store)).toEqual({ top: [3, 4] })
  })

  const faults: ReadonlyArray<Fault> = [
    'not done',
    'done, answer lost',
    'killed before',
    'killed after',
  ]

  test.each(faults)(
    'is kept or not said at all, whatever step of saying it goes wrong (%s): nothing old is reacted to',
    async (fault) => {
      for (let step = 0; ; step++) {
        const store = inMemoryEventStore()
        const views = inMemoryViewStore()
        await appendAll(store, [put(1), put(2)])
        // The views are folded first, so that each step is one of the reaction's own.
        const runner = await must(startRunner({ store, views, readers, idleMs: 0 })([kept(jars)]))
        await must(runner.atLeast('jars', await must(store.head)))
        const { around, calls, fired } = faultAt(step, fault)
        const starting = startReaction({
          store,
          views: viewsWith(views, around),
          readers,
          runner,
          streamOf: (command) => ledgerStream((command as Note).shelf),
          send: () => async () => E.left({ _tag: 'a start sends nothing' }),
        })(fromNow)()
        if (fault.startsWith('killed')) {
          await Promise.race([starting, fired])
        } else {
          const started = await starting
          if (E.isRight(started)) await started.right.close()
          else expect(started.left._tag).toBe('StoreUnavailable')
        }
        await runner.close()
        const world = await openWorld({ store, views, reaction: fromNow })
        await append(store, put(3))
        await reachedHead(world)
        expect({ step, ...(await ledgersOf(store)) }).toEqual({ step, top: [3] })
        await world.close()
        if (calls() <= step) {
          expect(step).toBeGreaterThan(2)
          break
        }
      }
    },
  )

  test('is the end of a log that was empty then: what happened while it did not run is reacted to', async () => {
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    const first = await openWorld({ store, views, reaction: fromNow })
    await first.close()
    await append(store, put(1))
    await reachedHead(await openWorld({ store, views, reaction: fromNow }))
    expect(await ledgersOf(store)).toEqual({ top: [1] })
  })

  test('is said by one of two processes that start at once: the other takes away nothing of it', async () => {
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    const slow = gate()
    let looks = 0
    // The other has seen that it never ran, and is slow to look where the log ends.
    const slowStore = storeWith(store, async (call, run) => {
      if (call === 'head' && ++looks === 2) await slow.passed
      return run()
    })
    const opening = openWorld({ store: slowStore, views, reaction: fromNow })
    await until(() => looks === 2)
    const one = await openWorld({ store: slowStore, views, reaction: fromNow })
    await appendAll(slowStore, [put(13), put(1)])
    await reachedHead(one)
    expect(await refusedIn(views)).toHaveLength(1)
    slow.open()
    await reachedHead(await opening)
    await append(slowStore, put(2))
    await reachedHead(one)
    expect(await refusedIn(views)).toHaveLength(1)
    expect(await ledgersOf(store)).toEqual({ top: [1, 2] })
  })

  test('is the first event again when the log is another one', async () => {
    const views = inMemoryViewStore()
    const first = await openWorld({ views })
    await appendAll(first.store, [put(1), put(13)])
    await reachedHead(first)
    await first.close()
    const second = await openWorld({ views })
    await appendAll(second.store, [put(7), put(8)])
    expect(await reachedHead(second)).toMatchObject({ _tag: 'Right' })
    expect(await ledgersOf(second.store)).toEqual({ top: [7, 8] })
    // What was refused in the other log is no news of this one.
    expect(await refusedIn(views)).toEqual([])
  })

  // A copy that was made between an event and what follows from it has the one and not the other.
  test.each([
    ['the beginning of an older copy of the log, where it starts from there', undefined, [1, 5, 6]],
    ['the end of an older copy of the log, where it starts from now', fromNow, [5, 6]],
  ])('is %s', async (_, reaction, expected) => {
    const logId = newId()
    const views = inMemoryViewStore()
    const of = reaction === undefined ? { views } : { views, reaction }
    const first = await openWorld({ store: inMemoryEventStore({ logId }), ...of })
    await appendAll(first.store, [put(1), put(2), put(3)])
    await reachedHead(first)
    await first.close()
    const restored = inMemoryEventStore({ logId })
    await append(restored, put(1))
    const second = await openWorld({ store: restored, ...of })
    await appendAll(restored, [put(5), put(6)])
    expect(await reachedHead(second)).toMatchObject({ _tag: 'Right' })
    expect(await ledgersOf(restored)).toEqual({ top: expected })
  })
})

describe('what stops a reaction', () => {
  test('is an event that cannot be read: it is named, what came before is done, and there it goes on', async () => {
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    const { CoinsTaken: _, ...fewer } = readers
    // Views do not want these events, so that it is the reaction's own affair.
    const puts = kept({ ...jars, types: ['CoinsPut'] })
    await appendAll(store, [put(1), put(2)])
    await append(store, { type: 'CoinsTaken', jar, shelf: 'top', coins: 1 })
    await append(store, put(3))
    const bad = (await logOf(store))[2]
    const first = await openWorld({ store, views, readers: fewer, keeps: [puts] })
    expect(await reachedHead(first)).toEqual(
      E.left({
        _tag: 'ReactionStopped',
        reaction: 'write_down',
        position: bad?.position,
        reason: expect.objectContaining({
          _tag: 'UnreadableEvent',
          stream: bad?.stream,
          revision: bad?.revision,
        }),
      }),
    )
    expect(first.reaction.status().stopped).toMatchObject({ position: bad?.position })
    expect(await ledgersOf(store)).toEqual({ top: [1, 2] })
    await first.close()
    const second = await openWorld({ store, views, keeps: [puts] })
    await reachedHead(second)
    expect(await ledgersOf(store)).toEqual({ top: [1, 2, 1, 3] })
  })

  const throwing = (): never => {
    throw new RangeError('secret')
  }

  test.each<[what: string, faulty: Partial<AnyReaction>]>([
    ['facts', { facts: (r) => ((r.event as CoinsPut).coins === 7 ? throwing() : {}) }],
    [
      'reaction',
      {
        facts: () => ({}),
        react: ({ event }) =>
          (event as CoinsPut).coins === 7 ? throwing() : [noteOf(event as JarEvent)],
      },
    ],
  ])('are its %s, if they throw: that is a bug in it, and nobody else stops', async (_, faulty) => {
    const world = await openWorld({ reaction: changed(faulty) })
    await appendAll(world.store, [put(1), put(7), put(3)])
    const bad = (await logOf(world.store)).find(({ data }) => data.includes('"coins":7'))
    expect(await reachedHead(world)).toEqual(
      E.left({
        _tag: 'ReactionStopped',
        reaction: 'write_down',
        position: bad?.position,
        reason: {
          _tag: 'ReactionThrew',
          error: 'RangeError',
          at: expect.stringMatching(/runner\.test\.ts:\d+:\d+/),
        },
      }),
    )
    expect(await ledgersOf(world.store)).toEqual({ top: [1] })
    await must(world.runner.atLeast('jars', await must(world.store.head)))
    await world.close()
    const mended = await openWorld({ store: world.store, views: world.views })
    await reachedHead(mended)
    expect(await ledgersOf(world.store)).toEqual({ top: [1, 7, 3] })
  })

  test('is a command without a stream: a bug in it, and not the end of the process', async () => {
    const crashes = await crashesOf(async () => {
      const world = await openWorld({
        streamOf: (command) => ((command as Note).coins === 7 ? throwing() : ledgerStream('top')),
      })
      await appendAll(world.store, [put(1), put(7), put(3)])
      const outcome = await reachedHead(world)
      forget(world)
      expect(outcome).toMatchObject({
        left: { _tag: 'ReactionStopped', reason: { _tag: 'ReactionThrew' } },
      })
      expect(await ledgersOf(world.store)).toEqual({ top: [1] })
      await world.close()
    })
    expect(crashes).toEqual([])
  })

  test('is a decider that throws: a bug in it, and not the end of the process', async () => {
    const crashes = await crashesOf(async () => {
      const world = await openWorld({
        aroundSend: (send, { coins }) => (coins === 7 ? throwing() : send()),
      })
      await appendAll(world.store, [put(1), put(7, 'bottom'), put(3)])
      const second = (await logOf(world.store)).find(({ data }) => data.includes('"coins":7'))
      expect(await reachedHead(world)).toMatchObject({
        left: {
          _tag: 'ReactionStopped',
          position: second?.position,
          reason: { _tag: 'ReactionThrew' },
        },
      })
      expect(await ledgersOf(world.store)).toMatchObject({ top: expect.arrayContaining([1]) })
      forget(world)
      await world.close()
      // Mended, it goes on where it stood: what was sent is known by its id.
      const mended = await openWorld({ store: world.store, views: world.views })
      expect(await reachedHead(mended)).toMatchObject({ _tag: 'Right' })
      expect(await ledgersOf(world.store)).toEqual({ top: [1, 3], bottom: [7] })
    })
    expect(crashes).toEqual([])
  })

  test('is a view that nobody keeps', async () => {
    const world = await openWorld({
      reaction: changed({
        facts: () => ({ box: { of: { name: 'boxes', initial: () => null }, key: 'a' } }),
      }),
    })
    await append(world.store, put(1))
    expect(await reachedHead(world)).toMatchObject({
      left: { reason: { _tag: 'UnknownView', view: 'boxes' } },
    })
    expect(world.sent).toEqual([])
  })

  test('is a view that stands still', async () => {
    const faulty = kept({ ...jars, evolve: throwing })
    const world = await openWorld({ keeps: [faulty] })
    await append(world.store, put(1))
    const first = (await logOf(world.store))[0]
    expect(await reachedHead(world)).toMatchObject({
      left: {
        _tag: 'ReactionStopped',
        position: first?.position,
        reason: { _tag: 'ViewStopped', view: 'jars' },
      },
    })
    await world.close()
    const mended = await openWorld({ store: world.store, views: world.views })
    await reachedHead(mended)
    expect(await ledgersOf(world.store)).toEqual({ top: [1] })
  })

  test('is not the runner: one that is closed under it makes it pass over nothing', async () => {
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    const first = await openWorld({ store, views, reaction: changed({ types: ['CoinsPut'] }) })
    await first.runner.close()
    await append(store, put(1))
    await turns()
    // Nothing that concerns it: its place may move on, but not past what it has not done.
    await append(store, { type: 'JarSealed', jar, shelf: 'middle' })
    await turns()
    await first.close()
    const second = await openWorld({ store, views, reaction: changed({ types: ['CoinsPut'] }) })
    await reachedHead(second)
    expect(await ledgersOf(store)).toEqual({ top: [1] })
  })
})

describe('two reactions that answer each other', () => {
  test('come to rest, and everything was said once', async () => {
    // Each note of more than one coin puts one coin less into a jar, whose event is noted in turn.
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    const world = await openWorld({ store, views })
    const answering = startReaction({
      store,
      views,
      readers,
      runner: world.runner,
      streamOf: () => jarStream(jar),
      send:
        (command, { commandId }) =>
        async () => {
          const note = command as Note
          const event = newEvent(put(note.coins), { id: commandId, commandId })
          const written = await store.append(jarStream(jar), 'any', [event])()
          return written as Either<AnyError, never>
        },
      idleMs: 0,
    })(
      reaction({
        name: 'answer',
        types: ['Noted'],
        startsFrom: 'beginning',
        facts: () => ({}),
        react: ({ event }: LogEvent<Noted>): ReadonlyArray<Note> =>
          event.coins > 1 ? [{ ...event, type: 'Note', coins: event.coins - 1 }] : [],
      }),
    )
    const answer = await must(answering)
    await append(store, put(5))
    for (let head = beforeFirst; head !== (await must(store.head)); ) {
      head = await must(store.head)
      await world.reaction.reached(head)
      await answer.reached(head)
    }
    expect(await ledgersOf(store)).toEqual({ top: [5, 4, 3, 2, 1] })
    expect(await logOf(store)).toHaveLength(10)
    await answer.close()
  })
})
