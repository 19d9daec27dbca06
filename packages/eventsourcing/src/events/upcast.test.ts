import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import {
  type CoinsPut,
  type CoinsTaken,
  type JarEvent,
  jarEvents,
  jarIds,
  jarStream,
  kept,
  must,
  newEvent,
  rowsOf,
  type Trail,
  type TrailProjection,
} from '../arbitraries.js'
import {
  decodeLogged,
  type EventCodec,
  type EventReaders,
  eventCodec,
  type Instant,
  inMemoryEventStore,
  inMemoryViewStore,
  integer,
  type LoggedEvent,
  literal,
  type Position,
  record,
  startRunner,
  type Tagged,
  tableOf,
  text,
  upcaster,
  uuidCodec,
  versionedCodec,
} from '../index.js'

// How an event was put into words over the years. First a parcel had one text, then a name and a size, now also a unit.
interface PackedV1 {
  readonly type: 'Packed'
  readonly label: string
}
interface PackedV2 {
  readonly type: 'Packed'
  readonly name: string
  readonly size: number
}
interface Packed {
  readonly type: 'Packed'
  readonly name: string
  readonly size: number
  readonly unit: 'cm' | 'unknown'
}

const packedV1 = record<PackedV1>('Packed.v1', { type: literal('Packed'), label: text(40) })
const packedV2 = record<PackedV2>('Packed.v2', {
  type: literal('Packed'),
  name: text(20),
  size: integer(0),
})
const packed = record<Packed>('Packed', {
  type: literal('Packed'),
  name: text(20),
  size: integer(0),
  unit: literal('cm', 'unknown'),
})

const v1ToV2 = ({ type, label }: PackedV1): PackedV2 => {
  const [name = '', size = '0'] = label.split(' ')
  return { type, name, size: Number(size) }
}
const v2ToV3 = (old: PackedV2): Packed => ({ ...old, unit: old.size === 0 ? 'unknown' : 'cm' })

const v1ToV3 = ({ type, label }: PackedV1): Packed => {
  const [name = '', size = '0'] = label.split(' ')
  return { type, name, size: Number(size), unit: Number(size) === 0 ? 'unknown' : 'cm' }
}

const today = versionedCodec<Packed, Packed>(3, packed, [
  upcaster(1, packedV1, (old) => [v1ToV3(old)]),
  upcaster(2, packedV2, (old) => [v2ToV3(old)]),
])
const lastYear = versionedCodec<PackedV2, PackedV2>(2, packedV2, [
  upcaster(1, packedV1, (old) => [v1ToV2(old)]),
])

const logged = (event: Tagged, schemaVersion: number): LoggedEvent => ({
  ...newEvent(event, { schemaVersion }),
  stream: jarStream(jarIds[0]),
  revision: 2,
  recordedAt: '2026-01-15T12:00:01.000Z' as Instant,
  position: '00000000000000000042' as Position,
})

const read = <Event extends Tagged>(
  codec: EventCodec<Event>,
  event: Tagged,
  version: number,
): ReadonlyArray<Event> => {
  const readers: EventReaders<Event> = { [event.type]: codec }
  const decoded = decodeLogged(readers)(logged(event, version))
  if (E.isLeft(decoded)) throw new Error(JSON.stringify(decoded.left))
  return decoded.right.map((one) => one.event)
}

const anyName = fc.stringMatching(/^[a-z]{1,12}$/)
const anyV1: fc.Arbitrary<PackedV1> = fc.record({
  type: fc.constant('Packed'),
  label: fc.oneof(
    anyName,
    fc.tuple(anyName, fc.nat(500)).map((both) => both.join(' ')),
  ),
})

describe('an event of an older version', () => {
  test('reads as today from the first version at once as step by step [K8]', () => {
    fc.assert(
      fc.property(anyV1, (old) => {
        const steps = read(lastYear, old, 1).flatMap((step) => {
          const { type, ...data } = lastYear.encode(step) as PackedV2
          return read(today, { type, ...data }, 2)
        })
        expect(read(today, old, 1)).toEqual(steps)
        for (const event of steps) expect(packed.is(event)).toBe(true)
      }),
    )
  })

  test('is written in the newest version only', () => {
    const now: Packed = { type: 'Packed', name: 'ring', size: 4, unit: 'cm' }
    expect(today.version).toBe(3)
    expect(read(today, now, 3)).toEqual([now])
    expect(today.encode(now)).toEqual(now)
  })

  test.each([
    ['that was never written', 2.5],
    ['before the first', 0],
    ['after the newest', 4],
  ])('of a version %s cannot be read, and its version is named', (_, version) => {
    const now: Packed = { type: 'Packed', name: 'ring', size: 4, unit: 'cm' }
    expect(decodeLogged({ Packed: today })(logged(now, version))).toMatchObject({
      left: { _tag: 'UnreadableEvent', problems: [{ path: '/metadata/schemaVersion' }] },
    })
  })

  test('of a version without its upcaster cannot be read, and its version is named', () => {
    const gap = versionedCodec<Packed, Packed>(3, packed, [
      upcaster(1, packedV1, (old) => [v1ToV3(old)]),
    ])
    const old: PackedV2 = { type: 'Packed', name: 'ring', size: 4 }
    expect(decodeLogged({ Packed: gap })(logged(old, 2))).toMatchObject({
      left: { problems: [{ path: '/metadata/schemaVersion', found: '2' }] },
    })
  })

  test('of an event type that never changed is the first', () => {
    const first = eventCodec(packedV1)
    expect(first.version).toBe(1)
    const old: PackedV1 = { type: 'Packed', label: 'ring' }
    expect(decodeLogged({ Packed: first })(logged(old, 2))).toMatchObject({
      left: { problems: [{ path: '/metadata/schemaVersion' }] },
    })
  })

  test('is decoded as it was written: what its own version does not know is refused', () => {
    const old = { type: 'Packed', label: 'ring', size: 4 }
    expect(decodeLogged({ Packed: today })(logged(old, 1))).toMatchObject({
      left: { problems: [{ path: '/data/size' }] },
    })
  })

  test('that makes its upcaster throw is an unreadable event, and not a crash of its reader', () => {
    const throwing = versionedCodec<Packed, Packed>(2, packed, [
      upcaster(1, packedV1, () => {
        throw new Error('secret')
      }),
    ])
    const event = logged({ type: 'Packed', label: 'ring' } as PackedV1, 1)
    const decoded = decodeLogged({ Packed: throwing })(event)
    expect(decoded).toMatchObject({ left: { _tag: 'UnreadableEvent', revision: 2 } })
    expect(JSON.stringify(decoded)).not.toContain('secret')
  })
})

