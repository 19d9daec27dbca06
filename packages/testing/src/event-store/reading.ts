// Reads: pages of every size, from every place, in one total order.
import {
  beforeFirst,
  type EventStore,
  isInstant,
  type LoggedEvent,
  type NewEvent,
  newId,
  type Position,
  type StoredEvent,
  type StreamName,
  streamName,
} from '@patina/eventsourcing'
import { holds, rightOf, same } from '../judgement.js'
import type { StoreCheck } from './trial.js'
import {
  headOf,
  idsOf,
  newEvent,
  newEvents,
  newStream,
  readLog,
  readWhole,
  write,
} from './writing.js'

interface Filled {
  /** Where the log ended before anything was written. */
  readonly origin: Position
  readonly streams: ReadonlyArray<StreamName>
  /** In the order in which they were written. */
  readonly events: ReadonlyArray<NewEvent>
}

// Three streams, written in turns by appends of one to three events.
const fill = async (store: EventStore): Promise<Filled> => {
  const origin = await headOf(store)
  const streams = [newStream(), newStream(), newStream()]
  const events: NewEvent[] = []
  for (let turn = 0; turn < 7; turn++) {
    const some = newEvents((turn % 3) + 1)
    await write(store, streams[turn % 3] as StreamName, 'any', some)
    events.push(...some)
  }
  return { origin, streams, events }
}

const withoutPosition = ({ position: _, ...stored }: LoggedEvent): StoredEvent => stored

// An adapter may hand out more than the port promises; only what it promises is compared.
const known = ({
  id,
  type,
  data,
  metadata,
  stream,
  revision,
  recordedAt,
}: StoredEvent): StoredEvent => ({
  id,
  type,
  data,
  metadata,
  stream,
  revision,
  recordedAt,
})

const emptyPage = (
  what: string,
  page: { readonly events: ReadonlyArray<unknown>; readonly isEnd: boolean },
): void => {
  same(`${what}: events`, page.events, [])
  holds(page.isEnd, `${what}: it is not the end`)
}

