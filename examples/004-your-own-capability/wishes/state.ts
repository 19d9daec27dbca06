import type { WishesEvent } from './events.js'

/** The articles that a customer wishes for and has not bought, in the order of the wishes. */
export type Wishes = ReadonlyArray<string>

export const initial: Wishes = []

/** The wishes after an event. Total: an event that makes no sense leaves them as they were. */
export const evolve = (wishes: Wishes, event: WishesEvent): Wishes => {
  switch (event.type) {
    case 'WishMade':
      return wishes.includes(event.sku) ? wishes : [...wishes, event.sku]
    case 'WishGranted':
    case 'WishDropped':
      return wishes.filter((sku) => sku !== event.sku)
  }
}
