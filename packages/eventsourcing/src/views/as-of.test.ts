import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import {
  anyJarEvent,
  append,
  faultAt,
  foldedPlainly,
  type JarEvent,
  jarIds,
  jarReaders,
  jarStream,
  jars,
  logOf,
  must,
  mustFail,
  newEvent,
  pagedStore,
  storeWith,
  type Trail,
  type TrailProjection,
  unavailable,
} from '../arbitraries.js'
import { foldAsOf, type Instant, inMemoryEventStore, instantOf, type LogEvent } from '../index.js'

const [jar] = jarIds
const put = (coins: number): JarEvent => ({ type: 'CoinsPut', jar, shelf: 'top', coins })
const day = (n: number): Instant => instantOf(Date.UTC(2026, 0, n))

// A log whose clock a test sets: each event is recorded on one day and occurred on another.
const logWithClock = () => {
  let now = day(1)
  const store = inMemoryEventStore({ clock: () => now })
  const record = async (event: JarEvent, recordedAt: Instant, occurredAt: Instant = recordedAt) => {
    now = recordedAt
    await append(store, event, { occurredAt })
  }
  return { store, record }
}

// A count may leave out what had not occurred; a ledger may not, but says how it stood at a moment.
const counts: TrailProjection = { ...jars, name: 'counts', occurredSafe: true }
const ledger: TrailProjection = {
  ...jars,
  name: 'ledger',
  // As if the coins had lost their worth on the tenth of the month.
  read: (view, at) => (at >= day(10) ? { ...view, coins: 0 } : view),
}

const anyDated = fc.array(
  fc.tuple(anyJarEvent, fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 12 })),
  { maxLength: 25 },
)

// Recorded in the order of the log, some on one day; occurred at any time.
const recorded = async (dated: ReadonlyArray<[JarEvent, number, number]>, page = 1000) => {
  const { store, record } = logWithClock()
  let at = 1
  for (const [event, pause, occurred] of dated) {
    at += pause
    await record(event, day(at), day(occurred))
  }
  return { store: pagedStore(store, page), log: await logOf(store), last: at }
}

const viewIn = (projection: TrailProjection, log: Parameters<typeof foldedPlainly>[1]): Trail =>
  foldedPlainly(projection, log)[jar] ?? projection.initial(jar)

const occurredAtOf = ({ metadata }: { readonly metadata: string }): string =>
  JSON.parse(metadata).occurredAt

describe('what was known on a day', () => {
  test('is the fold of what was recorded by then, at every cut of every log [K14]', async () => {
    await fc.assert(
      fc.asyncProperty(anyDated, fc.integer({ min: 1, max: 5 }), async (dated, page) => {
        const { store, log, last } = await recorded(dated, page)
        const asOf = foldAsOf(store, jarReaders)
        for (let n = 0; n <= last + 1; n++) {
          const known = log.filter(({ recordedAt }) => recordedAt <= day(n))
          expect(await must(asOf(jars, jar, { knownAt: day(n) }))).toEqual(viewIn(jars, known))
        }
        expect(await must(asOf(jars, jar))).toEqual(viewIn(jars, log))
      }),
      { numRuns: 30 },
    )
  })

  test('ends at the first event that was recorded later, even if a clock went back after it', async () => {
    const { store, record } = logWithClock()
    await record(put(1), day(2))
    await record(put(2), day(5))
    await record(put(4), day(3))
    // The later ones may lie in other pages.
    for (const page of [1, 2, 3]) {
      const asOf = foldAsOf(pagedStore(store, page), jarReaders)
      expect(await must(asOf(jars, jar, { knownAt: day(4) }))).toMatchObject({ coins: 1 })
    }
  })

  test('shows a mistake that was corrected later; today does not [K13]', async () => {
    const { store, record } = logWithClock()
    await record(put(500), day(2))
    const correction: JarEvent = { ...put(-450), note: 'one zero too many' } as JarEvent
    await record(correction, day(6))
    const asOf = foldAsOf(store, jarReaders)
    expect(await must(asOf(jars, jar, { knownAt: day(5) }))).toMatchObject({ coins: 500 })
    expect(await must(asOf(jars, jar))).toMatchObject({ coins: 50 })
    // The mistake is still in the log, and the correction says why.
    expect((await logOf(store)).map(({ data }) => JSON.parse(data).coins)).toEqual([500, -450])
  })
})

