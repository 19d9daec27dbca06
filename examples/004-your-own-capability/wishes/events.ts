// What has happened to a customer's wishes. Stored for ever: add, never edit.
import type { Instant } from '@patina/eventsourcing'

export type WishesEvent = WishMade | WishGranted | WishDropped

/** A customer would like to have an article. */
export interface WishMade {
  readonly type: 'WishMade'
  readonly customerId: string
  readonly sku: string
  readonly madeAt: Instant
}

/** The customer has bought it. */
export interface WishGranted {
  readonly type: 'WishGranted'
  readonly customerId: string
  readonly sku: string
  readonly saleId: string
}

/** The customer does not want it any more. */
export interface WishDropped {
  readonly type: 'WishDropped'
  readonly customerId: string
  readonly sku: string
}
