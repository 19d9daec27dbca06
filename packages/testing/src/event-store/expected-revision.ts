// The table of expected revisions (docs/guide/stores.md), row by row, and as long as it. Only ids are compared, never payloads.
import {
  beforeFirst,
  type EventStore,
  type Expected,
  type NewEvent,
  type StreamName,
} from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { holds, leftOf, rightOf, same } from '../judgement.js'
import type { StoreCheck } from './trial.js'
import {
  append,
  idsOf,
  newEvent,
  newEvents,
  newStream,
  readLog,
  readWhole,
  write,
} from './writing.js'

// A stream that holds some events, appended in twos so that receipts of the middle are known.
interface Filled {
  readonly store: EventStore
  readonly stream: StreamName
  readonly events: ReadonlyArray<NewEvent>
  /** The last revision. */
  readonly cur: number
}

const fill = async (store: EventStore, count: number): Promise<Filled> => {
  const stream = newStream()
  const events = newEvents(count)
  for (let at = 0; at < count; at += 2) {
    await write(store, stream, at === 0 ? 'none' : at - 1, events.slice(at, at + 2))
  }
  return { store, stream, events, cur: count - 1 }
}

const show = (expected: Expected, { cur }: Filled): string =>
  `expecting ${expected} of a stream at ${cur}`

// The append goes through, with new revisions behind the last one.
const appends = async (
  on: Filled,
  expected: Expected,
  events: ReadonlyArray<NewEvent>,
): Promise<void> => {
  const written = rightOf(show(expected, on), await append(on.store, on.stream, expected, events))
  same(`${show(expected, on)}: revision`, written.revision, on.cur + events.length)
  const stored = await readWhole(on.store, on.stream)
  same(`${show(expected, on)}: stream`, idsOf(stored), idsOf([...on.events, ...events]))
}

// The append is refused as a conflict and nothing is stored.
const conflicts = async (
  on: Filled,
  expected: Expected,
  events: ReadonlyArray<NewEvent>,
): Promise<void> => {
  const error = leftOf(show(expected, on), await append(on.store, on.stream, expected, events))
  same(show(expected, on), error, {
    _tag: 'WrongExpectedRevision',
    stream: on.stream,
    expected,
    actual: on.cur < 0 ? 'none' : on.cur,
  })
  same(
    `${show(expected, on)}: stream`,
    idsOf(await readWhole(on.store, on.stream)),
    idsOf(on.events),
  )
}

// Nothing is written, and the answer is the one that was given when they were.
const answersAgain = async (
  on: Filled,
  expected: Expected,
  events: ReadonlyArray<NewEvent>,
  revision: number,
): Promise<void> => {
  const written = rightOf(show(expected, on), await append(on.store, on.stream, expected, events))
  const log = (await readLog(on.store, beforeFirst)).filter(({ stream }) => stream === on.stream)
  same(`${show(expected, on)}: stream`, idsOf(log), idsOf(on.events))
  same(`${show(expected, on)}: revision`, written.revision, revision)
  same(`${show(expected, on)}: position`, written.position, log[revision]?.position)
  holds(!written.isKnownNew, `${show(expected, on)}: it says that these events are new`)
}

const part = ({ events }: Filled, from: number, to: number): ReadonlyArray<NewEvent> =>
  events.slice(from, to)

