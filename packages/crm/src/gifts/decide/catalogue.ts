import * as E from 'fp-ts/lib/Either.js'
import { sha256Of } from '../../shared/sha256.js'
import { lookUp } from '../../shared/table.js'
import type { CorrectStock, ListGiftItem, ReceiveStock, WithdrawGiftItem } from '../commands.js'
import { type Gifts, shelfOf } from '../state.js'
import { type Decision, nothing, sameOr } from './decision.js'

/** Puts an item into the catalogue. The same terms again are no news, unless it was withdrawn. */
export const listGiftItem = ({ itemId, terms }: ListGiftItem, state: Gifts): Decision => {
  const { fromDay, toDay } = terms
  if (fromDay !== undefined && toDay !== undefined && toDay < fromDay) {
    return E.left({ _tag: 'EndsBeforeItBegins', fromDay, toDay })
  }
  const item = state._tag === 'GiftItem' ? state : undefined
  const sha256 = sha256Of(terms)
  if (item?.listed?.sha256 === sha256 && !item.isWithdrawn) return nothing
  const version = (item?.listed?.version ?? 0) + 1
  return E.right([{ type: 'GiftItemListed', itemId, version, sha256, terms }])
}

/** Takes an item out of the catalogue. */
export const withdrawGiftItem = (
  { itemId, reasonCode }: WithdrawGiftItem,
  state: Gifts,
): Decision => {
  if (state._tag !== 'GiftItem' || state.listed === undefined) {
    return E.left({ _tag: 'ItemNotListed' })
  }
  return state.isWithdrawn ? nothing : E.right([{ type: 'GiftItemWithdrawn', itemId, reasonCode }])
}

/** Enters a delivery, once for each id. Of an item that was withdrawn, too: it may be listed again. */
export const receiveStock = (
  { itemId, storeId, deliveryId, count }: ReceiveStock,
  state: Gifts,
): Decision => {
  if (state._tag !== 'GiftItem' || state.listed === undefined) {
    return E.left({ _tag: 'ItemNotListed' })
  }
  const done = lookUp(state.deliveries, deliveryId)
  return done === undefined
    ? E.right([{ type: 'GiftStockReceived', itemId, storeId, deliveryId, count }])
    : sameOr(done, { storeId, count })
}

/**
 * Enters what was counted, or that something broke, once for each id. A promised piece is somebody's: it is not counted away
 * before their gift is called off.
 */
export const correctStock = (
  { itemId, storeId, correctionId, difference, reasonCode }: CorrectStock,
  state: Gifts,
): Decision => {
  if (state._tag !== 'GiftItem' || state.listed === undefined) {
    return E.left({ _tag: 'ItemNotListed' })
  }
  const done = lookUp(state.corrections, correctionId)
  if (done !== undefined) return sameOr(done, { storeId, difference, reasonCode })
  if (difference === 0) return nothing
  const { onHand, reserved } = shelfOf(state, storeId)
  return difference < 0 && onHand + difference < reserved
    ? E.left({ _tag: 'StockTooLow', onHand, reserved, difference })
    : E.right([
        { type: 'GiftStockCorrected', itemId, storeId, correctionId, difference, reasonCode },
      ])
}
