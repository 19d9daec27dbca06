// The directory of people, in a whole shop.
import { newId } from '@patina/eventsourcing'
import { orThrow } from '@patina/patina'
import type { DirectoryKind } from '@patina/privacy'
import { describe, expect, test } from 'vitest'
import { by, decisionOf, type Ground, newGround, openShop, sideOf, visit } from './shop.js'
import { asking, mobile } from './visitors.js'

const directory = {
  kinds: [
    {
      kind: mobile,
      texts: (value) => [String(value)],
      parts: (query) => [query],
    },
  ] satisfies ReadonlyArray<DirectoryKind>,
}

const found = async (shop: Awaited<ReturnType<typeof openShop>>, query: string) => {
  const side = sideOf(shop)
  if (side.directory === undefined) throw new Error('opened without a directory')
  const { people } = await orThrow(side.directory.search(asking, query))
  return people.map(({ subject }) => subject).sort()
}

const receipts = async ({ store }: Ground) => {
  const { events } = await orThrow(store.readAll('' as never, 10_000))
  return events
    .filter(({ type }) => type === 'DerivedDataPurged')
    .map(({ data }) => JSON.parse(data) as { readonly place: string; readonly count: number })
}

describe('the directory of a shop', () => {
  test('drops who is erased before the erasure says that it is done, and has a receipt for it [R12]', async () => {
    const ground = await newGround()
    const shop = await openShop(ground, { directory })
    const [gone, stays] = [newId(), newId()]
    for (const id of [gone, stays]) await visit(shop, id, { name: 'Visitor', mobile: '51000000' })
    expect(await found(shop, '5100')).toEqual([gone, stays].sort())
    await orThrow(shop.send(decisionOf(gone), by()))
    expect(await orThrow(sideOf(shop).erasures.resume)).toEqual([])
    expect((await receipts(ground)).map(({ place }) => place)).toContain('directory')
    expect(await found(shop, '5100')).toEqual([stays])
    await shop.close()
  })

  test('hears of an erasure that another process has begun before it answers again', async () => {
    const ground = await newGround()
    const [one, other] = [await openShop(ground, { directory }), await openShop(ground)]
    const visitorId = newId()
    await visit(one, visitorId, { name: 'Visitor', mobile: '51000000' })
    expect(await found(one, '5100')).toEqual([visitorId])
    await orThrow(other.send(decisionOf(visitorId), by()))
    await orThrow(sideOf(other).erasures.resume)
    expect(await found(one, '5100')).toEqual([])
    await one.close()
    await other.close()
  })
})
