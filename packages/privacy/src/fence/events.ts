// What has happened at the fence of a log: holds, begun erasures, destroyed keys, reopened classes. Stored for ever: add,
// never edit.
import type { Instant } from '@patina/eventsourcing'
import type { RetentionClass } from '../retention.js'

export type FenceEvent =
  | ErasureBegun
  | SubjectKeyDestroyed
  | ClassReopened
  | LegalHoldPlaced
  | LegalHoldReleased

/** From here on nothing of these parts opens any more: the point of no return. */
export interface ErasureBegun {
  readonly type: 'ErasureBegun'
  readonly erasureId: string
  /** A code: why it is erased. */
  readonly why: string
  readonly at: Instant
  readonly parts: ReadonlyArray<ErasedPart>
}

/** What of a person is erased. Without scopes: every scope of the class. */
export interface ErasedPart {
  readonly subject: string
  readonly class: RetentionClass
  readonly generation: number
  readonly scopes?: ReadonlyArray<string>
}

/** A vault has destroyed the keys of an erasure. The names of keys stay: they are the fingerprint of what is gone. */
export interface SubjectKeyDestroyed {
  readonly type: 'SubjectKeyDestroyed'
  readonly erasureId: string
  readonly vaultId: string
  readonly keyIds: ReadonlyArray<string>
  readonly at: Instant
}

/** A class of somebody who stays is used again, with keys of a new generation. What was erased stays erased. */
export interface ClassReopened {
  readonly type: 'ClassReopened'
  readonly subject: string
  readonly class: RetentionClass
  readonly generation: number
}

/** These classes of a person are kept, whatever falls due. */
export interface LegalHoldPlaced {
  readonly type: 'LegalHoldPlaced'
  readonly holdId: string
  readonly subject: string
  readonly classes: ReadonlyArray<RetentionClass>
  /** A code: the ground. */
  readonly why: string
  readonly at: Instant
}

/** The hold is over. */
export interface LegalHoldReleased {
  readonly type: 'LegalHoldReleased'
  readonly holdId: string
  readonly at: Instant
}
