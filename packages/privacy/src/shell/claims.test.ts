import {
  type Clock,
  type EventReaders,
  type EventStore,
  handle,
  inMemoryEventStore,
  instantOf,
  newId,
  type Tagged,
} from '@patina/eventsourcing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { access } from '../access/capability.js'
import {
  guests,
  handlersOn,
  newHouse,
  newKek,
  phone,
  registerGuest,
  right,
} from '../arbitraries.js'
import type { IndexedKind } from '../directory-kind.js'
import { fence, fenceStream } from '../fence/capability.js'
import { inPlace } from '../place.js'
import {
  claiming,
  indexer,
  inMemoryVaultRows,
  opener,
  openVault,
  personIndex,
  sealing,
  type VaultRows,
} from './index.js'

const readers = Object.fromEntries(
  [guests, fence, access].flatMap(({ events }) =>
    Object.entries(events).map(([type, codec]) => [type, inPlace(codec)]),
  ),
) as unknown as EventReaders<Tagged>

const digits = (text: string): string => text.replace(/[^0-9]/g, '')
const kinds: ReadonlyArray<IndexedKind> = [{ kind: phone, normal: digits, isUnique: true }]
const start = Date.UTC(2026, 0, 1)

interface Ground {
  readonly store: EventStore
  readonly rows: VaultRows
  readonly kek: Awaited<ReturnType<typeof newKek>>
}
const newGround = async (): Promise<Ground> => ({
  store: inMemoryEventStore(),
  rows: inMemoryVaultRows(),
  kek: await newKek(),
})

// One process: its own vault, index and claims, on stores that it shares.
const newDesk = async (ground: Ground, clock: Clock, seen: EventStore = ground.store) => {
  const vault = await right(openVault({ rows: ground.rows, kek: ground.kek })(ground.store))
  const index = personIndex(vault)
  const record: Parameters<typeof opener>[0]['record'] = (command, context) =>
    handlersOn(ground.store, vault).access(access.streamOf(command), command, context)
  const asking = { purpose: 'index', actor: 'indexer', role: 'indexer' }
  const purpose = { name: 'index', kinds: ['phone'], roles: ['indexer'], basis: 'index' }
  const indexed = indexer({
    store: ground.store,
    readers,
    vault,
    index,
    opener: opener({ vault, store: ground.store, record, purposes: [purpose] }),
    asking,
    kinds,
    // A guest who leaves a new number has given the old one up.
    forgets: ({ event }) => {
      const { type, guestId, phoneId } = event as { type: string; guestId: string; phoneId: string }
      return type === 'GuestRegistered' && phoneId.startsWith('1')
        ? [{ subject: guestId, class: 'contact', scope: `0${phoneId.slice(1)}` }]
        : []
    },
  })
  const claims = claiming({ store: ground.store, vault, index, kinds, indexed, clock })
  const seal = sealing(vault, claims.before)
  const carryOut = handle({ store: seen, clock, random: () => 0, seal })(
    guests.decider,
    guests.events,
  )
  return {
    vault,
    index,
    claims,
    indexed,
    register: async (guestId: string, number: string, phoneId: string = newId()) => {
      const command = registerGuest({ guestId, phoneId, name: 'Guest', phone: number })
      const commandId = newId()
      const sent = await carryOut(guests.streamOf(command), command, { commandId, actor: 'desk' })()
      await claims.settle(commandId, sent)
      return sent
    },
  }
}

const guestId = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const taken = E.left({
  _tag: 'NumberTaken',
  kind: 'phone',
  eventType: 'GuestRegistered',
  path: '/contact/phone',
})
// The same person elsewhere, with a new number: the old one is given up.
const moveTo = async (
  ground: Ground,
  desk: Awaited<ReturnType<typeof newDesk>>,
  clock: Clock,
  number: string,
  id: string,
): Promise<void> => {
  const moved = registerGuest({
    guestId: guestId(1),
    phoneId: `1${id}`,
    name: 'Guest',
    phone: number,
  })
  const seal = sealing(desk.vault, desk.claims.before)
  const change = handle({ store: ground.store, clock, random: () => 0, seal })(
    { ...guests.decider, initial: false, evolve: () => false },
    guests.events,
  )
  const commandId = newId()
  const changed = await change(guests.streamOf(moved), moved, { commandId, actor: 'desk' })()
  await desk.claims.settle(commandId, changed)
}

const registered = async ({ store }: Ground): Promise<number> => {
  const { events } = await right(store.readAll('' as never, 10_000))
  return events.filter(({ type }) => type === 'GuestRegistered').length
}

