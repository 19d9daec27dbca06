import { type Capability, streamName } from '@patina/eventsourcing'
import { commandCodecs, eventCodecs } from './codec.js'
import type { WishesCommand } from './commands.js'
import { decide } from './decide.js'
import type { WishesEvent } from './events.js'
import type { WishesRejection } from './rejections.js'
import { salesGrantWishes } from './sales.reaction.js'
import { evolve, initial, type Wishes } from './state.js'
import { wishListView } from './wish-list.codec.js'

export { wishListView } from './wish-list.codec.js'

/** What customers wish for, and which wishes came true. */
export const wishes: Capability<WishesCommand, Wishes, WishesEvent, WishesRejection> = {
  name: 'wishes',
  streamOf: ({ customerId }) => streamName('wishes', customerId),
  decider: { initial, decide, evolve },
  commands: commandCodecs,
  events: eventCodecs,
  views: [wishListView],
  reactions: [salesGrantWishes],
}
