import { type Capability, type StreamName, streamName } from '@patina/eventsourcing'
import { belongingView } from './belonging.codec.js'
import { commandCodecs, eventCodecs } from './codec.js'
import type { HouseholdsCommand } from './commands.js'
import { decide } from './decide.js'
import type { HouseholdsEvent } from './events.js'
import { householdView } from './household.codec.js'
import type { HouseholdsRejection } from './rejections.js'
import { evolve, type Household, initial } from './state.js'

/** The stream that a command about a household is decided on. */
export const streamOf = ({ householdId }: HouseholdsCommand): StreamName =>
  streamName('household', householdId)

/** Households: which customers live together. */
export const households: Capability<
  HouseholdsCommand,
  Household,
  HouseholdsEvent,
  HouseholdsRejection
> = {
  name: 'households',
  streamOf,
  decider: { initial, decide, evolve },
  commands: commandCodecs,
  events: eventCodecs,
  views: [belongingView, householdView],
  reactions: [],
}
