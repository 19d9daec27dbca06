// A capability as it must not be: what somebody says is stored as it is said.
import {
  type Capability,
  eventCodec,
  literal,
  optional,
  type Projection,
  record,
  streamName,
  text,
  uuidCodec,
  view,
} from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'

export interface NoteWish {
  readonly type: 'NoteWish'
  readonly guestId: string
  readonly wish: string
}

export interface WishNoted {
  readonly type: 'WishNoted'
  readonly guestId: string
  readonly wish: string
}

interface Wishes {
  readonly last?: string
}

const fields = { guestId: uuidCodec, wish: text(200) }

const wishes: Projection<string, Wishes, WishNoted, WishNoted> = {
  name: 'wishes',
  version: 1,
  types: ['WishNoted'],
  parts: ({ event }) => [[event.guestId, event]],
  initial: () => ({}),
  evolve: (_, { wish }) => ({ last: wish }),
}

export const leaky: Capability<NoteWish, boolean, WishNoted, never> = {
  name: 'leaky',
  streamOf: ({ guestId }) => streamName('guest', guestId),
  decider: {
    initial: false,
    decide: (command) => E.right([{ ...command, type: 'WishNoted' as const }]),
    evolve: () => true,
  },
  commands: { NoteWish: record<NoteWish>('NoteWish', { type: literal('NoteWish'), ...fields }) },
  events: {
    WishNoted: eventCodec(
      record<WishNoted>('WishNoted', { type: literal('WishNoted'), ...fields }),
    ),
  },
  views: [
    view(wishes, {
      codec: record<Wishes>('Wishes', { last: optional(text(200)) }),
      columns: {},
    }),
  ],
  reactions: [],
}
