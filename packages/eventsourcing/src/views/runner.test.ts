import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import * as t from 'io-ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type Around,
  anyHistory,
  anyJarEvent,
  append,
  appendAll,
  crashesOf,
  type Fault,
  faultAt,
  foldedPlainly,
  gate,
  hurry,
  inTime,
  type JarEvent,
  jarIds,
  jarReaders,
  jarStream,
  jars,
  kept,
  logOf,
  must,
  mustFail,
  newEvent,
  pagedStore,
  rowsOf,
  seals,
  shelves,
  storeWith,
  type Trail,
  type TrailProjection,
  trailCodec,
  turns,
  unavailable,
  viewsWith,
} from '../arbitraries.js'
import {
  type AnyView,
  beforeFirst,
  type ColumnOf,
  type EventReaders,
  type EventStore,
  inMemoryEventStore,
  inMemoryViewStore,
  type LoggedEvent,
  type Page,
  type Position,
  type RebuildProgress,
  type Runner,
  type RunnerShell,
  startRunner,
  type Tagged,
  tableOf,
  type ViewStore,
  view,
  viewDigest,
} from '../index.js'

const [jar, otherJar, thirdJar] = jarIds
const put = (coins: number, of: string = jar, shelf = 'top'): JarEvent => ({
  type: 'CoinsPut',
  jar: of,
  shelf,
  coins,
})
const seal = (of: string = jar): JarEvent => ({ type: 'JarSealed', jar: of, shelf: 'top' })

const three = [jars, shelves, seals]

let restoreTimers = (): void => undefined
let running: Runner[] = []

beforeEach(() => {
  restoreTimers = hurry()
  running = []
})
afterEach(async () => {
  await Promise.all(running.map(({ close }) => close()))
  restoreTimers()
})

interface Setting extends Partial<Omit<RunnerShell, 'store' | 'views'>> {
  readonly keeps?: ReadonlyArray<AnyView>
}

const startOn = async (
  store: EventStore,
  views: ViewStore,
  { keeps = three.map(kept), ...shell }: Setting = {},
): Promise<Runner> => {
  const runner = await must(
    startRunner({ store, views, readers: jarReaders, idleMs: 0, ...shell })(keeps),
  )
  running.push(runner)
  return runner
}

const generationOf = (runner: Runner, name: string): number | undefined =>
  runner.status().find((one) => one.view === name)?.generation

// The rows of a view once it stands at the head of the log.
const rowsAtHead = async (
  runner: Runner,
  store: EventStore,
  views: ViewStore,
  name: string,
): Promise<Readonly<Record<string, Trail>>> => {
  const { table } = await must(runner.atLeast(name, await must(store.head)))
  return rowsOf(views, table)
}

const expectViewsToBeTheFold = async (
  runner: Runner,
  store: EventStore,
  views: ViewStore,
  projections: ReadonlyArray<TrailProjection> = three,
): Promise<void> => {
  const log = await logOf(store)
  for (const projection of projections) {
    const rows = await rowsAtHead(runner, store, views, projection.name)
    expect({ [projection.name]: rows }).toEqual({
      [projection.name]: foldedPlainly(projection, log),
    })
  }
}

const throwing = (message = 'secret'): never => {
  throw new RangeError(message)
}

describe('views that are kept', () => {
  test('are the fold of the log: with any pages, stops, pauses and memory, and rebuilt as well [P1]', async () => {
    const anyChunks = fc.array(fc.tuple(anyHistory(8), fc.boolean(), fc.boolean()), {
      maxLength: 6,
    })
    await fc.assert(
      fc.asyncProperty(
        anyChunks,
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom(0, 60, 100_000),
        fc.constantFrom(1, 3, 100_000),
        async (chunks, page, cacheLimit, gatherLimit) => {
          const store = pagedStore(inMemoryEventStore(), page)
          const views = inMemoryViewStore()
          let runner = await startOn(store, views, { cacheLimit, gatherLimit })
          for (const [events, isStopped, isAwaited] of chunks) {
            await appendAll(store, events)
            if (isAwaited) await must(runner.atLeast('jars', await must(store.head)))
            if (!isStopped) continue
            await runner.close()
            runner = await startOn(store, views, { cacheLimit, gatherLimit })
          }
          await expectViewsToBeTheFold(runner, store, views)
          const live = await Promise.all(
            three.map(({ name }) => rowsAtHead(runner, store, views, name)),
          )
          await must(runner.rebuild(three.map(({ name }) => name)))
          await expectViewsToBeTheFold(runner, store, views)
          const rebuilt = await Promise.all(
            three.map(({ name }) => rowsAtHead(runner, store, views, name)),
          )
          expect(rebuilt).toEqual(live)
          await runner.close()
        },
      ),
      { numRuns: 40 },
    )
  })

  test('have the digest of their rebuild, and another one when a row is touched [P10]', async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory(), anyJarEvent, async (history, last) => {
        const store = inMemoryEventStore()
        const views = inMemoryViewStore()
        const runner = await startOn(store, views)
        await appendAll(store, [...history, last])
        const head = await must(store.head)
        const digest = async (): Promise<string> => {
          const { table, position } = await must(runner.atLeast('jars', head))
          expect(position).toBe(head)
          return must(viewDigest(views)(table, position))
        }
        const live = await digest()
        await must(runner.rebuild(['jars']))
        expect(await digest()).toBe(live)

        const { table } = await must(runner.atLeast('jars', head))
        const rows = await must(views.list(table, { limit: 1 }))
        const drifted = rows.map((row) => ({
          ...row,
          view: row.view.replace('"events":', '"events":1'),
        }))
        await must(views.save([{ table, expected: head, next: head, rows: drifted }]))
        expect(await digest()).not.toBe(live)
        await must(runner.rebuild(['jars']))
        expect(await digest()).toBe(live)
        await runner.close()
      }),
      { numRuns: 15 },
    )
  })

  test('of many streams at once lose nothing that parallel writers append [P4]', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(anyHistory(5), { minLength: 2, maxLength: 4 }),
        async (scheduler, writers) => {
          // Each commit ends when the scheduler says so: events become visible in another order than they got places.
          const store = inMemoryEventStore({
            commit: () => scheduler.schedule(Promise.resolve(), 'commit'),
          })
          const views = inMemoryViewStore()
          const runner = await startOn(store, views)
          await scheduler.waitFor(Promise.all(writers.map((events) => appendAll(store, events))))
          await expectViewsToBeTheFold(runner, store, views)
          await runner.close()
        },
      ),
      { numRuns: 30 },
    )
  })

  test('see one event that matters among thousands that do not, and read no other [P3]', async () => {
    const store = inMemoryEventStore()
    const quiet = Array.from({ length: 3000 }, (_, index) => newEvent(put(index % 7)))
    for (let at = 0; at < quiet.length; at += 500) {
      const [first, ...rest] = quiet.slice(at, at + 500)
      if (first !== undefined) await must(store.append(jarStream(jar), 'any', [first, ...rest]))
      if (at === 1500) await append(store, seal(otherJar))
    }
    let decoded = 0
    const counting: EventReaders<Tagged> = Object.fromEntries(
      Object.entries(jarReaders).map(([type, reader]) => [
        type,
        reader && {
          ...reader,
          decode: (data: unknown) => {
            decoded++
            return reader.decode(data)
          },
        },
      ]),
    )
    const views = inMemoryViewStore()
    const setting = { keeps: [kept(seals)], readers: counting }
    const runner = await startOn(store, views, setting)
    await expectViewsToBeTheFold(runner, store, views, [seals])
    expect(decoded).toBe(1)
    const progress: RebuildProgress[] = []
    await must(runner.rebuild(['seals'], (one) => progress.push(one)))
    expect(decoded).toBe(2)
    expect(progress.at(-1)).toEqual({
      events: 3001,
      position: await must(store.head),
      waiting: 0,
    })
    await expectViewsToBeTheFold(runner, store, views, [seals])
    // Nothing of it is read again after a stop, though no row was written for a thousand events.
    await runner.close()
    const again = await startOn(store, views, setting)
    await expectViewsToBeTheFold(again, store, views, [seals])
    expect(decoded).toBe(2)
  })

  test('are read and written once for a page, not once for an event', async () => {
    const store = inMemoryEventStore()
    const raw = inMemoryViewStore()
    const calls: Record<string, number> = {}
    const views = viewsWith(raw, (call, run) => {
      calls[call] = (calls[call] ?? 0) + 1
      return run()
    })
    const runner = await startOn(store, views, { cacheLimit: 0 })
    await appendAll(store, [put(1), put(2, otherJar)])
    await must(runner.atLeast('jars', await must(store.head)))
    await runner.close()
    const before = { ...calls }
    await appendAll(
      store,
      Array.from({ length: 100 }, (_, i) => put(i, jarIds[i % 3])),
    )
    const again = await startOn(store, views, { cacheLimit: 0 })
    await expectViewsToBeTheFold(again, store, views)
    // Three views, two of which are touched: a few calls, and not a hundred.
    expect((calls['save'] ?? 0) - (before['save'] ?? 0)).toBeLessThanOrEqual(4)
    expect((calls['load'] ?? 0) - (before['load'] ?? 0)).toBeLessThanOrEqual(2)
  })

  test('that stand at different places go on each from its own', async () => {
    for (const [first, second] of [
      [jars, shelves],
      [shelves, jars],
    ] as const) {
      const store = inMemoryEventStore()
      const views = inMemoryViewStore()
      for (const projection of [first, second]) {
        await appendAll(store, [put(1), put(2, otherJar)])
        const runner = await startOn(store, views, { keeps: [kept(projection)] })
        await expectViewsToBeTheFold(runner, store, views, [projection])
        await runner.close()
      }
      await append(store, put(3))
      const both = await startOn(store, views, { keeps: [kept(jars), kept(shelves)] })
      await expectViewsToBeTheFold(both, store, views, [jars, shelves])
      expect(generationOf(both, 'jars')).toBe(1)
      await both.close()
    }
  })

  test('are saved when the runner is closed, though nobody has waited for it', async () => {
    // Pauses as they are: nothing is saved by itself within a second.
    restoreTimers()
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    const runner = await startOn(store, views, { keeps: [kept(jars)] })
    await appendAll(store, [put(1), put(2, otherJar)])
    const head = await must(store.head)
    await must(runner.inMemory('jars', head, [jar]))
    expect(await must(views.tables)).toMatchObject([{ name: 'jars', checkpoint: beforeFirst }])
    await runner.close()
    expect(await must(views.tables)).toMatchObject([{ name: 'jars', checkpoint: head }])
  })

  test('stand where a page leads, which may be behind its last event', async () => {
    const inner = inMemoryEventStore()
    const beyond = (position: Position): Position =>
      (position === beforeFirst || position.endsWith('.') ? position : `${position}.`) as Position
    const leadingOn: EventStore = {
      ...inner,
      head: TE.map(beyond)(inner.head),
      readAll: (after, limit) =>
        TE.map((page: Page<LoggedEvent, Position>) => ({ ...page, next: beyond(page.next) }))(
          inner.readAll(after, limit),
        ),
    }
    const store = pagedStore(leadingOn, 500)
    const views = inMemoryViewStore()
    const runner = await startOn(store, views)
    await appendAll(
      store,
      Array.from({ length: 70 }, (_, i) => put(i, jarIds[i % 3])),
    )
    const position = await must(store.head)
    expect(await inTime(must(runner.atLeast('jars', position)))).toMatchObject({ position })
    await expectViewsToBeTheFold(runner, store, views)
  })

  test('are written again only when they have changed', async () => {
    const store = inMemoryEventStore()
    const raw = inMemoryViewStore()
    const written: string[] = []
    const views: ViewStore = {
      ...raw,
      save: (saves) => () => {
        for (const { rows } of saves) written.push(...rows.map(({ key }) => key))
        return raw.save(saves)()
      },
    }
    const runner = await startOn(store, views, { keeps: [kept(jars)] })
    for (const of of [jar, otherJar, jar, thirdJar]) {
      await append(store, put(1, of))
      await must(runner.atLeast('jars', await must(store.head)))
    }
    await runner.close()
    expect(written).toEqual([jar, otherJar, jar, thirdJar])
  })

  test('that nobody has can be neither read nor rebuilt', async () => {
    const runner = await startOn(inMemoryEventStore(), inMemoryViewStore())
    const unknown = { _tag: 'UnknownView', view: 'boxes' }
    expect(await mustFail(runner.atLeast('boxes', beforeFirst))).toEqual(unknown)
    expect(await mustFail(runner.rebuild(['jars', 'boxes']))).toEqual(unknown)
  })

  test('say where they stand', async () => {
    const store = inMemoryEventStore()
    const runner = await startOn(store, inMemoryViewStore())
    const standing = { version: 1, generation: 1, isServed: true, stopped: undefined }
    expect(runner.status()).toEqual(
      three.map(({ name }) => ({ view: name, checkpoint: beforeFirst, ...standing })),
    )
    await appendAll(store, [put(1), seal()])
    const head = await must(store.head)
    for (const { name } of three) await must(runner.atLeast(name, head))
    expect(runner.status()).toEqual(
      three.map(({ name }) => ({ view: name, checkpoint: head, ...standing })),
    )
  })
})

