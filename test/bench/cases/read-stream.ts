import {
  beforeFirstRevision,
  decodeStored,
  type EventStore,
  type Page,
  type StoredEvent,
  type StreamName,
} from '@patina/eventsourcing'
import { orThrow } from '@patina/patina'
import { openEventStore } from '@patina/sqlite'
import * as E from 'fp-ts/lib/Either.js'
import type { Case, CaseFigures } from '../case.js'
import { eventTexts, numberedStream } from '../event-texts.js'
import { compare, expectSame, timed } from '../pairs.js'
import { measurePeers } from '../peers.js'
import { rawParseStream, rawReadStream, withRaw } from '../raw.js'
import { logIn, readers } from '../shop-log.js'

const pageLimit = 500
const perAppend = 1000

const stream = numberedStream(0)

// Appends until the stream has so many events.
const fill = async (store: EventStore, events: number): Promise<void> => {
  const texts = eventTexts(events)
  for (let start = 0; start < events; start += perAppend) {
    const [first, ...rest] = texts.slice(start, start + perAppend)
    if (first !== undefined) await orThrow(store.append(stream, 'any', [first, ...rest]))
  }
}

// Reads the stream page by page, and hands each page to the reader.
const readPages = async (
  store: EventStore,
  of: StreamName,
  read: (page: Page<StoredEvent, number>) => number,
): Promise<number> => {
  let after = beforeFirstRevision
  let events = 0
  for (;;) {
    const page = await orThrow(store.readStream(of, after, pageLimit))
    events += read(page)
    after = page.next
    if (page.isEnd) return events
  }
}

const decode = decodeStored(readers)

const decodeAll = ({ events }: Page<StoredEvent, number>): number => {
  for (const event of events) {
    const decoded = decode(event)
    if (E.isLeft(decoded)) throw new Error('an event does not decode', { cause: decoded.left })
  }
  return events.length
}

const run: Case['run'] = async ({ folder, scale }): Promise<CaseFigures> => {
  const store = await orThrow(openEventStore(logIn(folder)))
  await fill(store, scale.streamEvents)
  const comparing = (
    read: (page: Page<StoredEvent, number>) => number,
    raw: typeof rawReadStream,
  ): ReturnType<typeof compare> =>
    withRaw(logIn(folder), (database) =>
      compare(folder, scale.pairs, {
        ours: () => timed(() => readPages(store, stream, read)),
        raw: () => timed(() => raw(database, stream)),
      }),
    )
  const { spread, ...decoded } = await comparing(decodeAll, rawParseStream)
  const texts = await comparing(({ events }) => events.length, rawReadStream)
  expectSame(
    'events read',
    await readPages(store, stream, ({ events }) => events.length),
    scale.streamEvents,
  )
  await store.close()
  const { peers, notes } = await measurePeers(folder, (peer, own) =>
    peer.readStream(own, scale.peerEvents),
  )
  return {
    ...decoded,
    peers,
    notes: [
      `ratios ${spread}; every event decoded and checked; raw parses data and metadata and checks nothing`,
      `texts alone: ${Math.round(texts.perSecond)}/s, raw ${Math.round(texts.rawPerSecond)}/s, ratio ${texts.ratio.toFixed(2)} (${texts.spread})`,
      `${scale.streamEvents} events in one stream, pages of ${pageLimit}`,
      `peers: ${scale.peerEvents} events`,
      ...notes,
    ],
  }
}

/** Reads one long stream, page by page. */
export const readStream: Case = { unit: 'events', goal: 0.6, run }