export const readingChecks: ReadonlyArray<StoreCheck> = [
  {
    name: 'a stream that does not exist reads as an empty last page',
    run: async ({ open }) => {
      const { store } = await open()
      await fill(store)
      for (const after of [-1, 0, 5]) {
        emptyPage(
          'a missing stream',
          rightOf('readStream', await store.readStream(newStream(), after, 10)()),
        )
      }
    },
  },
  {
    name: 'a log without events reads as an empty last page, and its head is before the first',
    run: async ({ open }) => {
      const { store } = await open()
      const page = rightOf('readAll', await store.readAll(beforeFirst, 10)())
      // A log that is not empty can still be judged by all other checks.
      if (page.events.length > 0) return
      holds(page.isEnd, 'an empty log has no end')
      same('head of an empty log', await headOf(store), beforeFirst)
    },
  },
  {
    name: 'a stream is read after a revision, from any revision, in pages of any size',
    run: async ({ open }) => {
      const { store } = await open()
      const stream = newStream()
      const events = newEvents(7)
      await write(store, stream, 'none', events.slice(0, 3))
      await write(store, stream, 2, events.slice(3))
      for (let limit = 1; limit <= events.length + 1; limit++) {
        for (let after = -1; after <= events.length; after++) {
          const found = await readWhole(store, stream, after, limit)
          same(`after ${after} in pages of ${limit}`, idsOf(found), idsOf(events.slice(after + 1)))
        }
      }
      const stored = await readWhole(store, stream)
      same(
        'revisions',
        stored.map(({ revision }) => revision),
        events.map((_, index) => index),
      )
    },
  },
  {
    name: 'the log is one order, read after any position in pages of any size',
    run: async ({ open }) => {
      const { store } = await open()
      const { origin, events } = await fill(store)
      const log = await readLog(store, origin)
      same('the order of writing', idsOf(log), idsOf(events))
      for (let limit = 1; limit <= events.length + 1; limit++) {
        same(`pages of ${limit}`, await readLog(store, origin, limit), log)
      }
      for (const [index, { position }] of log.entries()) {
        same(`after event ${index}`, await readLog(store, position, 3), log.slice(index + 1))
      }
    },
  },
  {
    name: 'positions are texts of one width that rise along the log',
    run: async ({ open }) => {
      const { store } = await open()
      const { origin } = await fill(store)
      const positions = (await readLog(store, origin)).map(({ position }) => position)
      const widths = new Set(positions.map((position) => position.length))
      same('widths of the positions', widths.size, 1)
      holds(!widths.has(0), 'a position is empty')
      for (const [index, position] of positions.entries()) {
        const before = positions[index - 1] ?? origin
        holds(position > before, `position ${position} does not lie behind ${before}`)
      }
    },
  },
  {
    name: 'a receipt names the revision and position of the last event that was written',
    run: async ({ open }) => {
      const { store } = await open()
      const stream = newStream()
      for (const [expected, count] of [
        ['none', 1],
        [0, 3],
        ['any', 2],
        ['exists', 1],
      ] as const) {
        const { revision, position } = await write(store, stream, expected, newEvents(count))
        same('revision', revision, (await readWhole(store, stream)).at(-1)?.revision)
        same('position', position, await headOf(store))
      }
    },
  },
  {
    name: 'an event is the same in its stream and in the log, whenever it is read',
    run: async ({ open }) => {
      const { store } = await open()
      const { origin, streams, events } = await fill(store)
      const log = await readLog(store, origin)
      for (const stream of streams) {
        const found = await readWhole(store, stream)
        same(
          `the events of ${stream}`,
          found.map(known),
          log.filter((event) => event.stream === stream).map(withoutPosition),
        )
        same(`the events of ${stream}, read again`, await readWhole(store, stream), found)
      }
      for (const [index, { id, type, data, metadata }] of events.entries()) {
        const stored = log[index] as LoggedEvent
        same(
          'what was written',
          { id: stored.id, type: stored.type, data: stored.data, metadata: stored.metadata },
          { id, type, data, metadata },
        )
      }
    },
  },
  {
    name: 'recorded times are instants in UTC with milliseconds',
    run: async ({ open }) => {
      const { store } = await open()
      const { origin } = await fill(store)
      for (const { recordedAt } of await readLog(store, origin)) {
        holds(isInstant(recordedAt), `recordedAt is ${recordedAt}`)
      }
    },
  },
  {
    name: 'recorded times never fall along the log, though the clock does',
    needs: 'openWithClock',
    run: async ({ openWithClock }) => {
      const times = [
        '2026-03-02T10:00:00.000Z',
        '2026-03-02T09:00:00.000Z',
        '2026-03-02T11:00:00.000Z',
      ]
      let look = 0
      const { store } = await openWithClock(() => times[look++ % times.length] as never)
      for (let turn = 0; turn < 6; turn++) await write(store, newStream(), 'none', newEvents(2))
      const recorded = (await readLog(store, beforeFirst)).map(({ recordedAt }) => recordedAt)
      same('recorded times', recorded, recorded.toSorted())
    },
  },
  {
    name: 'the head is the position of the last event, and nothing lies behind it',
    run: async ({ open }) => {
      const { store } = await open()
      for (let turn = 0; turn < 3; turn++) {
        const { origin } = await fill(store)
        const log = await readLog(store, origin)
        const head = await headOf(store)
        same('the head', head, log.at(-1)?.position)
        emptyPage('after the head', rightOf('readAll', await store.readAll(head, 10)()))
      }
    },
  },
  {
    name: 'who has read to the end and reads on finds only what came later',
    run: async ({ open }) => {
      const { store } = await open()
      await fill(store)
      const stream = newStream()
      let after = await headOf(store)
      for (let turn = 0; turn < 5; turn++) {
        const nothing = rightOf('readAll', await store.readAll(after, 10)())
        emptyPage('at the end', nothing)
        const event = newEvent()
        await write(store, stream, 'any', [event])
        const page = rightOf('readAll', await store.readAll(nothing.next, 10)())
        same('what came later', idsOf(page.events), [event.id])
        after = page.next
      }
    },
  },
  {
    name: 'streams whose categories differ in case only are two streams',
    run: async ({ open }) => {
      const { store } = await open()
      const id = newId()
      const streams = [streamName('account', id), streamName('Account', id)]
      for (const stream of streams) {
        const events = newEvents(2)
        const { revision } = await write(store, stream, 'none', events)
        same('revision', revision, 1)
        same(`the events of ${stream}`, idsOf(await readWhole(store, stream)), idsOf(events))
      }
    },
  },
  {
    name: 'a page that was read does not change, whatever is written later',
    run: async ({ open }) => {
      const { store } = await open()
      const { origin, streams } = await fill(store)
      const stream = streams[0] as StreamName
      const logged = rightOf('readAll', await store.readAll(origin, 1_000)())
      const streamed = rightOf('readStream', await store.readStream(stream, -1, 1_000)())
      const before = [structuredClone(logged), structuredClone(streamed)]
      await write(store, stream, 'any', newEvents(3))
      same('the pages', [logged, streamed], before)
    },
  },
  {
    name: 'what a writer does to his events afterwards changes nothing',
    run: async ({ open }) => {
      const { store } = await open()
      const stream = newStream()
      const events = newEvents(2).map((event) => ({ ...event }))
      const ids = idsOf(events)
      await write(store, stream, 'none', events)
      for (const event of events) event.data = '{"changed":true}'
      events.push(newEvent())
      const stored = await readWhole(store, stream)
      same('ids', idsOf(stored), ids)
      same(
        'data',
        stored.map(({ data }) => data),
        ids.map(() => newEvent().data),
      )
    },
  },
  {
    name: 'the log has a name',
    run: async ({ open }) => {
      const { store } = await open()
      holds(typeof store.logId === 'string' && store.logId !== '', 'logId is empty')
    },
  },
]
