import { type EventReaders, inMemoryEventStore, newId, type Tagged } from '@patina/eventsourcing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import { access } from '../access/capability.js'
import {
  guestName,
  guests,
  handlersOn,
  left,
  newHouse,
  newKek,
  phone,
  right,
} from '../arbitraries.js'
import type { DirectoryKind } from '../directory-kind.js'
import { fence } from '../fence/capability.js'
import { inPlace } from '../place.js'
import { directory, inMemoryVaultRows, opener } from './index.js'

const readers = Object.fromEntries(
  [guests, fence, access].flatMap(({ events }) =>
    Object.entries(events).map(([type, codec]) => [type, inPlace(codec)]),
  ),
) as unknown as EventReaders<Tagged>

const digits = (text: string): string => text.replace(/[^0-9]/g, '')
const kinds: ReadonlyArray<DirectoryKind> = [
  {
    kind: guestName,
    texts: (name) => [String(name).toLowerCase()],
    parts: (query) =>
      query
        .toLowerCase()
        .split(' ')
        .filter((word) => word !== ''),
  },
  {
    kind: phone,
    texts: (number) => [digits(String(number))],
    parts: (query) => (/^[0-9 ]+$/.test(query) ? [digits(query)] : []),
  },
]
const desk = { purpose: 'service', actor: 'u-17', role: 'desk' }
const purposes = [
  { name: 'service', kinds: ['guestName', 'phone'], roles: ['desk'], basis: 'contract' },
  { name: 'calling', kinds: ['phone'], roles: ['desk'], basis: 'contract' },
]
const filling = { purpose: 'directory', actor: 'directory', role: 'directory' }

const newDirectory = async (house: Awaited<ReturnType<typeof newHouse>>) => {
  const { store, vault } = house
  const handlers = handlersOn(store, vault)
  const record: Parameters<typeof opener>[0]['record'] = (command, context) =>
    handlers.access(access.streamOf(command), command, context)
  const shown = opener({ vault, store, purposes, record })
  const own = {
    name: 'directory',
    kinds: ['guestName', 'phone'],
    roles: ['directory'],
    basis: 'directory',
  }
  const opening = opener({ vault, store, purposes: [own], record })
  return directory({
    store,
    readers,
    vault,
    kinds,
    filling: { opener: opening, asking: filling },
    opener: shown,
    purposes,
  })
}

const guest = (n: number, name: string, number: string) => ({
  guestId: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  phoneId: newId(),
  name,
  phone: number,
})

const accesses = async (store: Awaited<ReturnType<typeof newHouse>>['store']) => {
  const { events } = await right(store.readAll('' as never, 10_000))
  return events
    .filter(({ type }) => type === 'PersonalDataAccessed' || type === 'AccessDenied')
    .map(({ type, data }) => ({
      type,
      ...(JSON.parse(data) as { readonly subjects: ReadonlyArray<string> }),
    }))
}

const names = fc
  .array(fc.constantFrom('an', 'bo', 'anna', 'Bonna', 'li'), { minLength: 1, maxLength: 3 })
  .map((words) => words.join(' '))
const numbers = fc
  .array(fc.constantFrom('1', '2', '3'), { minLength: 4, maxLength: 5 })
  .map((all) => all.join(''))
const queries = fc.oneof(
  fc.constantFrom('a', 'an', 'AN', 'nn', 'bo li', 'li bo', 'zz', ''),
  fc.constantFrom('12', '1 2', '123', '3', '44'),
)

