import {
  type Capability,
  eventCodec,
  integer,
  literal,
  optional,
  type Projection,
  record,
  streamName,
  text,
  uuidCodec,
  view,
} from '@patina/eventsourcing'
import { about, kind, type Personal, personal } from '@patina/privacy'
import * as E from 'fp-ts/lib/Either.js'

// What kinds of personal data there are, and why each is kept.
const guestName = kind('guestName', 'identity', text(200))
const mobile = kind('mobile', 'contact', text(40))

export interface RegisterGuest {
  readonly type: 'RegisterGuest'
  readonly guestId: string
  readonly numberId: string
  readonly name: Personal<string>
  readonly mobile: Personal<string>
}

export interface GuestRegistered extends Omit<RegisterGuest, 'type'> {
  readonly type: 'GuestRegistered'
}

// The fields are said in the clear, and closed at once for the guest whom `guestId` names.
const registerGuest = record<RegisterGuest>('RegisterGuest', {
  type: literal('RegisterGuest'),
  guestId: uuidCodec,
  numberId: uuidCodec,
  ...about<RegisterGuest>()('guestId', { name: guestName, mobile }, 'numberId'),
})

// In an event and in a view they are sealed.
const guestRegistered = record<GuestRegistered>('GuestRegistered', {
  type: literal('GuestRegistered'),
  guestId: uuidCodec,
  numberId: uuidCodec,
  name: personal(guestName),
  mobile: personal(mobile),
})

export interface Guest {
  readonly visits: number
  readonly name?: Personal<string>
  readonly mobile?: Personal<string>
}

const guestBook: Projection<string, Guest, GuestRegistered, GuestRegistered> = {
  name: 'guests',
  version: 1,
  types: ['GuestRegistered'],
  parts: ({ event }) => [[event.guestId, event]],
  initial: () => ({ visits: 0 }),
  // A projection carries what is sealed, and has no way to read it.
  evolve: ({ visits }, event) => ({ visits: visits + 1, name: event.name, mobile: event.mobile }),
}

export const guestsView = view(guestBook, {
  codec: record<Guest>('Guest', {
    visits: integer(0),
    name: optional(personal(guestName)),
    mobile: optional(personal(mobile)),
  }),
  columns: {},
})

/** Guests who are registered once. */
export const guests: Capability<RegisterGuest, boolean, GuestRegistered, never> = {
  name: 'guests',
  streamOf: ({ guestId }) => streamName('guest', guestId),
  decider: {
    initial: false,
    decide: (command, isThere) =>
      E.right(isThere ? [] : [{ ...command, type: 'GuestRegistered' as const }]),
    evolve: () => true,
  },
  commands: { RegisterGuest: registerGuest },
  events: { GuestRegistered: eventCodec(guestRegistered) },
  views: [guestsView],
  reactions: [],
}

export { mobile }
