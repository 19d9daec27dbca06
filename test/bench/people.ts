// What the cases of personal data do: imagined people with twelve fields each, or three, in a log and a vault on the disk.
import { join } from 'node:path'
import {
  type Capability,
  type Context,
  eventCodec,
  literal,
  newId,
  record,
  type StreamName,
  streamName,
  text,
  uuidCodec,
  uuidV5,
} from '@patina/eventsourcing'
import { type Application, open, orThrow } from '@patina/patina'
import { about, type Kind, kind, type Personal, personal } from '@patina/privacy'
import { kekFromFunction, openVault } from '@patina/privacy/shell'
import { embedded, openVaultRows } from '@patina/sqlite'
import * as E from 'fp-ts/lib/Either.js'

// The same people in every run: a random UUID that never changes.
const namespace = '8b0f6a54-0d0e-4b1c-9d52-3f1f6f0d6d1e'
const idOf = (kind: string, index: number): string => uuidV5(namespace, `${kind} ${index}`)

const personName = kind('personName', 'identity', text(200))
const mobile = kind('mobile', 'contact', text(40))
const remark = kind('remark', 'profile', text(1000))

/** Twelve names of fields: four of a name, four of a contact, four of a profile. */
const kinds = {
  family: personName,
  given: personName,
  title: personName,
  alias: personName,
  mobile,
  phone: mobile,
  work: mobile,
  email: mobile,
  district: remark,
  occupation: remark,
  taste: remark,
  wrist: remark,
} satisfies Readonly<Record<string, Kind<string>>>

type Fields = { readonly [K in keyof typeof kinds]: Personal<string> }

interface KeepProfile extends Fields {
  readonly type: 'KeepProfile'
  readonly personId: string
  readonly identifierId: string
}
interface ProfileKept extends Fields {
  readonly type: 'ProfileKept'
  readonly personId: string
}

const sealedFields = Object.fromEntries(
  Object.entries(kinds).map(([name, of]) => [name, personal(of)]),
) as { readonly [K in keyof Fields]: ReturnType<typeof personal<string>> }

/** People with twelve fields. */
const profiles: Capability<KeepProfile, boolean, ProfileKept, never> = {
  name: 'profiles',
  streamOf: ({ personId }) => streamName('profile', personId),
  decider: {
    initial: false,
    decide: ({ identifierId: _, ...fields }, isKept) =>
      E.right(isKept ? [] : [{ ...fields, type: 'ProfileKept' }]),
    evolve: () => true,
  },
  commands: {
    KeepProfile: record<KeepProfile>('KeepProfile', {
      type: literal('KeepProfile'),
      personId: uuidCodec,
      identifierId: uuidCodec,
      ...about<KeepProfile>()('personId', kinds, 'identifierId'),
    }),
  },
  events: {
    ProfileKept: eventCodec(
      record<ProfileKept>('ProfileKept', {
        type: literal('ProfileKept'),
        personId: uuidCodec,
        ...sealedFields,
      }),
    ),
  },
  views: [],
  reactions: [],
}

interface Register {
  readonly type: 'Register'
  readonly personId: string
  readonly identifierId: string
  readonly name: Personal<string>
  readonly mobile: Personal<string>
  readonly remark: Personal<string>
}
interface Registered extends Omit<Register, 'type'> {
  readonly type: 'Registered'
}

/** People with three fields, each under a key of its own. */
const register: Capability<Register, boolean, Registered, never> = {
  name: 'register',
  streamOf: ({ personId }) => streamName('person', personId),
  decider: {
    initial: false,
    decide: (command, isThere) =>
      E.right(isThere ? [] : [{ ...command, type: 'Registered' as const }]),
    evolve: () => true,
  },
  commands: {
    Register: record<Register>('Register', {
      type: literal('Register'),
      personId: uuidCodec,
      identifierId: uuidCodec,
      ...about<Register>()('personId', { name: personName, mobile, remark }, 'identifierId'),
    }),
  },
  events: {
    Registered: eventCodec(
      record<Registered>('Registered', {
        type: literal('Registered'),
        personId: uuidCodec,
        identifierId: uuidCodec,
        name: personal(personName),
        mobile: personal(mobile),
        remark: personal(remark),
      }),
    ),
  },
  views: [],
  reactions: [],
}

