import {
  type Because,
  beforeFirst,
  type EventStore,
  explain,
  inMemoryEventStore,
  instantOf,
  type LogEvent,
  type NewEvent,
  newId,
  type Position,
  type Projection,
  view,
} from '@patina/eventsourcing'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import {
  appendDamaged,
  closeAll,
  type MoneyTaken,
  me,
  morning,
  must,
  mustFail,
  noon,
  openShop,
  sharedStores,
  shop,
  type Takings,
  takings,
  takingsCodec,
  takingsView,
  tillStream,
  tills,
} from './arbitraries.js'

afterEach(closeAll)

const till = '00000000-0000-4000-8000-000000000001'
const other = '00000000-0000-4000-8000-000000000002'
const take = (amount: number, of = till) => ({ type: 'TakeMoney', till: of, amount }) as const

const opened = async (store: EventStore = inMemoryEventStore()) => {
  const { adapters } = sharedStores(store)
  return openShop(adapters, shop)
}

const oneTaken = (of: string): NewEvent => {
  const id = newId()
  const { actor } = me()
  const ids = { commandId: id, correlationId: id, causationId: id }
  return {
    id,
    type: 'MoneyTaken',
    data: JSON.stringify({ till: of, amount: 1 }),
    metadata: JSON.stringify({ schemaVersion: 1, occurredAt: morning, actor, ...ids }),
  }
}

const amounts = { path: '/amount', at: morning }

describe('the explanation of a figure', () => {
  test('names the events that changed it, in their order, and how many it looked at', async () => {
    const app = await opened()
    await must(app.send(take(3), me()))
    await must(app.send(take(9, other), me()))
    await must(app.send({ type: 'CountTill', till }, me()))
    await must(app.send(take(4), me()))
    await must(app.settled)
    const explained = await must(app.explain(takingsView, till, amounts))
    expect(explained).toMatchObject({ view: 'takings', path: '/amount', figure: 7, touched: 3 })
    expect(explained.statement.map(({ before, after }) => [before, after])).toEqual([
      [0, 3],
      [3, 7],
    ])
    // Four events of tills, and what the books wrote down of three.
    expect(explained.looked).toBe(7)
    expect(explained.through).toBe((await must(app.status)).head)
    const stream = tillStream(till)
    expect(explained.witness?.events).toMatchObject([
      { stream, revision: 0 },
      { stream, revision: 2 },
    ])
  })

  test('is that of the same events in memory, for any takings', async () => {
    const taken = fc.tuple(fc.constantFrom(till, other), fc.nat(5))
    await fc.assert(
      fc.asyncProperty(fc.array(taken, { maxLength: 15 }), async (all) => {
        const app = await opened()
        for (const [of, amount] of all) await must(app.send(take(amount, of), me()))
        const { path, looked, through, ...found } = await must(
          app.explain(takings, till, { at: morning }),
        )
        const events = await must(app.history(tillStream(till)))
        const log = events.map((one) => ({ ...one, position: '' as Position }))
        const expected = explain(takings, [till], log as never)
        expect({ ...found, statement: found.statement.length }).toMatchObject({
          ...expected,
          statement: expected.statement.length,
          witness: { events: expected.witness?.events.map(({ id }) => ({ id })) },
        })
        await closeAll()
      }),
      { numRuns: 20 },
    )
  })

  test('is as of the moment that is asked about, and read for it', async () => {
    let now = morning
    const store = inMemoryEventStore({ clock: () => now })
    const app = await opened(store)
    await must(app.send(take(3), me()))
    now = noon
    await must(app.send(take(4), me()))
    const known = await must(app.explain(takingsView, till, { path: '/amount', knownAt: morning }))
    expect(known).toMatchObject({ figure: 3, touched: 1, looked: 1 })
    // From noon on a till shows nothing, and no event is needed for that.
    const shut = await must(app.explain(takingsView, till, { path: '/amount', soAt: noon }))
    expect(shut).toMatchObject({ figure: 0, touched: 2, statement: [], witness: { events: [] } })
    expect((await must(app.explain(takingsView, till, { path: '/amount' }))).figure).toBe(7)
  })

  test('reports how far it is, page after page', async () => {
    const store = inMemoryEventStore()
    for (let at = 0; at < 2500; at++) {
      const of = at % 500 === 0 ? till : other
      await must(store.append(tillStream(of), 'any', [oneTaken(of)]))
    }
    const app = await openShop(sharedStores(store).adapters, [tills])
    const reports: unknown[] = []
    const what = { ...amounts, onProgress: (progress: unknown) => void reports.push(progress) }
    const explained = await must(app.explain(takingsView, till, what))
    expect(explained).toMatchObject({ figure: 5, looked: 2500, touched: 5 })
    expect(reports).toEqual([
      { looked: 1000, touched: 2 },
      { looked: 2000, touched: 4 },
      { looked: 2500, touched: 5 },
    ])
  })

  test('of a long history leaves the search out where it was told to, and others work meanwhile', async () => {
    const app = await opened()
    for (let at = 0; at < 40; at++) await must(app.send(take(1), me()))
    const some = await must(app.explain(takingsView, till, { ...amounts, mostToSearch: 39 }))
    expect(some.witness).toBeUndefined()
    expect(some.statement).toHaveLength(40)
    const all = await must(app.explain(takingsView, till, amounts))
    expect(all.witness).toMatchObject({ tried: 'every-event', isNamed: false })
    expect(all.witness?.events).toHaveLength(40)
  })
})

