export type ErasureRejection = PurgeNotOrdered | NotAsked | ReceiptsMissing

/** Nobody has settled who owes receipts for this erasure. */
export interface PurgeNotOrdered {
  readonly _tag: 'PurgeNotOrdered'
  readonly erasureId: string
}

/** No receipt of this place or processor was asked for. */
export interface NotAsked {
  readonly _tag: 'NotAsked'
  readonly name: string
}

/** These have not given their receipts. */
export interface ReceiptsMissing {
  readonly _tag: 'ReceiptsMissing'
  readonly places: ReadonlyArray<string>
  readonly processors: ReadonlyArray<string>
}