describe('a reader who waits for a position', () => {
  test('never lacks the event, in any order of what stores and runner do [P8]', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(anyJarEvent, { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        fc.boolean(),
        async (scheduler, events, isFresh, isRebuilt) => {
          const turn: Around = (call, run) =>
            scheduler.schedule(Promise.resolve(), call).then(run) as never
          const raw = inMemoryEventStore()
          const rawViews = inMemoryViewStore()
          if (!isFresh) {
            const before = await startOn(raw, rawViews)
            await append(raw, put(1))
            await must(before.atLeast('jars', await must(raw.head)))
            await before.close()
          }
          const store = storeWith(raw, turn)
          const views = viewsWith(rawViews, turn)
          const starting = startOn(store, views, { keeps: [kept(jars)], cacheLimit: 0 })
          const writeAndRead = async (event: JarEvent): Promise<void> => {
            const { position } = await must(
              store.append(jarStream(event.jar), 'any', [newEvent(event)]),
            )
            const runner = await starting
            let standing = await must(runner.atLeast('jars', position))
            let found = await rawViews.list(standing.table, { limit: 100 })()
            while (E.isLeft(found)) {
              // The table was swapped in between: then it is asked again.
              standing = await must(runner.atLeast('jars', position))
              found = await rawViews.list(standing.table, { limit: 100 })()
              await turns(1)
            }
            expect(standing.position >= position).toBe(true)
            const rows = Object.fromEntries(
              found.right.map(({ key, view: text }) => [key, JSON.parse(text) as Trail]),
            )
            const log = await logOf(raw)
            const seen = log.findIndex((one) => one.position === position) + 1
            // What is read is the fold of a prefix of the log that holds the event.
            const prefixes = log
              .slice(seen - 1)
              .map((_, more) => foldedPlainly(jars, log.slice(0, seen + more)))
            expect(prefixes).toContainEqual(rows)
          }
          const rebuild = async (): Promise<void> => must((await starting).rebuild(['jars']))
          await scheduler.waitFor(
            Promise.all([...(isRebuilt ? [rebuild()] : []), ...events.map(writeAndRead)]),
          )
          await scheduler.waitFor((await starting).close())
        },
      ),
      { numRuns: 60 },
    )
  })

  test('does not wait for the pause in which changes gather', async () => {
    restoreTimers()
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    // A pause that would outlast the test.
    const runner = await startOn(store, views, { idleMs: 1_000_000 })
    for (let i = 0; i < 5; i++) {
      await append(store, put(1))
      await turns()
      await expectViewsToBeTheFold(runner, store, views)
    }
  })

  test('is told when the runner is closed', async () => {
    const store = inMemoryEventStore()
    const runner = await startOn(store, inMemoryViewStore())
    const waiting = runner.atLeast('jars', '99999999999999999999' as Position)()
    await turns()
    await runner.close()
    expect(await waiting).toEqual(E.left({ _tag: 'RunnerClosed' }))
    // So is one who comes later, unless what it wants is there.
    await append(store, put(1))
    expect(await mustFail(runner.atLeast('jars', await must(store.head)))).toEqual({
      _tag: 'RunnerClosed',
    })
    expect(await must(runner.atLeast('jars', beforeFirst))).toMatchObject({ position: beforeFirst })
  })

  test('is told when the runner is closed, also while nothing can be saved', async () => {
    const store = inMemoryEventStore()
    const failing: Around = async (call, run) =>
      call === 'save' ? E.left(unavailable('not-written')) : run()
    const raw = inMemoryViewStore()
    await (await startOn(store, raw)).close()
    const runner = await startOn(store, viewsWith(raw, failing))
    await append(store, put(1))
    const waiting = runner.atLeast('jars', await must(store.head))()
    await turns()
    await runner.close()
    expect(await inTime(waiting)).toEqual(E.left({ _tag: 'RunnerClosed' }))
  })

  test('of one view does not wait for another view that is still folded', async () => {
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    const first = await startOn(store, views, { keeps: [kept(jars)] })
    await append(store, put(1))
    const head = await must(store.head)
    await must(first.atLeast('jars', head))
    await first.close()

    const held = gate()
    const slow: Around = async (call, run) => {
      if (call === 'create') await held.passed
      return run()
    }
    const runner = await startOn(store, viewsWith(views, slow))
    expect(await must(runner.atLeast('jars', head))).toMatchObject({ position: head })
    const waiting = runner.atLeast('shelves', head)()
    await turns()
    expect(runner.status().map(({ isServed }) => isServed)).toEqual([true, false, false])
    held.open()
    expect(await waiting).toMatchObject({ right: { position: head } })
  })
})

