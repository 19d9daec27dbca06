import type { CivilDate } from '../shared/civil-date.js'
import type { Code, GiftId, GiftItemId, ReasonCode, StoreId } from '../shared/ids.js'
import { emptyTable, lookUp, put, type Table } from '../shared/table.js'
import { type WithoutSealed, withoutSealed } from '../shared/without-sealed.js'
import type {
  GiftAllowanceEntry,
  GiftEntry,
  GiftGranted,
  GiftItemEntry,
  GiftItemListed,
  GiftRequested,
  GiftReturned,
  GiftStep,
  GiftsEvent,
} from './events.js'
import type { GiftWorth } from './terms.js'

/** What decides the next command: an item and its stock, one gift, or what one person has had. A stream holds one of the three. */
export type Gifts = NothingYet | GiftItem | Gift | GiftAllowance

export interface NothingYet {
  readonly _tag: 'NothingYet'
}

/** An item of the catalogue, with its stock in each shop. */
export interface GiftItem {
  readonly _tag: 'GiftItem'
  /** Absent where only a gift was refused, of an item that nobody listed. */
  readonly listed?: GiftItemListed
  readonly isWithdrawn: boolean
  readonly deliveries: Table<{ readonly storeId: StoreId; readonly count: number }>
  readonly corrections: Table<{
    readonly storeId: StoreId
    readonly difference: number
    readonly reasonCode: ReasonCode
  }>
  readonly stores: Table<Shelf>
  /** By gift: where its piece is. */
  readonly pieces: Table<Piece>
}

/** Pieces in one shop: on hand, and how many of them are promised. */
export interface Shelf {
  readonly onHand: number
  readonly reserved: number
}

export interface Piece {
  readonly storeId: StoreId
  readonly standing: 'refused' | 'reserved' | 'released' | 'issued' | 'returned'
}

/** Where a gift stands. */
export type GiftStage =
  | 'requested'
  | 'granted'
  | 'pointsHeld'
  | 'allowed'
  | 'reserved'
  | 'issued'
  | 'ready'
  | 'collected'
  | 'shipped'
  | 'delivered'
  | 'refused'
  | 'cancelled'
  | 'returned'
  | 'lapsed'

/** One gift to one person. */
export interface Gift {
  readonly _tag: 'Gift'
  readonly asked: GiftRequested | WithoutSealed<GiftGranted>
  readonly stage: GiftStage
  readonly collectByDay?: CivilDate
  readonly proof?: Code
  readonly carrier?: Code
  readonly returned?: Pick<GiftReturned, 'condition' | 'reasonCode'>
}

/** What one person has had. */
export interface GiftAllowance {
  readonly _tag: 'GiftAllowance'
  readonly taken: Table<Taken>
  /** Every gift that counts, in the order in which they were taken. */
  readonly counting: ReadonlyArray<GiftId>
}

export interface Taken {
  readonly giftId: GiftId
  readonly itemId: GiftItemId
  readonly worth: GiftWorth
  readonly onDay: CivilDate
  readonly standing: 'taken' | 'refused' | 'givenBack'
}

/** An item that was never listed, a gift that nobody asked for, a person who has had nothing. */
export const initial: Gifts = { _tag: 'NothingYet' }

/** What stands after an event. Total: an event that makes no sense leaves it as it was. */
export const evolve = (state: Gifts, event: GiftsEvent): Gifts => {
  switch (event.type) {
    case 'GiftItemListed':
    case 'GiftItemWithdrawn':
    case 'GiftStockReceived':
    case 'GiftStockCorrected':
    case 'GiftStockReserved':
    case 'GiftStockRefused':
    case 'GiftStockReleased':
    case 'GiftStockIssued':
    case 'GiftStockReturned':
      return onItem(state, event)
    case 'GiftAllowanceTaken':
    case 'GiftAllowanceRefused':
    case 'GiftAllowanceGivenBack':
      return onAllowance(state, event)
    default:
      return onGift(state, event)
  }
}

const emptyItem: GiftItem = {
  _tag: 'GiftItem',
  isWithdrawn: false,
  deliveries: emptyTable,
  corrections: emptyTable,
  stores: emptyTable,
  pieces: emptyTable,
}

