// An old copy of the log was put back: what the vault has seen of the fence is given back to it.
import { asNew, type EventStore, type StoredEvent } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { fenceStream } from '../fence/capability.js'
import type { VaultError } from './errors.js'
import type { Seen, VaultRows } from './vault-rows.js'

const pageLimit = 500

const isSame = (present: ReadonlyArray<StoredEvent>, record: ReadonlyArray<Seen>): boolean =>
  present.every(({ id }, index) => id === record[index]?.id)

/**
 * Appends to the log what the vault has carried out and the log lacks, under the same ids. Says how many events that were. Left
 * `LogBehindVault` for a log whose fence says something else in their place: nothing is appended to it from there on.
 */
export const giveBack = async (
  store: EventStore,
  rows: VaultRows,
): Promise<E.Either<VaultError, number>> => {
  const stream = fenceStream(store.logId)
  let count = 0
  let after = -1
  for (;;) {
    const record = await rows.record(after, pageLimit)()
    if (E.isLeft(record)) return record
    const last = record.right.at(-1)
    if (last === undefined) return E.right(count)
    const page = await store.readStream(stream, after, record.right.length)()
    if (E.isLeft(page)) return E.left({ _tag: 'VaultBehindLog', reason: page.left.reason })
    const present = page.right.events
    if (!isSame(present, record.right))
      return E.left({ _tag: 'LogBehindVault', seen: last.revision })
    const [lacking, ...more] = record.right.slice(present.length).map(asNew)
    if (lacking !== undefined) {
      const reached = after + present.length
      const written = await store.append(stream, reached < 0 ? 'none' : reached, [
        lacking,
        ...more,
      ])()
      if (E.isLeft(written)) {
        const { left } = written
        const reason = left._tag === 'StoreUnavailable' ? left.reason : left._tag
        return E.left({ _tag: 'VaultBehindLog', reason })
      }
      count += 1 + more.length
    }
    after = last.revision
  }
}