const rows: ReadonlyArray<StoreCheck> = [
  {
    name: 'row 1: expecting none writes to a stream that never was',
    run: async ({ open }) => {
      const { store } = await open()
      await appends(await fill(store, 0), 'none', newEvents(1))
      await appends(await fill(store, 0), 'none', newEvents(3))
    },
  },
  {
    name: 'row 2: expecting the last revision writes new events behind it',
    run: async ({ open }) => {
      const { store } = await open()
      await appends(await fill(store, 1), 0, newEvents(1))
      await appends(await fill(store, 4), 3, newEvents(3))
    },
  },
  {
    name: 'row 3: expecting a revision beyond the last one conflicts [K3]',
    run: async ({ open }) => {
      const { store } = await open()
      for (const count of [0, 1, 4]) {
        const on = await fill(store, count)
        for (const ahead of [1, 2, 100]) await conflicts(on, on.cur + ahead, newEvents(2))
      }
      const on = await fill(store, 4)
      // Known ids change nothing about it.
      await conflicts(on, 4, part(on, 2, 4))
    },
  },
  {
    name: 'row 4: the events of an older revision, sent again, answer as the first time [K1]',
    run: async ({ open }) => {
      const { store } = await open()
      const on = await fill(store, 6)
      await answersAgain(on, 'none', part(on, 0, 2), 1)
      await answersAgain(on, 'none', part(on, 0, 1), 0)
      await answersAgain(on, 'none', on.events, 5)
      await answersAgain(on, 1, part(on, 2, 4), 3)
      await answersAgain(on, 3, part(on, 4, 6), 5)
      await answersAgain(on, 4, part(on, 5, 6), 5)
      // The same ids with other words are the same events.
      await answersAgain(
        on,
        1,
        part(on, 2, 4).map(({ id }) => newEvent({ id, data: '{"other":1}' })),
        3,
      )
    },
  },
  {
    name: 'row 5: an older revision whose next event is another one conflicts',
    run: async ({ open }) => {
      const { store } = await open()
      const on = await fill(store, 4)
      await conflicts(on, 'none', newEvents(1))
      await conflicts(on, 1, newEvents(2))
      await conflicts(on, 1, [newEvent(), ...part(on, 3, 4)])
      await conflicts(on, 0, part(on, 2, 4))
      await conflicts(on, 2, part(on, 0, 1))
    },
  },
  {
    name: 'row 6: an older revision whose later events differ, or run past the end, conflicts',
    run: async ({ open }) => {
      const { store } = await open()
      const on = await fill(store, 4)
      await conflicts(on, 'none', [...part(on, 0, 1), newEvent()])
      await conflicts(on, 'none', [...part(on, 0, 2), ...part(on, 3, 4)])
      await conflicts(on, 1, [...part(on, 2, 4), newEvent()])
      await conflicts(on, 2, [...part(on, 3, 4), ...newEvents(2)])
    },
  },
  {
    name: 'row 7: at the last revision, an id that the stream holds is written only where ids are not exact',
    run: async ({ open }) => {
      const { store } = await open()
      if (store.exactIds) {
        const on = await fill(store, 4)
        await answersAgain(on, 3, part(on, 3, 4), 3)
        await answersAgain(on, 3, part(on, 2, 4), 3)
        await answersAgain(on, 3, part(on, 0, 2), 1)
        await conflicts(on, 3, [...part(on, 3, 4), newEvent()])
        await conflicts(on, 3, [newEvent(), ...part(on, 0, 1)])
      } else {
        const once = await fill(store, 4)
        await appends(once, 3, part(once, 3, 4))
        const mixed = await fill(store, 4)
        await appends(mixed, 3, [newEvent(), ...part(mixed, 0, 1)])
      }
    },
  },
  {
    name: 'row 8: expecting that a stream exists conflicts where there is no event',
    run: async ({ open }) => {
      const { store } = await open()
      await conflicts(await fill(store, 0), 'exists', newEvents(1))
      await appends(await fill(store, 2), 'exists', newEvents(2))
    },
  },
  {
    name: 'row 9: without a revision, events that the stream holds are not written again',
    run: async ({ open }) => {
      const { store } = await open()
      for (const expected of ['any', 'exists'] as const) {
        const on = await fill(store, 4)
        if (store.exactIds) {
          await answersAgain(on, expected, on.events, 3)
          await answersAgain(on, expected, part(on, 3, 4), 3)
          await answersAgain(on, expected, part(on, 0, 2), 1)
        } else {
          // Best effort: such a store may have forgotten, but it does not refuse.
          rightOf(show(expected, on), await append(store, on.stream, expected, part(on, 3, 4)))
        }
      }
    },
  },
  {
    name: 'row 10: without a revision, events are written whose first id the stream does not hold',
    run: async ({ open }) => {
      const { store } = await open()
      await appends(await fill(store, 0), 'any', newEvents(2))
      for (const expected of ['any', 'exists'] as const) {
        await appends(await fill(store, 3), expected, newEvents(2))
        const on = await fill(store, 4)
        const mixed = [newEvent(), ...part(on, 3, 4)]
        if (store.exactIds) await conflicts(on, expected, mixed)
        else await appends(on, expected, mixed)
      }
    },
  },
  {
    name: 'row 11: without a revision, a known id followed by an unknown one conflicts',
    run: async ({ open }) => {
      const { store } = await open()
      for (const expected of ['any', 'exists'] as const) {
        const on = await fill(store, 4)
        await conflicts(on, expected, [...part(on, 3, 4), newEvent()])
        await conflicts(on, expected, [...part(on, 0, 1), newEvent(), ...part(on, 2, 3)])
      }
    },
  },
]

const withoutNewness = ({
  revision,
  position,
}: {
  readonly revision: number
  readonly position: string
}) => ({
  revision,
  position,
})

const others: ReadonlyArray<StoreCheck> = [
  {
    name: 'an id names an event of its stream only: in another stream it is another event',
    run: async ({ open }) => {
      const { store } = await open()
      const on = await fill(store, 2)
      for (const expected of ['none', 'any'] as const) {
        await appends(await fill(store, 0), expected, on.events)
      }
      // A stream that has begun is no less a stranger.
      for (const expected of [1, 'any', 'exists'] as const) {
        await appends(await fill(store, 2), expected, on.events)
      }
    },
  },
  {
    name: 'ids are known for ever where they are exact, however many came after them',
    run: async ({ open }) => {
      const { store } = await open()
      if (!store.exactIds) return
      const on = await fill(store, 4)
      const later = Array.from({ length: 3 }, () => newEvents(500))
      for (const events of later) await write(store, on.stream, 'any', events)
      for (const events of later) await write(store, newStream(), 'any', events)
      const all: Filled = { ...on, events: [...on.events, ...later.flat()], cur: 1_503 }
      await answersAgain(all, 'any', part(on, 0, 2), 1)
      await answersAgain(all, 'exists', on.events, 3)
      await answersAgain(all, all.cur, part(on, 2, 4), 3)
    },
  },
  {
    name: 'only what was certainly not there before is called new',
    run: async ({ open }) => {
      const { store } = await open()
      const stream = newStream()
      const events = newEvents(2)
      const first = await write(store, stream, 'none', events)
      holds(
        !store.exactIds || first.isKnownNew,
        'a store with exact ids does not say that the events are new',
      )
      const again = await write(store, stream, 'none', events)
      holds(!again.isKnownNew, 'events that were sent again are called new')
    },
  },
  {
    name: 'an append that nobody runs writes nothing, and one that is run twice writes once',
    run: async ({ open }) => {
      const { store } = await open()
      const stream = newStream()
      const task = store.append(stream, 'none', [newEvent(), newEvent()])
      same('stream', await readWhole(store, stream), [])
      const [first, second] = [await task(), await task()]
      same('the receipt', E.map(withoutNewness)(second), E.map(withoutNewness)(first))
      same('events', (await readWhole(store, stream)).length, 2)
    },
  },
]

export const expectedRevisionChecks: ReadonlyArray<StoreCheck> = [...rows, ...others]
