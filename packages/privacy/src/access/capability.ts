import { type Capability, streamName } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { commandCodecs, eventCodecs } from './codec.js'
import type { AccessCommand } from './commands.js'
import type { AccessEvent } from './events.js'

/** Whether the one entry of a stream was written. */
export type IsRecorded = boolean

/** The access log: one entry, in a stream of its own, for each request to see personal data. */
export const access: Capability<AccessCommand, IsRecorded, AccessEvent, never> = {
  name: 'access',
  streamOf: ({ accessId }) => streamName('access', accessId),
  decider: {
    initial: false,
    decide: (command, isRecorded) => {
      if (isRecorded) return E.right([])
      switch (command.type) {
        case 'RecordAccess':
          return E.right([{ ...command, type: 'PersonalDataAccessed' }])
        case 'RecordDenial':
          return E.right([{ ...command, type: 'AccessDenied' }])
      }
    },
    evolve: () => true,
  },
  commands: commandCodecs,
  events: eventCodecs,
  views: [],
  reactions: [],
}
