// A sweep over tills: each that is not empty is counted, until a round brings nothing new.
import { inMemory, inMemoryViewStore, newId, sweep, type ViewStore } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, test } from 'vitest'
import {
  closeAll,
  me,
  must,
  openShop,
  sharedStores,
  shop,
  type TillCommand,
  takingsView,
  tillStream,
  tills,
} from './arbitraries.js'

afterEach(closeAll)

const take = (till: string, amount: number): TillCommand => ({ type: 'TakeMoney', till, amount })

// Fills every till up to so much, a coin at a time.
const filling = sweep(
  'filling',
  takingsView,
  { view: takingsView, key: 'none' },
  (till, { amount }, _, upTo: number) => (amount < upTo ? [take(till, 1)] : []),
)
const context = { actor: 'night-watch' }

describe('a sweep', () => {
  test('goes over all rows, page by page and round by round, until nothing follows', async () => {
    const app = await openShop(inMemory(), [tills])
    const all = Array.from({ length: 3 }, () => newId())
    for (const [n, till] of all.entries()) await must(app.send(take(till, n + 1), me()))
    const swept = await must(app.sweep(filling, 3, context))
    // Three rounds, of which the last changes nothing.
    expect(swept).toEqual({ looked: 9, changed: 3, refused: [], isSettled: true })
    for (const till of all) {
      expect(await must(app.read(takingsView, till))).toMatchObject({ amount: 3 })
    }
  })

  test('names what was refused, and goes on with the others', async () => {
    const app = await openShop(inMemory(), [tills])
    const [full, other] = [newId(), newId()]
    await must(app.send(take(full, 100), me()))
    await must(app.send(take(other, 100 - 1), me()))
    const swept = await must(app.sweep(filling, 101, context))
    expect(swept.changed).toBe(1)
    expect(swept.refused.map(({ key }) => key).sort()).toEqual([full, other].sort())
    expect(swept.refused).toContainEqual({
      key: full,
      command: 'TakeMoney',
      error: { _tag: 'TillFull', room: 0 },
    })
    expect(await must(app.history(tillStream(other)))).toHaveLength(2)
  })

  test('stops after ten rounds, and says that more would follow', async () => {
    const app = await openShop(inMemory(), [tills])
    await must(app.send(take(newId(), 1), me()))
    const swept = await must(app.sweep(filling, 50, context))
    expect(swept).toEqual({ looked: 10, changed: 10, refused: [], isSettled: false })
  })

  test('says that its rows cannot be read, instead of having found none', async () => {
    const raw = inMemoryViewStore()
    let isDown = false
    const down = { _tag: 'StoreUnavailable', reason: 'down', outcome: 'not-written' } as const
    const views: ViewStore = {
      ...raw,
      list: (table, query) => async () => (isDown ? E.left(down) : raw.list(table, query)()),
    }
    const app = await openShop(sharedStores(undefined, views).adapters, shop)
    await must(app.send(take(newId(), 1), me()))
    await must(app.settled)
    isDown = true
    expect(await app.sweep(filling, 3, context)()).toEqual(E.left(down))
  })
})