describe('what was so on a day', () => {
  test('is the fold of what had occurred by then, where leaving out is safe [K14]', async () => {
    await fc.assert(
      fc.asyncProperty(anyDated, fc.integer({ min: 1, max: 5 }), async (dated, page) => {
        const { store, log } = await recorded(dated, page)
        const asOf = foldAsOf(store, jarReaders)
        for (let n = 0; n <= 13; n++) {
          const so = log.filter((one) => occurredAtOf(one) <= day(n))
          expect(await must(asOf(counts, jar, { soAt: day(n) }))).toEqual(viewIn(counts, so))
        }
      }),
      { numRuns: 30 },
    )
  })

  test('as it was known on another day leaves out what was recorded later as well [K14]', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyDated,
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 0, max: 13 }),
        async (dated, known, so) => {
          const { store, log } = await recorded(dated)
          const asOf = foldAsOf(store, jarReaders)
          const moment = { knownAt: day(known), soAt: day(so) }
          const then = log.filter(({ recordedAt }) => recordedAt <= day(known))
          expect(await must(asOf(counts, jar, moment))).toEqual(
            viewIn(
              counts,
              then.filter((one) => occurredAtOf(one) <= day(so)),
            ),
          )
          const whole = viewIn(ledger, then)
          expect(await must(asOf(ledger, jar, moment))).toEqual(
            so >= 10 ? { ...whole, coins: 0 } : whole,
          )
        },
      ),
      { numRuns: 60 },
    )
  })

  test('of a ledger is read from the whole of it: no entry is left out [K14]', async () => {
    const { store, record } = logWithClock()
    await record(put(5), day(2))
    // Entered on the sixth, for the eighth.
    await record(put(7), day(6), day(8))
    const asOf = foldAsOf(store, jarReaders)
    expect(await must(asOf(ledger, jar, { soAt: day(7) }))).toMatchObject({ coins: 12, events: 2 })
    expect(await must(asOf(ledger, jar, { soAt: day(10) }))).toMatchObject({ coins: 0, events: 2 })
    expect(await must(asOf(counts, jar, { soAt: day(7) }))).toMatchObject({ coins: 5, events: 1 })
  })

  test('cannot be said by a projection that is neither safe nor says how it stood [K14]', async () => {
    const { store, record } = logWithClock()
    await record(put(5), day(2))
    const asOf = foldAsOf(store, jarReaders)
    expect(await mustFail(asOf(jars, jar, { soAt: day(7) }))).toEqual({
      _tag: 'NoOccurredReading',
      view: 'jars',
    })
    expect(await must(asOf(jars, jar, { knownAt: day(7) }))).toMatchObject({ coins: 5 })
  })

  test('includes the day itself, to the millisecond', async () => {
    const { store, record } = logWithClock()
    await record(put(5), day(9), day(7))
    const asOf = foldAsOf(store, jarReaders)
    const before = instantOf(Date.parse(day(7)) - 1)
    expect(await must(asOf(counts, jar, { soAt: before }))).toMatchObject({ events: 0 })
    expect(await must(asOf(counts, jar, { soAt: day(7) }))).toMatchObject({ events: 1 })
    expect(await must(asOf(counts, jar, { knownAt: day(9) }))).toMatchObject({ events: 1 })
    const beforeRecorded = instantOf(Date.parse(day(9)) - 1)
    expect(await must(asOf(counts, jar, { knownAt: beforeRecorded }))).toMatchObject({ events: 0 })
  })
})

describe('a reading of the past', () => {
  test('of what nothing has happened to is the view as it begins', async () => {
    const asOf = foldAsOf(inMemoryEventStore(), jarReaders)
    expect(await must(asOf(jars, jar))).toEqual(jars.initial(jar))
  })

  test('takes from a long event only the parts of its own view', async () => {
    const both: TrailProjection = {
      ...jars,
      parts: (one: LogEvent<JarEvent>) => [
        [jarIds[0], one],
        [jarIds[1], one],
        [jarIds[0], one],
      ],
    }
    const { store, record } = logWithClock()
    await record(put(5), day(2))
    const asOf = foldAsOf(store, jarReaders)
    expect(await must(asOf(both, jarIds[0]))).toMatchObject({ events: 2 })
    expect(await must(asOf(both, jarIds[1]))).toMatchObject({ events: 1 })
    expect(await must(asOf(both, jarIds[2]))).toMatchObject({ events: 0 })
  })

  test('names an event that cannot be read, if it lies before the moment and is wanted', async () => {
    const { store, record } = logWithClock()
    await record(put(1), day(2))
    await record(put(2), day(4))
    const bad = { ...newEvent(put(3)), data: '{"secret":' }
    await must(store.append(jarStream(jar), 'any', [bad]))
    const asOf = foldAsOf(store, jarReaders)
    const error = await mustFail(asOf(jars, jar))
    expect(error).toMatchObject({ _tag: 'UnreadableEvent', stream: jarStream(jar), revision: 2 })
    expect(JSON.stringify(error)).not.toContain('secret')
    expect(await must(asOf(jars, jar, { knownAt: day(3) }))).toMatchObject({ coins: 1 })
    const seals: TrailProjection = { ...jars, types: ['JarSealed'] }
    expect(await must(asOf(seals, jar))).toMatchObject({ events: 0 })
  })

  test('says when the store is down', async () => {
    const { around } = faultAt(0, 'not done')
    const asOf = foldAsOf(storeWith(inMemoryEventStore(), around), jarReaders)
    expect(await asOf(jars, jar)()).toEqual(E.left(unavailable('not-written')))
  })
})

describe('a projection whose keys stand in their events', () => {
  const named: TrailProjection = { ...jars, name: 'named', keyStandsInEvent: true }

  test('is folded to the same view, of any key and any log', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyJarEvent, { maxLength: 25 }), async (events) => {
        const store = inMemoryEventStore()
        for (const event of events) await append(store, event)
        const asOf = foldAsOf(store, jarReaders)
        for (const key of jarIds) {
          expect(await must(asOf(named, key))).toEqual(await must(asOf(jars, key)))
        }
      }),
    )
  })

  test('does not hear of an unreadable event that is about others', async () => {
    const store = inMemoryEventStore()
    await append(store, put(1))
    const about: JarEvent = { type: 'CoinsPut', jar: jarIds[1], shelf: 'top', coins: 2 }
    const damaged = { ...newEvent(about), data: '{"damaged' }
    await must(store.append(jarStream(about.jar), 'none', [damaged]))
    const asOf = foldAsOf(store, jarReaders)
    expect(await must(asOf(named, jar))).toMatchObject({ coins: 1 })
    expect(await mustFail(asOf(jars, jar))).toMatchObject({ _tag: 'UnreadableEvent' })
    expect(await mustFail(asOf(named, jarIds[1]))).toMatchObject({ _tag: 'UnreadableEvent' })
  })
})
