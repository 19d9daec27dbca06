import type { Issued } from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { DropWish, GrantWish, MakeWish, WishesCommand } from './commands.js'
import type { WishesEvent } from './events.js'
import type { WishesRejection } from './rejections.js'
import type { Wishes } from './state.js'

type Decision = Either<WishesRejection, ReadonlyArray<WishesEvent>>

const limit = 20

/** What follows from a command about wishes. Left `TooManyWishes` for a wish above the limit. */
export const decide = (command: WishesCommand, wishes: Wishes, issued: Issued): Decision => {
  switch (command.type) {
    case 'MakeWish':
      return makeWish(command, wishes, issued)
    case 'GrantWish':
      return grantWish(command, wishes)
    case 'DropWish':
      return dropWish(command, wishes)
  }
}

const makeWish = ({ customerId, sku }: MakeWish, wishes: Wishes, { at }: Issued): Decision => {
  if (wishes.includes(sku)) return E.right([])
  return wishes.length < limit
    ? E.right([{ type: 'WishMade', customerId, sku, madeAt: at }])
    : E.left({ _tag: 'TooManyWishes', limit })
}

const grantWish = ({ customerId, sku, saleId }: GrantWish, wishes: Wishes): Decision =>
  E.right(wishes.includes(sku) ? [{ type: 'WishGranted', customerId, sku, saleId }] : [])

const dropWish = ({ customerId, sku }: DropWish, wishes: Wishes): Decision =>
  E.right(wishes.includes(sku) ? [{ type: 'WishDropped', customerId, sku }] : [])
