import { type Capability, type StreamName, streamName, uuidV5 } from '@patina/eventsourcing'
import { commandCodecs, eventCodecs } from './codec.js'
import type { FenceCommand } from './commands.js'
import { decide } from './decide.js'
import type { FenceEvent } from './events.js'
import type { FenceRejection } from './rejections.js'
import { evolve, type Fence, initial } from './state.js'

// The namespace of the fences' ids, a random UUID that never changes.
const namespace = 'c7b3a1de-52c4-4f0e-9d0b-6a5f0e8e4c21'

/** The one stream of a log that says what is erased and what is held. It follows from the name of the log. */
export const fenceStream = (logId: string): StreamName =>
  streamName('fence', uuidV5(namespace, logId))

/** Erasures and holds of a whole log, on one stream: so no hold and no erasure pass each other. */
export const fence: Capability<FenceCommand, Fence, FenceEvent, FenceRejection> = {
  name: 'fence',
  streamOf: ({ logId }) => fenceStream(logId),
  decider: { initial, decide, evolve },
  commands: commandCodecs,
  events: eventCodecs,
  views: [],
  reactions: [],
}
