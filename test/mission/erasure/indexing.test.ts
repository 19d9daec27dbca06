// The index of people, filled from the log.
import { newId } from '@patina/eventsourcing'
import { orThrow } from '@patina/patina'
import { describe, expect, test } from 'vitest'
import {
  by,
  decisionOf,
  type Ground,
  newGround,
  openShop,
  type Shop,
  sideOf,
  visit,
} from './shop.js'

const spellings = ['+85251000000', '5100 0000', '５１００００００', '00852 5100-0000']

interface Opened {
  readonly purpose: string
  readonly actor: string
  readonly subjects: ReadonlyArray<string>
  readonly kinds: ReadonlyArray<string>
}

// What the indexer has opened, by the entries of the access log.
const openings = async ({ store }: Ground): Promise<ReadonlyArray<Opened>> => {
  const { events } = await orThrow(store.readAll('' as never, 10_000))
  return events
    .filter(({ type }) => type === 'PersonalDataAccessed')
    .map(({ data }) => JSON.parse(data) as Opened)
    .filter(({ purpose }) => purpose === 'index')
}

const find = (shop: Shop, mobile: string) => orThrow(sideOf(shop).find('mobile', mobile))

const erase = async (shop: Shop, visitorId: string): Promise<void> => {
  await orThrow(shop.send(decisionOf(visitorId), by()))
  expect(await orThrow(sideOf(shop).erasures.resume)).toEqual([])
}

describe('the index of people', () => {
  test('finds everybody who has a number, in whatever spelling, and nobody who is erased [R12]', async () => {
    const ground = await newGround()
    const shop = await openShop(ground)
    const people = [newId(), newId(), newId(), newId()].sort()
    for (const [n, id] of people.entries()) {
      await visit(shop, id, { name: 'Visitor', mobile: spellings[n] as string })
    }
    await visit(shop, newId(), { name: 'Visitor', mobile: '+85252000000' })
    for (const spelling of spellings) expect(await find(shop, spelling)).toEqual(people)
    const [gone = '', ...left] = people
    await erase(shop, gone)
    expect(await find(shop, '51000000')).toEqual(left)
    expect(await find(shop, 'no number')).toEqual([])
    expect(await sideOf(shop).find('visitorName', 'Visitor')()).toMatchObject({
      left: { _tag: 'NotIndexed', kind: 'visitorName' },
    })
    await shop.close()
  })

  test('names in the access log whom it opened, at most 500 of them in one entry [R16]', async () => {
    const ground = await newGround()
    const shop = await openShop(ground)
    const people = Array.from({ length: 520 }, () => newId())
    for (const id of people) await visit(shop, id, { name: 'Visitor', mobile: '51000000' })
    expect(await orThrow(sideOf(shop).indexed)).toMatchObject({ added: 520, failed: 0 })
    const opened = await openings(ground)
    expect(opened.map(({ subjects }) => subjects.length)).toEqual([500, 20])
    expect(opened.flatMap(({ subjects }) => subjects)).toEqual(people)
    expect(opened[0]).toMatchObject({ actor: 'indexer', kinds: ['mobile'] })
    await shop.close()
  })

  test('goes on where it stopped: in another process it opens only what is new', async () => {
    const ground = await newGround()
    const shop = await openShop(ground)
    const [first, second] = [newId(), newId()]
    await visit(shop, first, { name: 'Visitor', mobile: '51000000' })
    await orThrow(sideOf(shop).indexed)
    await shop.close()
    const again = await openShop(ground)
    await visit(again, second, { name: 'Visitor', mobile: '51000000' })
    expect(await find(again, '51000000')).toEqual([first, second].sort())
    expect((await openings(ground)).map(({ subjects }) => subjects)).toEqual([[first], [second]])
    await again.close()
  })

  test('that was interrupted before it could save does its page again, and adds nothing twice', async () => {
    const ground = await newGround()
    let isBroken = true
    const shop = await openShop({
      ...ground,
      rows: {
        ...ground.rows,
        index:
          (...of) =>
          async () => {
            const written = await ground.rows.index(...of)()
            return isBroken
              ? { _tag: 'Left', left: { _tag: 'VaultUnavailable', reason: 'x' } }
              : written
          },
      },
    })
    const visitorId = newId()
    await visit(shop, visitorId, { name: 'Visitor', mobile: '51000000' })
    expect(await sideOf(shop).indexed()).toMatchObject({ left: { _tag: 'VaultUnavailable' } })
    isBroken = false
    expect(await find(shop, '51000000')).toEqual([visitorId])
    await shop.close()
  })

  test('opens nobody who was erased before it came there', async () => {
    const ground = await newGround()
    const shop = await openShop(ground)
    const visitorId = newId()
    await visit(shop, visitorId, { name: 'Visitor', mobile: '51000000' })
    await erase(shop, visitorId)
    expect(await orThrow(sideOf(shop).indexed)).toMatchObject({ added: 0, erased: 1, failed: 0 })
    expect(await openings(ground)).toEqual([])
    await shop.close()
  })

  test('forgets a number that an event takes away, also one that came in the same page', async () => {
    const ground = await newGround()
    const [visitorId, other] = [newId(), newId()]
    let visits = 0
    const shop = await openShop(ground, {
      indexed: {
        // Each visit of the first one takes away the numbers of the visits before.
        forgets: ({ event }) =>
          event.type === 'VisitNoted' && 'visitorId' in event && event.visitorId === visitorId
            ? [{ subject: visitorId, class: 'contact', scope: visitorId }]
            : [],
      },
    })
    for (const mobile of ['51000000', '52000000', '53000000']) {
      await visit(shop, visitorId, { name: 'Visitor', mobile })
      await visit(shop, other, { name: 'Visitor', mobile })
      if (++visits === 1) await orThrow(sideOf(shop).indexed)
    }
    expect(await find(shop, '51000000')).toEqual([other])
    expect(await find(shop, '52000000')).toEqual([other])
    expect(await find(shop, '53000000')).toEqual([visitorId, other].sort())
    await shop.close()
  })
})
