// What the tests of this package are made of: guests of an imagined house, who leave a name, a number and a note.
import {
  type Capability,
  type Clock,
  type EventStore,
  eventCodec,
  handle,
  inMemoryEventStore,
  instantOf,
  literal,
  newId,
  optional,
  record,
  type StreamName,
  streamName,
  text,
  uuidCodec,
} from '@patina/eventsourcing'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { about, maybe } from './about.js'
import { access } from './access/capability.js'
import { fence, fenceStream } from './fence/capability.js'
import type { FenceCommand } from './fence/commands.js'
import { inClass, kind } from './kind.js'
import { contentOf, type Personal } from './personal.js'
import { personal } from './personal-codec.js'
import { inPlace } from './place.js'
import {
  inMemoryVaultRows,
  type Kek,
  type KeyVault,
  openVault,
  sealing,
  type VaultRows,
} from './shell/index.js'
import { kekFromFunction } from './shell/kek.js'

export const guestName = kind('guestName', 'identity', text(200))
export const phone = kind('phone', 'contact', text(20))
const note = kind('note', 'interaction', text(5_000), { bucket: 256 })
export const buyer = inClass(guestName, 'transaction')

export interface RegisterGuest {
  readonly type: 'RegisterGuest'
  readonly guestId: string
  readonly phoneId: string
  readonly name: Personal<string>
  readonly buyer: Personal<string>
  readonly phone: Personal<string>
  readonly note?: Personal<string>
}

export interface GuestRegistered {
  readonly type: 'GuestRegistered'
  readonly guestId: string
  readonly phoneId: string
  readonly name: Personal<string>
  readonly buyer: Personal<string>
  readonly contact: { readonly phone: Personal<string> }
  readonly note?: Personal<string>
}

/** One guest, registered once. */
export const guests: Capability<RegisterGuest, boolean, GuestRegistered, never> = {
  name: 'guests',
  streamOf: ({ guestId }) => streamName('guest', guestId),
  decider: {
    initial: false,
    decide: ({ guestId, phoneId, name, buyer: payer, phone: number, note: written }, isThere) =>
      E.right(
        isThere
          ? []
          : [
              {
                type: 'GuestRegistered',
                guestId,
                phoneId,
                name,
                buyer: payer,
                contact: { phone: number },
                ...(written === undefined ? {} : { note: written }),
              },
            ],
      ),
    evolve: () => true,
  },
  commands: {
    RegisterGuest: record<RegisterGuest>('RegisterGuest', {
      type: literal('RegisterGuest'),
      guestId: uuidCodec,
      phoneId: uuidCodec,
      ...about<RegisterGuest>()(
        'guestId',
        { name: guestName, buyer, phone, note: maybe(note) },
        'phoneId',
      ),
    }),
  },
  events: {
    GuestRegistered: inPlace(
      eventCodec(
        record<GuestRegistered>('GuestRegistered', {
          type: literal('GuestRegistered'),
          guestId: uuidCodec,
          phoneId: uuidCodec,
          name: personal(guestName),
          buyer: personal(buyer),
          contact: record<GuestRegistered['contact']>('Contact', { phone: personal(phone) }),
          note: optional(personal(note)),
        }),
      ),
    ),
  },
  views: [],
  reactions: [],
}

/** What a task gives when it goes well. */
export const right = async <Err, A>(task: TaskEither<Err, A>): Promise<A> => {
  const result = await task()
  if (E.isLeft(result)) throw new Error(`went wrong: ${JSON.stringify(result.left)}`)
  return result.right
}

/** What a task says when it goes wrong. */
export const left = async <Err, A>(task: TaskEither<Err, A>): Promise<Err> => {
  const result = await task()
  if (E.isRight(result)) throw new Error('went well')
  return result.left
}

const noon = Date.UTC(2025, 5, 1, 4)
export const clock: Clock = () => instantOf(noon)

export const newKek = (): Promise<Kek> =>
  right(
    kekFromFunction(() => Promise.resolve(globalThis.crypto.getRandomValues(new Uint8Array(32)))),
  )

