// Two customers who turn out to be one, and then not: what readers see under either id.
import {
  type CustomerId,
  civilDate,
  codeOf,
  crm,
  currency,
  customerId,
  documentNumber,
  lineId,
  market,
  mergeId,
  reasonCode,
  sku,
  storeId,
} from '@patina/crm'
import { type CustomerProfile, profileView, timeline } from '@patina/crm/customers'
import { identity } from '@patina/crm/identity'
import { memberCardView } from '@patina/crm/membership'
import { type Instant, inMemory, instantOf, newId } from '@patina/eventsourcing'
import { type Application, open, orThrow } from '@patina/patina'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

let now = Date.UTC(2024, 5, 3, 4)
let shop: Application<typeof crm>

beforeEach(async () => {
  now = Date.UTC(2024, 5, 3, 4)
  const clock = (): Instant => {
    now += 1000
    return instantOf(now)
  }
  shop = await orThrow(open(inMemory({ clock }), crm, { clock, idleMs: 1 }))
})

afterEach(() => shop.close())

type Command = Parameters<Application<typeof crm>['send']>[0]
const by = () => ({ commandId: newId(), actor: 'clerk-1' })
const send = (command: Command) => orThrow(shop.send(command, by()))
const newCustomer = (): CustomerId => customerId(newId())

const register = (customer: CustomerId, from: string): Promise<unknown> =>
  send({
    type: 'RegisterCustomer',
    customerId: customer,
    source: codeOf('walk-in'),
    storeId: storeId('SHOP-1'),
    market: market(from),
  })

const sell = (customer: CustomerId, number: string): Promise<unknown> =>
  send({
    type: 'RecordSale',
    documentNumber: documentNumber(number),
    storeId: storeId('SHOP-1'),
    customerId: customer,
    soldOn: civilDate('2024-06-03'),
    currency: currency('HKD'),
    lines: [
      { lineId: lineId('1'), sku: sku('RING-1'), quantity: 1, unitMinor: 5000, paidMinor: 5000 },
    ],
  })

const merge = async (survivorId: CustomerId, mergedId: CustomerId, pinned?: CustomerId) => {
  const id = mergeId(newId())
  await send({
    type: 'MergeCustomers',
    mergeId: id,
    survivorId,
    mergedId,
    evidence: { method: codeOf('counter') },
    ...(pinned === undefined ? {} : { pins: [{ field: codeOf('market'), customerId: pinned }] }),
  })
  await orThrow(shop.settled)
  return id
}

const unmerge = async (id: ReturnType<typeof mergeId>): Promise<void> => {
  await send({ type: 'UnmergeCustomers', mergeId: id, reasonCode: reasonCode('mistaken') })
  await orThrow(shop.settled)
}

const whole = (customer: CustomerId): Promise<CustomerProfile | undefined> =>
  orThrow(shop.people.read(profileView, customer))

describe('two customers who turn out to be one', () => {
  test('have one view of whatever happened to either, under both ids, for ever [I5] [I7]', async () => {
    const [a, b] = [newCustomer(), newCustomer()]
    await register(a, 'Hong Kong')
    await register(b, 'Macao')
    await sell(a, 'S-1')
    await sell(b, 'S-2')
    await merge(a, b)
    await sell(b, 'S-3')
    const profile = await whole(b)
    expect(profile).toMatchObject({ sales: 3, market: { value: 'Macao' } })
    expect(await whole(a)).toEqual(profile)
    expect(await orThrow(shop.read(profileView, a))).toMatchObject({ sales: 1 })
    const told = await orThrow(shop.people.asOf(timeline, b))
    expect(told.entries.map(({ kind }) => kind)).toEqual([
      'CustomerRegistered',
      'CustomerRegistered',
      'SaleRecorded',
      'SaleRecorded',
      // In the timeline of either, and once in that of the person.
      'CustomersMerged',
      'SaleRecorded',
    ])
    expect(await orThrow(shop.people.of(b))).toMatchObject({ representative: a })
  })

  test('are looked at as one before anybody merges them, and no event is written', async () => {
    const [a, b] = [newCustomer(), newCustomer()]
    await register(a, 'Hong Kong')
    await register(b, 'Macao')
    await sell(b, 'S-1')
    const { head } = await orThrow(shop.status)
    const preview = await orThrow(shop.people.preview(profileView, [a, b]))
    expect((await orThrow(shop.status)).head).toBe(head)
    await merge(a, b)
    expect(await whole(a)).toEqual(preview)
  })

  test('show a pinned field as the one has it, until it is stated again, and while the merge stands', async () => {
    const [a, b] = [newCustomer(), newCustomer()]
    await register(a, 'Hong Kong')
    await register(b, 'Macao')
    const id = await merge(a, b, a)
    expect(await whole(b)).toMatchObject({ market: { value: 'Hong Kong' } })
    await unmerge(id)
    expect(await whole(b)).toMatchObject({ market: { value: 'Macao' } })
    expect(await whole(a)).toMatchObject({ market: { value: 'Hong Kong' } })
    const c = newCustomer()
    await merge(a, b, a)
    await merge(a, c, a)
    await register(c, 'Taipei')
    expect(await whole(a)).toMatchObject({ market: { value: 'Taipei' } })
  })

  test('are who they were when somebody asks for an earlier day', async () => {
    const [a, b] = [newCustomer(), newCustomer()]
    await register(a, 'Hong Kong')
    await sell(b, 'S-1')
    const before = instantOf(now)
    now += 60_000
    await merge(a, b)
    const { combine: _, ...ledger } = { ...profileView.projection }
    expect(await orThrow(shop.people.asOf(profileView.projection, a, { knownAt: before }))).toEqual(
      await orThrow(shop.read(profileView, a)),
    )
    expect(await shop.people.asOf(ledger, a)()).toEqual(
      E.left({ _tag: 'NotCombined', view: 'customer_profile' }),
    )
  })

  test('are themselves in a view that says nothing of people', async () => {
    const a = newCustomer()
    expect(await orThrow(shop.people.read(memberCardView, a as never))).toBeUndefined()
    expect(await orThrow(shop.people.of(a))).toEqual({
      representative: a,
      members: [a],
      represented: [],
      pins: [],
    })
  })

  test('become one when the application is opened again, if it was closed on the way', async () => {
    const stores = await orThrow(inMemory().open)
    const shared = { open: TE.right({ ...stores, close: () => Promise.resolve() }) }
    const [a, b, id] = [newCustomer(), newCustomer(), mergeId(newId())]
    // Nothing reacts in the first one, so the merge has only begun when it closes.
    const first = await orThrow(open(shared, [{ ...identity, reactions: [] }]))
    const evidence = { method: codeOf('counter') }
    const begin = {
      type: 'MergeCustomers',
      mergeId: id,
      survivorId: a,
      mergedId: b,
      evidence,
    } as const
    await orThrow(first.send(begin, by()))
    await orThrow(first.settled)
    await first.close()
    const second = await orThrow(open(shared, crm, { idleMs: 1 }))
    await orThrow(second.settled)
    expect(await orThrow(second.people.of(b))).toMatchObject({
      representative: a,
      members: [a, b].sort(),
    })
    await second.close()
  })
})