describe('views in memory', () => {
  test('are the fold of the log up to where they stand, saved or not, whatever memory there is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(anyHistory(8), fc.boolean()), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom(0, 60, 100_000),
        async (chunks, page, cacheLimit) => {
          const store = pagedStore(inMemoryEventStore(), page)
          const views = inMemoryViewStore()
          const runner = await startOn(store, views, { cacheLimit })
          for (const [events, isSaved] of chunks) {
            await appendAll(store, events)
            const log = await logOf(store)
            const at = log.at(-1)?.position ?? beforeFirst
            if (isSaved) await must(runner.atLeast('jars', at))
            const keys = [...jarIds, 'nobody']
            const found = await must(runner.inMemory('jars', at, keys))
            expect(found.position).toBe(at)
            const plain = foldedPlainly(jars, log)
            expect(found.views).toEqual(keys.map((key) => plain[key]))
          }
          await runner.close()
        },
      ),
      { numRuns: 40 },
    )
  })

  test('do not wait for a store that cannot save', async () => {
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    let isDown = false
    const fragile = viewsWith(views, async (call, run) =>
      isDown && call === 'save' ? (E.left(unavailable) as never) : run(),
    )
    const runner = await startOn(store, fragile, { keeps: [kept(jars)] })
    isDown = true
    await append(store, put(3))
    const head = await must(store.head)
    const found = await inTime(must(runner.inMemory('jars', head, [jar])))
    expect(found).toEqual({ position: head, views: [foldedPlainly(jars, await logOf(store))[jar]] })
    isDown = false
  })

  test('say why they will never come: no such view, closed, or standing still', async () => {
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    const broken = { ...kept(jars), evolve: throwing }
    const runner = await startOn(store, views, { keeps: [broken] })
    expect(await runner.inMemory('stars', beforeFirst, [])()).toEqual(
      E.left({ _tag: 'UnknownView', view: 'stars' }),
    )
    await append(store, put(1))
    expect(await inTime(runner.inMemory('jars', await must(store.head), [jar])())).toMatchObject(
      E.left({ _tag: 'ViewStopped', view: 'jars' }),
    )
    const waiting = runner.inMemory('jars', '99999999999999999999' as Position, [jar])()
    await runner.close()
    expect(await inTime(waiting)).toMatchObject({ _tag: 'Left' })
  })
})

describe('a process that dies', () => {
  const faults: ReadonlyArray<Fault> = [
    'not done',
    'done, answer lost',
    'killed before',
    'killed after',
  ]

  // From an old history to live views; each step of it may be the one that goes wrong.
  const work = async (store: EventStore, views: ViewStore): Promise<Runner> => {
    const runner = await startOn(store, views, {
      keeps: [kept(jars), kept(shelves)],
      cacheLimit: 0,
    })
    for (const events of [[put(5), put(3, otherJar)], [put(2), seal()], [put(1, thirdJar)]]) {
      await appendAll(store, events)
      const head = await must(store.head)
      await must(runner.atLeast('jars', head))
      await must(runner.atLeast('shelves', head))
    }
    return runner
  }

  const history = [put(1), put(2, otherJar), put(3, thirdJar, 'bottom')]

  const stepsOf = async (isOld: boolean): Promise<number> => {
    const { around, calls } = faultAt(-1, 'not done')
    const store = inMemoryEventStore()
    if (isOld) await appendAll(store, history)
    await (await work(store, viewsWith(inMemoryViewStore(), around))).close()
    return calls()
  }

  test.each(faults)(
    'or whose view store fails, at any step of any save (%s), sees every event once [P6]',
    async (fault) => {
      for (const isOld of [true, false]) {
        const steps = await stepsOf(isOld)
        expect(steps).toBeGreaterThan(10)
        for (let step = 0; step < steps; step++) {
          const store = inMemoryEventStore()
          if (isOld) await appendAll(store, history)
          const views = inMemoryViewStore()
          const { around, fired } = faultAt(step, fault)
          const isKilled = fault.startsWith('killed')
          const working = work(store, viewsWith(views, around))
          if (isKilled) {
            // It never answers again: whatever it had begun stays as it is.
            working.catch(() => undefined)
            await fired
            running = []
            await append(store, put(4))
          }
          // The first look at the tables may fail at once: then it is started again.
          const runner = isKilled
            ? await startOn(store, views, { keeps: [kept(jars), kept(shelves)] })
            : await working.catch(() => work(store, views))
          await expectViewsToBeTheFold(runner, store, views, [jars, shelves])
          await runner.close()
        }
      }
    },
  )

  test.each(faults)(
    'in any step of a rebuild (%s) serves what was there before, and can be rebuilt [P6]',
    async (fault) => {
      for (let step = 0; ; step++) {
        const store = inMemoryEventStore()
        const views = inMemoryViewStore()
        const { around, fired, calls } = faultAt(step, fault)
        let isArmed = false
        const armed: Around = (call, run) => (isArmed ? around(call, run) : run())
        const runner = await startOn(store, viewsWith(views, armed))
        await appendAll(store, history)
        await expectViewsToBeTheFold(runner, store, views)
        isArmed = true
        const rebuilding = runner.rebuild(three.map(({ name }) => name))()
        await Promise.race([rebuilding, fired])
        isArmed = false
        if (fault.startsWith('killed')) running = []
        else await rebuilding
        if (calls() <= step) {
          expect(step).toBeGreaterThan(4)
          break
        }
        const next = fault.startsWith('killed') ? await startOn(store, views) : runner
        await append(store, put(4))
        await expectViewsToBeTheFold(next, store, views)
        await must(next.rebuild(three.map(({ name }) => name)))
        await expectViewsToBeTheFold(next, store, views)
        await next.close()
      }
    },
  )

  test('between the slices of a long first save leaves nothing that is served [P6]', async () => {
    const many = Array.from({ length: 4200 }, (_, index) => index)
    const perNumber: TrailProjection = {
      ...jars,
      name: 'numbers',
      parts: (recorded) =>
        recorded.event.type === 'CoinsPut' ? [[String(recorded.event.coins), recorded]] : [],
    }
    const store = inMemoryEventStore()
    for (let at = 0; at < many.length; at += 600) {
      const [first, ...rest] = many.slice(at, at + 600).map((coins) => newEvent(put(coins)))
      if (first !== undefined) await must(store.append(jarStream(jar), 'any', [first, ...rest]))
    }
    const keeps = [kept(perNumber)]
    const views = inMemoryViewStore()
    let saves = 0
    const never = gate()
    const dying: Around = async (call, run) => {
      if (call === 'save' && saves++ === 1) await never.passed
      return run()
    }
    await startOn(store, viewsWith(views, dying), { keeps })
    await turns(200)
    expect(saves).toBe(2)
    expect((await must(views.tables)).filter(({ isServed }) => isServed)).toEqual([])
    running = []
    const runner = await startOn(store, views, { keeps })
    await expectViewsToBeTheFold(runner, store, views, [perNumber])
    expect(await must(views.tables)).toMatchObject([{ generation: 2, isServed: true }])
  })
})