const capabilities = [profiles, register] as const

/** An application with both, and the way to close all of it. */
export interface Peopled {
  readonly app: Application<typeof capabilities>
  readonly side: NonNullable<Application<typeof capabilities>['privacy']>
  readonly close: () => Promise<void>
}

export const purposes = [
  {
    name: 'bench',
    kinds: ['personName', 'mobile', 'remark'],
    roles: ['bench'],
    basis: 'none',
  },
]
export const asking = { purpose: 'bench', actor: 'bench', role: 'bench' }

/** Opens log and vault in a folder. */
export const openPeople = async (folder: string, cachedKeys?: number): Promise<Peopled> => {
  const rows = await orThrow(openVaultRows(join(folder, 'vault.db')))
  const kek = await orThrow(kekFromFunction(() => Promise.resolve(new Uint8Array(32).fill(7))))
  const vault = openVault({ rows, kek, ...(cachedKeys === undefined ? {} : { cachedKeys }) })
  const app = await orThrow(open(embedded(folder), capabilities, { privacy: { vault, purposes } }))
  if (app.privacy === undefined) throw new Error('no vault')
  const close = async (): Promise<void> => {
    await app.close()
    await rows.close()
  }
  return { app, side: app.privacy, close }
}

export const contextOf = (): Context => ({ commandId: newId(), actor: 'bench' })

/** The id of one of the people. */
export const personOf = (index: number): string => idOf('person', index)

/** The stream of one of the profiles. */
export const profileStream = (index: number): StreamName => streamName('profile', personOf(index))

const words = (name: string, index: number): string =>
  `${name} of person ${index} 陳大文`.slice(0, 40)

/** The command of a profile, decoded: its fields are closed. */
export const closedProfile = (index: number): KeepProfile => {
  const decoded = profiles.commands.KeepProfile.decode(saidProfile(index))
  if (E.isLeft(decoded)) throw new Error('no such profile')
  return decoded.right
}

const saidProfile = (index: number) => ({
  type: 'KeepProfile' as const,
  personId: personOf(index),
  identifierId: idOf('identifier', index),
  ...(Object.fromEntries(Object.keys(kinds).map((name) => [name, words(name, index)])) as Record<
    keyof Fields,
    string
  >),
})

/** Keeps profiles, 64 at a time. */
export const keepProfiles = async ({ app }: Peopled, count: number): Promise<void> => {
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < count) {
      const command = saidProfile(next++)
      await orThrow(app.send(command, contextOf()))
    }
  }
  await Promise.all(Array.from({ length: 64 }, worker))
}

/** The sealed fields of a profile, as its event holds them. */
export const fieldsOf = async ({ app }: Peopled, index: number): Promise<Fields> => {
  const [recorded] = await orThrow(app.history(profileStream(index)))
  if (recorded === undefined) throw new Error('no such profile')
  const { type: _, personId: __, ...fields } = recorded.event as unknown as ProfileKept
  return fields
}

/** What a field of a profile says in the clear. */
export const clearOf = words

/** Registers people, so many at a time. */
export const registerPeople = async (
  { app }: Peopled,
  from: number,
  to: number,
  inFlight: number,
): Promise<number> => {
  let next = from
  const worker = async (): Promise<void> => {
    while (next < to) {
      const index = next++
      const command = {
        type: 'Register' as const,
        personId: personOf(index),
        identifierId: idOf('identifier', index),
        name: words('name', index),
        mobile: '+85200000000',
        remark: words('remark', index),
      }
      await orThrow(app.send(command, contextOf()))
    }
  }
  await Promise.all(Array.from({ length: inFlight }, worker))
  return to - from
}
