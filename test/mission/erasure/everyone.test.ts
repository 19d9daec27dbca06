import { leafOf, newId } from '@patina/eventsourcing'
import { orThrow } from '@patina/patina'
import { expect, test } from 'vitest'
import { by, decisionOf, type Ground, newGround, openShop, seen, sideOf, visit } from './shop.js'
import { visitorsView } from './visitors.js'

const visitsIn = async ({ store }: Ground) => {
  const { events } = await orThrow(store.readAll('' as never, 10_000))
  return events.filter(({ type }) => type === 'VisitNoted')
}

const leaves = async (ground: Ground): Promise<ReadonlyArray<string>> =>
  (await visitsIn(ground)).map((event) =>
    Buffer.from(leafOf(ground.store.logId, event)).toString('hex'),
  )

// The view as it is stored, sealed values and all.
const rowsOf = async ({ views }: Ground): Promise<ReadonlyArray<string>> => {
  const tables = await orThrow(views.tables)
  const table = tables.find(({ name, isServed }) => name === 'visitors' && isServed)
  if (table === undefined) throw new Error('no such view')
  return (await orThrow(views.list(table, { limit: 1000 }))).map(
    ({ key, view }) => `${key} ${view}`,
  )
}

test('when everybody is erased, the log is replayed to the same balances, over the same bytes [R5] [R11]', async () => {
  const ground = await newGround()
  const shop = await openShop(ground)
  const people = Array.from({ length: 25 }, () => newId())
  for (const [n, id] of people.entries()) {
    for (let visits = 0; visits <= n % 3; visits++) {
      await visit(shop, id, { name: `Visitor ${n} 2f6d`, mobile: '+85200000000' })
    }
  }
  await orThrow(shop.settled)
  const hashes = await leaves(ground)
  const figures = await rowsOf(ground)
  const balances = new Map<string, number | undefined>()
  for (const id of people) balances.set(id, (await orThrow(shop.read(visitorsView, id)))?.points)
  expect(new Set(balances.values())).toEqual(new Set([10, 20, 30]))

  for (const id of people) {
    const sent = shop.send(
      {
        type: 'StartRetention',
        customerId: id,
        class: 'transaction',
        since: '2010-01-01',
      } as never,
      by(),
    )
    await orThrow(sent)
    const classes = ['identity', 'contact', 'transaction'] as const
    await orThrow(shop.send(decisionOf(id, { classes }), by()))
  }
  expect(await orThrow(sideOf(shop).erasures.resume)).toEqual([])
  await orThrow(shop.settled)
  expect(await rowsOf(ground)).toEqual(figures)
  await orThrow(shop.rebuild())
  const erased = { name: 'Erased', mobile: 'Erased', buyer: 'Erased' }
  for (const id of people) {
    expect((await orThrow(shop.read(visitorsView, id)))?.points).toBe(balances.get(id))
    expect(await seen(shop, id)).toEqual(erased)
  }
  expect(await leaves(ground)).toEqual(hashes)
  expect(await rowsOf(ground)).toEqual(figures)
  await shop.close()
})
