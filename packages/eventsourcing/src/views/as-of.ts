import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Tagged } from '../events/codec.js'
import { decodeLogged } from '../events/decode-event.js'
import type { EventReaders, LogEvent, UnreadableEvent } from '../events/event.js'
import type { Instant } from '../instant.js'
import {
  beforeFirst,
  type EventStore,
  type LoggedEvent,
  type Position,
  type StoreUnavailable,
} from '../ports.js'
import type { Projection } from './projection.js'
import { type InvalidQuery, invalidQuery, problemsOfMoments } from './query.js'

/** Which moment is asked for, on either clock; without either, all that the log holds. */
export interface AsOf {
  /** What was *known* then: the fold of the log up to the first event that was recorded later. */
  readonly knownAt?: Instant
  /** What was *so* then: without what occurred later, as far as it is known. */
  readonly soAt?: Instant
}

/** The projection cannot say what was so on a day: it neither folds by occurred time nor reads at a moment. */
export interface NoOccurredReading {
  readonly _tag: 'NoOccurredReading'
  readonly view: string
}

const pageLimit = 1000

/** How far the log was read: how many events of any kind were looked at, and the position of the last one. */
export interface Scanned {
  readonly events: number
  readonly through: Position
}

/** What a scan looks for. */
export interface Scan<Event> {
  /** Gets each event that may have a part in one of the views, in the order of the log. */
  readonly take: (event: LogEvent<Event>) => void
  /** Told after each page how far it is. */
  readonly onPage?: (scanned: Scanned) => void
}

/**
 * Reads the events of the log that may touch the views of some keys, as of a moment: see {@link foldAsOf}, which folds
 * them. What one stored event was upcast to comes together. An event that cannot be read fails it, unless it is passed over.
 */
export const scanAsOf =
  (store: EventStore, readers: EventReaders<Tagged>) =>
  <Key extends string, View, Event extends Tagged, Part>(
    projection: Projection<Key, View, Event, Part>,
    keys: ReadonlyArray<Key>,
    { knownAt, soAt }: AsOf,
    { take, onPage }: Scan<Event>,
  ): TaskEither<InvalidQuery | NoOccurredReading | UnreadableEvent | StoreUnavailable, Scanned> =>
  async () => {
    const invalid = invalidQuery(problemsOfMoments({ knownAt, soAt }))
    if (invalid !== undefined) return E.left(invalid)
    const { name, types, occurredSafe = false, keyStandsInEvent = false, read } = projection
    if (soAt !== undefined && !occurredSafe && read === undefined) {
      return E.left({ _tag: 'NoOccurredReading', view: name })
    }
    const wanted = new Set<string>(types)
    // As JSON prints them.
    const keyTexts = keys.map((key) => JSON.stringify(key).slice(1, -1))
    const names = ({ stream, data }: LoggedEvent): boolean =>
      keyTexts.some((text) => data.includes(text)) || keys.some((key) => stream.includes(key))
    const mayTouch = (stored: LoggedEvent): boolean =>
      wanted.has(stored.type) && (!keyStandsInEvent || names(stored))
    const decode = decodeLogged(readers)

    let after: Position = beforeFirst
    let scanned: Scanned = { events: 0, through: beforeFirst }
    for (;;) {
      const page = await store.readAll(after, pageLimit)()
      if (E.isLeft(page)) return page
      const end =
        knownAt === undefined
          ? -1
          : page.right.events.findIndex(({ recordedAt }) => recordedAt > knownAt)
      const known = end < 0 ? page.right.events : page.right.events.slice(0, end)
      for (const stored of known) {
        if (!mayTouch(stored)) continue
        const decoded = decode(stored)
        if (E.isLeft(decoded)) return decoded
        for (const event of decoded.right) {
          const isLater = soAt !== undefined && occurredSafe && event.metadata.occurredAt > soAt
          if (!isLater) take(event as LogEvent<Event>)
        }
      }
      scanned = {
        events: scanned.events + known.length,
        through: known.at(-1)?.position ?? scanned.through,
      }
      onPage?.(scanned)
      if (end >= 0 || page.right.isEnd) return E.right(scanned)
      after = page.right.next
    }
  }

/**
 * Folds one view of one key from the log itself, as of a moment. It needs no kept table, so it serves any projection, and
 * it reads the whole log up to that moment: milliseconds for thousands of events, seconds for a million, and a few times
 * less when the projection says that its `keyStandsInEvent`. An event that cannot be read fails it, unless it is passed over.
 *
 * What was so on a day: a projection that is `occurredSafe` leaves out what occurred later; any other is folded whole
 * and its `read` says how it stood, for leaving entries out of a ledger makes histories that no decision ever made.
 */
export const foldAsOf =
  (store: EventStore, readers: EventReaders<Tagged>) =>
  <Key extends string, View, Event extends Tagged, Part>(
    projection: Projection<Key, View, Event, Part>,
    key: Key,
    moment: AsOf = {},
  ): TaskEither<InvalidQuery | NoOccurredReading | UnreadableEvent | StoreUnavailable, View> =>
  async () => {
    const { parts, evolve, read } = projection
    let view = projection.initial(key)
    const scanned = await scanAsOf(store, readers)(projection, [key], moment, {
      take: (event) => {
        for (const [of, part] of parts(event)) if (of === key) view = evolve(view, part)
      },
    })()
    if (E.isLeft(scanned)) return scanned
    const { soAt } = moment
    return E.right(soAt !== undefined && read !== undefined ? read(view, soAt) : view)
  }
