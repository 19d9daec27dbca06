// The laws of the projection of example 003, as an integrator would run them beside it.
import { civilDate, currency, documentNumber, lineId, sku, storeId } from '@patina/crm'
import { type SaleRecorded, saleIdOf } from '@patina/crm/sales'
import { historiesOf, projectionLaws } from '@patina/testing'
import fc from 'fast-check'
import { describe } from 'vitest'
import { tillsView } from '../../examples/003-your-own-projection/tills.codec.js'

const sales: fc.Arbitrary<SaleRecorded> = fc
  .record({
    store: fc.constantFrom('HARBOUR', 'PEAK/1'),
    number: fc.integer({ min: 1, max: 9 }),
    day: fc.constantFrom('2025-02-28', '2025-03-01'),
    money: fc.constantFrom('HKD', 'CHF'),
    paidMinor: fc.integer({ min: 0, max: 90_000 }),
  })
  .map(({ store, number, day, money, paidMinor }) => ({
    type: 'SaleRecorded',
    saleId: saleIdOf(storeId(store), documentNumber(`INV-${number}`)),
    documentNumber: documentNumber(`INV-${number}`),
    storeId: storeId(store),
    soldOn: civilDate(day),
    currency: currency(money),
    lines: [
      { lineId: lineId('1'), sku: sku('STRAP-9'), quantity: 1, unitMinor: paidMinor, paidMinor },
    ],
    units: 1,
    totalMinor: paidMinor,
  }))

describe('the tills of example 003', () => {
  const histories = historiesOf('sale', () => sales)
  projectionLaws(tillsView, histories)
})
