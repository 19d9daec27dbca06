// Duplicates among the people of a whole shop: who is proposed, for whom it was opened, and who is never proposed again.
import {
  type CustomerId,
  cardId,
  civilDate,
  codeOf,
  crm,
  customerId,
  erasureId,
  eventId,
  identifierId,
  mergeId,
  occasionId,
  programmeId,
  reasonCode,
  storeId,
} from '@patina/crm'
import { accuracyGuard, profileView } from '@patina/crm/customers'
import { customerDuplicates } from '@patina/crm/duplicates'
import { dismissalsView } from '@patina/crm/identity'
import { erasureDecisions } from '@patina/crm/privacy-requests'
import { inMemory, inMemoryEventStore, inMemoryViewStore, newId } from '@patina/eventsourcing'
import { type Application, open, orThrow } from '@patina/patina'
import type { PersonalDataAccessed } from '@patina/privacy'
import { inMemoryVaultRows, kekFromFunction, openVault } from '@patina/privacy/shell'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

type Shop = Application<typeof crm>
type Command = Parameters<Shop['send']>[0]

const everything = [
  'name',
  'mobile',
  'email',
  'postalAddress',
  'cardNumber',
  'occasion',
  'occasionDate',
]
const purposes = [
  { name: 'review', kinds: everything, roles: ['office'], basis: 'accuracy' },
  { name: 'calling', kinds: ['mobile'], roles: ['office'], basis: 'contract' },
]
const asking = { purpose: 'review', actor: 'u-9', role: 'office' }
const by = () => ({ commandId: newId(), actor: 'clerk-1' })
const club = programmeId(newId())
const newCustomer = (): CustomerId => customerId(newId())

let shop: Shop
let store: ReturnType<typeof inMemoryEventStore>

const send = (command: Command) => orThrow(shop.send(command, by()))

beforeEach(async () => {
  store = inMemoryEventStore()
  const views = inMemoryViewStore()
  const kek = await orThrow(
    kekFromFunction(() => Promise.resolve(globalThis.crypto.getRandomValues(new Uint8Array(32)))),
  )
  const privacy = {
    vault: openVault({ rows: inMemoryVaultRows(), kek }),
    purposes,
    guards: [accuracyGuard()],
    decisions: erasureDecisions,
  }
  const stores = { store, views, close: () => Promise.resolve() }
  shop = await orThrow(open({ open: TE.right(stores) }, crm, { privacy, idleMs: 1 }))
  // Twelve people who resemble nobody, so that agreeing says something.
  for (const [
    n,
    word,
  ] of 'Alpha Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima'
    .split(' ')
    .entries()) {
    await said(newCustomer(), {
      name: `${word} ${word.slice(2)}ou`,
      phone: `1999${1000 + 613 * n}`,
    })
  }
})

afterEach(() => shop.close())

interface Said {
  readonly name?: string
  readonly phone?: string
  readonly card?: string
  readonly born?: string
}

const said = async (id: CustomerId, { name, phone, card, born }: Said): Promise<void> => {
  const about = { customerId: id }
  await send({
    type: 'RegisterCustomer',
    ...about,
    source: codeOf('walk-in'),
    storeId: storeId('SHOP-1'),
  })
  if (name !== undefined) {
    await send({
      type: 'RecordName',
      ...about,
      role: 'legal',
      script: 'Latn',
      order: 'familyFirst',
      name,
    })
  }
  if (phone !== undefined) {
    const value = `+852${phone}` as never
    await send({
      type: 'AddIdentifier',
      ...about,
      identifierId: identifierId(newId()),
      kind: 'phone',
      value,
    })
  }
  if (born !== undefined) {
    await send({
      type: 'RecordOccasion',
      ...about,
      occasionId: occasionId(newId()),
      kind: 'birthday',
      date: born,
    })
  }
  if (card !== undefined) await withCard(id, card)
}

