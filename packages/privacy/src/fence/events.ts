// What has happened at the fence of a log: holds, begun erasures, destroyed keys, reopened classes, rotations. Stored for ever: add,
// never edit.
import type { Instant } from '@patina/eventsourcing'
import type { RetentionClass } from '../retention.js'

export type FenceEvent =
  | ErasureBegun
  | SubjectKeyDestroyed
  | ClassReopened
  | LegalHoldPlaced
  | LegalHoldReleased
  | KeyEncryptionKeyRotated
  | ErasureWithdrawn

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

/**
 * Every living key of a vault lies under another key encryption key from here on. Once the old one is destroyed, no backup
 * and no remnant of a file brings back a key that was destroyed by `through`.
 */
export interface KeyEncryptionKeyRotated {
  readonly type: 'KeyEncryptionKeyRotated'
  readonly vaultId: string
  /** The name of the new one. It tells nothing of the key. */
  readonly kekId: string
  /**
   * The revision of the fence that the vault had carried out before the first key was wrapped anew: a key that was destroyed
   * by then was never under the new one. Absent where an interrupted rotation was finished: of that nothing is known.
   */
  readonly through?: number
  readonly at: Instant
}

/** Why an erasure was given up, where it was not for a hold: who was to be erased had become one person with somebody else. */
export type WithdrawnFor = 'merged'

/** An erasure that had not begun never will. Whoever decided it may decide again, under another id. */
export interface ErasureWithdrawn {
  readonly type: 'ErasureWithdrawn'
  readonly erasureId: string
  /** Absent: a hold kept some of it. */
  readonly why?: WithdrawnFor
  readonly at: Instant
}