describe('two runners on one view store', () => {
  test('both end with the fold of the log, whatever they do between each other [P7]', async () => {
    const anySteps = fc.array(
      fc.oneof(
        anyJarEvent.map((event) => ({ event })),
        fc.record({ by: fc.nat(1), wait: fc.constantFrom('jars', 'shelves') }),
        fc.record({ by: fc.nat(1), rebuild: fc.constantFrom('jars', 'shelves') }),
        fc.record({ by: fc.nat(1), restart: fc.constant(true) }),
        fc.record({ pause: fc.nat(4) }),
      ),
      { maxLength: 20 },
    )
    await fc.assert(
      fc.asyncProperty(anySteps, async (steps) => {
        const store = inMemoryEventStore()
        const views = inMemoryViewStore()
        const runners = await Promise.all([startOn(store, views), startOn(store, views)])
        const doing: Promise<unknown>[] = []
        for (const step of steps) {
          if ('event' in step) await append(store, step.event)
          else if ('pause' in step) await turns(step.pause)
          else {
            const runner = runners[step.by] as Runner
            if ('wait' in step) doing.push(runner.atLeast(step.wait, await must(store.head))())
            // It may be told that its table was taken away; the views must be right all the same.
            else if ('rebuild' in step) doing.push(runner.rebuild([step.rebuild])())
            else {
              await runner.close()
              runners[step.by] = await startOn(store, views)
            }
          }
        }
        await Promise.all(doing)
        await append(store, seal())
        const head = await must(store.head)
        for (const runner of runners) {
          for (const { name } of three) {
            expect(await inTime(must(runner.atLeast(name, head)))).not.toBe('still waiting')
          }
        }
        // What is served is asked from the store itself: either runner may have swapped it.
        const log = await logOf(store)
        for (const projection of three) {
          const served = (await must(views.tables)).filter(
            ({ name, isServed }) => name === projection.name && isServed,
          )
          expect(served).toHaveLength(1)
          const table = tableOf(kept(projection), served[0]?.generation ?? 0)
          expect(await rowsOf(views, table)).toEqual(foldedPlainly(projection, log))
        }
        await Promise.all(runners.map(({ close }) => close()))
      }),
      { numRuns: 40 },
    )
  })

  test('that fold a new long view at the same time do not mix their rows, also when one of them dies [P7]', async () => {
    const perNumber: TrailProjection = {
      ...jars,
      name: 'numbers',
      parts: (recorded) =>
        recorded.event.type === 'CoinsPut' ? [[String(recorded.event.coins), recorded]] : [],
    }
    const store = inMemoryEventStore()
    for (let at = 0; at < 4200; at += 600) {
      const coins = Array.from({ length: 600 }, (_, index) => at + index)
      const [first, ...rest] = coins.map((n) => newEvent(put(n)))
      if (first !== undefined) await must(store.append(jarStream(jar), 'any', [first, ...rest]))
    }
    const views = inMemoryViewStore()
    const keeps = [kept(perNumber)]
    const oneHasFolded = gate()
    const otherMayStart = gate()
    const oneMaySave = gate()
    const oneHasSaved = gate()
    let savesOfOne = 0
    let savesOfOther = 0
    const never = gate()
    // One folds what is there, is slow to save its first slice, and dies behind it.
    const slow: Around = async (call, run) => {
      if (call === 'save') savesOfOne++
      if (savesOfOne === 0) return run()
      if (savesOfOne > 1) await never.passed
      oneHasFolded.open()
      await oneMaySave.passed
      await run()
      savesOfOne++
      oneHasSaved.open()
      return never.passed as never
    }
    // The other has looked at the tables at the same time, folds one event more, and saves its first slice in between.
    const quick: Around = async (call, run) => {
      if (call === 'create') await otherMayStart.passed
      if (call !== 'save' || savesOfOther++ > 0) return run()
      const saved = await run()
      oneMaySave.open()
      await inTime(oneHasSaved.passed, 300)
      return saved
    }
    const other = await startOn(store, viewsWith(views, quick), { keeps })
    await turns()
    const one = await startOn(store, viewsWith(views, slow), { keeps })
    running = running.filter((runner) => runner !== one)
    await oneHasFolded.passed
    await append(store, put(0))
    otherMayStart.open()
    await must(other.atLeast('numbers', await must(store.head)))
    await turns(100)
    const served = (await must(views.tables)).find(({ isServed }) => isServed)
    const table = tableOf(kept(perNumber), served?.generation ?? 0)
    expect(await rowsOf(views, table)).toEqual(foldedPlainly(perNumber, await logOf(store)))
  })

  test("take up each other's tables: one that starts while the other moves on folds nothing again", async () => {
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    const one = await startOn(store, views)
    await append(store, put(1))
    await must(one.atLeast('jars', await must(store.head)))
    // Between the other's look at the log and its look at the tables, the log and the views go on.
    const goesOn: Around = async (call, run) => {
      if (call !== 'head') return run()
      const head = await run()
      await append(store, put(2))
      for (const { name } of three) await must(one.atLeast(name, await must(store.head)))
      return head
    }
    const other = await startOn(storeWith(store, goesOn), views)
    await turns(100)
    await expectViewsToBeTheFold(other, store, views)
    expect(three.map(({ name }) => generationOf(other, name))).toEqual([1, 1, 1])
  })

  test('save every change once: the one that loses takes up what the other saved', async () => {
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    const conflicts: string[] = []
    const watching: Around = async (call, run) => {
      const result = await run()
      if (JSON.stringify(result).includes('CheckpointMoved')) conflicts.push(call)
      return result
    }
    const runners = [
      await startOn(store, viewsWith(views, watching)),
      await startOn(store, viewsWith(views, watching)),
    ]
    for (let i = 0; i < 10; i++) {
      await append(store, put(i, jarIds[i % 3]))
      await Promise.all(
        runners.map(async ({ atLeast }) => must(atLeast('jars', await must(store.head)))),
      )
    }
    expect(conflicts.length).toBeGreaterThan(0)
    for (const runner of runners) await expectViewsToBeTheFold(runner, store, views)
    expect(generationOf(runners[0] as Runner, 'jars')).toBe(1)
  })
})

