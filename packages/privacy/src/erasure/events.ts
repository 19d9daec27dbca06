// What has happened to what was derived from erased data. Stored for ever: add, never edit.
import type { Instant } from '@patina/eventsourcing'

export type ErasureEvent =
  | PurgeOrdered
  | DerivedDataPurged
  | ProcessorConfirmedErasure
  | ErasureCompleted

/** Who owes a receipt: whatever is handed in later, these are asked for. */
export interface PurgeOrdered {
  readonly type: 'PurgeOrdered'
  readonly erasureId: string
  readonly places: ReadonlyArray<string>
  /** Who holds copies outside of the house. */
  readonly processors: ReadonlyArray<string>
  readonly at: Instant
}

/** A place holds nothing of it any more. */
export interface DerivedDataPurged {
  readonly type: 'DerivedDataPurged'
  readonly erasureId: string
  readonly place: string
  /** What this run removed: a run that was cut short may have removed more. */
  readonly count: number
  readonly at: Instant
}

/** A processor says that its copies are gone. */
export interface ProcessorConfirmedErasure {
  readonly type: 'ProcessorConfirmedErasure'
  readonly erasureId: string
  readonly processor: string
  readonly at: Instant
}

/** The keys are destroyed, and every receipt is there. */
export interface ErasureCompleted {
  readonly type: 'ErasureCompleted'
  readonly erasureId: string
  /** The vaults that have destroyed keys for it. None where all of it was erased before. */
  readonly vaultIds: ReadonlyArray<string>
  readonly at: Instant
}