// Once a single event moved coins from one jar to two others; today that is three events.
interface CoinsSplit {
  readonly type: 'CoinsTaken'
  readonly jar: string
  readonly shelf: string
  readonly halves: number
}

const coinsSplit = record<CoinsSplit>('CoinsTaken.v1', {
  type: literal('CoinsTaken'),
  jar: uuidCodec,
  shelf: text(20),
  halves: integer(1),
})

const [from, left, right] = jarIds

const threeFor = ({ jar, shelf, halves }: CoinsSplit): [CoinsTaken, CoinsPut, CoinsPut] => [
  { type: 'CoinsTaken', jar, shelf, coins: 2 * halves },
  { type: 'CoinsPut', jar: left, shelf, coins: halves },
  { type: 'CoinsPut', jar: right, shelf, coins: halves },
]

const readers: EventReaders<Tagged> = {
  ...jarEvents,
  CoinsTaken: versionedCodec<CoinsTaken, JarEvent>(
    2,
    record<CoinsTaken>('CoinsTaken', {
      type: literal('CoinsTaken'),
      jar: uuidCodec,
      shelf: text(20),
      coins: integer(),
    }),
    [upcaster(1, coinsSplit, threeFor)],
  ),
}

const split: CoinsSplit = { type: 'CoinsTaken', jar: from, shelf: 'top', halves: 2 }

describe('an event that reads as three today', () => {
  test('is three in their order under one id, revision and position [K7]', () => {
    const event = logged(split, 1)
    const { id, revision, position } = event
    expect(decodeLogged(readers)(event)).toMatchObject({
      right: [
        { id, revision, position, part: 0, event: { type: 'CoinsTaken', coins: 4 } },
        { id, revision, position, part: 1, event: { type: 'CoinsPut', jar: left, coins: 2 } },
        { id, revision, position, part: 2, event: { type: 'CoinsPut', jar: right, coins: 2 } },
      ],
    })
  })

  test('is taken whole by a view, wherever the reader stops and goes on [K7]', async () => {
    // One view for all parts; each leaves its own mark, so one that is lost or doubled would show.
    const seen: TrailProjection = {
      name: 'seen',
      version: 1,
      types: ['CoinsPut', 'CoinsTaken'],
      parts: (recorded) => [['all', recorded]],
      initial: () => ({ coins: 0, events: 0, trail: 0 }),
      evolve: ({ coins, events, trail }, { event, part, revision }): Trail => ({
        coins: coins + (event.type === 'CoinsPut' ? event.coins : 0),
        events: events + 1,
        trail: (trail * 31 + part + 3 * revision) % 1_000_003,
      }),
    }
    const store = inMemoryEventStore()
    const stops = inMemoryViewStore()
    for (let i = 0; i < 5; i++) {
      const event = i % 2 === 0 ? split : { ...split, coins: 1, halves: undefined }
      const schemaVersion = i % 2 === 0 ? 1 : 2
      await must(store.append(jarStream(from), 'any', [newEvent(event, { schemaVersion })]))
      // A runner that lives for one event only: each stop lies between what one event became and the next.
      const runner = await must(
        startRunner({ store, views: stops, readers, idleMs: 0 })([kept(seen)]),
      )
      await must(runner.atLeast('seen', await must(store.head)))
      await runner.close()
    }
    const whole = inMemoryViewStore()
    const runner = await must(
      startRunner({ store, views: whole, readers, idleMs: 0 })([kept(seen)]),
    )
    const { table } = await must(runner.atLeast('seen', await must(store.head)))
    await runner.close()
    expect(await rowsOf(whole, table)).toMatchObject({ all: { events: 11, coins: 12 } })
    expect(await rowsOf(stops, tableOf(kept(seen), 1))).toEqual(await rowsOf(whole, table))
  })
})