const onItem = (state: Gifts, event: GiftItemEntry): Gifts => {
  if (state._tag !== 'GiftItem' && state._tag !== 'NothingYet') return state
  const item = state._tag === 'GiftItem' ? state : emptyItem
  switch (event.type) {
    case 'GiftItemListed':
      return { ...item, listed: event, isWithdrawn: false }
    case 'GiftItemWithdrawn':
      return { ...item, isWithdrawn: true }
    case 'GiftStockReceived': {
      const { deliveryId, storeId, count } = event
      if (lookUp(item.deliveries, deliveryId) !== undefined) return state
      return {
        ...shelved(item, storeId, count, 0),
        deliveries: put(item.deliveries, deliveryId, { storeId, count }),
      }
    }
    case 'GiftStockCorrected': {
      const { correctionId, storeId, difference, reasonCode } = event
      if (lookUp(item.corrections, correctionId) !== undefined) return state
      const correction = { storeId, difference, reasonCode }
      return {
        ...shelved(item, storeId, difference, 0),
        corrections: put(item.corrections, correctionId, correction),
      }
    }
    case 'GiftStockRefused':
      return placed(item, event, undefined, 'refused', 0, 0)
    case 'GiftStockReserved':
      return placed(item, event, undefined, 'reserved', 0, 1)
    case 'GiftStockReleased':
      return placed(item, event, 'reserved', 'released', 0, -1)
    case 'GiftStockIssued':
      return placed(item, event, 'reserved', 'issued', -1, -1)
    case 'GiftStockReturned':
      return placed(item, event, 'issued', 'returned', 1, 0)
  }
}

/** What a shop has of an item. */
export const shelfOf = ({ stores }: GiftItem, storeId: StoreId): Shelf =>
  lookUp(stores, storeId) ?? { onHand: 0, reserved: 0 }

const shelved = (item: GiftItem, storeId: StoreId, more: number, promised: number): GiftItem => {
  const { onHand, reserved } = shelfOf(item, storeId)
  const shelf = { onHand: onHand + more, reserved: reserved + promised }
  return { ...item, stores: put(item.stores, storeId, shelf) }
}

// A piece goes from one place to the next, and from nowhere else.
const placed = (
  item: GiftItem,
  { giftId, storeId }: { readonly giftId: GiftId; readonly storeId: StoreId },
  from: Piece['standing'] | undefined,
  standing: Piece['standing'],
  more: number,
  promised: number,
): GiftItem =>
  lookUp(item.pieces, giftId)?.standing === from
    ? {
        ...shelved(item, storeId, more, promised),
        pieces: put(item.pieces, giftId, { storeId, standing }),
      }
    : item

const onGift = (state: Gifts, event: GiftEntry): Gifts => {
  if (event.type === 'GiftRequested' || event.type === 'GiftGranted') {
    if (state._tag !== 'NothingYet') return state
    const stage = event.type === 'GiftRequested' ? 'requested' : 'granted'
    return { _tag: 'Gift', asked: withoutSealed(event), stage }
  }
  if (state._tag !== 'Gift') return state
  switch (event.type) {
    case 'GiftPointsHeld':
      return { ...state, stage: 'pointsHeld' }
    case 'GiftAllowed':
      return { ...state, stage: 'allowed' }
    case 'GiftReserved':
      return { ...state, stage: 'reserved' }
    case 'GiftIssued':
      return { ...state, stage: 'issued' }
    case 'GiftRefused':
      return { ...state, stage: 'refused' }
    case 'GiftReadyForCollection':
      return { ...state, stage: 'ready', collectByDay: event.collectByDay }
    case 'GiftCollected':
      return { ...state, stage: 'collected', proof: event.proof }
    case 'GiftShipped':
      return { ...state, stage: 'shipped', carrier: event.carrier }
    case 'GiftDelivered':
      return { ...state, stage: 'delivered' }
    case 'GiftCancelled':
      return { ...state, stage: 'cancelled' }
    case 'GiftReturned': {
      const { condition, reasonCode } = event
      return { ...state, stage: 'returned', returned: { condition, reasonCode } }
    }
    case 'GiftLapsed':
      return { ...state, stage: 'lapsed' }
  }
}

/** The step that a gift waits for; none when it is the person's, or does not come about. */
export const awaitedBy = ({ stage }: Gift): GiftStep | undefined => {
  switch (stage) {
    case 'requested':
      return 'points'
    case 'granted':
    case 'pointsHeld':
      return 'allowance'
    case 'allowed':
      return 'stock'
    case 'reserved':
      return 'capture'
    default:
      return undefined
  }
}

const onAllowance = (state: Gifts, event: GiftAllowanceEntry): Gifts => {
  if (state._tag !== 'GiftAllowance' && state._tag !== 'NothingYet') return state
  const before: GiftAllowance =
    state._tag === 'GiftAllowance'
      ? state
      : { _tag: 'GiftAllowance', taken: emptyTable, counting: [] }
  const { giftId, itemId, worth, onDay } = event
  const known = lookUp(before.taken, giftId)
  const isGivenBack = event.type === 'GiftAllowanceGivenBack'
  // What was never taken cannot be given back, and what was decided once is not decided again.
  if (isGivenBack ? known?.standing !== 'taken' : known !== undefined) return state
  const standing =
    event.type === 'GiftAllowanceTaken' ? 'taken' : isGivenBack ? 'givenBack' : 'refused'
  const others = before.counting.filter((one) => one !== giftId)
  return {
    _tag: 'GiftAllowance',
    taken: put(before.taken, giftId, { giftId, itemId, worth, onDay, standing }),
    counting: standing === 'taken' ? [...others, giftId] : others,
  }
}
