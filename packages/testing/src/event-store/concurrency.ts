// Writers who know nothing of each other.
import type { EventStore, NewEvent, StreamName } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { fail, holds, same } from '../judgement.js'
import type { StoreCheck } from './trial.js'
import {
  append,
  headOf,
  idsOf,
  newEvent,
  newEvents,
  newStream,
  readLog,
  readWhole,
  write,
} from './writing.js'

const count = 20

// Appends behind whatever is there, as often as others come first.
const appendByRetrying = async (
  store: EventStore,
  stream: StreamName,
  events: ReadonlyArray<NewEvent>,
): Promise<void> => {
  let last = -1
  for (let attempt = 0; attempt < 10 * count; attempt++) {
    const result = await append(store, stream, last < 0 ? 'none' : last, events)
    if (E.isRight(result)) return
    const error = result.left
    if (error._tag !== 'WrongExpectedRevision')
      return fail(`an append failed: ${JSON.stringify(error)}`)
    holds(
      typeof error.actual === 'number' && error.actual > last,
      `a conflict at ${last} names ${error.actual}`,
    )
    last = error.actual as number
  }
  fail('a writer never got through')
}

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

// Many writers behind the same revision, of a new stream and of one that has begun.
const race = async (store: EventStore): Promise<void> => {
  for (const before of [0, 3]) {
    const stream = newStream()
    if (before > 0) await write(store, stream, 'none', newEvents(before))
    const racers = Array.from({ length: count }, () => newEvents(2))
    const expected = before === 0 ? 'none' : before - 1
    const results = await Promise.all(
      racers.map((events) => append(store, stream, expected, events)),
    )
    const winners = racers.filter((_, index) => E.isRight(results[index] as never))
    same('how many won', winners.length, 1)
    for (const result of results) {
      if (E.isRight(result)) continue
      same('what a loser hears', result.left, {
        _tag: 'WrongExpectedRevision',
        stream,
        expected,
        actual: before + 1,
      })
    }
    const stored = await readWhole(store, stream)
    same('what is stored', idsOf(stored).slice(before), winners.flatMap(idsOf))
  }
}

export const concurrencyChecks: ReadonlyArray<StoreCheck> = [
  {
    name: 'of writers who expect the same revision one wins and the others are told',
    run: async ({ open }) => race((await open()).store),
  },
  {
    name: 'of writers who expect the same revision one wins also while every commit takes its time',
    needs: 'openWithCommit',
    run: async ({ openWithCommit }) => race((await openWithCommit(tick)).store),
  },
  {
    name: 'writers who retry on one stream all get through, without a gap',
    run: async ({ open }) => {
      const { store } = await open()
      const stream = newStream()
      const racers = Array.from({ length: count }, () => newEvents(2))
      await Promise.all(racers.map((events) => appendByRetrying(store, stream, events)))
      const stored = await readWhole(store, stream)
      same(
        'revisions',
        stored.map(({ revision }) => revision),
        stored.map((_, index) => index),
      )
      same('events', idsOf(stored).toSorted(), racers.flatMap(idsOf).toSorted())
      for (let at = 0; at < stored.length; at += 2) {
        const pair = racers.find((events) => events[0]?.id === stored[at]?.id)
        same('the events of one append stand together', stored[at + 1]?.id, pair?.[1]?.id)
      }
    },
  },
  {
    name: 'one append sent many times at once is written once and answered alike [K1]',
    run: async ({ open }) => {
      const { store } = await open()
      for (const expected of ['none', 'any'] as const) {
        if (expected === 'any' && !store.exactIds) continue
        const stream = newStream()
        const events = newEvents(2)
        const results = await Promise.all(
          Array.from({ length: count }, () => write(store, stream, expected, events)),
        )
        same(
          'answers',
          new Set(results.map(({ revision, position }) => `${revision} ${position}`)).size,
          1,
        )
        same(
          'how many were called new',
          results.filter(({ isKnownNew }) => isKnownNew).length <= 1,
          true,
        )
        same('what is stored', idsOf(await readWhole(store, stream)), idsOf(events))
      }
    },
  },
  {
    name: 'hundreds of appends in one tick are all written, each at its own place [S10]',
    run: async ({ open }) => {
      const { store } = await open()
      const origin = await headOf(store)
      const events = newEvents(300)
      const written = await Promise.all(
        events.map((event) => write(store, newStream(), 'none', [event])),
      )
      const log = await readLog(store, origin)
      same('events', idsOf(log).toSorted(), idsOf(events).toSorted())
      const places = new Map(log.map(({ id, position }) => [id, position]))
      for (const [index, { id }] of events.entries()) {
        same('the position of a receipt', written[index]?.position, places.get(id))
      }
    },
  },
  {
    name: 'a reader beside a writer sees an append whole or not at all',
    run: async ({ open }) => {
      const { store } = await open()
      const stream = newStream()
      const origin = await headOf(store)
      const writer = { isWriting: true }
      const reading = (async () => {
        while (writer.isWriting) {
          const [streamed, logged] = [await readWhole(store, stream), await readLog(store, origin)]
          same('events of a stream, counted in threes', streamed.length % 3, 0)
          same('events of the log, counted in threes', logged.length % 3, 0)
          await tick()
        }
      })()
      try {
        for (let turn = 0; turn < 15; turn++) await write(store, stream, 'any', newEvents(3))
      } finally {
        writer.isWriting = false
      }
      await reading
    },
  },
  {
    name: 'a conflict or refusal leaves nothing of its append behind',
    run: async ({ open }) => {
      const { store } = await open()
      const stream = newStream()
      await write(store, stream, 'none', newEvents(2))
      const origin = await headOf(store)
      await append(store, stream, 0, newEvents(3))
      await append(store, stream, 7, newEvents(3))
      await append(store, stream, 1, [...newEvents(2), newEvent({ type: '' })])
      same('what was left behind', await readLog(store, origin), [])
      const { revision } = await write(store, stream, 1, newEvents(1))
      same('the next revision', revision, 2)
    },
  },
]