describe('a rebuild', () => {
  test('of one of three goes on while events arrive, and the others know nothing of it [P7]', async () => {
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    const runner = await startOn(store, views)
    await appendAll(
      store,
      Array.from({ length: 50 }, (_, i) => put(i, jarIds[i % 3])),
    )
    const writer = { isAtWork: true }
    const writing = (async () => {
      for (let i = 0; writer.isAtWork || i < 30; i++) {
        await append(store, i % 9 === 0 ? seal(jarIds[i % 3]) : put(i, jarIds[i % 3]))
        await turns(1)
      }
    })()
    for (let i = 0; i < 3; i++) await must(runner.rebuild(['shelves']))
    writer.isAtWork = false
    await writing
    await expectViewsToBeTheFold(runner, store, views)
    expect(three.map(({ name }) => generationOf(runner, name))).toEqual([1, 4, 1])
    // What was swapped out is gone.
    expect(await must(views.tables)).toHaveLength(3)
  })

  test('is never seen half done: a reader gets the old rows or the new ones, all through it [P2]', async () => {
    const store = pagedStore(inMemoryEventStore(), 5)
    const raw = inMemoryViewStore()
    const slow: Around = async (_, run) => {
      await turns(1)
      return run()
    }
    const runner = await startOn(store, viewsWith(raw, slow))
    const events = Array.from({ length: 60 }, (_, i) => put(i, jarIds[i % 3]))
    await appendAll(store, events)
    await expectViewsToBeTheFold(runner, store, raw)
    const whole = foldedPlainly(jars, await logOf(store))
    let reads = 0
    const rebuild = { isRunning: true }
    const reading = (async () => {
      while (rebuild.isRunning) {
        const { table } = await must(runner.atLeast('jars', await must(store.head)))
        const rows = await raw.list(table, { limit: 100 })()
        // The table may be swapped between these two: then it is asked again, as an application does.
        if (E.isLeft(rows)) continue
        expect(rows.right.map(({ key }) => key)).toEqual(Object.keys(whole).sort())
        for (const row of rows.right) expect(JSON.parse(row.view)).toEqual(whole[row.key])
        reads++
        await turns(1)
      }
    })()
    for (let i = 0; i < 3; i++) await must(runner.rebuild(['jars']))
    rebuild.isRunning = false
    await reading
    expect(reads).toBeGreaterThan(10)
    expect(generationOf(runner, 'jars')).toBe(4)
  })

  test('tells how far it is, and comes to the head', async () => {
    const store = pagedStore(inMemoryEventStore(), 4)
    const runner = await startOn(store, inMemoryViewStore())
    await appendAll(
      store,
      Array.from({ length: 10 }, (_, i) => put(i)),
    )
    const progress: RebuildProgress[] = []
    await must(runner.rebuild(['jars', 'seals'], (one) => progress.push(one)))
    expect(progress.map(({ events }) => events)).toEqual([4, 8, 10])
    expect(progress.at(-1)?.position).toBe(await must(store.head))
  })

  test('of more views than fit into memory takes some after the others, and reads no further for it', async () => {
    const store = pagedStore(inMemoryEventStore(), 4)
    const views = inMemoryViewStore()
    const runner = await startOn(store, views, { gatherLimit: 4 })
    await appendAll(
      store,
      Array.from({ length: 40 }, (_, i) => put(i, jarIds[i % 3], `shelf ${i % 7}`)),
    )
    const progress: RebuildProgress[] = []
    await must(runner.rebuild(['jars', 'shelves', 'seals'], (one) => progress.push(one)))
    await expectViewsToBeTheFold(runner, store, views)
    expect(Math.max(...progress.map(({ waiting }) => waiting))).toBeGreaterThan(0)
    expect(progress.at(-1)).toEqual({ events: 40, position: await must(store.head), waiting: 0 })
  })

  test('of an empty log gives empty views', async () => {
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    const runner = await startOn(store, views)
    await must(runner.rebuild(['jars']))
    await expectViewsToBeTheFold(runner, store, views)
    await append(store, put(1))
    await expectViewsToBeTheFold(runner, store, views)
  })

  test('that is asked for twice at once ends twice, and leaves one table', async () => {
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    const runner = await startOn(store, views)
    await appendAll(store, [put(1), put(2)])
    const both = await Promise.all([runner.rebuild(['jars'])(), runner.rebuild(['jars', 'jars'])()])
    expect(both).toEqual([E.right(undefined), E.right(undefined)])
    await append(store, put(3))
    await expectViewsToBeTheFold(runner, store, views)
    expect(await must(views.tables)).toHaveLength(3)
  })

  test('that cannot be brought up to the live views in the end takes nothing over', async () => {
    const inner = inMemoryEventStore()
    const raw = inMemoryViewStore()
    let isDown = false
    const fault = E.left(unavailable('not-written'))
    const store: EventStore = {
      ...inner,
      // What follows the log reads shorter pages.
      readAll: (after, limit) =>
        isDown && limit >= 1000 ? () => Promise.resolve(fault) : inner.readAll(after, limit),
    }
    // When the rebuild has come to the end of the log, the live views go further.
    let goOn = (): Promise<unknown> => Promise.resolve()
    const views: ViewStore = {
      ...raw,
      save: (saves) => async () => {
        if (saves.some(({ table }) => table.generation === 2)) await goOn()
        return raw.save(saves)()
      },
    }
    const runner = await startOn(store, views)
    await appendAll(store, [put(1), put(2)])
    await expectViewsToBeTheFold(runner, store, views)
    goOn = async () => {
      goOn = () => Promise.resolve()
      await append(store, put(3))
      await must(runner.inMemory('jars', await must(store.head), [jar]))
      isDown = true
    }
    expect(await mustFail(runner.rebuild(['jars']))).toEqual(unavailable('not-written'))
    expect(generationOf(runner, 'jars')).toBe(1)
    isDown = false
    await expectViewsToBeTheFold(runner, store, views)
    // Nothing is left of what was folded for nothing.
    expect(await must(views.tables)).toHaveLength(3)
    await must(runner.rebuild(['jars']))
    expect(generationOf(runner, 'jars')).toBe(2)
    await append(store, put(4))
    await expectViewsToBeTheFold(runner, store, views)
  })

  test('leaves alone what may have taken over, though nobody said so', async () => {
    const store = inMemoryEventStore()
    const raw = inMemoryViewStore()
    let isLost = false
    const views: ViewStore = {
      ...raw,
      serve: (table) => async () => {
        const served = await raw.serve(table)()
        return isLost ? E.left(unavailable('unknown')) : served
      },
    }
    const runner = await startOn(store, views, { keeps: [kept(jars)] })
    await append(store, put(1))
    await expectViewsToBeTheFold(runner, store, views, [jars])
    isLost = true
    expect(await mustFail(runner.rebuild(['jars']))).toEqual(unavailable('unknown'))
    isLost = false
    expect(await must(views.tables)).toMatchObject([{ generation: 2, isServed: true }])
    await append(store, put(2))
    await inTime(expectViewsToBeTheFold(runner, store, views, [jars]))
    expect(generationOf(runner, 'jars')).toBe(2)
  })

  test('waits for what is missing where it reads from a node that lags', async () => {
    const inner = inMemoryEventStore()
    const views = inMemoryViewStore()
    let lag = 0
    const behind: EventStore['readAll'] = (after, limit) => async () => {
      const all = await logOf(inner)
      const seen = all.slice(0, all.length - lag)
      if (lag > 0) lag--
      const events = seen.filter(({ position }) => position > after).slice(0, limit)
      return E.right({ events, next: events.at(-1)?.position ?? after, isEnd: true })
    }
    const store: EventStore = {
      ...inner,
      // What follows the log reads shorter pages.
      readAll: (after, limit) =>
        limit >= 1000 ? behind(after, limit) : inner.readAll(after, limit),
    }
    const runner = await startOn(store, views)
    await appendAll(store, [put(1), put(2), put(3), put(4), put(5), put(6)])
    await expectViewsToBeTheFold(runner, store, views)
    lag = 4
    await must(runner.rebuild(['jars']))
    await append(store, put(7))
    await expectViewsToBeTheFold(runner, store, views)
  })

  test('of several views that stop says it of the first that was named', async () => {
    const store = inMemoryEventStore()
    await append(store, put(1))
    const faulty = three.map((projection) => kept({ ...projection, evolve: () => throwing() }))
    const runner = await startOn(store, inMemoryViewStore(), { keeps: faulty })
    for (const names of [
      ['jars', 'shelves'],
      ['shelves', 'jars'],
    ]) {
      expect(await mustFail(runner.rebuild(names))).toMatchObject({ view: names[0] })
    }
  })

  test('ends when the runner is closed', async () => {
    const store = pagedStore(inMemoryEventStore(), 1)
    const views = inMemoryViewStore()
    const runner = await startOn(store, views)
    await appendAll(
      store,
      Array.from({ length: 30 }, (_, i) => put(i)),
    )
    await expectViewsToBeTheFold(runner, store, views)
    const rebuilding = runner.rebuild(['jars'])()
    await turns(3)
    await runner.close()
    expect(await rebuilding).toEqual(E.left({ _tag: 'RunnerClosed' }))
    const again = await startOn(store, views)
    await expectViewsToBeTheFold(again, store, views)
    expect(generationOf(again, 'jars')).toBe(1)
  })
})

