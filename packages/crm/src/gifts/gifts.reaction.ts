import type { FactsOf, LogEvent, Reaction, ViewRead } from '@patina/eventsourcing'
import { giftsForGiftsName } from '../shared/process.js'
import type {
  ContinueGift,
  GiveBackAllowance,
  IssueStock,
  PutBackStock,
  RefuseGift,
  ReserveStock,
  TakeAllowance,
} from './commands.js'
import type {
  GiftAllowanceRefused,
  GiftAllowanceTaken,
  GiftAllowed,
  GiftCancelled,
  GiftCondition,
  GiftGranted,
  GiftIssued,
  GiftLapsed,
  GiftPointsHeld,
  GiftRefused,
  GiftReturned,
  GiftStockRefused,
  GiftStockReserved,
} from './events.js'

type Ended = GiftRefused | GiftCancelled | GiftLapsed | GiftReturned

type Source =
  | GiftGranted
  | GiftPointsHeld
  | GiftAllowed
  | GiftIssued
  | Ended
  | GiftAllowanceTaken
  | GiftAllowanceRefused
  | GiftStockReserved
  | GiftStockRefused

type Sent =
  | TakeAllowance
  | GiveBackAllowance
  | ReserveStock
  | IssueStock
  | PutBackStock
  | ContinueGift
  | RefuseGift

type Reads = Readonly<Record<string, ViewRead>>

// All that may have been done for it, whether it was or not: who has done nothing for it has nothing to undo.
const undone = (
  { giftId, customerId, itemId }: Ended,
  condition: GiftCondition,
): ReadonlyArray<Sent> => [
  { type: 'GiveBackAllowance', giftId, customerId },
  { type: 'PutBackStock', itemId, giftId, condition },
]

const react = ({ event }: LogEvent<Source>, _: FactsOf<Reads>): ReadonlyArray<Sent> => {
  const { giftId, itemId } = event
  switch (event.type) {
    case 'GiftGranted':
    case 'GiftPointsHeld': {
      const { customerId, under, onDay } = event
      return [{ type: 'TakeAllowance', giftId, customerId, itemId, under, onDay }]
    }
    case 'GiftAllowanceTaken':
      return [{ type: 'ContinueGift', giftId, step: 'allowance' }]
    case 'GiftAllowanceRefused':
      return [{ type: 'RefuseGift', giftId, step: 'allowance', reasons: event.reasons }]
    case 'GiftAllowed': {
      const { storeId, version, sha256 } = event
      return [{ type: 'ReserveStock', itemId, giftId, storeId, version, sha256 }]
    }
    case 'GiftStockReserved':
      return [{ type: 'ContinueGift', giftId, step: 'stock' }]
    case 'GiftStockRefused':
      return [{ type: 'RefuseGift', giftId, step: 'stock', reasons: event.reasons }]
    case 'GiftIssued':
      return [{ type: 'IssueStock', itemId, giftId }]
    case 'GiftRefused':
    case 'GiftCancelled':
    case 'GiftLapsed':
      return undone(event, 'asNew')
    case 'GiftReturned':
      return undone(event, event.condition)
  }
}

/**
 * What carries a gift from step to step. Whatever is asked of the allowance and of the stock follows from an event of the
 * gift, so that it is sent in the order of the gift's own history: nothing can be undone before it was asked for.
 */
export const giftsForGifts: Reaction<Source, Reads, Sent> = {
  name: giftsForGiftsName,
  types: [
    'GiftGranted',
    'GiftPointsHeld',
    'GiftAllowed',
    'GiftIssued',
    'GiftRefused',
    'GiftCancelled',
    'GiftLapsed',
    'GiftReturned',
    'GiftAllowanceTaken',
    'GiftAllowanceRefused',
    'GiftStockReserved',
    'GiftStockRefused',
  ],
  startsFrom: 'beginning',
  facts: () => ({}),
  react,
}
