import {
  beforeFirst,
  type Capability,
  type Instant,
  inMemory,
  inMemoryEventStore,
  inMemoryViewStore,
  newId,
  type Position,
  type ViewStore,
  view,
} from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, test } from 'vitest'
import {
  appendDamaged,
  closeAll,
  inTime,
  me,
  morning,
  must,
  mustFail,
  noon,
  openShop,
  sharedStores,
  type TillCommand,
  takings,
  takingsCodec,
  takingsView,
  tills,
  turns,
} from './arbitraries.js'

afterEach(closeAll)

const till = newId()
const take = (amount: number, of = till): TillCommand => ({ type: 'TakeMoney', till: of, amount })

describe('reading a view', () => {
  test('sees what this application has sent, at once and every time', async () => {
    const app = await openShop(inMemory(), [tills], { idleMs: 1_000_000 })
    for (let i = 1; i <= 20; i++) {
      await must(app.send(take(1), me()))
      expect(await must(app.read(takingsView, till))).toEqual({ amount: i, count: i })
    }
  })

  test('by a task that was made before it was sent sees it too, at the hour that it is run', async () => {
    let now = morning
    const app = await openShop(inMemory(), [tills], { clock: () => now, idleMs: 1_000_000 })
    const reading = app.read(takingsView, till)
    const listing = app.list(takingsView, { limit: 9 })
    await must(app.send(take(1), me()))
    expect(await must(reading)).toEqual({ amount: 1, count: 1 })
    expect(await must(listing)).toEqual([{ key: till, view: { amount: 1, count: 1 } }])
    now = noon
    expect(await must(reading)).toEqual({ amount: 0, count: 1 })
  })

  test('to which nothing has happened gives nothing', async () => {
    const app = await openShop(inMemory(), [tills])
    expect(await must(app.read(takingsView, newId()))).toBeUndefined()
    expect(await must(app.list(takingsView, { limit: 9 }))).toEqual([])
  })

  test('sees what another application sent, from the position of its receipt on', async () => {
    const shared = sharedStores()
    const [one, other] = [
      await openShop(shared.adapters, [tills]),
      await openShop(shared.adapters, [tills]),
    ]
    for (let i = 1; i <= 10; i++) {
      const receipt = await must(one.send(take(1), me()))
      const atLeast = receipt._tag === 'Appended' ? receipt.position : beforeFirst
      expect(await must(other.read(takingsView, till, { atLeast }))).toMatchObject({ count: i })
    }
  })

  test('is done at the hour of the clock, or at the hour that is asked for', async () => {
    let now = morning
    const app = await openShop(inMemory(), [tills], { clock: () => now })
    await must(app.send(take(7), me()))
    expect(await must(app.read(takingsView, till))).toEqual({ amount: 7, count: 1 })
    expect(await must(app.read(takingsView, till, { at: noon }))).toEqual({ amount: 0, count: 1 })
    now = noon
    expect(await must(app.read(takingsView, till))).toEqual({ amount: 0, count: 1 })
    expect(await must(app.list(takingsView, { limit: 1 }))).toMatchObject([{ view: { amount: 0 } }])
    expect(await must(app.list(takingsView, { limit: 1 }, { at: morning }))).toMatchObject([
      { view: { amount: 7 } },
    ])
  })

  test('that the application does not keep says so', async () => {
    const app = await openShop(inMemory(), [tills])
    const other = view({ ...takings, name: 'other' }, { codec: takingsCodec, columns: {} })
    expect(await mustFail(app.read(other, till))).toEqual({ _tag: 'UnknownView', view: 'other' })
    expect(await mustFail(app.list(other, { limit: 1 }))).toEqual({
      _tag: 'UnknownView',
      view: 'other',
    })
  })

  test('that stands still says where, and what stands before is read as ever', async () => {
    const shared = sharedStores()
    const app = await openShop(shared.adapters, [tills])
    await must(app.send(take(7), me()))
    expect(await must(app.read(takingsView, till))).toMatchObject({ count: 1 })
    await appendDamaged(shared.store, newId())
    const receipt = await must(app.send(take(1), me()))
    expect(receipt).toMatchObject({ revision: 1 })
    expect(await mustFail(app.read(takingsView, till))).toMatchObject({
      _tag: 'ViewStopped',
      view: 'takings',
      reason: { _tag: 'UnreadableEvent' },
    })
    expect(await must(app.read(takingsView, till, { atLeast: beforeFirst }))).toMatchObject({
      count: 1,
    })
  })

  test.each([
    ['is no view', '{"amount":"secret"}'],
    ['is no JSON', '{"amount":"secret'],
  ])('whose row %s says so, with its key and no word of it', async (_, damaged) => {
    const shared = sharedStores()
    const app = await openShop(shared.adapters, [tills])
    await must(app.send(take(7), me()))
    await must(app.settled)
    const head = await must(shared.store.head)
    const [table] = (await must(shared.views.tables)).filter(({ name }) => name === 'takings')
    if (table === undefined) throw new Error('there is no table')
    const rows = [{ key: till, view: damaged, columns: [7] }]
    const whole = { ...table, columns: takingsView.columns }
    await must(shared.views.save([{ table: whole, expected: head, next: head, rows }]))
    for (const task of [app.read(takingsView, till), app.list(takingsView, { limit: 5 })]) {
      const error = await mustFail<unknown>(task)
      expect(error).toMatchObject({ _tag: 'UnreadableView', view: 'takings', key: till })
      expect(JSON.stringify(error)).not.toContain('secret')
    }
    await must(app.rebuild())
    expect(await must(app.read(takingsView, till))).toEqual({ amount: 7, count: 1 })
  })

  test('while the application closes says that it is closed', async () => {
    const app = await openShop(inMemory(), [tills])
    const waiting = app.read(takingsView, till, { atLeast: '99999999999999999999' as Position })()
    await turns()
    await app.close()
    expect(await inTime(waiting)).toEqual(E.left({ _tag: 'RunnerClosed' }))
  })
})

