// Events as they were stored once. Never edited.
import type { Instant } from '@patina/eventsourcing'

/** Version 1 said `article` for what everybody else calls a SKU. */
export interface WishMadeV1 {
  readonly type: 'WishMade'
  readonly customerId: string
  readonly article: string
  readonly madeAt: Instant
}
