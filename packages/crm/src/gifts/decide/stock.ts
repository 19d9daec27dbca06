// Pieces on the shelf: promised, handed out, put back where they were.
import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { byHand, giftsForGiftsName } from '../../shared/process.js'
import { lookUp } from '../../shared/table.js'
import type { IssueStock, PutBackStock, ReserveStock } from '../commands.js'
import type { GiftHindrance } from '../hindrances.js'
import { type Gifts, type Piece, shelfOf } from '../state.js'
import { type Decision, nothing } from './decision.js'

const pieceOf = (state: Gifts, { giftId }: { readonly giftId: string }): Piece | undefined =>
  state._tag === 'GiftItem' ? lookUp(state.pieces, giftId) : undefined

/** Promises a piece, or says by an event that there is none to promise under these terms. */
export const reserveStock = (command: ReserveStock, state: Gifts, issued: Issued): Decision => {
  const byWhom = byHand(issued, giftsForGiftsName)
  if (byWhom !== undefined) return E.left(byWhom)
  if (pieceOf(state, command) !== undefined) return nothing
  const { itemId, giftId, storeId } = command
  const reasons = [...offerOf(command, state), ...shortageOf(command, state)]
  const head = { itemId, giftId, storeId }
  return E.right([
    reasons.length > 0
      ? { type: 'GiftStockRefused', ...head, reasons }
      : { type: 'GiftStockReserved', ...head },
  ])
}

// The terms of a gift come in a command: here is where it shows whether the catalogue has them.
const offerOf = ({ version, sha256 }: ReserveStock, state: Gifts): ReadonlyArray<GiftHindrance> => {
  const listed = state._tag === 'GiftItem' && !state.isWithdrawn ? state.listed : undefined
  if (listed?.version === version && listed.sha256 === sha256) return []
  return [
    {
      type: 'ItemNotOffered',
      askedVersion: version,
      ...(listed === undefined ? {} : { listedVersion: listed.version }),
    },
  ]
}

const shortageOf = ({ storeId }: ReserveStock, state: Gifts): ReadonlyArray<GiftHindrance> => {
  const { onHand, reserved } =
    state._tag === 'GiftItem' ? shelfOf(state, storeId) : { onHand: 0, reserved: 0 }
  return onHand > reserved ? [] : [{ type: 'StockGone', onHand, reserved }]
}

/** Takes the promised piece off the shelf. */
export const issueStock = (
  { itemId, giftId }: IssueStock,
  state: Gifts,
  issued: Issued,
): Decision => {
  const byWhom = byHand(issued, giftsForGiftsName)
  if (byWhom !== undefined) return E.left(byWhom)
  const piece = pieceOf(state, { giftId })
  return piece?.standing === 'reserved'
    ? E.right([{ type: 'GiftStockIssued', itemId, giftId, storeId: piece.storeId }])
    : nothing
}

/** Frees the promised piece, or puts back the one that left the shelf, unless it is damaged. */
export const putBackStock = (
  { itemId, giftId, condition }: PutBackStock,
  state: Gifts,
  issued: Issued,
): Decision => {
  const byWhom = byHand(issued, giftsForGiftsName)
  if (byWhom !== undefined) return E.left(byWhom)
  const piece = pieceOf(state, { giftId })
  if (piece?.standing === 'reserved') {
    return E.right([{ type: 'GiftStockReleased', itemId, giftId, storeId: piece.storeId }])
  }
  return piece?.standing === 'issued' && condition === 'asNew'
    ? E.right([{ type: 'GiftStockReturned', itemId, giftId, storeId: piece.storeId }])
    : nothing
}
