import {
  apart,
  type Capability,
  people,
  reaction,
  type StreamName,
  streamName,
} from '@patina/eventsourcing'
import { commandCodecs, eventCodecs } from './codec.js'
import type { IdentityCommand } from './commands.js'
import { decide } from './decide/index.js'
import { dismissalsView } from './dismissals.codec.js'
import type { IdentityEvent } from './events.js'
import { merging } from './merging.reaction.js'
import { personView } from './person.codec.js'
import type { IdentityRejection } from './rejections.js'
import { evolve, initial, type Register } from './state.js'

// A log is that of one organisation, and an organisation has one register: in two of them one customer could be two people.
const register = streamName('identity', '5e0c1a4e-2f5d-4d3a-9a57-6a6f0c3b7d18')

/** The stream that a command is decided on: the one register of all merges. */
export const streamOf = (_: IdentityCommand): StreamName => register

/** Who is one person: merging customers, and undoing it. */
export const identity: Capability<IdentityCommand, Register, IdentityEvent, IdentityRejection> = {
  name: 'identity',
  streamOf,
  decider: { initial, decide, evolve },
  commands: commandCodecs,
  events: eventCodecs,
  views: [personView, dismissalsView],
  reactions: [reaction(merging)],
  inner: ['CompleteMerge', 'CompleteUnmerge', 'NoteErasure'],
  people: people(
    personView,
    ({ representativeId, members, represented, pins, joining }) => ({
      representative: representativeId,
      members,
      represented,
      pins: pins.map(({ field, customerId: key, statedAt }) => ({ field, key, statedAt })),
      ...(joining.length === 0 ? {} : { joining: joining.map(({ customerId }) => customerId) }),
    }),
    apart(dismissalsView, ({ others }) => others.map(({ customerId }) => customerId)),
  ),
}
