// Somebody leaves a programme: what their tier was is not theirs any more, to views and to rules.
import {
  type CivilDate,
  civilDate,
  crm,
  currency,
  customerId,
  documentNumber,
  lineId,
  programmeId,
  reasonCode,
  sku,
  storeId,
  tierId,
  zone,
} from '@patina/crm'
import { categoriesByRule, customerFactsView, evaluate, type Rule } from '@patina/crm/categories'
import { memberTiersView, type ProgrammeRules, tierIn } from '@patina/crm/membership'
import { type Instant, inMemory, newId } from '@patina/eventsourcing'
import { open, orThrow } from '@patina/patina'
import { expect, test } from 'vitest'

const programme = programmeId(newId())
const rules: ProgrammeRules = {
  version: 1,
  effectiveOn: civilDate('2024-06-01'),
  zone: zone('Asia/Hong_Kong'),
  currency: currency('HKD'),
  earn: { pointsPerMinor: [1, 1000], rounding: 'floor', place: 'line' },
  expiry: { type: 'never' },
  deficit: 'carry',
  redemption: { step: 1, minimum: 1, graceDays: 30 },
  tiers: {
    levels: [{ tier: tierId('gold'), threshold: 1000 }],
    measure: 'spend',
    window: { type: 'calendarYear' },
    downgrade: 'toEarned',
    returns: 'atPeriodEnd',
    leapRule: 'feb28',
  },
}
const isGold: Rule = { type: 'tierIs', programmeId: programme, tier: tierId('gold') }

test('who has left a programme has no tier in it from the day after, and had one until then', async () => {
  let today = '2024-06-01'
  const clock = () => `${today}T04:00:00.000Z` as Instant
  const shop = await orThrow(open(inMemory({ clock }), [...crm, categoriesByRule], { clock }))
  const send = async (command: Parameters<typeof shop.send>[0]): Promise<void> => {
    await orThrow(shop.send(command, { commandId: newId(), actor: 'clerk-1' }))
    await orThrow(shop.settled)
  }
  const who = customerId(newId())
  const day = (): CivilDate => civilDate(today)
  await send({ type: 'AdoptRules', programmeId: programme, rules })
  await send({ type: 'Admit', programmeId: programme, customerId: who, since: day() })
  await send({
    type: 'RecordSale',
    documentNumber: documentNumber('A-1'),
    storeId: storeId('SHOP-1'),
    customerId: who,
    soldOn: day(),
    currency: currency('HKD'),
    lines: [
      { lineId: lineId('1'), sku: sku('W1'), quantity: 1, unitMinor: 500_000, paidMinor: 500_000 },
    ],
  })
  today = '2024-06-10'
  await send({
    type: 'Close',
    programmeId: programme,
    customerId: who,
    until: civilDate('2024-06-30'),
    by: 'member',
    reasonCode: reasonCode('moved'),
  })
  const seen = async () => {
    const facts = await orThrow(shop.read(customerFactsView, who))
    const tiers = await orThrow(shop.read(memberTiersView, who))
    if (facts === undefined || tiers === undefined) throw new Error('nothing is known of them')
    const { tier, ahead, isDue } = tierIn(tiers, programme) ?? {}
    return { isGold: evaluate(isGold, facts, day()).isTrue, tier, ahead, isDue }
  }
  today = '2024-06-30'
  expect(await seen()).toMatchObject({ isGold: true, tier: 'gold' })
  const gone = { isGold: false, tier: undefined, ahead: [], isDue: false }
  today = '2024-07-01'
  expect(await seen()).toEqual(gone)
  today = '2027-07-01'
  expect(await seen()).toEqual(gone)
  await shop.close()
})
