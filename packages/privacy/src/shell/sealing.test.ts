// Sealing and opening from end to end: a command in the clear, an event that is sealed, and a reader who has to say why.
import { inspect } from 'node:util'
import {
  eventCodec,
  handle,
  inMemoryEventStore,
  literal,
  newId,
  record,
  streamName,
} from '@patina/eventsourcing'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { describe, expect, test } from 'vitest'
import {
  buyer,
  clock,
  context,
  envelopeOf,
  type Guest,
  guestAt,
  guestName,
  guests,
  guestsToCome,
  type House,
  handlersOn,
  left,
  newHouse,
  newKek,
  registerGuest,
  right,
} from '../arbitraries.js'
import type { Envelope } from '../envelope.js'
import { type Kind, kind } from '../kind.js'
import { close, type Personal } from '../personal.js'
import { personal } from '../personal-codec.js'
import { inPlace } from '../place.js'
import { opener, sealing, sealingWithoutVault, type Unit } from './index.js'

// What the codecs of this library refuse, and another one may take.
const anyText = new t.Type<string, unknown>(
  'any text',
  t.string.is,
  (value, given) => (t.string.is(value) ? t.success(value) : t.failure(value, given)),
  t.identity,
)

const closedFor = <A>(subject: string, of: Kind<A>, value: A): Personal<A> =>
  close({ _tag: 'Clear', kind: of, value, subject, class: of.class, scope: undefined })

const purposes = [
  {
    name: 'service',
    kinds: ['guestName', 'phone', 'note'],
    roles: ['reception'],
    basis: 'contract',
  },
]
const asking = { purpose: 'service', actor: 'u-17', role: 'reception' }

const openerOf = (house: House) => {
  const { access } = handlersOn(house.store, house.vault)
  return opener({
    vault: house.vault,
    store: house.store,
    purposes,
    record: (command, given) => access(streamName('access', command.accessId), command, given),
  })
}

const openGuest = async (house: House, guest: Guest) => {
  const stream = streamName('guest', guest.guestId)
  const { name, buyer, contact, note: written } = await guestAt(house.store, stream)
  const fields = { name, buyer, phone: contact.phone, note: written }
  return right(openerOf(house).open(asking, { subjects: [guest.guestId], fields }))
}

const someone = (): Guest => ({
  guestId: newId(),
  phoneId: newId(),
  name: '陳大文 Example',
  phone: '+85200000000',
  note: 'likes the window seat',
})

const accesses = async (house: House) => {
  const log = await right(house.store.readAll('' as never, 1000))
  return log.events
    .filter(({ stream }) => stream.startsWith('access-'))
    .map(({ type, data }) => ({ type, ...(JSON.parse(data) as object) }))
}

describe('a guest who is registered', () => {
  test('opens again as said, in every language, and nothing of it is in the log', async () => {
    await fc.assert(
      fc.asyncProperty(guestsToCome, async (guest) => {
        const house = await newHouse()
        await house.register(guest)
        const opened = await openGuest(house, guest)
        const value = (said: string) => E.right({ _tag: 'Value', value: said })
        expect(opened.name).toEqual(value(guest.name))
        expect(opened.buyer).toEqual(value(guest.name))
        expect(opened.phone).toEqual(value(guest.phone))
        expect(opened.note).toEqual(guest.note === undefined ? undefined : value(guest.note))
        const { events } = await right(house.store.readAll('' as never, 100))
        const texts = events.map(({ data, metadata }) => data + metadata).join()
        for (const said of [guest.name, guest.phone, guest.note ?? '']) {
          if (said.length >= 8)
            expect(texts.includes(JSON.stringify(said).slice(1, -1))).toBe(false)
        }
      }),
      { numRuns: 40 },
    )
  })

  test('has a key for each reason and scope, and the same one the next time', async () => {
    const house = await newHouse()
    const guest = someone()
    const stream = await house.register(guest)
    const { name, buyer, contact } = await guestAt(house.store, stream)
    const keys = [name, buyer, contact.phone].map((value) => envelopeOf(value).key)
    expect(new Set(keys).size).toBe(3)
    const units: Unit[] = [
      { subject: guest.guestId, class: 'identity', scope: '' },
      { subject: guest.guestId, class: 'transaction', scope: '2025' },
      { subject: guest.guestId, class: 'contact', scope: guest.phoneId },
    ]
    const found = await right(house.vault.sealingKeys(units))
    expect(found.map(({ keyId }) => keyId)).toEqual(keys)
  })

  test('is registered once when the command comes again from another process, with other nonces', async () => {
    const store = inMemoryEventStore({ clock })
    const house = await newHouse({ store })
    const again = await newHouse({ store, rows: house.rows, kek: house.kek })
    const guest = someone()
    const stream = streamName('guest', guest.guestId)
    const sent = context()
    const first = await right(
      handlersOn(store, house.vault).guests(stream, registerGuest(guest), sent),
    )
    const second = await right(
      handlersOn(store, again.vault).guests(stream, registerGuest(guest), sent),
    )
    expect(second).toEqual(first)
    expect((await right(store.readStream(stream, -1, 10))).events).toHaveLength(1)
    expect((await openGuest(again, guest)).name).toEqual(
      E.right({ _tag: 'Value', value: guest.name }),
    )
  })

  test('with a lone surrogate in the name is refused before anything is closed', () => {
    const said = { type: 'RegisterGuest', buyer: 'Payer', ...someone(), name: 'half \ud800' }
    expect(E.isLeft(guests.commands.RegisterGuest.decode(said))).toBe(true)
  })
})

