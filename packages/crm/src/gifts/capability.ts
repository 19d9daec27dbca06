import { type Capability, reaction, type StreamName, streamName } from '@patina/eventsourcing'
import { giftCatalogueView } from './catalogue.codec.js'
import { commandCodecs, eventCodecs } from './codec.js'
import type { GiftsCommand } from './commands.js'
import { decide } from './decide/index.js'
import type { GiftsEvent } from './events.js'
import { giftStandingsView } from './gifts.codec.js'
import { giftsForGifts } from './gifts.reaction.js'
import { giftHistoryView } from './history.codec.js'
import { giftsForPoints } from './points.reaction.js'
import type { GiftsRejection } from './rejections.js'
import { evolve, type Gifts, initial } from './state.js'
import { uncollectedGiftsView } from './uncollected.codec.js'
import { giftsWorthView } from './worth.codec.js'

/** The stream that a command is decided on: that of the item, of what the person may get, or of the gift. */
export const streamOf = (command: GiftsCommand): StreamName => {
  switch (command.type) {
    case 'ListGiftItem':
    case 'WithdrawGiftItem':
    case 'ReceiveStock':
    case 'CorrectStock':
    case 'ReserveStock':
    case 'IssueStock':
    case 'PutBackStock':
      return streamName('giftItem', command.itemId)
    case 'TakeAllowance':
    case 'GiveBackAllowance':
      return streamName('giftAllowance', command.customerId)
    default:
      return streamName('gift', command.giftId)
  }
}

/** Gifts: what there is to give, what was given to whom, and what one person may get. */
export const gifts: Capability<GiftsCommand, Gifts, GiftsEvent, GiftsRejection> = {
  name: 'gifts',
  streamOf,
  decider: { initial, decide, evolve },
  commands: commandCodecs,
  events: eventCodecs,
  views: [
    giftCatalogueView,
    giftHistoryView,
    giftStandingsView,
    giftsWorthView,
    uncollectedGiftsView,
  ],
  reactions: [reaction(giftsForGifts), reaction(giftsForPoints)],
}
