// The same appends on two stores: what one answers, the other must answer too.
import {
  type EventStore,
  type Expected,
  type NewEvent,
  newId,
  type StreamName,
  streamName,
} from '@patina/eventsourcing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { someEvent } from './load.js'
import { openLog } from './opening.js'

interface Drawn {
  readonly expected: 'none' | 'any' | 'exists' | number
  /** Which events of a small pool are sent. */
  readonly places: ReadonlyArray<number>
}

const poolSize = 6

// Revisions are drawn relative to the end of the stream: that is where the rows of the table part.
const drawn: fc.Arbitrary<Drawn> = fc.record({
  expected: fc.oneof(
    fc.constantFrom('none' as const, 'any' as const, 'exists' as const),
    fc.integer({ min: -3, max: 2 }),
  ),
  places: fc.uniqueArray(fc.nat(poolSize - 1), { minLength: 1, maxLength: 3 }),
})

const answerOf = async (
  store: EventStore,
  stream: StreamName,
  expected: Expected,
  events: ReadonlyArray<NewEvent>,
): Promise<unknown> => {
  const [first, ...others] = events
  if (first === undefined) return undefined
  const result = await store.append(stream, expected, [first, ...others])()
  return E.isRight(result) ? { revision: result.right.revision } : result.left
}

const idsOf = async (store: EventStore, stream: StreamName): Promise<unknown> => {
  const page = await store.readStream(stream, -1, 500)()
  return E.isRight(page)
    ? page.right.events.map(({ id, revision }) => `${revision} ${id}`)
    : page.left
}

const recordedRuns = 60

/**
 * What a server answers to appends that are the same on every run, all rows of the table among them. Two servers are compared
 * by their answers, one after the other: a process appends over one connection at a time.
 */
export const answersOf = async (url: string): Promise<ReadonlyArray<unknown>> => {
  const { store } = await openLog(url)
  const answers: unknown[] = []
  for (const appends of fc.sample(fc.array(drawn, { minLength: 1, maxLength: 8 }), {
    numRuns: recordedRuns,
    seed: 1,
  })) {
    const stream = streamName('differential', newId())
    const pool = Array.from({ length: poolSize }, someEvent)
    let last = -1
    for (const { expected: relative, places } of appends) {
      const expected = typeof relative === 'number' ? Math.max(0, last + relative) : relative
      const events = places.map((place) => pool[place] as NewEvent)
      const answer = await answerOf(store, stream, expected, events)
      const held = await idsOf(store, stream)
      last = Array.isArray(held) ? held.length - 1 : last
      answers.push({
        expected,
        places,
        answer: JSON.stringify(answer).replace(stream, 'stream'),
        last,
      })
    }
  }
  await store.close()
  return answers
}

/**
 * Every sequence of appends is answered alike by both stores, and leaves the same events, in the rows of the table that an
 * exact store and EventStoreDB have in common: where EventStoreDB is weak, only events that nobody has seen are sent.
 */
export const alike = (one: EventStore, other: EventStore): fc.IAsyncProperty<[Drawn[]]> =>
  fc.asyncProperty(fc.array(drawn, { minLength: 1, maxLength: 8 }), async (appends) => {
    const stream = streamName('differential', newId())
    const pool = Array.from({ length: poolSize }, someEvent)
    let last = -1
    for (const { expected: relative, places } of appends) {
      const expected = typeof relative === 'number' ? Math.max(0, last + relative) : relative
      const after = expected === 'none' ? -1 : expected
      const isWeak = typeof after !== 'number' || after === last
      // What was sent once is in the pool, so that it is sent again.
      if (isWeak) for (const place of places) pool[place] = someEvent()
      const events = places.map((place) => pool[place] as NewEvent)
      const answers = await Promise.all(
        [one, other].map((store) => answerOf(store, stream, expected, events)),
      )
      const held = await Promise.all([one, other].map((store) => idsOf(store, stream)))
      same(`expecting ${expected} of a stream at ${last}`, answers)
      same(`the stream after expecting ${expected}`, held)
      last = Array.isArray(held[0]) ? held[0].length - 1 : last
    }
  })

const same = (what: string, [one, other]: ReadonlyArray<unknown>): void => {
  const [a, b] = [JSON.stringify(one), JSON.stringify(other)]
  if (a !== b) throw new Error(`${what}: ${a} and ${b}`)
}
