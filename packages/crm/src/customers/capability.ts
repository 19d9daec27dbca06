import { type Capability, type StreamName, streamName } from '@patina/eventsourcing'
import { commandCodecs, eventCodecs } from './codec.js'
import type { CustomersCommand } from './commands.js'
import { decide } from './decide/index.js'
import type { CustomersEvent } from './events.js'
import { interestsView } from './interests.codec.js'
import { profileView } from './profile.codec.js'
import type { CustomersRejection } from './rejections.js'
import { relationsView } from './relations.codec.js'
import { type Customer, evolve, initial } from './state.js'

/** The stream that a command about a customer is decided on. */
export const streamOf = ({ customerId }: CustomersCommand): StreamName =>
  streamName('customer', customerId)

/** Customer management: who is a customer, and how the shop stands with them. */
export const customers: Capability<CustomersCommand, Customer, CustomersEvent, CustomersRejection> =
  {
    name: 'customers',
    streamOf,
    decider: { initial, decide, evolve },
    commands: commandCodecs,
    events: eventCodecs,
    views: [interestsView, profileView, relationsView],
    reactions: [],
  }