describe('an event that cannot be read', () => {
  const poison = async (store: EventStore): Promise<LoggedEvent> => {
    await must(
      store.append(jarStream(jar), 'any', [{ ...newEvent(seal()), data: '{"jar":"secret"' }]),
    )
    return (await logOf(store)).at(-1) as LoggedEvent
  }

  // What reads the damaged text after all: as if the cause were gone after an update.
  const mended: EventReaders<Tagged> = jarReaders

  test('stops the views that want it, with its place and no word of it; the others go on [P9]', async () => {
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    const puts: TrailProjection = { ...jars, name: 'puts', types: ['CoinsPut'] }
    const runner = await startOn(store, views, { keeps: [kept(jars), kept(puts)] })
    await appendAll(store, [put(1), put(2)])
    const before = await must(store.head)
    await must(runner.atLeast('jars', before))
    const { stream, revision, position } = await poison(store)
    await appendAll(store, [put(4), put(5, otherJar)])

    const stopped = await mustFail(runner.atLeast('jars', await must(store.head)))
    expect(stopped).toMatchObject({
      _tag: 'ViewStopped',
      view: 'jars',
      stream,
      revision,
      position,
      reason: { _tag: 'UnreadableEvent', stream, revision, eventType: 'JarSealed' },
    })
    expect(JSON.stringify(stopped)).not.toContain('secret')
    await expectViewsToBeTheFold(runner, store, views, [puts])
    expect(runner.status().map((one) => one.stopped)).toEqual([stopped, undefined])
    // Up to the event it is read as ever.
    const log = await logOf(store)
    const { table } = await must(runner.atLeast('jars', before))
    expect(await rowsOf(views, table)).toEqual(foldedPlainly(jars, log.slice(0, 2)))
  })

  test('stands right before it wherever it lies in a page, and there it goes on when the cause is gone [P9]', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyHistory(6),
        fc.array(anyJarEvent, { maxLength: 6 }),
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        async (before, after, page, isLive) => {
          const store = pagedStore(inMemoryEventStore(), page)
          const views = inMemoryViewStore()
          // Today nobody can read what was sealed with a fault; tomorrow somebody can.
          const { JarSealed, ...rest } = jarReaders
          const today: EventReaders<Tagged> = {
            ...rest,
            JarSealed: JarSealed && {
              ...JarSealed,
              decode: (data) =>
                (data as { shelf: string }).shelf === 'faulty'
                  ? E.left([{ path: '', expected: 'less', found: 'an object' }])
                  : JarSealed.decode(data),
            },
          }
          const first = await startOn(store, views, { readers: today })
          const faulty: JarEvent = { type: 'JarSealed', jar, shelf: 'faulty' }
          const bad = async (): Promise<void> => {
            for (const event of [...before, faulty, ...after]) {
              await append(store, event)
              if (isLive) await turns(1)
            }
          }
          await bad()
          const stopped = await mustFail(first.atLeast('jars', await must(store.head)))
          expect(stopped).toMatchObject({ _tag: 'ViewStopped', revision: expect.any(Number) })
          const log = await logOf(store)
          // Whatever the pages were, it stands right before the event.
          const standing = await first.atLeast(
            'jars',
            log[before.length - 1]?.position ?? beforeFirst,
          )()
          const table = E.isRight(standing) ? standing.right.table : tableOf(kept(jars), 1)
          expect(await rowsOf(views, table)).toEqual(
            foldedPlainly(jars, log.slice(0, before.length)),
          )
          await first.close()
          const second = await startOn(store, views, { readers: mended })
          await expectViewsToBeTheFold(second, store, views)
          expect(generationOf(second, 'jars')).toBe(1)
          await second.close()
        },
      ),
      { numRuns: 40 },
    )
  })

  test('costs a view none of the events before it when its rows cannot be loaded at that moment [P9]', async () => {
    const store = inMemoryEventStore()
    const raw = inMemoryViewStore()
    const first = await startOn(store, raw, { keeps: [kept(jars)] })
    await append(store, put(1))
    await must(first.atLeast('jars', await must(store.head)))
    await first.close()
    await append(store, put(2))
    const good = await must(store.head)
    await poison(store)
    let loads = 0
    const failing: Around = async (call, run) =>
      call === 'load' && loads++ === 0 ? E.left(unavailable('not-written')) : run()
    const runner = await startOn(store, viewsWith(raw, failing), { keeps: [kept(jars)] })
    await mustFail(runner.atLeast('jars', await must(store.head)))
    expect(loads).toBeGreaterThan(0)
    expect(await must(runner.atLeast('jars', good))).toMatchObject({ position: good })
    expect(await rowsOf(raw, tableOf(kept(jars), 1))).toMatchObject({ [jar]: { coins: 3 } })
  })

  test('keeps a first version from being served and a rebuild from replacing what is served', async () => {
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    const { JarSealed: _, ...unsealed } = jarReaders
    const puts: TrailProjection = { ...jars, name: 'puts', types: ['CoinsPut'] }
    const first = await startOn(store, views, { keeps: [kept(puts), kept(jars)] })
    await appendAll(store, [put(1), seal(), put(2)])
    await expectViewsToBeTheFold(first, store, views, [puts, jars])
    await first.close()

    const second = await startOn(store, views, {
      keeps: [kept(puts), kept(jars), kept(seals)],
      readers: unsealed,
    })
    expect(await mustFail(second.atLeast('seals', beforeFirst))).toMatchObject({
      _tag: 'ViewStopped',
      view: 'seals',
      reason: { _tag: 'UnreadableEvent', eventType: 'JarSealed' },
    })
    expect(await mustFail(second.rebuild(['puts', 'jars']))).toMatchObject({
      _tag: 'ViewStopped',
      view: 'jars',
    })
    // What was folded before can still be read, and what could be rebuilt was.
    await expectViewsToBeTheFold(second, store, views, [puts, jars])
    expect(generationOf(second, 'jars')).toBe(1)
    expect(generationOf(second, 'puts')).toBe(2)
    expect((await must(views.tables)).filter(({ isServed }) => !isServed)).toEqual([])
  })
})

describe('a projection with a bug', () => {
  const faultyAt = (coins: number, what: 'evolve' | 'parts' | 'initial'): TrailProjection => {
    const isBad = (event: JarEvent): boolean => event.type === 'CoinsPut' && event.coins === coins
    const faulty = { ...jars, name: 'faulty' }
    if (what === 'parts') {
      return {
        ...faulty,
        parts: (recorded) => (isBad(recorded.event) ? throwing() : jars.parts(recorded)),
      }
    }
    if (what === 'initial') {
      return { ...faulty, initial: (key) => (key === thirdJar ? throwing() : jars.initial(key)) }
    }
    return {
      ...faulty,
      evolve: (before, recorded) =>
        isBad(recorded.event) ? throwing() : jars.evolve(before, recorded),
    }
  }

  test.each(['evolve', 'parts', 'initial'] as const)(
    'that throws in %s stops alone, and goes on from there when it is mended',
    async (what) => {
      const store = inMemoryEventStore()
      const views = inMemoryViewStore()
      const faulty = faultyAt(13, what)
      const runner = await startOn(store, views, { keeps: [kept(jars), kept(faulty)] })
      await appendAll(store, [put(1), put(2, otherJar)])
      const good = await must(store.head)
      await must(runner.atLeast('faulty', good))
      await appendAll(store, [put(3), put(13, thirdJar), put(4)])
      const bad = (await logOf(store))[3] as LoggedEvent
      const stopped = await mustFail(runner.atLeast('faulty', await must(store.head)))
      expect(stopped).toEqual({
        _tag: 'ViewStopped',
        view: 'faulty',
        stream: bad.stream,
        revision: bad.revision,
        position: bad.position,
        reason: {
          _tag: 'FoldThrew',
          error: 'RangeError',
          at: expect.stringMatching(/^throwing .*runner\.test\.ts:\d+:\d+/),
        },
      })
      await expectViewsToBeTheFold(runner, store, views, [jars])
      // Nothing of the event, or of what followed, is in its rows.
      const log = await logOf(store)
      const { table, position } = await must(runner.atLeast('faulty', good))
      const upTo = log.filter((one) => one.position <= position)
      expect(position < bad.position).toBe(true)
      expect(await rowsOf(views, table)).toEqual(foldedPlainly(jars, upTo))
      await runner.close()
      const sound = { ...jars, name: 'faulty' }
      const again = await startOn(store, views, { keeps: [kept(jars), kept(sound)] })
      await expectViewsToBeTheFold(again, store, views, [jars, sound])
      expect(generationOf(again, 'faulty')).toBe(1)
    },
  )

  test('that throws half-way through an event leaves none of its halves behind', async () => {
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    const twoKeys: TrailProjection = {
      ...jars,
      name: 'halves',
      parts: (recorded) => [
        ['left', recorded],
        ['right', recorded],
      ],
      initial: jars.initial,
      evolve: (before, recorded) =>
        before.events === 1 && recorded.event.shelf === 'bad'
          ? throwing()
          : jars.evolve(before, recorded),
    }
    // The left one has seen an event more, so the right one throws when the left one is done.
    const uneven: TrailProjection = {
      ...twoKeys,
      parts: (recorded) =>
        recorded.event.shelf === 'left' ? [['left', recorded]] : twoKeys.parts(recorded),
    }
    // Each event is a page: the good one is folded and not yet saved when the bad one comes.
    const paged = pagedStore(store, 1)
    const runner = await startOn(paged, views, { keeps: [kept(uneven)] })
    const events = [put(1), put(1, jar, 'left'), put(5, jar, 'bad')].map((event) => newEvent(event))
    const [first, ...rest] = events
    if (first !== undefined) await must(paged.append(jarStream(jar), 'any', [first, ...rest]))
    await mustFail(runner.atLeast('halves', await must(store.head)))
    await runner.close()
    const log = await logOf(store)
    const standing = (await must(views.tables))[0]?.checkpoint ?? beforeFirst
    expect(await rowsOf(views, tableOf(kept(uneven), 1))).toEqual(
      foldedPlainly(
        uneven,
        log.filter(({ position }) => position <= standing),
      ),
    )
    expect(standing < (log[2] as LoggedEvent).position).toBe(true)
  })

  test('that throws at the second of what one event became leaves nothing of the first behind', async () => {
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    // Once put was put twice.
    const { CoinsPut } = jarReaders
    const readers: EventReaders<Tagged> = {
      ...jarReaders,
      CoinsPut: CoinsPut && {
        ...CoinsPut,
        version: 2,
        upcast: (_, data) => E.map((one: Tagged) => [one, one] as const)(CoinsPut.decode(data)),
      },
    }
    const faulty: TrailProjection = {
      ...jars,
      parts: (recorded) =>
        recorded.part === 1 && recorded.event.shelf === 'bad' ? throwing() : jars.parts(recorded),
    }
    const runner = await startOn(store, views, { keeps: [kept(faulty)], readers })
    await append(store, put(1))
    const good = await must(store.head)
    await append(store, put(2, jar, 'bad'))
    await mustFail(runner.atLeast('jars', await must(store.head)))
    const { table } = await must(runner.atLeast('jars', good))
    expect(await rowsOf(views, table)).toMatchObject({ [jar]: { coins: 2, events: 2 } })
  })

  test('whose columns or codec throw stops alone, and the process lives', async () => {
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    const faulty = view(
      { ...jars, name: 'faulty' },
      {
        codec: trailCodec,
        columns: {
          coins: { kind: 'integer', of: ({ coins }) => (coins === 13 ? throwing() : coins) },
        },
      },
    )
    const crashes = await crashesOf(async () => {
      const runner = await startOn(store, views, { keeps: [kept(jars), faulty] })
      await append(store, put(13))
      expect(await inTime(runner.atLeast('faulty', await must(store.head))())).toMatchObject({
        left: { _tag: 'ViewStopped', view: 'faulty', reason: { _tag: 'FoldThrew' } },
      })
      expect(await inTime(expectViewsToBeTheFold(runner, store, views, [jars]))).not.toBe(
        'still waiting',
      )
    })
    if (crashes.length > 0) running = []
    expect(crashes).toEqual([])
  })

  test.each<[what: string, column: ColumnOf<Trail>, problem: object]>([
    [
      'a number with a fraction',
      { kind: 'integer', of: ({ coins }) => coins / 2 },
      { path: '/half', found: '6.5' },
    ],
    [
      'no value at all',
      { kind: 'text', of: () => undefined as never },
      { path: '/half', found: 'nothing' },
    ],
    ['a text with a zero', { kind: 'text', of: () => 'a\0b' }, { path: '/half' }],
    ['a number for a text', { kind: 'text', of: () => 1 }, { path: '/half', found: '1' }],
  ])('whose column gives %s stops alone, in every store', async (_, column, problem) => {
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    const faulty = view(
      { ...jars, name: 'faulty' },
      { codec: trailCodec, columns: { half: column } },
    )
    const runner = await startOn(store, views, { keeps: [kept(jars), faulty] })
    await append(store, put(13))
    const stopped = await inTime(runner.atLeast('faulty', await must(store.head))())
    expect(stopped).toMatchObject({
      left: {
        _tag: 'ViewStopped',
        reason: { _tag: 'UnkeepableView', view: 'faulty', problem },
      },
    })
    await inTime(expectViewsToBeTheFold(runner, store, views, [jars]))
  })

  test('whose codec prints nothing, or throws when it reads, stops alone', async () => {
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    const silent: AnyView = {
      ...kept({ ...jars, name: 'silent' }),
      encode: (key) => ({ key, view: undefined as never, columns: [] }),
    }
    const keeps = [kept(jars), kept({ ...jars, name: 'later' })]
    const before = await startOn(store, views, { keeps })
    await append(store, put(1))
    await must(before.atLeast('later', await must(store.head)))
    await before.close()
    const throwingCodec = new t.Type<Trail, unknown>(
      'Trail',
      trailCodec.is,
      () => throwing(),
      trailCodec.encode,
    )
    const blind = view(
      { ...jars, name: 'later' },
      {
        codec: throwingCodec,
        columns: { coins: { kind: 'integer', isIndexed: true, of: ({ coins }) => coins } },
      },
    )
    const crashes = await crashesOf(async () => {
      const runner = await startOn(store, views, { keeps: [kept(jars), blind, silent] })
      await append(store, put(2))
      const head = await must(store.head)
      expect(await inTime(runner.atLeast('later', head)())).toMatchObject({
        left: { reason: { _tag: 'UnreadableView', view: 'later', key: jar } },
      })
      expect(await inTime(runner.atLeast('silent', head)())).toMatchObject({
        left: { reason: { _tag: 'UnkeepableView', problem: { path: '/view' } } },
      })
      await inTime(expectViewsToBeTheFold(runner, store, views, [jars]))
    })
    expect(crashes).toEqual([])
  })

  test('is no reason for its view to be lost: a rebuild with the mended fold takes over', async () => {
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    let isMended = false
    const faulty: TrailProjection = {
      ...jars,
      evolve: (before, recorded) => (isMended ? jars.evolve(before, recorded) : throwing()),
    }
    const runner = await startOn(store, views, { keeps: [kept(faulty)] })
    await append(store, put(1))
    await mustFail(runner.atLeast('jars', await must(store.head)))
    isMended = true
    await must(runner.rebuild(['jars']))
    await expectViewsToBeTheFold(runner, store, views, [jars])
    expect(runner.status()[0]?.stopped).toBeUndefined()
  })
})

