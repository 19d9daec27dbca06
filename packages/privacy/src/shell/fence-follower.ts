// How a vault keeps up with the fence stream of its log. A vault serves no key before it has: an old copy of it would
// bring back who was erased since.
import {
  decodeStored,
  type EventStore,
  type NewEvent,
  type StoredEvent,
} from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { fenceStream } from '../fence/capability.js'
import { eventCodecs } from '../fence/codec.js'
import type { FenceEvent } from '../fence/events.js'
import type { VaultError } from './errors.js'
import type { FenceStep, Seen, VaultRows } from './vault-rows.js'

const pageLimit = 500

const decode = decodeStored<FenceEvent>(eventCodecs)

const stepOf = (event: FenceEvent): ReadonlyArray<FenceStep> => {
  switch (event.type) {
    case 'ErasureBegun': {
      const { erasureId, why, at, parts } = event
      return [{ step: 'fence', erasureId, why, at, parts }]
    }
    case 'ClassReopened': {
      const { subject, class: of, generation } = event
      return [{ step: 'reopen', subject, class: of, generation }]
    }
    case 'SubjectKeyDestroyed':
      return [{ step: 'destroyed', erasureId: event.erasureId, keyIds: event.keyIds }]
    case 'LegalHoldPlaced':
    case 'LegalHoldReleased':
    case 'KeyEncryptionKeyRotated':
    case 'ErasureWithdrawn':
      return []
  }
}

const isSame = (event: StoredEvent | undefined, seen: Seen): boolean =>
  event?.revision === seen.revision && event.id === seen.id

const kept = ({ id, type, data, metadata, revision }: StoredEvent): NewEvent & Seen => ({
  id,
  type,
  data,
  metadata,
  revision,
})

/**
 * Follows the fence: what it gives carries out what is new, and says how many events that was. `onMoved` is called after each step
 * that was carried out, here or by somebody else.
 */
export const followFence = (
  store: EventStore,
  rows: VaultRows,
  onMoved: () => void,
): TaskEither<VaultError, number> => {
  const stream = fenceStream(store.logId)
  let seen: Seen | undefined
  let isKnown = false

  const learnSeen = async (): Promise<E.Either<VaultError, void>> => {
    const found = await rows.seen()
    if (E.isLeft(found)) return found
    if (seen?.revision !== found.right?.revision || seen?.id !== found.right?.id) onMoved()
    seen = found.right
    isKnown = true
    return E.right(undefined)
  }

  // What the page asks for; `undefined` when the log does not go on from what the vault has seen.
  const newIn = (
    from: Seen | undefined,
    events: ReadonlyArray<StoredEvent>,
  ): ReadonlyArray<StoredEvent> | undefined => {
    if (from === undefined) return events
    return isSame(events[0], from) ? events.slice(1) : undefined
  }

  const carryOut = async (
    from: Seen | undefined,
    events: ReadonlyArray<StoredEvent>,
    last: StoredEvent,
  ): Promise<E.Either<VaultError, boolean>> => {
    const steps: FenceStep[] = []
    for (const event of events) {
      const decoded = decode(event)
      if (E.isLeft(decoded)) return E.left({ _tag: 'VaultBehindLog', reason: 'unreadable-fence' })
      steps.push(...decoded.right.flatMap((one) => stepOf(one.event)))
    }
    const next = { revision: last.revision, id: last.id }
    const moved = await rows.carryOut(from, next, steps, events.map(kept))()
    if (E.isRight(moved) && moved.right) seen = next
    onMoved()
    return moved
  }

  const followToEnd = async (): Promise<E.Either<VaultError, number>> => {
    if (!isKnown) {
      const learned = await learnSeen()
      if (E.isLeft(learned)) return learned
    }
    let count = 0
    let isSeenFresh = false
    for (;;) {
      const from = seen
      const after = from === undefined ? -1 : from.revision - 1
      const page = await store.readStream(stream, after, pageLimit)()
      if (E.isLeft(page)) return E.left({ _tag: 'VaultBehindLog', reason: page.left.reason })
      const news = newIn(from, page.right.events)
      if (news === undefined) {
        // What this process remembers may be what an older copy of the vault had seen: ask the rows once.
        const revision = from?.revision ?? -1
        if (isSeenFresh) return E.left({ _tag: 'LogBehindVault', seen: revision })
        isSeenFresh = true
        const learned = await learnSeen()
        if (E.isLeft(learned)) return learned
        continue
      }
      const last = news.at(-1)
      if (last !== undefined) {
        const moved = await carryOut(from, news, last)
        if (E.isLeft(moved)) return moved
        if (!moved.right) {
          // Another process was faster.
          const learned = await learnSeen()
          if (E.isLeft(learned)) return learned
          continue
        }
        count += news.length
      }
      if (page.right.isEnd) return E.right(count)
    }
  }

  // One at a time, for two would carry out the same steps twice. Who asks while one is under way waits for the next one: the
  // one under way may have read before the erasure that the asker knows of.
  let current: Promise<E.Either<VaultError, number>> | undefined
  let next: Promise<E.Either<VaultError, number>> | undefined
  const catchUp = (): Promise<E.Either<VaultError, number>> => {
    if (current === undefined) {
      current = followToEnd().finally(() => {
        current = undefined
      })
      return current
    }
    const again = (): Promise<E.Either<VaultError, number>> => {
      next = undefined
      return catchUp()
    }
    next ??= current.then(again, again)
    return next
  }

  return catchUp
}
