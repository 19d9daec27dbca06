import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Tagged } from './codec.js'
import { decodeLogged, type EventReaders, type LogEvent, type UnreadableEvent } from './event.js'
import type { Instant } from './instant.js'
import {
  beforeFirst,
  type EventStore,
  type LoggedEvent,
  type Position,
  type StoreUnavailable,
} from './ports.js'
import type { Projection } from './projection.js'

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
    { knownAt, soAt }: AsOf = {},
  ): TaskEither<NoOccurredReading | UnreadableEvent | StoreUnavailable, View> =>
  async () => {
    const { name, types, occurredSafe = false, keyStandsInEvent = false, read } = projection
    if (soAt !== undefined && !occurredSafe && read === undefined) {
      return E.left({ _tag: 'NoOccurredReading', view: name })
    }
    const wanted = new Set<string>(types)
    // As JSON prints it.
    const keyText = JSON.stringify(key).slice(1, -1)
    const mayTouch = ({ type, stream, data }: LoggedEvent): boolean =>
      wanted.has(type) && (!keyStandsInEvent || data.includes(keyText) || stream.includes(key))
    const decode = decodeLogged(readers)
    let view = projection.initial(key)

    const take = (event: LogEvent<Event>): void => {
      if (soAt !== undefined && occurredSafe && event.metadata.occurredAt > soAt) return
      for (const [of, part] of projection.parts(event)) {
        if (of === key) view = projection.evolve(view, part)
      }
    }

    let after: Position = beforeFirst
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
        for (const event of decoded.right) take(event as LogEvent<Event>)
      }
      if (end >= 0 || page.right.isEnd) break
      after = page.right.next
    }
    return E.right(soAt !== undefined && read !== undefined ? read(view, soAt) : view)
  }
