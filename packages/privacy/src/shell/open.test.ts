// The order in which an opening looks for what is wrong, and what stands in the log about it.
import { dateText, type EventStore, newId, streamName } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import {
  envelopeOf,
  type Guest,
  guestAt,
  guestName,
  type House,
  handlersOn,
  newHouse,
  phone,
  right,
} from '../arbitraries.js'
import { type Kind, kind } from '../kind.js'
import { close, type Personal } from '../personal.js'
import { type Opener, opener } from './index.js'

const asking = { purpose: 'service', actor: 'u-17', role: 'reception' }
const kinds = [guestName.name, phone.name]

const openerOf = (house: House, store: EventStore = house.store): Opener => {
  const { access } = handlersOn(house.store, house.vault)
  return opener({
    vault: house.vault,
    store,
    purposes: [{ name: 'service', kinds, roles: ['reception'], basis: 'contract' }],
    record: (command, given) => access(streamName('access', command.accessId), command, given),
  })
}

const someone = (): Guest => ({
  guestId: newId(),
  phoneId: newId(),
  name: '陳大文 Example',
  phone: '+85200000000',
})

// A sealed value in a field of another kind than it was sealed for.
const inFieldOf = <A>(of: Kind<A>, value: object): Personal<A> =>
  close({ _tag: 'Sealed', kind: of, envelope: envelopeOf(value) })

const accesses = async ({ store }: House) => {
  const log = await right(store.readAll('' as never, 1000))
  return log.events
    .filter(({ stream }) => stream.startsWith('access-'))
    .map(({ type, data }) => ({ type, ...(JSON.parse(data) as object) }))
}

describe('an opening', () => {
  test('that is forbidden for some of the fields is on record for each side, and counts as no failure [R16]', async () => {
    const house = await newHouse()
    const guest = someone()
    const { name, contact } = await guestAt(house.store, await house.register(guest))
    const { access } = handlersOn(house.store, house.vault)
    const { open } = opener({
      vault: house.vault,
      store: house.store,
      purposes: [{ name: 'service', kinds, roles: ['reception'], basis: 'contract' }],
      record: (command, given) => access(streamName('access', command.accessId), command, given),
      forbids: ({ kind: asked }) => TE.right(asked === phone.name ? 'consent' : undefined),
    })
    const fields = { name, number: contact.phone }
    const opened = await right(open(asking, { subjects: [guest.guestId], fields }))
    expect(opened.number).toEqual(E.left({ _tag: 'Denied', rule: 'consent', kind: phone.name }))
    expect(await accesses(house)).toMatchObject([
      { type: 'AccessDenied', kinds: [phone.name], rules: ['consent'], subjects: [guest.guestId] },
      {
        type: 'PersonalDataAccessed',
        kinds: [guestName.name],
        outcome: { opened: 1, erased: 0, failed: 0 },
      },
    ])
  })

  test('is for 500 people at most', async () => {
    const house = await newHouse()
    const people = (count: number) =>
      Array.from({ length: count }, () => ({ subjects: [newId()], fields: {} }))
    const { openAll } = openerOf(house)
    expect(await right(openAll(asking, people(500)))).toHaveLength(500)
    await expect(openAll(asking, people(501))()).rejects.toThrow(RangeError)
  })

  test('tells a value that was changed from one that was moved, and both from one that is of another kind', async () => {
    const house = await newHouse()
    const guest = someone()
    const { name } = await guestAt(house.store, await house.register(guest))
    const envelope = envelopeOf(name)
    const first = envelope.box.startsWith('A') ? 'B' : 'A'
    const changed = close<string>({
      _tag: 'Sealed',
      kind: guestName,
      envelope: { ...envelope, box: `${first}${envelope.box.slice(1)}` },
    })
    const fields = { name, changed, other: inFieldOf(phone, name) }
    const person = { subjects: [guest.guestId], fields }
    const before = await right(openerOf(house).open(asking, person))
    expect(before).toEqual({
      name: E.right({ _tag: 'Value', value: guest.name }),
      changed: E.left({ _tag: 'Tampered' }),
      other: E.left({ _tag: 'Misplaced' }),
    })
    await house.erase(guest.guestId)
    const after = await right(openerOf(house).open(asking, person))
    expect(after).toMatchObject({
      name: E.right({ _tag: 'Erased' }),
      changed: E.left({ _tag: 'Tampered' }),
      other: E.left({ _tag: 'Misplaced' }),
    })
  })

  test('does not call a value tampered with because the log cannot be read', async () => {
    const house = await newHouse()
    const guest = someone()
    const { name } = await guestAt(house.store, await house.register(guest))
    await house.erase(guest.guestId)
    const blind: EventStore = {
      ...house.store,
      readStream: () => TE.left({ _tag: 'StoreUnavailable', reason: 'io', outcome: 'not-written' }),
    }
    const person = { subjects: [guest.guestId], fields: { name } }
    const opened = await right(openerOf(house, blind).open(asking, person))
    expect(opened.name).toEqual(E.left({ _tag: 'VaultBehindLog', reason: 'io' }))
  })

  test('quotes nothing of a value that its kind does not know any more', async () => {
    const house = await newHouse()
    const guest = { ...someone(), name: '1987-06-05' }
    const { name } = await guestAt(house.store, await house.register(guest))
    const none = (value: unknown): value is string => value === 'no date'
    const stricter = kind(guestName.name, 'identity', dateText<string>('a day to come', none))
    const person = { subjects: [guest.guestId], fields: { name: inFieldOf(stricter, name) } }
    const opened = await right(openerOf(house).open(asking, person))
    expect(opened.name).toEqual(
      E.left({
        _tag: 'Unreadable',
        problems: [{ path: '', expected: 'a day to come', found: 'a value of another shape' }],
      }),
    )
  })
})
