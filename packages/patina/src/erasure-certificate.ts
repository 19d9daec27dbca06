import {
  decodeStored,
  type EventStore,
  type Instant,
  type StoreUnavailable,
  type UnreadableEvent,
} from '@patina/eventsourcing'
import {
  type Erasure,
  type FenceEvent,
  fence,
  fenceStream,
  type KeptClass,
  type OpenItem,
  type PartToErase,
  type PlacePurged,
  type ProcessorDone,
} from '@patina/privacy'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { ReadError } from './reading.js'

/** What the log says of a completed erasure. It holds ids and names of keys, and nothing personal. */
export interface ErasureCertificate {
  readonly erasureId: string
  readonly why: string
  readonly decidedAt?: Instant
  /** Absent where all of it had been erased before. */
  readonly begunAt?: Instant
  readonly completedAt: Instant
  readonly parts: ReadonlyArray<PartToErase>
  /** What was not erased, by which law, and until when. */
  readonly kept: ReadonlyArray<KeptClass>
  readonly vaults: ReadonlyArray<VaultCertified>
  readonly purged: ReadonlyArray<PlacePurged>
  readonly confirmed: ReadonlyArray<ProcessorDone>
}

/** What one vault destroyed for an erasure. */
export interface VaultCertified {
  readonly vaultId: string
  readonly keyIds: ReadonlyArray<string>
  readonly destroyedAt: Instant
  /**
   * When the key encryption key was rotated afterwards: with the old one destroyed, no backup of the vault and no remnant of
   * its file opens anything of this any more. Absent: a backup from before the erasure still does, with that key.
   */
  readonly residueEndedAt?: Instant
}

/** There is no such erasure, or it lacks something. */
export interface ErasureUnfinished {
  readonly _tag: 'ErasureUnfinished'
  readonly erasureId: string
  readonly open: ReadonlyArray<OpenItem>
}

/** Why there is no certificate. */
export type CertificateError = ErasureUnfinished | ReadError | UnreadableEvent

const pageLimit = 500
const decode = decodeStored<FenceEvent>(fence.events)

const fenceEvents = async (
  store: EventStore,
): Promise<Either<StoreUnavailable | UnreadableEvent, ReadonlyArray<FenceEvent>>> => {
  const events: FenceEvent[] = []
  let after = -1
  for (;;) {
    const page = await store.readStream(fenceStream(store.logId), after, pageLimit)()
    if (E.isLeft(page)) return page
    for (const stored of page.right.events) {
      const decoded = decode(stored)
      if (E.isLeft(decoded)) return decoded
      events.push(...decoded.right.map(({ event }) => event))
    }
    if (page.right.isEnd) return E.right(events)
    after = page.right.next
  }
}

const vaultsOf = (
  erasureId: string,
  events: ReadonlyArray<FenceEvent>,
): ReadonlyArray<VaultCertified> =>
  events.flatMap((event) => {
    if (event.type !== 'SubjectKeyDestroyed' || event.erasureId !== erasureId) return []
    const { vaultId, keyIds, at } = event
    const begun = events.findIndex(
      (one) => one.type === 'ErasureBegun' && one.erasureId === erasureId,
    )
    // A rotation that had begun before wrapped the keys once more, and whoever copied the vault in between has them.
    const ended = events.flatMap((one) =>
      one.type === 'KeyEncryptionKeyRotated' &&
      one.vaultId === vaultId &&
      one.through !== undefined &&
      one.through >= begun
        ? [one.at]
        : [],
    )[0]
    const one = { vaultId, keyIds, destroyedAt: at }
    return [ended === undefined ? one : { ...one, residueEndedAt: ended }]
  })

interface Standing {
  readonly erasure: Erasure
  readonly open: ReadonlyArray<OpenItem>
}

/** Makes the certificate of an erasure from the log. */
export const certify = async (
  store: EventStore,
  standing: () => Promise<Either<ReadError, Standing | undefined>>,
  erasureId: string,
): Promise<Either<CertificateError, ErasureCertificate>> => {
  const found = await standing()
  if (E.isLeft(found)) return found
  const open = found.right?.open ?? []
  const { decided, begun, completedAt, purged, confirmed } = found.right?.erasure ?? {
    purged: [],
    confirmed: [],
  }
  const parts = decided?.parts ?? begun?.parts
  if (completedAt === undefined || parts === undefined) {
    return E.left({ _tag: 'ErasureUnfinished', erasureId, open })
  }
  const events = await fenceEvents(store)
  if (E.isLeft(events)) return events
  return E.right({
    erasureId,
    why: decided?.why ?? begun?.why ?? '',
    ...(decided === undefined ? {} : { decidedAt: decided.at }),
    ...(begun === undefined ? {} : { begunAt: begun.at }),
    completedAt,
    parts,
    kept: decided?.kept ?? [],
    vaults: vaultsOf(erasureId, events.right),
    purged,
    confirmed,
  })
}