describe('a text of a kind that takes anything', () => {
  test('keeps a lone surrogate exactly', async () => {
    const raw = kind('raw', 'profile', anyText)
    const house = await newHouse()
    const odd = 'a\ud800b\udc00'
    const event = {
      type: 'RawKept',
      value: closedFor('someone', raw, odd),
    }
    const placing = {
      stream: streamName('raw', newId()),
      ids: [newId()],
      occurredAt: clock(),
      at: clock(),
    }
    const [sealed] = await right(sealing(house.vault)(placing, [event]))
    const json: unknown = JSON.parse(
      JSON.stringify(personal(raw).encode((sealed as typeof event).value as never)),
    )
    const read = personal(raw).decode(json)
    if (E.isLeft(read)) throw new Error('not decoded')
    const all = opener({
      vault: house.vault,
      store: house.store,
      purposes: [{ name: 'service', kinds: ['raw'], roles: ['reception'], basis: 'x' }],
      record: () => () => Promise.resolve(E.right({ _tag: 'AlreadySo' } as never)),
    })
    const opened = await right(
      all.open(asking, { subjects: ['someone'], fields: { it: read.right } }),
    )
    expect(opened.it).toEqual(E.right({ _tag: 'Value', value: odd }))
  })
})

describe('a closed value', () => {
  const command = registerGuest(someone())

  test('has nothing to see: not printed, not walked, not cloned', async () => {
    const house = await newHouse()
    const stream = await house.register(someone())
    const { name } = await guestAt(house.store, stream)
    for (const value of [command.name, name] as const) {
      const shown = [
        String(value),
        JSON.stringify(value),
        inspect(value, { showHidden: true, depth: 9, customInspect: false }),
        inspect(value, { showHidden: true, depth: 9 }),
        JSON.stringify(Object.getOwnPropertyDescriptors(value)),
        JSON.stringify(structuredClone(value)),
      ].join()
      expect(shown).not.toContain('陳')
      expect(shown).not.toContain('Example')
      expect(Reflect.ownKeys(value)).toEqual([])
    }
    expect(String(command.name)).toBe('Personal(guestName@1)')
  })

  test('is never stored in the clear: its codec throws, and without a vault nothing is appended', async () => {
    expect(() => personal(guestName).encode(command.name)).toThrow(TypeError)
    const store = inMemoryEventStore({ clock })
    const send = handle({ store, clock, random: () => 0, seal: sealingWithoutVault })(
      guests.decider,
      guests.events,
    )
    const stream = guests.streamOf(command)
    expect(await left(send(stream, command, context()))).toEqual({
      _tag: 'VaultUnavailable',
      reason: 'no-vault',
    })
    expect((await right(store.readAll('' as never, 10))).events).toEqual([])
  })

  test('tells of a malformed field where it is and what shape it has, never what it says', () => {
    const said = {
      type: 'RegisterGuest',
      buyer: 'Payer',
      ...someone(),
      phone: 'x'.repeat(21),
      name: 19_840_229,
    }
    const decoded = guests.commands.RegisterGuest.decode(said)
    if (E.isRight(decoded)) throw new Error('decoded')
    const messages = decoded.left.map(({ message }) => message)
    expect(messages).toEqual(['a number', 'text of 21 characters'])
    expect(decoded.left.map(({ value }) => value)).toEqual([undefined, undefined])
  })
})