describe('listing views', () => {
  test('is in the order of the keys, or of a column, a page at a time', async () => {
    const app = await openShop(inMemory(), [tills])
    const keys = Array.from({ length: 5 }, newId).sort()
    for (const [index, key] of keys.entries()) {
      await must(app.send(take([30, 10, 20, 10, 40][index] as number, key), me()))
    }
    const keysOf = async (query: Parameters<typeof app.list>[1]): Promise<ReadonlyArray<number>> =>
      (await must(app.list(takingsView, query))).map(({ key }) => keys.indexOf(key))
    expect(await keysOf({ limit: 10 })).toEqual([0, 1, 2, 3, 4])
    expect(await keysOf({ limit: 2, afterKey: keys[1] as string })).toEqual([2, 3])
    expect(await keysOf({ limit: 10, isDescending: true })).toEqual([4, 3, 2, 1, 0])
    expect(await keysOf({ limit: 10, by: 'amount' })).toEqual([1, 3, 2, 0, 4])
    expect(await keysOf({ limit: 2, by: 'amount', isDescending: true })).toEqual([4, 0])
    const rest = { limit: 9, by: 'amount', isDescending: true, afterKey: keys[0] as string }
    expect(await keysOf(rest)).toEqual([2, 3, 1])
  })

  test('cannot be in the order of what is no indexed column', async () => {
    const app = await openShop(inMemory(), [tills])
    expect(await mustFail(app.list(takingsView, { by: 'count', limit: 5 }))).toEqual({
      _tag: 'InvalidQuery',
      problems: [{ path: '/by', expected: 'one of amount', found: 'text of 5 characters' }],
    })
  })

  test.each([0, -1, 1.5, 10_001, Number.NaN])('cannot be %s of them', async (limit) => {
    const app = await openShop(inMemory(), [tills])
    const expected = 'a whole number from 1 to 10000'
    expect(await mustFail(app.list(takingsView, { limit }))).toEqual({
      _tag: 'InvalidQuery',
      problems: [{ path: '/limit', expected, found: String(limit) }],
    })
  })
})

