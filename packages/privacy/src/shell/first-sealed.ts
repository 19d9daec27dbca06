// Whether a log holds anything sealed: a vault without a key is not the vault of such a log.
import { beforeFirst, type EventStore, type Position } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { isEnvelope } from '../envelope.js'
import type { VaultBehindLog } from './errors.js'

const pageLimit = 1000

const holdsEnvelope = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (isEnvelope(value) || Object.values(value).some(holdsEnvelope))

// The text says at once of nearly every event that nothing in it is sealed. One that is no JSON is somebody else's to tell.
const isSealedIn = (data: string): boolean => {
  if (!data.includes('"sealed":1')) return false
  try {
    return holdsEnvelope(JSON.parse(data))
  } catch {
    return false
  }
}

/** The position of the first event with a sealed value; `undefined` for a log without any. */
export const firstSealed = async (
  store: EventStore,
): Promise<E.Either<VaultBehindLog, Position | undefined>> => {
  let after = beforeFirst
  for (;;) {
    const page = await store.readAll(after, pageLimit)()
    if (E.isLeft(page)) return E.left({ _tag: 'VaultBehindLog', reason: page.left.reason })
    const found = page.right.events.find(({ data }) => isSealedIn(data))
    if (found !== undefined) return E.right(found.position)
    if (page.right.isEnd) return E.right(undefined)
    after = page.right.next
  }
}