describe('sealing', () => {
  const placing = {
    stream: streamName('guest', newId()),
    ids: [newId()],
    occurredAt: clock(),
    at: clock(),
  }

  test('refuses a member that has the name of a sealed value, wherever it stands', async () => {
    const house = await newHouse()
    const planted = { type: 'Free', list: [{ deep: { sealed: 1 } }] }
    for (const seal of [sealing(house.vault), sealingWithoutVault]) {
      expect(await left(seal(placing, [planted]))).toEqual({
        _tag: 'ReservedMember',
        eventType: 'Free',
        path: '/list/0/deep/sealed',
      })
    }
  })

  test('refuses a value that was sealed for another event', async () => {
    const house = await newHouse()
    const { name } = await guestAt(house.store, await house.register(someone()))
    expect(await left(sealing(house.vault)(placing, [{ type: 'Copied', name } as never]))).toEqual({
      _tag: 'AlreadySealed',
      eventType: 'Copied',
      path: '/name',
    })
  })

  test('finds out at the first write that a codec moves a field', async () => {
    const house = await newHouse()
    const moved = eventCodec(
      record<{ readonly type: 'Moved'; readonly name: Personal<string> }>('Moved', {
        type: literal('Moved'),
        name: personal(guestName),
      }),
    )
    const codec = inPlace({
      ...moved,
      encode: ({ type, name }: { readonly type: 'Moved'; readonly name: Personal<string> }) => ({
        type,
        other: personal(guestName).encode(name),
      }),
    })
    const send = handle({ store: house.store, clock, random: () => 0, seal: sealing(house.vault) })(
      {
        initial: 0,
        decide: ({ name }: { readonly name: Personal<string> }) =>
          E.right([{ type: 'Moved' as const, name }]),
        evolve: (state: number) => state,
      },
      { Moved: codec },
    )
    const refused = await left(
      send(placing.stream, { name: registerGuest(someone()).name }, context()),
    )
    expect(refused).toMatchObject({ _tag: 'UnreadableEvent', problems: [{ path: '/data/other' }] })
  })
})

test('a field does not take a value that is kept for another reason', async () => {
  const house = await newHouse()
  const placing = {
    stream: streamName('guest', newId()),
    ids: [newId()],
    occurredAt: clock(),
    at: clock(),
  }
  const { name } = registerGuest(someone())
  const [event] = await right(sealing(house.vault)(placing, [{ type: 'Sold', name } as never]))
  const sealed = (event as unknown as { readonly name: Personal<string> }).name
  expect(() => personal(buyer).encode(sealed)).toThrow(TypeError)
  expect(personal(guestName).encode(sealed)).toEqual(envelopeOf(sealed))
})

describe('the reader of a log', () => {
  test('finds a sealed value that was moved, without any key [R8]', async () => {
    const house = await newHouse()
    const stream = await house.register(someone())
    const [stored] = (await right(house.store.readStream(stream, -1, 1))).events
    const data = JSON.parse(stored?.data ?? '') as Record<string, unknown>
    const { decode } = guests.events.GuestRegistered
    const read = (
      changed: object,
      at = { stream, id: stored?.id ?? '' },
      asText = JSON.stringify,
    ) => decode({ ...changed, type: 'GuestRegistered' }, { ...at, data: asText(changed) })
    expect(E.isRight(read(data))).toBe(true)
    const elsewhere = { stream: streamName('guest', newId()), id: stored?.id ?? '' }
    const later = { stream, id: newId() }
    const escaped = (value: unknown): string =>
      JSON.stringify(value).replaceAll('"sealed"', '"\\u0073ealed"')
    const moved = [
      read({ ...data, name: data['buyer'], buyer: data['name'] }),
      read(data, elsewhere),
      read(data, later),
      read({ ...data, name: data['buyer'], buyer: data['name'] }, undefined, escaped),
      read({ ...data, name: { ...(data['name'] as object), extra: 1 } }),
    ]
    for (const result of moved) expect(E.isLeft(result)).toBe(true)
  })
})

