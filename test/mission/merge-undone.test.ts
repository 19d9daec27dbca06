// A merge that turns out to be wrong leaves no trace in what anybody reads: the same history with it and without it.
import {
  type CustomerId,
  civilDate,
  codeOf,
  consentId,
  crm,
  currency,
  customerId,
  documentNumber,
  lineId,
  market,
  mergeId,
  programmeId,
  reasonCode,
  sku,
  storeId,
} from '@patina/crm'
import {
  type AnyView,
  type Instant,
  inMemory,
  instantOf,
  type KeptView,
  newId,
  type Tagged,
} from '@patina/eventsourcing'
import { type Application, open, orThrow } from '@patina/patina'
import fc from 'fast-check'
import { expect, test } from 'vitest'

type Shop = Application<typeof crm>
type Command = Parameters<Shop['send']>[0]

const people: ReadonlyArray<CustomerId> = [customerId(newId()), customerId(newId())]
const [programme, merge] = [programmeId(newId()), mergeId(newId())]
const commandIds = Array.from({ length: 100 }, newId)
const store = storeId('SHOP-1')
const start = Date.UTC(2024, 5, 3, 4)

interface Step {
  readonly what: 'register' | 'status' | 'sell' | 'optOut' | 'agree' | 'admit'
  readonly who: number
}

const steps = fc.array(
  fc.record({
    what: fc.constantFrom('register', 'status', 'sell', 'sell', 'optOut', 'agree', 'admit'),
    who: fc.nat(1),
  }) as fc.Arbitrary<Step>,
  { minLength: 3, maxLength: 12 },
)

const commandOf = ({ what, who }: Step, n: number, at: Instant): Command => {
  const of = people[who] as CustomerId
  switch (what) {
    case 'register':
      return {
        type: 'RegisterCustomer',
        customerId: of,
        source: codeOf('walk-in'),
        storeId: store,
        market: market(who === 0 ? 'Hong Kong' : 'Macao'),
      }
    case 'status':
      return { type: 'ChangeStatus', customerId: of, to: 'active', reasonCode: reasonCode('said') }
    case 'sell':
      return {
        type: 'RecordSale',
        documentNumber: documentNumber(`S-${n}`),
        storeId: store,
        customerId: of,
        soldOn: civilDate('2024-06-03'),
        currency: currency('HKD'),
        lines: [{ lineId: lineId('1'), sku: sku('RING'), quantity: 1, unitMinor: n, paidMinor: n }],
      }
    case 'optOut':
      return {
        type: 'OptOut',
        customerId: of,
        scope: { type: 'all' },
        of: 'both',
        channel: codeOf('web'),
        receivedAt: at,
      }
    case 'agree':
      return {
        type: 'GivePrescribedConsent',
        customerId: of,
        consentId: consentId(commandIds[50 + n] as string),
        purpose: 'profiling' as never,
        form: 'explicit',
        medium: 'written',
        receivedAt: at,
      }
    case 'admit':
      return {
        type: 'Admit',
        programmeId: programme,
        customerId: of,
        since: civilDate('2024-06-03'),
      }
  }
}

const views: ReadonlyArray<AnyView> = crm.flatMap((one): ReadonlyArray<AnyView> => one.views)

interface Run {
  readonly rows: ReadonlyArray<readonly [view: string, key: string, text: string]>
  readonly combined: ReadonlyArray<string>
}

const combinable = views.filter(
  (one) => (one as KeptView<string, unknown, Tagged>).projection.combine !== undefined,
)

// What everybody reads in the end, without what only says where in the log it stands.
const rowsOf = async (shop: Shop): Promise<Run['rows']> => {
  const rows: (readonly [string, string, string])[] = []
  for (const view of views) {
    if (view.name === 'person') continue
    const listed = await orThrow(
      shop.list(view as KeptView<string, unknown, Tagged>, { limit: 999 }),
    )
    for (const one of listed) rows.push([view.name, one.key, view.comparable(one.view)])
  }
  return rows
}

const wholeOf = (shop: Shop, of: CustomerId): Promise<ReadonlyArray<string>> =>
  Promise.all(
    combinable.map(async (view) => {
      const read = await orThrow(
        shop.people.read(view as KeptView<string, unknown, Tagged>, of as string),
      )
      return `${view.name} ${read === undefined ? '' : view.comparable(read)}`
    }),
  )

const run = async (
  all: ReadonlyArray<Step>,
  [from, to]: readonly [number, number] = [-1, -1],
): Promise<Run> => {
  let now = start
  const clock = (): Instant => instantOf(now)
  const shop = await orThrow(open(inMemory({ clock }), crm, { clock, idleMs: 1 }))
  const send = async (command: Command, commandId = newId()): Promise<void> => {
    await shop.send(command, { commandId, actor: 'clerk-1' })()
  }
  let combined: ReadonlyArray<string> = []
  for (const [n, step] of all.entries()) {
    now = start + n * 60_000
    if (n === from) {
      const [survivorId, mergedId] = people as [CustomerId, CustomerId]
      const evidence = { method: codeOf('counter') }
      await send({ type: 'MergeCustomers', mergeId: merge, survivorId, mergedId, evidence })
      await orThrow(shop.settled)
    }
    await send(commandOf(step, n, clock()), commandIds[n])
    if (n === to) {
      await orThrow(shop.settled)
      combined = await wholeOf(shop, people[1] as CustomerId)
      expect(await wholeOf(shop, people[0] as CustomerId)).toEqual(combined)
      await send({ type: 'UnmergeCustomers', mergeId: merge, reasonCode: reasonCode('mistaken') })
      await orThrow(shop.settled)
    }
  }
  await orThrow(shop.settled)
  const rows = await rowsOf(shop)
  await shop.close()
  return { rows, combined }
}

test('merge, go on, unmerge: every view is exactly as it would be without the merge [I1]', async () => {
  let merged = 0
  await fc.assert(
    fc.asyncProperty(steps, fc.nat(11), fc.nat(11), async (all, a, b) => {
      const [from, to] = [a % all.length, b % all.length].sort((x, y) => x - y) as [number, number]
      const [without, with_] = [await run(all), await run(all, [from, to])]
      expect(with_.rows).toEqual(without.rows)
      merged += with_.combined.length
    }),
    { numRuns: 25 },
  )
  expect(merged).toBeGreaterThan(0)
}, 120_000)

test('every view of a customer says what it is for a person of several', async () => {
  const all = (['register', 'sell', 'optOut', 'agree', 'admit'] as const).map(
    (what): Step => ({ what, who: 0 }),
  )
  const { rows } = await run(all)
  const names = new Set(rows.filter(([, key]) => key === people[0]).map(([view]) => view))
  expect(names.size).toBeGreaterThan(2)
  const lacking = [...names].filter((name) => !combinable.some((view) => view.name === name))
  expect(lacking).toEqual([])
})
