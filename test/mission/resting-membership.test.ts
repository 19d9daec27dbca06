// A membership that is suspended, or has lapsed, takes its account with it: by its reaction, in a whole application.
import {
  adjustmentId,
  type CivilDate,
  civilDate,
  codeOf,
  crm,
  currency,
  customerId as customer,
  documentNumber,
  lineId,
  programmeId as programme,
  reasonCode,
  redemptionId,
  sku,
  storeId,
  zone,
} from '@patina/crm'
import { membershipIdOf, type ProgrammeRules } from '@patina/crm/membership'
import { balanceView, earnRulesView, membersView } from '@patina/crm/points'
import { type Instant, inMemory, instantOf, newId } from '@patina/eventsourcing'
import { type Application, open, orThrow } from '@patina/patina'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, beforeEach, expect, test } from 'vitest'

let today = '2026-03-01'
let shop: Application<typeof crm>

const programmeId = programme(newId())
const customerId = customer(newId())
const membershipId = membershipIdOf(programmeId, customerId)
const rules: ProgrammeRules = {
  version: 1,
  effectiveOn: civilDate('2026-03-01'),
  zone: zone('Asia/Hong_Kong'),
  currency: currency('HKD'),
  earn: { pointsPerMinor: [1, 1000], rounding: 'floor', place: 'line' },
  expiry: { type: 'never' },
  deficit: 'carry',
  redemption: { step: 1, minimum: 1, graceDays: 30 },
}

type Command = Parameters<Application<typeof crm>['send']>[0]
const by = () => ({ commandId: newId(), actor: 'clerk-1' })
const send = async (command: Command): Promise<void> => {
  await orThrow(shop.send(command, by()))
  await orThrow(shop.settled)
}
const adopted = async () => {
  const all = await orThrow(shop.read(earnRulesView, 'all'))
  const found = all?.adopted.find((one) => one.programmeId === programmeId)
  if (found === undefined) throw new Error('the rules were adopted')
  return found
}
const redeem = async (points: number) =>
  shop.send(
    {
      type: 'RedeemPoints',
      membershipId,
      redemptionId: redemptionId(newId()),
      points,
      for: codeOf('voucher'),
      rules: await adopted(),
    },
    by(),
  )()

// A sale that earns twenty points where its customer is a member.
const saleOf20On = (soldOn: CivilDate): Command => {
  const line = { lineId: lineId('1'), sku: sku('W1'), quantity: 1 }
  return {
    type: 'RecordSale',
    documentNumber: documentNumber(`S-${soldOn}`),
    storeId: storeId('SHOP-1'),
    customerId,
    soldOn,
    currency: rules.currency,
    lines: [{ ...line, unitMinor: 20_000, paidMinor: 20_000 }],
  }
}

beforeEach(async () => {
  today = '2026-03-01'
  const clock = (): Instant => instantOf(Date.parse(`${today}T04:00:00Z`))
  shop = await orThrow(open(inMemory({ clock }), crm, { clock, idleMs: 0 }))
  const since: CivilDate = civilDate(today)
  const through = civilDate('2026-06-30')
  const source = codeOf('walk-in')
  const registered = { type: 'RegisterCustomer', customerId, source } as const
  await send({ ...registered, storeId: storeId('SHOP-1') })
  await send({ type: 'AdoptRules', programmeId, rules })
  await send({ type: 'Admit', programmeId, customerId, since, through })
  const adjustment = {
    type: 'AdjustPoints',
    customerId,
    adjustmentId: adjustmentId(newId()),
    points: 100,
    reasonCode: reasonCode('goodwill'),
  } as const
  await send({ ...adjustment, rules: await adopted() })
})

afterEach(() => shop.close())

const notActive = { left: { _tag: 'MembershipNotActive' } }

test('who is suspended spends nothing, and spends again when the membership goes on', async () => {
  expect(E.isRight(await redeem(10))).toBe(true)
  const fromDay = civilDate(today)
  const why = reasonCode('asked-for-it')
  await send({ type: 'Suspend', programmeId, customerId, fromDay, reasonCode: why })
  expect(await redeem(10)).toMatchObject(notActive)
  today = '2026-03-10'
  expect(await redeem(10)).toMatchObject(notActive)
  await send({ type: 'Resume', programmeId, customerId, fromDay: civilDate(today) })
  expect(E.isRight(await redeem(10))).toBe(true)
  await orThrow(shop.settled)
  expect(await orThrow(shop.read(balanceView, membershipId))).toMatchObject({
    available: 80,
    spent: 20,
  })
})

test('whose membership has lapsed spends nothing until it is renewed', async () => {
  today = '2026-07-01'
  await send({ type: 'Lapse', programmeId, customerId, today: civilDate(today) })
  expect(await redeem(10)).toMatchObject(notActive)
  const fromDay = civilDate(today)
  const through = civilDate('2027-06-30')
  await send({ type: 'Renew', programmeId, customerId, fromDay, through })
  expect(E.isRight(await redeem(10))).toBe(true)
})

test('who lapsed while suspended earns and spends again once renewed, and not for the days between', async () => {
  const why = reasonCode('asked-for-it')
  today = '2026-06-01'
  const fromDay = civilDate(today)
  await send({ type: 'Suspend', programmeId, customerId, fromDay, reasonCode: why })
  today = '2026-07-01'
  await send({ type: 'Lapse', programmeId, customerId, today: civilDate(today) })
  today = '2026-07-10'
  const through = civilDate('2027-06-30')
  await send({ type: 'Renew', programmeId, customerId, fromDay: civilDate(today), through })
  for (const day of ['2026-05-31', '2026-06-15', '2026-07-09', '2026-07-10']) {
    await send(saleOf20On(civilDate(day)))
  }
  expect(await orThrow(shop.read(balanceView, membershipId))).toMatchObject({ available: 140 })
  expect(E.isRight(await redeem(10))).toBe(true)
  expect(await orThrow(shop.read(membersView, customerId))).toMatchObject({
    memberships: [{ through, gaps: [{ fromDay: '2026-06-01', resumesOn: '2026-07-10' }] }],
  })
})
