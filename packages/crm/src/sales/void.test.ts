import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eventsOf, idOf, noon, storiesAt } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { customerId, documentNumber, lineId, reasonCode, storeId } from '../shared/ids.js'
import { zone } from '../shared/zone.js'
import { fittingSales } from './arbitraries.js'
import type { ReturnLines, VoidSale } from './commands.js'
import type { SaleRecorded, SaleVoided } from './events.js'
import * as Sales from './index.js'

const given = storiesAt(Sales)
const owner = customerId(idOf('cust', 1))

const sale: SaleRecorded = {
  type: 'SaleRecorded',
  saleId: Sales.saleIdOf(storeId('HK1'), documentNumber('A-1')),
  documentNumber: documentNumber('A-1'),
  storeId: storeId('HK1'),
  customerId: owner,
  soldOn: civilDate('2024-06-01'),
  currency: 'HKD' as SaleRecorded['currency'],
  lines: [
    { lineId: lineId('1'), sku: 'W1' as never, quantity: 2, unitMinor: 500, paidMinor: 1000 },
  ],
  units: 2,
  totalMinor: 1000,
}
const voidSale: VoidSale = {
  type: 'VoidSale',
  saleId: sale.saleId,
  reasonCode: reasonCode('mistake'),
}
const voided: SaleVoided = {
  type: 'SaleVoided',
  saleId: sale.saleId,
  documentNumber: sale.documentNumber,
  storeId: sale.storeId,
  customerId: owner,
  soldOn: sale.soldOn,
  currency: sale.currency,
  lines: sale.lines,
  units: 2,
  totalMinor: 1000,
  reasonCode: reasonCode('mistake'),
}
const back: ReturnLines = {
  type: 'ReturnLines',
  saleId: sale.saleId,
  storeId: sale.storeId,
  returnDocument: documentNumber('R-1'),
  returnedOn: civilDate('2024-06-01'),
  lines: [{ lineId: lineId('1'), quantity: 1 }],
  reasonCode: reasonCode('unwanted'),
}

describe('a void', () => {
  test('says again all that the sale had said, and is once', () => {
    given(sale).when(voidSale).expect(voided)
    given(sale, voided).when(voidSale).expectNothing()
    given(sale, voided).when(voidSale, noon('2024-07-01')).expectNothing()
  })

  test('belongs to the day of the sale, where the shop is', () => {
    const late = '2024-06-01T16:00:00.000Z'
    given(sale)
      .when(voidSale, late)
      .expectRejection({
        _tag: 'VoidRefused',
        reasons: [
          { _tag: 'VoidTooLate', soldOn: civilDate('2024-06-01'), today: civilDate('2024-06-02') },
        ],
      })
    given(sale)
      .when({ ...voidSale, zone: zone('Europe/London') }, late)
      .expect(voided)
    given(sale).when(voidSale, '2024-06-01T15:59:59.999Z').expect(voided)
  })

  test('comes before any return, and everything that hinders it is listed', () => {
    const [returned] = eventsOf(given(sale).when(back).outcome()) as [Sales.SaleLinesReturned]
    given(sale, returned)
      .when(voidSale, noon('2024-06-02'))
      .expectRejection({
        _tag: 'VoidRefused',
        reasons: [
          { _tag: 'VoidTooLate', soldOn: civilDate('2024-06-01'), today: civilDate('2024-06-02') },
          { _tag: 'HasReturns', returns: 1 },
        ],
      })
  })

  test('leaves nothing that could come back, or be claimed', () => {
    given(sale, voided)
      .when({ ...back, lines: [{ lineId: lineId('9'), quantity: 1 }] })
      .expectRejection({
        _tag: 'ReturnRefused',
        reasons: [{ _tag: 'SaleIsVoid' }, { _tag: 'UnknownLine', lineId: lineId('9') }],
      })
    given(sale, voided)
      .when({
        type: 'ClaimSale',
        saleId: sale.saleId,
        customerId: customerId(idOf('cust', 2)),
        proof: 'card',
      })
      .expectRejection({
        _tag: 'ClaimRefused',
        reasons: [{ _tag: 'SaleIsVoid' }, { _tag: 'AlreadyClaimed' }],
      })
  })

  test('needs a sale', () => {
    given().when(voidSale).expectRejection({ _tag: 'UnknownSale', saleId: voidSale.saleId })
  })

  test('gives every point back that was spent, the last redemption first', () => {
    fc.assert(
      fc.property(fittingSales, (command) => {
        const [recorded] = eventsOf(given().when(command).outcome()) as [SaleRecorded]
        const [event] = eventsOf(given(recorded).when(voidSale).outcome()) as [SaleVoided]
        const spent = (command.tenders ?? []).flatMap(({ redemption }) => redemption ?? [])
        expect(event.undone ?? []).toEqual(spent.toReversed())
        expect(event.lines).toEqual(recorded.lines)
      }),
    )
  })
})