describe('a moment that is none', () => {
  test.each([
    ['of another zone', '2026-01-15T04:05:06.789+08:00'],
    ['without milliseconds', '2026-01-15T04:05:06Z'],
    ['that is only a day', '2026-01-15'],
    ['that does not exist', '2026-02-30T04:05:06.789Z'],
    ['that is no date', 'garbage'],
  ])('%s is told, and nothing is answered for another one', async (_, text) => {
    const app = await openShop(inMemory(), [tills])
    await must(app.send(take(7), me()))
    const moment = text as Instant
    const asked = {
      at: [
        app.read(takingsView, till, { at: moment }),
        app.list(takingsView, { limit: 1 }, { at: moment }),
        app.people.read(takingsView, till, { at: moment }),
        app.people.preview(takingsView, [till], { at: moment }),
        app.explain(takings, till, { at: moment }),
      ],
      knownAt: [
        app.asOf(takings, till, { knownAt: moment }),
        app.people.asOf(takings, till, { knownAt: moment }),
        app.explain(takings, till, { knownAt: moment }),
      ],
      soAt: [
        app.asOf(takings, till, { soAt: moment }),
        app.people.asOf(takings, till, { soAt: moment }),
        app.explain(takings, till, { soAt: moment }),
      ],
    }
    for (const [name, tasks] of Object.entries(asked)) {
      for (const task of tasks) {
        expect(await mustFail<unknown>(task)).toMatchObject({
          _tag: 'InvalidQuery',
          problems: [
            { path: `/${name}`, found: text === 'garbage' ? 'text of 7 characters' : text },
          ],
        })
      }
    }
  })
})

// A view store that answers late, as one behind a disk or a network does.
const late = (views: ViewStore, pause: number): ViewStore => {
  const wait = async <A>(run: () => Promise<A>): Promise<A> => {
    const result = await run()
    await turns(pause)
    return result
  }
  return {
    ...views,
    serve: (table) => () => wait(views.serve(table)),
    save: (saves) => () => wait(views.save(saves)),
    create: (logId, tables) => () => wait(views.create(logId, tables)),
  }
}

describe('reading all through a rebuild', () => {
  test.each([0, 1, 5])(
    'gives the views at every moment, with answers that come %i turns late [P2]',
    async (pause) => {
      const shared = sharedStores(inMemoryEventStore(), late(inMemoryViewStore(), pause))
      const app = await openShop(shared.adapters, [tills])
      for (let i = 0; i < 20; i++) await must(app.send(take(1), me()))
      await must(app.settled)
      const rebuild = { isRunning: true }
      let reads = 0
      const reading = (async () => {
        while (rebuild.isRunning) {
          expect(await app.read(takingsView, till)()).toEqual(E.right({ amount: 20, count: 20 }))
          expect(await app.list(takingsView, { limit: 5 })()).toEqual(
            E.right([{ key: till, view: { amount: 20, count: 20 } }]),
          )
          reads++
          if (reads % 3 === 0) await turns(1)
        }
      })()
      const rebuilding = (async () => {
        for (let i = 0; i < 3; i++) await must(app.rebuild())
      })().finally(() => {
        rebuild.isRunning = false
      })
      await Promise.all([reading, rebuilding])
      expect(reads).toBeGreaterThan(0)
    },
  )

  test('by another application gives the views too, though nothing is appended [P2]', async () => {
    const shared = sharedStores()
    const [one, other] = [
      await openShop(shared.adapters, [tills]),
      await openShop(shared.adapters, [tills]),
    ]
    await must(one.send(take(7), me()))
    for (const app of [one, other]) await must(app.settled)
    for (let i = 0; i < 2; i++) {
      await must(other.rebuild())
      expect(await inTime(one.read(takingsView, till)())).toEqual(E.right({ amount: 7, count: 1 }))
      expect(await inTime(other.read(takingsView, till)())).toEqual(
        E.right({ amount: 7, count: 1 }),
      )
    }
    await must(one.send(take(1), me()))
    expect(await must(one.read(takingsView, till))).toEqual({ amount: 8, count: 2 })
  })

  test('into a new version by another application says that this one is out of date', async () => {
    const shared = sharedStores()
    const old = await openShop(shared.adapters, [tills])
    await must(old.send(take(7), me()))
    await must(old.settled)
    const newer = view({ ...takings, version: 2 }, { codec: takingsCodec, columns: {} })
    const next: Capability<TillCommand, number, never, never> = {
      ...(tills as never as Capability<TillCommand, number, never, never>),
      views: [newer],
    }
    const young = await openShop(shared.adapters, [next])
    expect(await must(young.read(newer, till))).toEqual({ amount: 7, count: 1 })
    expect(await inTime(old.read(takingsView, till)())).toEqual(
      E.left({ _tag: 'Superseded', view: 'takings', version: 1, by: 2 }),
    )
  })
})
