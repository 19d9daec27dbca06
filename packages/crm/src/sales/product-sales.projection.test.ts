import type { LogEvent } from '@patina/eventsourcing'
import { projectionLaws } from '@patina/testing'
import { describe, expect, test } from 'vitest'
import { shopHistories } from '../arbitraries.js'
import { idOf } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { documentNumber, lineId, type Sku, sku, storeId } from '../shared/ids.js'
import { currency } from '../shared/money.js'
import type { DocumentEntry, SaleLine, SaleRecorded } from './events.js'
import { productSalesView } from './product-sales.codec.js'
import { type ProductSales, productSales } from './product-sales.projection.js'

projectionLaws(productSalesView, shopHistories, { numRuns: 30 })

const sale = (day: string, lines: ReadonlyArray<SaleLine>, of = 'HKD'): SaleRecorded => ({
  type: 'SaleRecorded',
  saleId: idOf('sale', 1),
  documentNumber: documentNumber('A-1'),
  storeId: storeId('HK1'),
  soldOn: civilDate(day),
  currency: currency(of),
  lines,
  units: lines.length,
  totalMinor: 0,
})
const line = (n: number, of: string, name?: string): SaleLine => ({
  lineId: lineId(String(n)),
  sku: sku(of),
  ...(name === undefined ? {} : { name }),
  quantity: 1,
  unitMinor: 100,
  paidMinor: 100,
})
const partsOf = (event: DocumentEntry) => productSales.parts({ event } as LogEvent<DocumentEntry>)
const folded = (events: ReadonlyArray<DocumentEntry>, of: Sku): ProductSales =>
  events
    .flatMap(partsOf)
    .filter(([key]) => key === of)
    .reduce((view, [, part]) => productSales.evolve(view, part), productSales.initial(of))

describe('the sales of products', () => {
  test('of a document of 1,114 lines cost 1,114 steps, for each article sees its own lines only', () => {
    const lines = Array.from({ length: 1114 }, (_, n) => line(n, `W${n % 700}`))
    const parts = partsOf(sale('2024-06-01', lines))
    expect(parts).toHaveLength(1114)
    for (const [, part] of parts) expect(Object.values(part).some(Array.isArray)).toBe(false)
  })

  test('call an article as its newest document does, whenever that was recorded', () => {
    const events = [
      sale('2024-06-02', [line(1, 'W1', 'new name')]),
      sale('2024-06-01', [line(1, 'W1', 'old name')]),
      sale('2024-06-03', [line(1, 'W1')]),
    ]
    expect(folded(events, sku('W1'))).toMatchObject({ name: 'new name', soldLines: 3 })
    expect(folded(events.toReversed(), sku('W1'))).toMatchObject({ name: 'new name', soldLines: 3 })
  })

  test('are listed by what they brought in, net; two currencies are never added up', () => {
    const view = folded(
      [sale('2024-06-01', [line(1, 'W1')]), sale('2024-06-01', [line(1, 'W1')], 'GBP')],
      sku('W1'),
    )
    expect(view.turnover.map((one) => [one.currency, one.netMinor])).toEqual([
      ['GBP', 100],
      ['HKD', 100],
    ])
    const columns = productSalesView.columns.map(({ name }) => name)
    const values = productSalesView.encode('W1', view).columns
    expect(values[columns.indexOf('revenue_minor')]).toBeNull()
    const one = folded([sale('2024-06-01', [line(1, 'W1')])], sku('W1'))
    expect(productSalesView.encode('W1', one).columns[columns.indexOf('revenue_minor')]).toBe(100)
  })
})
