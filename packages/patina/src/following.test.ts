import { inMemory, newId, type Position } from '@patina/eventsourcing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, test } from 'vitest'
import {
  appendDamaged,
  closeAll,
  inTime,
  me,
  must,
  openShop,
  sharedStores,
  shop,
  type TillCommand,
  tillStream,
  tills,
  turns,
  typesOf,
} from './arbitraries.js'
import type { Delivered } from './index.js'

afterEach(closeAll)

const till = newId()
const take = (amount: number): TillCommand => ({ type: 'TakeMoney', till, amount })
const count: TillCommand = { type: 'CountTill', till }

type Iterated = AsyncIterator<E.Either<unknown, Delivered>>

const iterate = (all: AsyncIterable<E.Either<unknown, Delivered>>): Iterated =>
  all[Symbol.asyncIterator]()

const nextOf = async (followed: Iterated): Promise<Delivered> => {
  const result = await inTime(followed.next())
  if (result === 'still waiting' || result.done === true) throw new Error('nothing came')
  if (E.isLeft(result.value)) throw new Error(`unexpected ${JSON.stringify(result.value.left)}`)
  return result.value.right
}

describe('following the log', () => {
  test('brings what is there and then what comes', async () => {
    const app = await openShop(inMemory(), [tills])
    await must(app.send(take(1), me()))
    await must(app.send(count, me()))
    const followed = iterate(app.subscribe())
    expect(typesOf((await nextOf(followed)).events)).toEqual(['MoneyTaken', 'TillCounted'])
    const coming = nextOf(followed)
    await turns()
    await must(app.send(take(2), me()))
    expect((await coming).events).toMatchObject([
      { event: { type: 'MoneyTaken', amount: 2 }, revision: 2, stream: tillStream(till) },
    ])
    await followed.return?.()
  })

  test('brings only the types that were asked for', async () => {
    const app = await openShop(inMemory(), [tills])
    for (const command of [take(1), count, take(2)]) await must(app.send(command, me()))
    const followed = iterate(app.subscribe({ types: ['TillCounted'] }))
    expect(typesOf((await nextOf(followed)).events)).toEqual(['TillCounted'])
    const coming = nextOf(followed)
    await must(app.send(take(3), me()))
    await turns()
    await must(app.send(count, me()))
    expect(typesOf((await coming).events)).toEqual(['TillCounted'])
    await followed.return?.()
  })

  test('passes over events of capabilities that the application does not have', async () => {
    const shared = sharedStores()
    const whole = await openShop(shared.adapters, shop)
    await must(whole.send(take(1), me()))
    await must(whole.settled)
    await must(whole.send(count, me()))
    const partial = await openShop(shared.adapters, [tills])
    const followed = iterate(partial.subscribe())
    const seen: string[] = []
    while (seen.length < 2) seen.push(...typesOf((await nextOf(followed)).events))
    expect(seen).toEqual(['MoneyTaken', 'TillCounted'])
    await followed.return?.()
  })

  test('goes on from any position that was given: nothing is lost, nothing comes twice', async () => {
    const anyStops = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(anyStops, fc.boolean(), async (stops, onlySome) => {
        const shared = sharedStores()
        const app = await openShop(shared.adapters, [tills])
        const types = onlySome ? { types: ['TillCounted'] as const } : {}
        let after: Position | undefined
        const seen: number[] = []
        const wanted: number[] = []
        let revision = 0
        for (const stop of stops) {
          for (let i = 0; i < stop; i++) {
            const command = (revision + stop) % 2 === 0 ? take(1) : count
            await must(app.send(command, me()))
            if (!onlySome || command.type === 'CountTill') wanted.push(revision)
            revision++
          }
          const followed = iterate(app.subscribe(after === undefined ? types : { ...types, after }))
          while (seen.length < wanted.length) {
            const { events, position } = await nextOf(followed)
            seen.push(...events.map((one) => one.revision))
            expect(position).toBe(events.at(-1)?.position)
            after = position
          }
          await followed.return?.()
        }
        expect(seen).toEqual(wanted)
        await closeAll()
      }),
      { numRuns: 25 },
    )
  })

  test('brings an event that cannot be read as such, and those around it in their places', async () => {
    const shared = sharedStores()
    const app = await openShop(shared.adapters, [tills])
    await must(app.send(take(1), me()))
    await appendDamaged(shared.store, newId())
    await must(app.send(take(2), me()))
    const followed = iterate(app.subscribe())
    const first = await followed.next()
    const second = await followed.next()
    const third = await followed.next()
    expect(first.value).toMatchObject({ right: { events: [{ event: { amount: 1 } }] } })
    expect(second.value).toMatchObject({
      left: { _tag: 'UnreadableEvent', revision: 0, eventType: 'MoneyTaken' },
    })
    expect(JSON.stringify(second.value)).not.toContain('secret')
    expect(third.value).toMatchObject({ right: { events: [{ event: { amount: 2 } }] } })
    await followed.return?.()
  })

  test('answers in turn who asks several times at once', async () => {
    const shared = sharedStores()
    const app = await openShop(shared.adapters, [tills])
    await must(app.send(take(1), me()))
    await appendDamaged(shared.store, newId())
    await must(app.send(take(2), me()))
    const followed = iterate(app.subscribe())
    const ask = () => followed.next()
    const [first, second, third, fourth, last] = [ask(), ask(), ask(), ask(), ask()]
    const told = await Promise.all([first, second, third])
    expect(told.map(({ value }) => value)).toMatchObject([
      { right: { events: [{ event: { amount: 1 } }] } },
      { left: { _tag: 'UnreadableEvent' } },
      { right: { events: [{ event: { amount: 2 } }] } },
    ])
    await must(app.send(take(3), me()))
    expect(await inTime(fourth)).toMatchObject({
      value: { right: { events: [{ event: { amount: 3 } }] } },
    })
    await followed.return?.()
    expect(await last).toEqual({ done: true, value: undefined })
  })

  test('ends when it is left while it waits', async () => {
    const app = await openShop(inMemory(), [tills])
    const followed = iterate(app.subscribe())
    const waiting = followed.next()
    await turns()
    await followed.return?.()
    expect(await inTime(waiting)).toEqual({ done: true, value: undefined })
  })

  test('ends when it is left in the middle of what was brought', async () => {
    const shared = sharedStores()
    const app = await openShop(shared.adapters, [tills])
    await must(app.send(take(1), me()))
    await appendDamaged(shared.store, newId())
    await must(app.send(take(2), me()))
    const followed = iterate(app.subscribe())
    await nextOf(followed)
    await followed.return?.()
    expect(await inTime(followed.next())).toEqual({ done: true, value: undefined })
  })

  test('can be left by a loop, and begun again from the start', async () => {
    const app = await openShop(inMemory(), [tills])
    await must(app.send(take(1), me()))
    const all = app.subscribe()
    for (let i = 0; i < 2; i++) {
      for await (const delivered of all) {
        expect(delivered).toMatchObject({ right: { events: [{ revision: 0 }] } })
        break
      }
    }
  })
})