describe('a search in the directory', () => {
  test('finds exactly whom a search through all the clear values finds, and nobody who was erased', async () => {
    const people = fc.array(fc.record({ name: names, number: numbers, isErased: fc.boolean() }), {
      maxLength: 8,
    })
    await fc.assert(
      fc.asyncProperty(people, fc.nat(8), queries, async (all, early, query) => {
        const house = await newHouse()
        const found = await newDirectory(house)
        const ids: string[] = []
        const come = async ({ name, number, isErased }: (typeof all)[number]) => {
          const one = guest(ids.length, name, number)
          ids.push(one.guestId)
          await house.register(one)
          if (isErased) await house.erase(one.guestId)
        }
        for (const one of all.slice(0, early)) await come(one)
        // Opened with some of them there; the rest come, and go, while it follows.
        await right(found.search(desk, query))
        for (const one of all.slice(early)) await come(one)
        const words = query.toLowerCase().split(' ').filter(Boolean)
        const number = query.replaceAll(' ', '')
        const expected = all.flatMap(({ name, number: said, isErased }, at) => {
          const isNamed =
            words.length > 0 && words.every((word) => name.toLowerCase().includes(word))
          const isNumbered = /^[0-9]+$/.test(number) && said.includes(number)
          return !isErased && (isNamed || isNumbered) ? [ids[at]] : []
        })
        const { people: shown, more } = await right(found.search(desk, query))
        expect(shown.map(({ subject }) => subject).sort()).toEqual(expected.sort())
        expect(more).toBe(0)
      }),
      { numRuns: 40 },
    )
  })

  test('shows what matches and what was asked for besides, whole matches before beginnings and parts', async () => {
    const house = await newHouse()
    await house.register(guest(1, 'Joanna Example', '5100'))
    await house.register(guest(2, 'Anna Example', '5200'))
    await house.register(guest(3, 'Anna', '5300'))
    const found = await newDirectory(house)
    const { people } = await right(found.search(desk, 'anna'))
    expect(people.map(({ values }) => values)).toEqual([
      [{ kind: 'guestName', value: 'Anna', isMatch: true }],
      [{ kind: 'guestName', value: 'Anna Example', isMatch: true }],
      [{ kind: 'guestName', value: 'Joanna Example', isMatch: true }],
    ])
    const numbered = await right(found.search(desk, '52', { show: ['guestName'] }))
    expect(numbered.people.map(({ values }) => values)).toEqual([
      [
        { kind: 'phone', value: '5200', isMatch: true },
        { kind: 'guestName', value: 'Anna Example', isMatch: false },
      ],
    ])
    const few = await right(found.search(desk, 'example', { limit: 1 }))
    expect(few).toMatchObject({ more: 1, people: [{ subject: expect.any(String) }] })
  })

  test('is one entry of the access log, with the people who were shown [R16]', async () => {
    const house = await newHouse()
    const people = [guest(1, 'Anna', '5100'), guest(2, 'Anna', '5200'), guest(3, 'Bo', '5300')]
    for (const one of people) await house.register(one)
    const found = await newDirectory(house)
    await right(found.search(desk, 'anna'))
    await right(found.search(desk, 'nobody'))
    const [filled, searched, ...others] = await accesses(house.store)
    expect(filled).toMatchObject({ ...filling, subjects: people.map(({ guestId }) => guestId) })
    expect(searched).toMatchObject({ ...desk, kinds: ['guestName'] })
    expect(searched?.subjects).toEqual(people.slice(0, 2).map(({ guestId }) => guestId))
    expect(others).toEqual([])
  })

  test('opens everybody once, up to 500 in one entry, and then only what is new', async () => {
    const house = await newHouse()
    for (let n = 0; n < 620; n++) await house.register(guest(n, 'Anna', '5100'))
    const found = await newDirectory(house)
    const progress = await right(found.caughtUp)
    expect(progress).toMatchObject({ people: 620, failed: 0 })
    const entries = await accesses(house.store)
    expect(entries.map((one) => one.subjects.length)).toEqual([500, 120])
    await right(found.caughtUp)
    await house.register(guest(700, 'Bo', '5100'))
    await right(found.caughtUp)
    const [last, ...others] = (await accesses(house.store)).slice(2)
    expect(last).toMatchObject({ subjects: [guest(700, '', '').guestId] })
    expect(others).toEqual([])
  })

  test('finds nobody by a kind that the purpose does not allow, and is refused to who may not ask', async () => {
    const house = await newHouse()
    await house.register(guest(1, 'Anna', '5100'))
    const found = await newDirectory(house)
    const calling = { ...desk, purpose: 'calling' }
    expect((await right(found.search(calling, 'anna'))).people).toEqual([])
    expect((await right(found.search(calling, '51', { show: ['guestName'] }))).people).toEqual([
      {
        subject: guest(1, '', '').guestId,
        values: [{ kind: 'phone', value: '5100', isMatch: true }],
      },
    ])
    for (const [asking, rule] of [
      [{ ...desk, role: 'visitor' }, 'role'],
      [{ ...desk, purpose: 'curiosity' }, 'unknown-purpose'],
    ] as const) {
      expect(await left(found.search(asking, 'anna'))).toEqual({ _tag: 'Denied', rule })
      expect((await accesses(house.store)).at(-1)).toMatchObject({
        type: 'AccessDenied',
        ...asking,
      })
    }
  })

  test('shows 1 to 500 people', async () => {
    const found = await newDirectory(await newHouse())
    for (const limit of [0, 501, 1.5]) {
      await expect(found.search(desk, 'a', { limit })()).rejects.toThrow('1 to 500 people')
    }
  })
})

describe('the directory', () => {
  test('takes up nothing of what could not be opened, and all of it the next time', async () => {
    const store = inMemoryEventStore()
    let isDown = false
    const rows = inMemoryVaultRows()
    const house = await newHouse({
      store,
      kek: await newKek(),
      cachedKeys: 0,
      rows: {
        ...rows,
        byId: (ids) =>
          isDown ? TE.left({ _tag: 'VaultUnavailable', reason: 'down' }) : rows.byId(ids),
      },
    })
    await house.register(guest(1, 'Anna', '5100'))
    const found = await newDirectory(house)
    isDown = true
    expect(await found.caughtUp()).toEqual(E.left({ _tag: 'VaultUnavailable', reason: 'down' }))
    isDown = false
    expect(await right(found.caughtUp)).toMatchObject({ people: 1 })
    expect((await right(found.search(desk, 'anna'))).people).toHaveLength(1)
  })

  test('has nothing in memory once it is closed, and begins again when it is asked', async () => {
    const house = await newHouse()
    await house.register(guest(1, 'Anna', '5100'))
    const found = await newDirectory(house)
    const filled = await right(found.caughtUp)
    found.close()
    expect((await right(found.search(desk, 'anna'))).people).toHaveLength(1)
    expect(await right(found.caughtUp)).toMatchObject({
      people: filled.people,
      values: filled.values,
    })
  })
})
