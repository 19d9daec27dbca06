// What became of a command, and how the first answer to it is found again.
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import { asNew } from '../events/as-new.js'
import type { AppendError, EventStore, NewEvent, Position, Written } from '../ports.js'
import type { StreamName } from '../stream-name.js'
import type { CarriedOut } from './aggregate.js'

/** What became of a command. */
export type Receipt = Appended | AlreadySo

/** It led to events: their ids in order, the revision and position of the last one. */
export interface Appended {
  readonly _tag: 'Appended'
  readonly stream: StreamName
  readonly revision: number
  readonly position: Position
  readonly events: ReadonlyArray<string>
}

/** It was so already: nothing was appended. */
export interface AlreadySo {
  readonly _tag: 'AlreadySo'
  readonly stream: StreamName
  readonly revision: number
}

/** The receipt of a command that led to these events. */
export const appended = (
  stream: StreamName,
  { revision, position }: Pick<Written, 'revision' | 'position'>,
  events: ReadonlyArray<string>,
): Appended => ({ _tag: 'Appended', stream, revision, position, events })

/**
 * The first receipt of a command that was carried out before. A stream read carries no position, but the stored events sent
 * again under the revision before them are answered with it.
 */
export const firstReceipt = async (
  store: EventStore,
  stream: StreamName,
  done: CarriedOut,
): Promise<Either<AppendError, Appended>> => {
  const revision = done.firstRevision + done.ids.length - 1
  if (done.position !== undefined) {
    return E.right(appended(stream, { revision, position: done.position }, done.ids))
  }
  const events: NewEvent[] = []
  while (events.length < done.ids.length) {
    const after = done.firstRevision - 1 + events.length
    const page = await store.readStream(stream, after, done.ids.length - events.length)()
    if (E.isLeft(page)) return page
    // A store ends a page where it likes; an empty one is the end of the stream.
    if (page.right.events.length === 0) break
    events.push(...page.right.events.map(asNew))
  }
  const [first, ...rest] = events
  if (first === undefined || events.length < done.ids.length) {
    return E.left({ _tag: 'StoreUnavailable', reason: 'event-gone', outcome: 'not-written' })
  }
  const expected = done.firstRevision === 0 ? 'none' : done.firstRevision - 1
  const written = await store.append(stream, expected, [first, ...rest])()
  return E.isLeft(written) ? written : E.right(appended(stream, written.right, done.ids))
}
