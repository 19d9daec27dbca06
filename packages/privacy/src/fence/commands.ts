import type { RetentionClass } from '../retention.js'
import type { WithdrawnFor } from './events.js'

export type FenceCommand =
  | BeginErasure
  | RecordKeysDestroyed
  | ReopenClass
  | PlaceLegalHold
  | ReleaseLegalHold
  | RecordRotation
  | WithdrawErasure

/** Which log's fence. */
interface OfLog {
  readonly logId: string
}

/** Begin to erase: hundreds of parts of many people in one command, if a retention run finds so many. */
export interface BeginErasure extends OfLog {
  readonly type: 'BeginErasure'
  readonly erasureId: string
  readonly why: string
  readonly parts: ReadonlyArray<PartToErase>
}

/** What to erase of a person. Without scopes: every scope of the class. */
export interface PartToErase {
  readonly subject: string
  readonly class: RetentionClass
  readonly scopes?: ReadonlyArray<string>
}

/** Record what a vault has destroyed. */
export interface RecordKeysDestroyed extends OfLog {
  readonly type: 'RecordKeysDestroyed'
  readonly erasureId: string
  readonly vaultId: string
  readonly keyIds: ReadonlyArray<string>
}

/** Use a class again that was erased as a whole. */
export interface ReopenClass extends OfLog {
  readonly type: 'ReopenClass'
  readonly subject: string
  readonly class: RetentionClass
}

/** Keep these classes of a person until the hold is released. */
export interface PlaceLegalHold extends OfLog {
  readonly type: 'PlaceLegalHold'
  readonly holdId: string
  readonly subject: string
  readonly classes: ReadonlyArray<RetentionClass>
  readonly why: string
}

/** Release a hold. */
export interface ReleaseLegalHold extends OfLog {
  readonly type: 'ReleaseLegalHold'
  readonly holdId: string
}

/** Record that all keys of a vault lie under another key encryption key. */
export interface RecordRotation extends OfLog {
  readonly type: 'RecordRotation'
  readonly vaultId: string
  readonly kekId: string
  /** The revision of the fence that was carried out before the rotation began, if one began and was not finished only. */
  readonly through?: number
}

/** Give up an erasure that has not begun. Nothing happens to one that has. */
export interface WithdrawErasure extends OfLog {
  readonly type: 'WithdrawErasure'
  readonly erasureId: string
  /** Absent: for a hold. */
  readonly why?: WithdrawnFor
}
