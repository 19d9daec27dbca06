import type { Issued } from '@patina/eventsourcing'
import type { GiftsCommand } from '../commands.js'
import type { Gifts } from '../state.js'
import { giveBackAllowance, takeAllowance } from './allowance.js'
import { grantGift, requestGift } from './asking.js'
import { correctStock, listGiftItem, receiveStock, withdrawGiftItem } from './catalogue.js'
import type { Decision } from './decision.js'
import {
  cancelGift,
  collectGift,
  deliverGift,
  lapseGift,
  offerForCollection,
  returnGift,
  shipGift,
} from './handing-over.js'
import { continueGift, refuseGift } from './steps.js'
import { issueStock, putBackStock, reserveStock } from './stock.js'

/**
 * What follows from a command about a gift, an item in stock or what one person may get. Days are those of Hong Kong. What a
 * person asks for may be rejected; what the process asks for is answered with an event, for it can only go back on what has
 * happened. The guide page names the rejections of each command.
 */
export const decide = (command: GiftsCommand, state: Gifts, issued: Issued): Decision => {
  switch (command.type) {
    case 'ListGiftItem':
      return listGiftItem(command, state)
    case 'WithdrawGiftItem':
      return withdrawGiftItem(command, state)
    case 'ReceiveStock':
      return receiveStock(command, state)
    case 'CorrectStock':
      return correctStock(command, state)
    case 'RequestGift':
      return requestGift(command, state, issued)
    case 'GrantGift':
      return grantGift(command, state, issued)
    case 'OfferForCollection':
      return offerForCollection(command, state, issued)
    case 'CollectGift':
      return collectGift(command, state, issued)
    case 'ShipGift':
      return shipGift(command, state, issued)
    case 'DeliverGift':
      return deliverGift(command, state, issued)
    case 'CancelGift':
      return cancelGift(command, state, issued)
    case 'ReturnGift':
      return returnGift(command, state, issued)
    case 'LapseGift':
      return lapseGift(command, state, issued)
    case 'ContinueGift':
      return continueGift(command, state, issued)
    case 'RefuseGift':
      return refuseGift(command, state, issued)
    case 'TakeAllowance':
      return takeAllowance(command, state, issued)
    case 'GiveBackAllowance':
      return giveBackAllowance(command, state, issued)
    case 'ReserveStock':
      return reserveStock(command, state, issued)
    case 'IssueStock':
      return issueStock(command, state, issued)
    case 'PutBackStock':
      return putBackStock(command, state, issued)
  }
}