describe('a figure over several records', () => {
  const joined = view<string, Takings, MoneyTaken, LogEvent<MoneyTaken>>(
    {
      ...takings,
      name: 'joined',
      types: ['MoneyTaken'],
      combine: (members) => ({
        amount: members.reduce((sum, { amount }) => sum + amount, 0),
        count: members.reduce((sum, { count }) => sum + count, 0),
      }),
    } as Projection<string, Takings, MoneyTaken>,
    { codec: takingsCodec, columns: {} },
  )

  test('is explained by the events of all of them', async () => {
    const app = await opened()
    await must(app.send(take(3), me()))
    await must(app.send(take(4, other), me()))
    const both = await must(app.explain(joined, till, { ...amounts, together: [other, till] }))
    expect(both).toMatchObject({ figure: 7, keys: [till, other], touched: 2 })
    expect(both.witness?.events.map(({ stream }) => stream)).toEqual([
      tillStream(till),
      tillStream(other),
    ])
  })

  test('is refused where views do not combine', async () => {
    const app = await opened()
    const refused = await mustFail(app.explain(takingsView, till, { together: [other] }))
    expect(refused).toEqual({ _tag: 'NotCombinable', view: 'takings' })
  })
})

describe('an explanation', () => {
  test('has the causes that a view names', async () => {
    const app = await opened()
    await must(app.send(take(3), me()))
    const [event] = await must(app.history(tillStream(till)))
    const because = (): Because => ({ _tag: 'NotSo', events: [event?.id ?? ''], unmet: ['more'] })
    const refusing = { ...takings, because }
    const { whyNot, witness } = await must(app.explain(refusing, till, amounts))
    expect(whyNot).toMatchObject({ forbiddenBy: [{ id: event?.id }], unmet: ['more'] })
    expect(witness?.isNamed).toBe(true)
  })

  test('fails with the event that cannot be read, and says when the projection cannot say', async () => {
    const store = inMemoryEventStore()
    const app = await opened(store)
    await must(app.send(take(3), me()))
    const noRead: Projection<string, Takings, MoneyTaken> = {
      name: 'plain',
      version: 1,
      types: ['MoneyTaken'],
      parts: (recorded) => [[recorded.event.till, recorded]],
      initial: () => ({ amount: 0, count: 0 }),
      evolve: (before) => before,
    }
    const unsaid = await mustFail(app.explain(noRead, till, { soAt: instantOf(0) }))
    expect(unsaid).toEqual({ _tag: 'NoOccurredReading', view: 'plain' })
    await appendDamaged(store, till)
    const unreadable = await mustFail(app.explain(takingsView, till))
    expect(unreadable).toMatchObject({ _tag: 'UnreadableEvent', revision: 1 })
  })

  test.each([
    ['/amuont', 'nothing there'],
    ['/amount/of', 'nothing there'],
    ['amount', 'text of 6 characters'],
  ])(
    'of the path %s, where nothing ever stood, is refused: it may be mistyped',
    async (path, found) => {
      const app = await opened()
      await must(app.send(take(7), me()))
      expect(await mustFail(app.explain(takingsView, till, { path }))).toMatchObject({
        _tag: 'InvalidQuery',
        problems: [{ path: '/path', found }],
      })
    },
  )

  test('of what nothing has happened to is empty', async () => {
    const app = await opened()
    expect(await must(app.explain(takingsView, till, amounts))).toMatchObject({
      figure: 0,
      looked: 0,
      touched: 0,
      through: beforeFirst,
      statement: [],
      witness: { events: [] },
    })
  })
})