/** A house: a log, a vault and the handlers on them. */
export interface House {
  readonly store: EventStore
  readonly rows: VaultRows
  readonly kek: Kek
  readonly vault: KeyVault
  readonly register: (guest: Guest) => Promise<StreamName>
  readonly erase: (guestId: string, why?: string) => Promise<string>
  readonly fence: (command: FenceCommand) => Promise<E.Either<unknown, unknown>>
}

/** A guest in the clear. */
export interface Guest {
  readonly guestId: string
  readonly phoneId: string
  readonly name: string
  readonly phone: string
  readonly note?: string
}

export const handlersOn = (store: EventStore, vault: KeyVault) => {
  const shell = handle({ store, clock, random: () => 0, seal: sealing(vault) })
  return {
    guests: shell(guests.decider, guests.events),
    fence: shell(fence.decider, fence.events),
    access: shell(access.decider, access.events),
  }
}

export const context = (commandId: string = newId()) => ({ commandId, actor: 'reception' })

/** The command of a guest, as a caller says it and as it is decoded. */
export const registerGuest = (guest: Guest): RegisterGuest => {
  const decoded = guests.commands.RegisterGuest.decode({
    type: 'RegisterGuest',
    buyer: guest.name,
    ...guest,
  })
  if (E.isLeft(decoded)) throw new Error('no such command')
  return decoded.right
}

export const newHouse = async (
  options: {
    readonly store?: EventStore
    readonly rows?: VaultRows
    readonly kek?: Kek
    readonly cachedKeys?: number
  } = {},
): Promise<House> => {
  const store = options.store ?? inMemoryEventStore({ clock })
  const rows = options.rows ?? inMemoryVaultRows()
  const kek = options.kek ?? (await newKek())
  const { cachedKeys } = options
  const vault = await right(
    openVault({ rows, kek, ...(cachedKeys === undefined ? {} : { cachedKeys }) })(store),
  )
  const handlers = handlersOn(store, vault)
  const sendToFence = (command: FenceCommand) =>
    handlers.fence(fenceStream(store.logId), command, context())()
  return {
    store,
    rows,
    kek,
    vault,
    register: async (guest) => {
      const command = registerGuest(guest)
      await right(handlers.guests(guests.streamOf(command), command, context()))
      return guests.streamOf(command)
    },
    fence: sendToFence,
    erase: async (guestId, why = 'on-request') => {
      const erasureId = newId()
      const begun = await sendToFence({
        type: 'BeginErasure',
        logId: store.logId,
        erasureId,
        why,
        parts: (['identity', 'contact', 'interaction', 'transaction'] as const).map((of) => ({
          subject: guestId,
          class: of,
        })),
      })
      if (E.isLeft(begun)) throw new Error(JSON.stringify(begun.left))
      return erasureId
    },
  }
}

/** The one event of a guest, as it is read. */
export const guestAt = async (store: EventStore, stream: StreamName): Promise<GuestRegistered> => {
  const page = await right(store.readStream(stream, -1, 1))
  const stored = page.events[0]
  if (stored === undefined) throw new Error('no such guest')
  const data = { ...(JSON.parse(stored.data) as object), type: stored.type }
  const decoded = guests.events.GuestRegistered.decode(data, stored)
  if (E.isLeft(decoded)) throw new Error(JSON.stringify(decoded.left))
  return decoded.right
}

/** The sealed form of a personal value. */
export const envelopeOf = (value: object) => {
  const content = contentOf(value)
  if (content?._tag !== 'Sealed') throw new Error('not sealed')
  return content.envelope
}

// Letters of several languages, what escapes go wrong on, and characters outside of the basic plane.
const characters = [
  ...'abcXYZ019 \'"\\/%_-\t\n{}[]:,',
  'é',
  '陳',
  '大',
  '文',
  '錶',
  '\u2028',
  '\u{20bb7}',
  '😀',
]

/** Texts that a kind takes: well formed and composed. */
export const words = (most = 40): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...characters), { minLength: 1, maxLength: most })
    .map((units) => units.join('').slice(0, most))
    .map((made) => (made.isWellFormed() ? made : 'x'))

export const guestsToCome: fc.Arbitrary<Guest> = fc.record(
  {
    guestId: fc.uuid(),
    phoneId: fc.uuid(),
    name: words(60),
    phone: words(20),
    note: words(400),
  },
  { requiredKeys: ['guestId', 'phoneId', 'name', 'phone'] },
)
