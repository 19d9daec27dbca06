// A sale earns at the tier that the sales before it have led to, however slow the count towards the tiers is.
import {
  civilDate,
  codeOf,
  crm,
  currency,
  customerId as customer,
  documentNumber,
  lineId,
  programmeId as programme,
  sku,
  storeId,
  tierId,
  zone,
} from '@patina/crm'
import { membershipIdOf, type ProgrammeRules } from '@patina/crm/membership'
import { balanceView } from '@patina/crm/points'
import {
  type Adapters,
  type EventStore,
  inMemoryEventStore,
  inMemoryViewStore,
  instantOf,
  newId,
} from '@patina/eventsourcing'
import { open, orThrow } from '@patina/patina'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { expect, test } from 'vitest'

const silver = tierId('silver')
const customerId = customer(newId())
const programmeId = programme(newId())
const store = storeId('HK1')

const rules: ProgrammeRules = {
  version: 1,
  effectiveOn: civilDate('2026-03-01'),
  zone: zone('Asia/Hong_Kong'),
  currency: currency('HKD'),
  earn: {
    pointsPerMinor: [1, 1000],
    rounding: 'floor',
    place: 'line',
    multipliers: [{ ruleId: codeOf('silver-twice'), value: [2, 1], tiers: [silver] }],
  },
  expiry: { type: 'never' },
  deficit: 'carry',
  redemption: { step: 1, minimum: 1, graceDays: 30 },
  tiers: {
    levels: [{ tier: silver, threshold: 1_000_000 }],
    measure: 'spend',
    window: { type: 'calendarYear' },
    downgrade: 'toEarned',
    returns: 'atPeriodEnd',
    leapRule: 'feb28',
  },
}

const turns = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve))
}

// Whatever the tiers write down takes long to arrive.
const slowTiers = (log: EventStore): EventStore => ({
  ...log,
  append: (stream, expected, events) => async () => {
    const isOfTiers = events.some(({ metadata }) => metadata.includes('reaction:tiers_for_sales'))
    if (isOfTiers) await turns(200)
    return log.append(stream, expected, events)()
  },
})

const adapters = (clock: () => ReturnType<typeof instantOf>): Adapters<never> => ({
  open: TE.fromIO(() => ({
    store: slowTiers(inMemoryEventStore({ clock })),
    views: inMemoryViewStore(),
    close: () => Promise.resolve(),
  })),
})

test('a sale of a later day earns at the tier that the earlier ones have led to, even if they are imported in one go', async () => {
  let today = '2026-03-01'
  const clock = () => instantOf(Date.parse(`${today}T04:00:00Z`))
  const app = await orThrow(open(adapters(clock), crm, { clock, idleMs: 0 }))
  const by = () => ({ commandId: newId(), actor: 'import' })
  const since = civilDate(today)
  const source = codeOf('walkIn')
  await orThrow(app.send({ type: 'RegisterCustomer', customerId, source, storeId: store }, by()))
  await orThrow(app.send({ type: 'AdoptRules', programmeId, rules }, by()))
  await orThrow(app.send({ type: 'Admit', programmeId, customerId, since }, by()))
  for (const [n, day] of ['2026-03-01', '2026-03-02', '2026-03-03'].entries()) {
    today = day
    const line = { lineId: lineId('1'), sku: sku('W1'), quantity: 1 }
    const lines = [{ ...line, unitMinor: 1_000_000, paidMinor: 1_000_000 }]
    const soldOn = civilDate(day)
    const document = { documentNumber: documentNumber(`S${n}`), storeId: store }
    await orThrow(
      app.send(
        { type: 'RecordSale', ...document, customerId, soldOn, currency: rules.currency, lines },
        by(),
      ),
    )
  }
  await orThrow(app.settled)
  const account = membershipIdOf(programmeId, customerId)
  // The first sale earns at no tier, and leads to silver from the day after it.
  expect((await orThrow(app.read(balanceView, account)))?.earned).toBe(1000 + 2000 + 2000)
  await app.close()
})
