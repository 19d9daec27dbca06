// Points of one person with several records, of which some become members, or their programme begins, after the merge.
import {
  type CustomerId,
  civilDate,
  codeOf,
  crm,
  currency,
  customerId,
  documentNumber,
  lineId,
  mergeId,
  programmeId,
  reasonCode,
  sku,
  storeId,
  zone,
} from '@patina/crm'
import { membershipIdOf, type ProgrammeRules } from '@patina/crm/membership'
import { balanceView } from '@patina/crm/points'
import { type Instant, inMemory, newId } from '@patina/eventsourcing'
import { type Application, open, orThrow } from '@patina/patina'
import { afterEach, beforeEach, expect, test } from 'vitest'

let shop: Application<typeof crm>

beforeEach(async () => {
  const clock = (): Instant => '2024-06-03T04:00:00.000Z' as Instant
  shop = await orThrow(open(inMemory({ clock }), crm, { clock, idleMs: 1 }))
})

afterEach(() => shop.close())

const today = civilDate('2024-06-03')
const programme = programmeId(newId())
const [card, web] = [customerId(newId()), customerId(newId())]
const rules: ProgrammeRules = {
  version: 1,
  effectiveOn: today,
  zone: zone('Asia/Hong_Kong'),
  currency: currency('HKD'),
  earn: { pointsPerMinor: [1, 1000], rounding: 'floor', place: 'line' },
  expiry: { type: 'never' },
  deficit: 'carry',
  redemption: { step: 1, minimum: 1, graceDays: 30 },
}

const send = async (command: Parameters<typeof shop.send>[0]): Promise<void> => {
  await orThrow(shop.send(command, { commandId: newId(), actor: 'clerk-1' }))
  await orThrow(shop.settled)
}
const begin = () => send({ type: 'AdoptRules', programmeId: programme, rules })
const admit = (who: CustomerId) =>
  send({ type: 'Admit', programmeId: programme, customerId: who, since: today })
const sell = (who: CustomerId, document: string, minor: number) =>
  send({
    type: 'RecordSale',
    documentNumber: documentNumber(document),
    storeId: storeId('SHOP-1'),
    customerId: who,
    soldOn: today,
    currency: currency('HKD'),
    lines: [
      { lineId: lineId('1'), sku: sku('RING-1'), quantity: 1, unitMinor: minor, paidMinor: minor },
    ],
  })
const merged = mergeId(newId())
const merge = () =>
  send({
    type: 'MergeCustomers',
    mergeId: merged,
    survivorId: card,
    mergedId: web,
    evidence: { method: codeOf('counter') },
  })
const unmerge = () =>
  send({ type: 'UnmergeCustomers', mergeId: merged, reasonCode: reasonCode('mistaken') })
const available = (): Promise<ReadonlyArray<number>> =>
  Promise.all(
    [card, web].map(async (who) => {
      const balance = await orThrow(shop.read(balanceView, membershipIdOf(programme, who)))
      return balance?.available ?? 0
    }),
  )

const ways: ReadonlyArray<readonly [what: string, ReadonlyArray<() => Promise<void>>]> = [
  ['a programme that began after the merge', [merge, begin, () => admit(card), () => admit(web)]],
  [
    'one whose record became a member after it',
    [begin, () => admit(web), merge, () => admit(card)],
  ],
  ['the other way round', [begin, () => admit(card), merge, () => admit(web)]],
  ['members before it', [begin, () => admit(card), () => admit(web), merge]],
]

test.each(ways)('lie in one account, and in two when the merge is undone: %s', async (_, steps) => {
  for (const step of steps) await step()
  await sell(card, 'A-1', 500_000)
  await sell(web, 'A-2', 300_000)
  expect(await available()).toEqual([800, 0])
  await unmerge()
  expect(await available()).toEqual([500, 300])
})

test('go to whoever represents the person, once that one is a member', async () => {
  await begin()
  await admit(web)
  await sell(web, 'A-1', 300_000)
  await merge()
  expect(await available()).toEqual([0, 300])
  await admit(card)
  expect(await available()).toEqual([300, 0])
})
