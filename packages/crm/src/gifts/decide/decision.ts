// What the decisions about gifts share.
import type { Issued } from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import { present } from '../../shared/copies.js'
import { differencesBetween } from '../../shared/differences.js'
import { dayInHongKong } from '../../shared/hong-kong.js'
import type { GiftsEvent, OfGift } from '../events.js'
import type { GiftsRejection } from '../rejections.js'
import type { Gift } from '../state.js'

export type Decision = Either<GiftsRejection, ReadonlyArray<GiftsEvent>>

/** It is so already. */
export const nothing: Decision = E.right([])

/** Nothing where the same is recorded, and what differs where it is not. */
export const sameOr = (recorded: object, found: object): Decision => {
  const differences = differencesBetween(recorded, found)
  return differences.length === 0 ? nothing : E.left({ _tag: 'RecordedOtherwise', differences })
}

/** What every later event of a gift begins with. */
export const headOf = ({ asked }: Gift, { at }: Issued): OfGift => {
  const { giftId, customerId, itemId, storeId, membershipId } = asked
  return present({ giftId, customerId, itemId, storeId, onDay: dayInHongKong(at), membershipId })
}