const withCard = async (id: CustomerId, number: string): Promise<void> => {
  const of = { programmeId: club, customerId: id }
  await send({ type: 'Admit', ...of, since: civilDate('2026-01-05') })
  await send({ type: 'IssueCard', ...of, cardId: cardId(newId()), number })
}

const proposed = async (options = {}) => {
  const { candidates } = await orThrow(shop.people.duplicates(customerDuplicates, asking, options))
  return candidates.map(({ customerIds }) => [...customerIds])
}

const pair = (a: CustomerId, b: CustomerId) => [a, b].sort()

const merge = async (survivorId: CustomerId, mergedId: CustomerId) => {
  const id = mergeId(newId())
  const evidence = { method: codeOf('counter') }
  await send({ type: 'MergeCustomers', mergeId: id, survivorId, mergedId, evidence })
  await orThrow(shop.settled)
  return id
}

const ann = { name: 'Sample Ann', phone: '19990001' }
const anne = { name: 'Sample Anne', phone: '19990001' }

const entries = async () => {
  const { events } = await orThrow(store.readAll('' as never, 10_000))
  return events
    .filter(({ type }) => type === 'PersonalDataAccessed' || type === 'AccessDenied')
    .map(({ type, data }) => ({ ...(JSON.parse(data) as PersonalDataAccessed), type }))
}

