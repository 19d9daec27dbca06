import type { Instant, LogEvent, Projection } from '@patina/eventsourcing'
import type { WishesEvent } from './events.js'

/** What a customer wishes for, and how many wishes have come true. */
export interface WishList {
  readonly open: ReadonlyArray<Wish>
  readonly granted: number
}

/** A wish that has not come true. */
export interface Wish {
  readonly sku: string
  readonly madeAt: Instant
}

const evolve = ({ open, granted }: WishList, { event }: LogEvent<WishesEvent>): WishList => {
  const others = open.filter(({ sku }) => sku !== event.sku)
  switch (event.type) {
    case 'WishMade':
      return { open: [...others, { sku: event.sku, madeAt: event.madeAt }], granted }
    case 'WishGranted':
      return { open: others, granted: granted + 1 }
    case 'WishDropped':
      return { open: others, granted }
  }
}

/** The wish list of each customer. */
export const wishList: Projection<string, WishList, WishesEvent> = {
  name: 'wish_list',
  version: 1,
  types: ['WishMade', 'WishGranted', 'WishDropped'],
  parts: (recorded) => [[recorded.event.customerId, recorded]],
  initial: () => ({ open: [], granted: 0 }),
  evolve,
}
