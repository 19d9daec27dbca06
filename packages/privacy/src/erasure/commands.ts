export type ErasureCommand = OrderPurge | RecordPurge | ConfirmProcessor | CompleteErasure

interface OfErasure {
  readonly erasureId: string
}

/** Settle who owes a receipt. The first order stands. */
export interface OrderPurge extends OfErasure {
  readonly type: 'OrderPurge'
  readonly places: ReadonlyArray<string>
  readonly processors: ReadonlyArray<string>
}

/** Record that a place was purged. */
export interface RecordPurge extends OfErasure {
  readonly type: 'RecordPurge'
  readonly place: string
  readonly count: number
}

/** Record what a processor says. */
export interface ConfirmProcessor extends OfErasure {
  readonly type: 'ConfirmProcessor'
  readonly processor: string
}

/** Close an erasure. */
export interface CompleteErasure extends OfErasure {
  readonly type: 'CompleteErasure'
  readonly vaultIds: ReadonlyArray<string>
}