describe('customers who may be one person', () => {
  test('are proposed with the level and the weight of each field, and nothing of their values', async () => {
    const [a, b] = [newCustomer(), newCustomer()]
    await said(a, { ...ann, born: '1960-05-07', card: 'EXAMPLE 10000001' })
    await said(b, { ...anne, born: '1960-05-07', card: 'example-1000 0001' })
    const found = await orThrow(shop.people.duplicates(customerDuplicates, asking))
    expect(found).toMatchObject({
      people: 14,
      values: { opened: 14 * 2 + 6, erased: 0, denied: 0, failed: 0 },
    })
    const [one, ...others] = found.candidates
    expect(others).toEqual([])
    expect(one).toMatchObject({ customerIds: pair(a, b), isDismissed: false })
    expect(one?.parts.map(({ field, level }) => `${field} ${level}`)).toEqual([
      'familyName exact',
      'givenName close',
      'bornOn exact',
      'phone exact',
      'cardNumber exact',
    ])
    expect(one?.parts.reduce((sum, { weight }) => sum + weight, 0)).toBe(one?.score)
    const { customerIds: _, ...shown } = one ?? { customerIds: [] }
    expect(JSON.stringify(shown)).not.toMatch(/sample|anne|1999|1960|1000/i)
  })

  test('are opened for whoever asks and says what for, in the access log [R16]', async () => {
    const before = (await entries()).length
    await proposed()
    const [entry, ...others] = (await entries()).slice(before)
    expect(others).toEqual([])
    expect(entry).toMatchObject({ ...asking, kinds: ['mobile', 'name'] })
    expect(entry?.subjects).toHaveLength(12)
  })

  test('are proposed to nobody who may not ask, and that is on the record', async () => {
    for (const [wrong, rule] of [
      [{ ...asking, role: 'visitor' }, 'role'],
      [{ ...asking, purpose: 'curiosity' }, 'unknown-purpose'],
    ] as const) {
      expect(await shop.people.duplicates(customerDuplicates, wrong)()).toEqual(
        E.left({ _tag: 'Denied', rule }),
      )
      expect((await entries()).at(-1)).toMatchObject({ type: 'AccessDenied', ...wrong })
    }
  })

  test('are compared by no kind that the purpose does not name', async () => {
    await said(newCustomer(), ann)
    await said(newCustomer(), ann)
    const found = await orThrow(
      shop.people.duplicates(
        customerDuplicates,
        { ...asking, purpose: 'calling' },
        {
          possibleFrom: 1,
        },
      ),
    )
    expect(found.candidates.map(({ parts }) => parts.map(({ field }) => field))).toEqual([
      ['phone'],
    ])
    expect((await entries()).at(-1)).toMatchObject({
      type: 'PersonalDataAccessed',
      kinds: ['mobile'],
    })
  })

  test('are not proposed again once somebody has said that they are two people, in either order [I6]', async () => {
    const [a, b] = [newCustomer(), newCustomer()]
    await said(a, ann)
    await said(b, anne)
    expect(await proposed()).toEqual([pair(a, b)])
    await send({
      type: 'DismissDuplicate',
      customerId: b,
      otherId: a,
      reasonCode: reasonCode('twins'),
    })
    expect(await proposed()).toEqual([])
    expect(await proposed({ withDismissed: true })).toEqual([pair(a, b)])
    expect(await orThrow(shop.people.read(dismissalsView, a))).toEqual({
      others: [{ customerId: b, reasonCode: 'twins' }],
    })
  })

  test('are not proposed while they are one person, and are again when the merge is undone', async () => {
    const [a, b, c] = [newCustomer(), newCustomer(), newCustomer()]
    await said(a, ann)
    await said(b, anne)
    const id = await merge(a, b)
    expect(await proposed()).toEqual([])
    // A third record resembles both: it is proposed once.
    await said(c, ann)
    expect(await proposed()).toEqual([pair(a, c)])
    // Who is not the one of them is not the other.
    await send({
      type: 'DismissDuplicate',
      customerId: b,
      otherId: c,
      reasonCode: reasonCode('twins'),
    })
    expect(await proposed()).toEqual([])
    await send({ type: 'UnmergeCustomers', mergeId: id, reasonCode: reasonCode('mistaken') })
    await orThrow(shop.settled)
    expect((await proposed()).sort()).toEqual([pair(a, b), pair(a, c)].sort())
  })

  test('are compared by what stands of them: not by a number that was removed, nor by a name in doubt', async () => {
    const [a, b] = [newCustomer(), newCustomer()]
    await said(a, ann)
    await said(b, anne)
    const profile = await orThrow(shop.read(profileView, b))
    const [number] = profile?.identifiers ?? []
    if (number === undefined) throw new Error('no number')
    await send({ type: 'RemoveIdentifier', customerId: b, identifierId: number.identifierId })
    expect(await proposed()).toEqual([])
    await send({
      type: 'AddIdentifier',
      customerId: b,
      identifierId: identifierId(newId()),
      kind: 'phone',
      value: '+85219990001' as never,
    })
    expect(await proposed()).toEqual([pair(a, b)])
    const of = profile?.names[0]?.eventId ?? eventId(newId())
    await send({ type: 'DoubtField', customerId: b, of, reasonCode: reasonCode('hearsay') })
    const found = await orThrow(
      shop.people.duplicates(customerDuplicates, asking, { possibleFrom: 1 }),
    )
    expect(found.values.denied).toBe(1)
    expect(found.candidates.map(({ parts }) => parts.map(({ field }) => field))).toEqual([
      ['phone'],
    ])
  })

  test('are nobody who is erased [R5]', async () => {
    const [a, b] = [newCustomer(), newCustomer()]
    await said(a, ann)
    await said(b, anne)
    await send({
      type: 'DecideErasure',
      customerId: b,
      erasureId: erasureId(newId()),
      why: 'request',
      classes: ['identity', 'contact', 'profile'],
      exceptions: [],
    })
    await orThrow(shop.settled)
    await orThrow(shop.privacy?.erasures.resume ?? TE.right([]))
    const found = await orThrow(shop.people.duplicates(customerDuplicates, asking))
    expect(found.candidates).toEqual([])
    expect(found.values).toMatchObject({ erased: 2 })
  })
})

test('an application without a vault has nothing to compare, and says so', async () => {
  const plain = await orThrow(open(inMemory(), crm))
  expect(await plain.people.duplicates(customerDuplicates, asking)()).toEqual(
    E.left({ _tag: 'VaultUnavailable', reason: 'no-vault' }),
  )
  await plain.close()
})
