import { type Capability, type StreamName, streamName } from '@patina/eventsourcing'
import { commandCodecs, eventCodecs } from './codec.js'
import type { ErasureCommand } from './commands.js'
import { decide } from './decide.js'
import type { ErasuresView } from './erasures.codec.js'
import type { ErasureEvent } from './events.js'
import type { ErasureRejection } from './rejections.js'
import { evolve, initial, type Receipts } from './state.js'

/** The receipts of erasures, each erasure in a stream of its own, and the view of all of them. */
export const erasures = (
  erasuresView: ErasuresView,
): Capability<ErasureCommand, Receipts, ErasureEvent, ErasureRejection> => ({
  name: 'erasures',
  streamOf: ({ erasureId }): StreamName => streamName('erasure', erasureId),
  decider: { initial, decide, evolve },
  commands: commandCodecs,
  events: eventCodecs,
  views: [erasuresView],
  reactions: [],
})