// Every way to change one stored envelope, and what a reader who is handed the result must find.
const tamperings = (own: Envelope, other: Envelope, foreign: Envelope): ReadonlyArray<Envelope> => {
  const box = Buffer.from(own.box, 'base64url')
  return [
    { ...own, box: other.box, nonce: other.nonce },
    { ...own, stream: other.stream, path: '/elsewhere' },
    { ...own, event: newId() },
    { ...own, stream: foreign.stream },
    { ...own, path: '/note' },
    { ...own, key: other.key },
    { ...own, key: foreign.key },
    { ...own, key: `${own.key.slice(0, -1)}${own.key.endsWith('A') ? 'E' : 'A'}` },
    { ...own, kind: 'guestName@2' },
    { ...own, kind: 'phone@1' },
    { ...own, alg: 'A128GCM' as never },
    { ...own, sealed: 2 as never },
    { ...own, box: box.subarray(0, box.length - 12).toString('base64url') },
    { ...own, nonce: own.nonce.slice(4) },
    ...Array.from(box, (_, index) => {
      const flipped = Buffer.from(box)
      flipped[index] = (flipped[index] as number) ^ 0x01
      return { ...own, box: flipped.toString('base64url') }
    }),
  ]
}

// What a view would hold after the change: most of it does not even decode. `undefined` then.
const asRead = (envelope: Envelope): Personal<string> | undefined => {
  const decoded = personal(guestName).decode(JSON.parse(JSON.stringify(envelope)))
  return E.isLeft(decoded) ? undefined : decoded.right
}

describe('a value that was tampered with', () => {
  const demandNeither = async (house: House, guest: Guest, changed: ReadonlyArray<Envelope>) => {
    const { open } = openerOf(house)
    for (const envelope of changed) {
      const it = asRead(envelope)
      if (it === undefined) continue
      const opened = await right(open(asking, { subjects: [guest.guestId], fields: { it } }))
      expect(opened.it).toMatchObject({ _tag: 'Left' })
    }
  }

  test('never opens and never looks erased: before the person is erased and after [R7]', async () => {
    const house = await newHouse()
    const [guest, other] = [someone(), someone()]
    const own = await guestAt(house.store, await house.register(guest))
    const foreign = await guestAt(house.store, await house.register(other))
    const changed = tamperings(
      envelopeOf(own.name),
      envelopeOf(own.contact.phone),
      envelopeOf(foreign.name),
    )
    expect(changed.filter((envelope) => asRead(envelope) !== undefined).length).toBeGreaterThan(80)
    await demandNeither(house, guest, changed)
    await house.erase(guest.guestId)
    await demandNeither(house, guest, changed)
    const opened = await openGuest(house, guest)
    expect(opened.name).toMatchObject(E.right({ _tag: 'Erased', why: 'on-request' }))
  })

  test('belongs to the person whose key it is: another one does not read it, erased or not', async () => {
    const house = await newHouse()
    const [guest, other] = [someone(), someone()]
    const { name } = await guestAt(house.store, await house.register(guest))
    const ask = () =>
      right(openerOf(house).open(asking, { subjects: [other.guestId], fields: { it: name } }))
    expect((await ask()).it).toEqual(E.left({ _tag: 'Misplaced' }))
    await house.erase(guest.guestId)
    expect((await ask()).it).toEqual(E.left({ _tag: 'Misplaced' }))
  })

  test('does not open in another log, with another vault or under another key encryption key', async () => {
    const house = await newHouse()
    const guest = someone()
    const { name } = await guestAt(house.store, await house.register(guest))
    const elsewhere = await newHouse()
    const opened = await right(
      openerOf(elsewhere).open(asking, { subjects: [guest.guestId], fields: { name } }),
    )
    expect(opened.name).toMatchObject(E.left({ _tag: 'UnknownKey' }))
    const other = await newHouse({ store: house.store, rows: house.rows, kek: house.kek })
    await right(house.vault.rotate(await newKek()))
    const underWrong = await right(
      openerOf(other).open(asking, { subjects: [guest.guestId], fields: { name } }),
    )
    expect(underWrong.name).toMatchObject(E.left({ _tag: 'WrongKek' }))
  })
})