describe('a view whose first fold failed', () => {
  test('is there as soon as a rebuild succeeds', async () => {
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    await appendAll(store, [put(1), put(2)])
    let isMended = false
    const faulty: TrailProjection = {
      ...jars,
      evolve: (before, recorded) => (isMended ? jars.evolve(before, recorded) : throwing()),
    }
    const runner = await startOn(store, views, { keeps: [kept(faulty)] })
    const stopped = await mustFail(runner.atLeast('jars', beforeFirst))
    expect(stopped).toMatchObject({ _tag: 'ViewStopped', reason: { _tag: 'FoldThrew' } })
    expect(runner.status()).toMatchObject([{ isServed: false, stopped }])
    isMended = true
    await must(runner.rebuild(['jars']))
    await append(store, put(3))
    await expectViewsToBeTheFold(runner, store, views, [jars])
    expect(runner.status()).toMatchObject([{ isServed: true, stopped: undefined }])
  })
})

describe('a kept view that is damaged', () => {
  test.each([
    ['is no view of its codec', '{"coins":"secret"}'],
    ['is no JSON', '{"coins":"secret'],
  ])('because it %s stops its projection, with its key and no word of it', async (_, damaged) => {
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    const first = await startOn(store, views)
    await append(store, put(1))
    const head = await must(store.head)
    const { table } = await must(first.atLeast('jars', head))
    await first.close()
    const rows = [{ key: jar, view: damaged, columns: [0] }]
    await must(views.save([{ table, expected: head, next: head, rows }]))
    const crashes = await crashesOf(async () => {
      const runner = await startOn(store, views)
      await append(store, put(2))
      const stopped = await inTime(runner.atLeast('jars', await must(store.head))())
      expect(stopped).toMatchObject({
        left: {
          _tag: 'ViewStopped',
          view: 'jars',
          reason: { _tag: 'UnreadableView', view: 'jars', key: jar },
        },
      })
      expect(JSON.stringify(stopped)).not.toContain('secret')
      await expectViewsToBeTheFold(runner, store, views, [shelves, seals])
      await must(runner.rebuild(['jars']))
      await expectViewsToBeTheFold(runner, store, views)
    })
    if (crashes.length > 0) running = []
    expect(crashes).toEqual([])
  })
})