// A process whose reads and appends begin and answer when the scheduler lets them.
const slowStore = (store: EventStore, scheduler: fc.Scheduler, desk: string): EventStore => ({
  ...store,
  append: (stream, expected, events) => async () => {
    await scheduler.schedule(Promise.resolve(), `${desk} begins to append`)
    const written = await store.append(stream, expected, events)()
    await scheduler.schedule(Promise.resolve(), `${desk} hears of its append`)
    return written
  },
})

// A process that stops for good: its append never begins, or is never heard of.
const stopping = (store: EventStore, isAfter: boolean): EventStore => ({
  ...store,
  append: (stream, expected, events) => async () => {
    if (isAfter) await store.append(stream, expected, events)()
    return new Promise(() => undefined)
  },
})

describe('a number that nobody may have twice', () => {
  test('goes to one of all who claim it, in whatever order they come to it [K4] [K5]', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.integer({ min: 2, max: 4 }),
        async (scheduler, racers) => {
          const ground = await newGround()
          const slow: Ground = {
            ...ground,
            rows: {
              ...ground.rows,
              claim: (row) => async () => {
                await scheduler.schedule(Promise.resolve(), 'claim')
                return ground.rows.claim(row)()
              },
              confirm: (rows) => async () => {
                await scheduler.schedule(Promise.resolve(), 'confirm')
                return ground.rows.confirm(rows)()
              },
              release: (ids) => async () => {
                await scheduler.schedule(Promise.resolve(), 'release')
                return ground.rows.release(ids)()
              },
            },
          }
          const clock = () => instantOf(start)
          const desks = await Promise.all(
            Array.from({ length: racers }, (_, n) =>
              newDesk(slow, clock, slowStore(ground.store, scheduler, `desk ${n}`)),
            ),
          )
          const results = await scheduler.waitFor(
            Promise.all(desks.map((desk, n) => desk.register(guestId(n), '5100 0000'))),
          )
          expect(results.filter(E.isRight)).toHaveLength(1)
          expect(results.filter(E.isLeft)).toEqual(Array.from({ length: racers - 1 }, () => taken))
          expect(await registered(ground)).toBe(1)
          const winner = results.findIndex(E.isRight)
          const late = await newDesk(ground, clock)
          expect(await right(late.index.lookup('phone', '51000000'))).toEqual([guestId(winner)])
        },
      ),
      { numRuns: 40 },
    )
  })

  test('goes to everybody who claims it where nothing is claimed: the control of the race', async () => {
    const ground = await newGround()
    const vault = await right(openVault({ rows: ground.rows, kek: ground.kek })(ground.store))
    const handlers = handlersOn(ground.store, vault)
    for (const n of [1, 2]) {
      const command = registerGuest({
        guestId: guestId(n),
        phoneId: newId(),
        name: 'Guest',
        phone: '51000000',
      })
      await right(
        handlers.guests(guests.streamOf(command), command, { commandId: newId(), actor: 'desk' }),
      )
    }
    expect(await registered(ground)).toBe(2)
  })

  test('is free again five minutes after a process has ended before it could append [K5]', async () => {
    let now = start
    const clock = () => instantOf(now)
    const ground = await newGround()
    const crashed = await newDesk(ground, clock, stopping(ground.store, false))
    void crashed.register(guestId(1), '51000000')
    await new Promise((resolve) => setTimeout(resolve, 20))
    const other = await newDesk(ground, clock)
    now += 300_000
    expect(await other.register(guestId(2), '5100-0000')).toEqual(taken)
    now += 1
    expect(await other.register(guestId(2), '5100-0000')).toMatchObject({ _tag: 'Right' })
    expect(await registered(ground)).toBe(1)
  })

  test('stays whose it is where a process has ended after its append [K5]', async () => {
    let now = start
    const clock = () => instantOf(now)
    const ground = await newGround()
    const crashed = await newDesk(ground, clock, stopping(ground.store, true))
    void crashed.register(guestId(1), '51000000')
    await new Promise((resolve) => setTimeout(resolve, 20))
    const other = await newDesk(ground, clock)
    now += 300_001
    expect(await right(other.claims.sweep)).toEqual({ confirmed: 1, released: 0 })
    expect(await right(other.index.lookup('phone', '51000000'))).toEqual([guestId(1)])
    expect(await other.register(guestId(2), '51000000')).toEqual(taken)
    expect(await right(other.claims.sweep)).toEqual({ confirmed: 0, released: 0 })
  })

  test('is given up with a change, and then somebody else gets it [K5]', async () => {
    const clock = () => instantOf(start)
    const ground = await newGround()
    const desk = await newDesk(ground, clock)
    const id = '0000000-0000-4000-8000-00000000000a'
    expect(await desk.register(guestId(1), '51000000', `0${id}`)).toMatchObject({ _tag: 'Right' })
    expect(await desk.register(guestId(2), '51000000')).toEqual(taken)
    await moveTo(ground, desk, clock, '52000000', id)
    expect(await desk.register(guestId(2), '51000000')).toMatchObject({ _tag: 'Right' })
    expect(await desk.register(guestId(3), '52000000')).toEqual(taken)
  })

  test('stays given up where the process that had claimed it has ended after its append [K5]', async () => {
    let now = start
    const clock = () => instantOf(now)
    const ground = await newGround()
    const id = '0000000-0000-4000-8000-00000000000a'
    const crashed = await newDesk(ground, clock, stopping(ground.store, true))
    void crashed.register(guestId(1), '51000000', `0${id}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
    const other = await newDesk(ground, clock)
    await moveTo(ground, other, clock, '52000000', id)
    now += 300_001
    expect(await right(other.claims.sweep)).toEqual({ confirmed: 1, released: 0 })
    expect(await right(other.index.lookup('phone', '51000000'))).toEqual([])
    expect(await other.register(guestId(2), '51000000')).toMatchObject({ _tag: 'Right' })
    expect(await right(other.index.lookup('phone', '51000000'))).toEqual([guestId(2)])
  })

  test('is known to an old vault that was put back, by the log', async () => {
    const clock = () => instantOf(start)
    const ground = await newGround()
    const before = await newDesk(ground, clock)
    await before.register(guestId(1), '51000000')
    // A vault with the keys and without the index, as one from before would be.
    const old: Ground = {
      ...ground,
      rows: { ...ground.rows, indexedThrough: inMemoryVaultRows().indexedThrough },
    }
    await right(ground.rows.purge([guestId(1)]))
    const after = await newDesk(old, clock)
    expect(await after.register(guestId(2), '51000000')).toEqual(taken)
  })

  test('is released at once when the command is refused, or the log could not take it', async () => {
    const clock = () => instantOf(start)
    const ground = await newGround()
    const refusing: EventStore = {
      ...ground.store,
      append: () => async () =>
        E.left({ _tag: 'StoreUnavailable', reason: 'full', outcome: 'not-written' }),
    }
    const unlucky = await newDesk(ground, clock, refusing)
    expect(await unlucky.register(guestId(1), '51000000')).toMatchObject({
      left: { _tag: 'StoreUnavailable' },
    })
    const other = await newDesk(ground, clock)
    expect(await other.register(guestId(2), '51000000')).toMatchObject({ _tag: 'Right' })
  })

  test('is kept while nobody knows whether the log took it', async () => {
    let now = start
    const clock = () => instantOf(now)
    const ground = await newGround()
    const losing: EventStore = {
      ...ground.store,
      append:
        (...of) =>
        async () => {
          await ground.store.append(...of)()
          return E.left({ _tag: 'StoreUnavailable', reason: 'timeout', outcome: 'unknown' })
        },
    }
    const unlucky = await newDesk(ground, clock, losing)
    expect(await unlucky.register(guestId(1), '51000000')).toMatchObject({ _tag: 'Left' })
    const other = await newDesk(ground, clock)
    expect(await other.register(guestId(2), '51000000')).toEqual(taken)
    now += 300_001
    expect(await other.register(guestId(2), '51000000')).toEqual(taken)
  })

  test('cannot be claimed where the index cannot be read, and nothing is appended', async () => {
    const house = await newHouse()
    const index = personIndex(house.vault)
    const claims = claiming({
      store: house.store,
      vault: house.vault,
      index,
      kinds,
      indexed: async () => E.left({ _tag: 'UnreadableEvent' }),
      clock: () => instantOf(start),
    })
    const seal = sealing(house.vault, claims.before)
    const carryOut = handle({
      store: house.store,
      clock: () => instantOf(start),
      random: () => 0,
      seal,
    })(guests.decider, guests.events)
    const command = registerGuest({
      guestId: guestId(1),
      phoneId: newId(),
      name: 'Guest',
      phone: '51000000',
    })
    const context = { commandId: newId(), actor: 'desk' }
    expect(await carryOut(guests.streamOf(command), command, context)()).toEqual(
      E.left({ _tag: 'ClaimUnavailable', reason: 'UnreadableEvent' }),
    )
    const { events } = await right(house.store.readStream(fenceStream(house.store.logId), -1, 10))
    expect(events).toEqual([])
  })
})