describe('who opens a value', () => {
  test('is on record before it is handed out, with ids and no words [R16]', async () => {
    const house = await newHouse()
    const guest = someone()
    await house.register(guest)
    await openGuest(house, guest)
    expect(await accesses(house)).toEqual([
      {
        type: 'PersonalDataAccessed',
        accessId: expect.any(String),
        ...asking,
        subjects: [guest.guestId],
        kinds: ['guestName', 'note', 'phone'],
        outcome: { opened: 4, erased: 0, failed: 0 },
      },
    ])
  })

  test('of a person with several ids names them all: whose record it was is told by the key, later', async () => {
    const house = await newHouse()
    const guest = someone()
    const { name } = await guestAt(house.store, await house.register(guest))
    const subjects = ['another id of theirs', guest.guestId]
    await right(openerOf(house).open(asking, { subjects, fields: { name } }))
    expect(await accesses(house)).toMatchObject([{ subjects, outcome: { opened: 1 } }])
  })

  test('PDPO DPP4(1): needs a purpose and a role, and the refusal is on record [R16]', async () => {
    const house = await newHouse()
    const guest = someone()
    const { name } = await guestAt(house.store, await house.register(guest))
    const person = { subjects: [guest.guestId], fields: { name } }
    const { open } = openerOf(house)
    expect(await left(open({ ...asking, purpose: 'curiosity' }, person))).toEqual({
      _tag: 'Denied',
      rule: 'unknown-purpose',
    })
    expect(await left(open({ ...asking, role: 'owner' }, person))).toEqual({
      _tag: 'Denied',
      rule: 'role',
    })
    expect((await accesses(house)).map(({ type }) => type)).toEqual([
      'AccessDenied',
      'AccessDenied',
    ])
  })

  test('sees only the kinds of the purpose, and what nothing else forbids now', async () => {
    const house = await newHouse()
    const guest = someone()
    const { name, contact } = await guestAt(house.store, await house.register(guest))
    const { access } = handlersOn(house.store, house.vault)
    const { open } = opener({
      vault: house.vault,
      store: house.store,
      purposes: [{ name: 'service', kinds: ['guestName'], roles: ['reception'], basis: 'x' }],
      record: (command, given) => access(streamName('access', command.accessId), command, given),
      forbids:
        ({ subjects }) =>
        () =>
          Promise.resolve(E.right(subjects.includes('doubted') ? 'accuracy-in-doubt' : undefined)),
    })
    const fields = { name, phone: contact.phone }
    expect(await right(open(asking, { subjects: [guest.guestId], fields }))).toEqual({
      name: E.right({ _tag: 'Value', value: guest.name }),
      phone: E.left({ _tag: 'Denied', rule: 'kind', kind: 'phone' }),
    })
    expect(
      (await right(open(asking, { subjects: [guest.guestId, 'doubted'], fields }))).name,
    ).toEqual(E.left({ _tag: 'Denied', rule: 'accuracy-in-doubt', kind: 'guestName' }))
  })

  test('gets nothing when it cannot be recorded', async () => {
    const house = await newHouse()
    const guest = someone()
    const { name } = await guestAt(house.store, await house.register(guest))
    const unavailable = {
      _tag: 'StoreUnavailable',
      reason: 'disk-full',
      outcome: 'not-written',
    } as const
    const { open } = opener({
      vault: house.vault,
      store: house.store,
      purposes,
      record: () => () => Promise.resolve(E.left(unavailable)),
    })
    expect(await left(open(asking, { subjects: [guest.guestId], fields: { name } }))).toEqual({
      _tag: 'NotRecorded',
      error: unavailable,
    })
  })

  test('gets a value that was never stored from nobody', async () => {
    const house = await newHouse()
    const command = registerGuest(someone())
    const { name, phone: number } = command
    const opened = await right(
      openerOf(house).open(asking, { subjects: [command.guestId], fields: { name, number } }),
    )
    expect(opened.name).toEqual(E.left({ _tag: 'NotSealedYet' }))
  })
})