describe('a new version of a view', () => {
  const inNewWords: TrailProjection = {
    ...jars,
    version: 2,
    evolve: (before, recorded) => ({ ...jars.evolve(before, recorded), trail: 7 }),
  }

  test('is folded beside the old one, and served when it has caught up [P2]', async () => {
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    const old = await startOn(store, views, { keeps: [kept(jars)] })
    await appendAll(store, [put(1), put(2)])
    await expectViewsToBeTheFold(old, store, views, [jars])

    const held = gate()
    const slow: Around = async (call, run) => {
      if (call === 'serve') await held.passed
      return run()
    }
    const next = await startOn(store, viewsWith(views, slow), { keeps: [kept(inNewWords)] })
    const waiting = next.atLeast('jars', await must(store.head))()
    await turns()
    // Meanwhile the old one goes on.
    await append(store, put(3))
    await expectViewsToBeTheFold(old, store, views, [jars])
    held.open()
    expect(await waiting).toMatchObject({ right: { table: { version: 2 } } })
    await append(store, put(4))
    await expectViewsToBeTheFold(next, store, views, [inNewWords])
    expect(await must(views.tables)).toMatchObject([{ version: 2, isServed: true }])
  })

  test('takes the old process out of the way, which says so and touches nothing', async () => {
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    const old = await startOn(store, views, { keeps: [kept(jars), kept(shelves)] })
    await append(store, put(1))
    await expectViewsToBeTheFold(old, store, views, [jars, shelves])
    const next = await startOn(store, views, { keeps: [kept(inNewWords)] })
    await append(store, put(2))
    await expectViewsToBeTheFold(next, store, views, [inNewWords])

    const superseded = { _tag: 'Superseded', view: 'jars', version: 1, by: 2 }
    expect(await mustFail(old.atLeast('jars', await must(store.head)))).toEqual(superseded)
    await expectViewsToBeTheFold(old, store, views, [shelves])
    await append(store, put(3))
    await expectViewsToBeTheFold(next, store, views, [inNewWords])
    await expectViewsToBeTheFold(old, store, views, [shelves])
    // One that is started with the old version keeps its hands off from the start.
    const late = await startOn(store, views, { keeps: [kept(jars)] })
    expect(await mustFail(late.atLeast('jars', beforeFirst))).toEqual(superseded)
    expect(late.status()[0]).toMatchObject({ isServed: false, stopped: superseded })
    expect((await must(views.tables)).filter(({ name }) => name === 'jars')).toHaveLength(1)
  })

  test('is not undone by a rebuild that the old process is asked for', async () => {
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    const old = await startOn(store, views)
    await append(store, put(1))
    await expectViewsToBeTheFold(old, store, views)
    const next = await startOn(store, views, { keeps: [kept(inNewWords)] })
    await expectViewsToBeTheFold(next, store, views, [inNewWords])
    const there = await must(views.tables)
    expect(await mustFail(old.rebuild(['shelves', 'jars']))).toMatchObject({ _tag: 'Superseded' })
    expect(await must(views.tables)).toEqual(there)
    await append(store, put(2))
    await expectViewsToBeTheFold(next, store, views, [inNewWords])
  })

  test('is not undone either when it is served while the old process folds', async () => {
    const store = inMemoryEventStore()
    const raw = inMemoryViewStore()
    await append(store, put(1))
    const held = gate()
    // The old process has come to the end of the log, and goes no further for now.
    const slow: ViewStore = {
      ...raw,
      save: (saves) => async () => {
        await held.passed
        return raw.save(saves)()
      },
    }
    const old = await startOn(store, slow, { keeps: [kept(jars)] })
    const next = await startOn(store, raw, { keeps: [kept(inNewWords)] })
    await expectViewsToBeTheFold(next, store, raw, [inNewWords])
    held.open()
    expect(await inTime(old.atLeast('jars', beforeFirst)())).toMatchObject({
      left: { _tag: 'Superseded', by: 2 },
    })
    expect(await must(raw.tables)).toMatchObject([{ version: 2, isServed: true }])
  })
})

describe('a view with other columns', () => {
  const wider = view(jars, {
    codec: trailCodec,
    columns: {
      coins: { kind: 'integer', isIndexed: true, of: ({ coins }) => coins },
      twice: { kind: 'integer', of: ({ coins }) => 2 * coins },
    },
  })

  test('takes the place of the one before, which yields and does not take it back', async () => {
    const store = inMemoryEventStore()
    const raw = inMemoryViewStore()
    let served = 0
    const views: ViewStore = {
      ...raw,
      serve: (table) => {
        served++
        return raw.serve(table)
      },
    }
    const old = await startOn(store, views, { keeps: [kept(jars), kept(shelves)] })
    await append(store, put(1))
    await expectViewsToBeTheFold(old, store, views, [jars, shelves])
    const before = served
    const next = await startOn(store, views, { keeps: [wider] })
    for (const coins of [2, 3, 4]) {
      await append(store, put(coins))
      await expectViewsToBeTheFold(next, store, views, [jars])
      await expectViewsToBeTheFold(old, store, views, [shelves])
    }
    expect(await mustFail(old.atLeast('jars', await must(store.head)))).toEqual({
      _tag: 'Superseded',
      view: 'jars',
      version: 1,
      by: 1,
    })
    expect(served).toBe(before + 1)
  })
})

describe('two processes that begin with a new view', () => {
  test('fold it once each at most, and go on with the same table', async () => {
    const store = inMemoryEventStore()
    const raw = inMemoryViewStore()
    await appendAll(store, [put(1), put(2)])
    let made = 0
    const views: ViewStore = {
      ...raw,
      create: (logId, tables) => {
        made += tables.length
        return raw.create(logId, tables)
      },
    }
    const runners = await Promise.all(
      Array.from({ length: 3 }, () => startOn(store, views, { keeps: [kept(jars)] })),
    )
    for (const [index, runner] of runners.entries()) {
      await append(store, put(3 + index))
      await expectViewsToBeTheFold(runner, store, views, [jars])
    }
    for (const runner of runners) await expectViewsToBeTheFold(runner, store, views, [jars])
    // Whoever came second may have tried once more: the number was taken.
    expect(made).toBeLessThanOrEqual(2 * runners.length)
    expect(await must(views.tables)).toHaveLength(1)
  })
})

describe('views of another log', () => {
  test('are folded again when the log is another one', async () => {
    const views = inMemoryViewStore()
    const first = inMemoryEventStore()
    const before = await startOn(first, views)
    await appendAll(first, [put(1), put(2, otherJar)])
    await expectViewsToBeTheFold(before, first, views)
    await before.close()

    const second = inMemoryEventStore()
    await appendAll(second, [put(7), seal(thirdJar), put(8)])
    const after = await startOn(second, views)
    await expectViewsToBeTheFold(after, second, views)
    expect(await must(views.tables)).toHaveLength(3)
  })

  test('are folded again when the log is an older copy of theirs', async () => {
    const views = inMemoryViewStore()
    const logId = '00000000-0000-4000-8000-0000000000ff'
    const first = inMemoryEventStore({ logId })
    const before = await startOn(first, views)
    await appendAll(first, [put(1), put(2, otherJar), seal()])
    await expectViewsToBeTheFold(before, first, views)
    await before.close()

    // The backup has the first event only.
    const restored = inMemoryEventStore({ logId })
    const { id, type, data, metadata } = (await logOf(first))[0] as LoggedEvent
    await must(restored.append(jarStream(jar), 'none', [{ id, type, data, metadata }]))
    const after = await startOn(restored, views)
    await expectViewsToBeTheFold(after, restored, views)
    await append(restored, put(9))
    await expectViewsToBeTheFold(after, restored, views)
  })
})

describe('a store that fails for a while', () => {
  test('delays the views, and costs them nothing', async () => {
    const anyFaults = fc.uniqueArray(fc.nat(80), { maxLength: 25 })
    await fc.assert(
      fc.asyncProperty(anyFaults, fc.boolean(), async (faults, isLost) => {
        const raw = inMemoryEventStore()
        const rawViews = inMemoryViewStore()
        let calls = 0
        const flaky: Around = async (call, run) => {
          if (call === 'append' || !faults.includes(calls++)) return run()
          if (isLost) await run()
          return E.left(unavailable(isLost ? 'unknown' : 'not-written'))
        }
        const store = storeWith(raw, flaky)
        const views = viewsWith(rawViews, flaky)
        const start = startRunner({ store, views, readers: jarReaders, idleMs: 0 })(three.map(kept))
        let started = await start()
        while (E.isLeft(started)) started = await start()
        const runner = started.right
        for (let i = 0; i < 8; i++) {
          await append(store, put(i, jarIds[i % 3]))
          await must(runner.atLeast('jars', await must(raw.head)))
        }
        await expectViewsToBeTheFold(runner, raw, rawViews)
        await runner.close()
      }),
      { numRuns: 40 },
    )
  })

  test('at the start is the answer to the start', async () => {
    for (const n of [0, 1]) {
      const { around } = faultAt(n, 'not done')
      const store = storeWith(inMemoryEventStore(), around)
      const views = viewsWith(inMemoryViewStore(), around)
      const started = startRunner({ store, views, readers: jarReaders })(three.map(kept))
      expect(await mustFail(started)).toEqual(unavailable('not-written'))
    }
  })

  test('whose subscription ends by itself is subscribed to again', async () => {
    const store = inMemoryEventStore()
    let subscriptions = 0
    const dropping: EventStore = {
      ...store,
      subscribe: (after) => ({
        [Symbol.asyncIterator]: () => {
          subscriptions++
          const inner = store.subscribe(after)[Symbol.asyncIterator]()
          let pages = 0
          return {
            next: async () =>
              pages++ > 0 ? { done: true as const, value: undefined } : inner.next(),
            return: async () =>
              (await inner.return?.()) ?? { done: true as const, value: undefined },
          }
        },
      }),
    }
    const views = inMemoryViewStore()
    const runner = await startOn(dropping, views)
    for (let i = 0; i < 4; i++) {
      await append(store, put(i))
      await expectViewsToBeTheFold(runner, store, views)
    }
    expect(subscriptions).toBeGreaterThanOrEqual(4)
  })
})
