// A sale that is claimed earns what it would have earned if it had named its customer, whatever was given back before.
import { expect, test } from 'vitest'
import { idOf, noon, plainRules } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { saleIdOf } from '../shared/derived-ids.js'
import {
  codeOf,
  customerId,
  documentNumber,
  lineId,
  type MembershipId,
  programmeId,
  reasonCode,
  redemptionId,
  sku,
  storeId,
} from '../shared/ids.js'
import { currency } from '../shared/money.js'
import { viewsAfter } from '../shared/views.arbitraries.js'
import { openShop } from '../shop.arbitraries.js'
import { balance } from './index.js'

const customer = customerId(idOf('cust', 1))
const programme = programmeId(idOf('prog', 1))
const store = storeId('HK1')
const document = documentNumber('A-1')
const on = (day: string) => noon(day) as Parameters<ReturnType<typeof openShop>['send']>[1]

// Ten pieces for 1,000, of which 800 were paid with points. Nine come back, for less than was paid for them.
const earned = (isNamed: boolean) => {
  const shop = openShop()
  const rules = { ...plainRules, earn: { ...plainRules.earn, pointsPerMinor: [1, 100] as const } }
  shop.send({ type: 'AdoptRules', programmeId: programme, rules }, on('2024-01-01'))
  const party = { programmeId: programme, customerId: customer }
  shop.send({ type: 'Admit', ...party, since: civilDate('2024-01-01') }, on('2024-01-01'))
  const spent = { membershipId: idOf<MembershipId>('memb', 9), points: 80_000 }
  const redemption = { ...spent, redemptionId: redemptionId(idOf('rede', 1)) }
  shop.send(
    {
      type: 'RecordSale',
      documentNumber: document,
      storeId: store,
      ...(isNamed ? { customerId: customer } : {}),
      soldOn: civilDate('2024-06-01'),
      currency: currency('HKD'),
      lines: [
        {
          lineId: lineId('1'),
          sku: sku('W1'),
          quantity: 10,
          unitMinor: 10_000,
          paidMinor: 100_000,
        },
      ],
      tenders: [
        { kind: codeOf('points'), amountMinor: 80_000, redemption },
        { kind: codeOf('cash'), amountMinor: 20_000 },
      ],
    },
    on('2024-06-01'),
  )
  const saleId = saleIdOf(store, document)
  shop.send(
    {
      type: 'ReturnLines',
      saleId,
      storeId: store,
      returnDocument: documentNumber('R-1'),
      returnedOn: civilDate('2024-06-02'),
      lines: [{ lineId: lineId('1'), quantity: 9, refundMinor: 60_000 }],
      reasonCode: reasonCode('unwanted'),
    },
    on('2024-06-02'),
  )
  if (!isNamed) {
    shop.send(
      { type: 'ClaimSale', saleId, customerId: customer, proof: 'receipt' },
      on('2024-06-03'),
    )
  }
  const events = shop.entries().map(({ event }) => event)
  const views = viewsAfter(balance as never, events) as ReadonlyMap<
    string,
    { readonly available: number }
  >
  return [...views.values()].map(({ available }) => available)
}

test('a claim after a refund of less than was paid earns as the named sale does', () => {
  expect(earned(true)).toEqual([20])
  expect(earned(false)).toEqual([20])
})
