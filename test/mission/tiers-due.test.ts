// What days alone change, and what new rules bring: tiers are brought up to a day by one call, and read the same without it.
import {
  civilDate,
  crm,
  currency,
  customerId,
  documentNumber,
  lineId,
  monthOf,
  programmeId,
  sku,
  storeId,
  tierId,
  zone,
} from '@patina/crm'
import {
  memberTiersView,
  type ProgrammeRules,
  tierMovementView,
  tiersDue,
} from '@patina/crm/membership'
import { inMemory, instantOf, newId } from '@patina/eventsourcing'
import { open, orThrow } from '@patina/patina'
import { expect, test } from 'vitest'

const programme = programmeId(newId())
const rulesOf = (version: number, effectiveOn: string, threshold: number): ProgrammeRules => ({
  version,
  effectiveOn: civilDate(effectiveOn),
  zone: zone('Asia/Hong_Kong'),
  currency: currency('HKD'),
  earn: { pointsPerMinor: [1, 1000], rounding: 'floor', place: 'line' },
  expiry: { type: 'never' },
  deficit: 'carry',
  redemption: { step: 1, minimum: 1, graceDays: 30 },
  tiers: {
    levels: [{ tier: tierId('gold'), threshold }],
    measure: 'spend',
    window: { type: 'calendarYear' },
    downgrade: 'toEarned',
    returns: 'atPeriodEnd',
    leapRule: 'feb28',
  },
})

test('a sweep brings newer rules to who has bought nothing since, and writes what time has done, once', async () => {
  let today = '2026-01-05'
  const clock = () => instantOf(Date.parse(`${today}T04:00:00Z`))
  const app = await orThrow(open(inMemory({ clock }), crm, { clock, idleMs: 1 }))
  const by = () => ({ commandId: newId(), actor: 'till-1' })
  const adopt = async (rules: ProgrammeRules): Promise<void> => {
    await orThrow(app.send({ type: 'AdoptRules', programmeId: programme, rules }, by()))
  }
  await adopt(rulesOf(1, today, 1000))
  const people = Array.from({ length: 2 }, () => customerId(newId()))
  const since = civilDate(today)
  for (const [n, one] of people.entries()) {
    await orThrow(app.send({ type: 'Admit', programmeId: programme, customerId: one, since }, by()))
    const paidMinor = [500, 100][n] as number
    const lines = [
      { lineId: lineId('1'), sku: sku('W-1'), quantity: 1, unitMinor: paidMinor, paidMinor },
    ]
    const document = { documentNumber: documentNumber(`S-${n}`), storeId: storeId('HARBOUR') }
    const sale = { ...document, customerId: one, soldOn: since, currency: currency('HKD'), lines }
    await orThrow(app.send({ type: 'RecordSale', ...sale }, by()))
  }
  await orThrow(app.settled)
  const sweep = () =>
    orThrow(app.sweep(tiersDue, { onDay: civilDate(today) }, { actor: 'nightly' }))
  const held = async (): Promise<ReadonlyArray<string>> => {
    await orThrow(app.settled)
    const found = await Promise.all(people.map((one) => orThrow(app.read(memberTiersView, one))))
    return found.map((tiers) => tiers?.memberships[0]?.tier ?? 'none')
  }
  expect(await held()).toEqual(['none', 'none'])
  expect(await sweep()).toMatchObject({ changed: 0, refused: [] })

  today = '2026-02-01'
  await adopt(rulesOf(2, today, 400))
  expect(await held()).toEqual(['none', 'none'])
  expect(await sweep()).toMatchObject({ changed: 2, refused: [], isSettled: true })
  expect(await held()).toEqual(['gold', 'none'])
  expect(await sweep()).toMatchObject({ changed: 0, refused: [] })

  // The day after the last day is read as it will be written.
  today = '2028-01-01'
  expect(await held()).toEqual(['none', 'none'])
  const fallen = async () =>
    (await orThrow(app.read(tierMovementView, monthOf(civilDate(today)))))?.moves.length
  expect(await fallen()).toBeUndefined()
  expect(await sweep()).toMatchObject({ changed: 1, refused: [], isSettled: true })
  expect(await sweep()).toMatchObject({ changed: 0, refused: [] })
  expect(await held()).toEqual(['none', 'none'])
  expect(await fallen()).toBe(1)
  await app.close()
})
