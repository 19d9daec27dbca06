import type { LogEvent } from '@patina/eventsourcing'
import { projectionLaws } from '@patina/testing'
import { describe, expect, test } from 'vitest'
import { shopHistories } from '../arbitraries.js'
import { idOf } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { type CustomerId, documentNumber, lineId, reasonCode, sku, storeId } from '../shared/ids.js'
import { currency } from '../shared/money.js'
import type { DocumentEntry, SaleLinesReturned, UnmatchedReturnRecorded } from './events.js'
import { returnsView } from './returns.codec.js'
import { returns } from './returns.projection.js'
import { salesByMonth } from './sales-by-month.projection.js'

projectionLaws(returnsView, shopHistories, { numRuns: 30 })

const customerId = idOf<CustomerId>('cust', 1)
const matched = (saleNumber: number, refundMinor: number): SaleLinesReturned => ({
  type: 'SaleLinesReturned',
  saleId: idOf('sale', saleNumber),
  documentNumber: documentNumber(`A-${saleNumber}`),
  soldOn: civilDate('2024-05-31'),
  customerId,
  returnId: idOf('retu', 1),
  returnDocument: documentNumber('R-1'),
  storeId: storeId('HK1'),
  returnedOn: civilDate('2024-06-01'),
  currency: currency('HKD'),
  lines: [
    { lineId: lineId('1'), sku: sku('W1'), quantity: 2, paidMinor: refundMinor, refundMinor },
  ],
  units: 2,
  refundMinor,
  reasonCode: reasonCode('faulty'),
})
const unmatched: UnmatchedReturnRecorded = {
  type: 'UnmatchedReturnRecorded',
  returnId: idOf('retu', 1),
  returnDocument: documentNumber('R-1'),
  storeId: storeId('HK1'),
  customerId,
  returnedOn: civilDate('2024-06-01'),
  currency: currency('HKD'),
  lines: [{ lineId: lineId('9'), sku: sku('W9'), quantity: 1, refundMinor: 5 }],
  units: 1,
  refundMinor: 5,
  reasonCode: reasonCode('faulty'),
}

describe('a return document', () => {
  const events: ReadonlyArray<DocumentEntry> = [matched(1, 100), matched(2, 50), unmatched]
  const recorded = events.map((event) => ({ event }) as LogEvent<DocumentEntry>)

  test('is one, although it touches two sales and has a line that no sale was found for', () => {
    const parts = recorded.flatMap(returns.parts)
    expect(new Set(parts.map(([key]) => key)).size).toBe(1)
    const view = parts.reduce(
      (before, [, part]) => returns.evolve(before, part),
      returns.initial(idOf('retu', 1)),
    )
    expect(view).toEqual({
      returnDocument: 'R-1',
      storeId: 'HK1',
      returnedOn: '2024-06-01',
      customerIds: [customerId],
      sales: 2,
      matchedLines: 2,
      unmatchedLines: 1,
      units: 5,
      refunds: [{ currency: 'HKD', grossMinor: 0, refundedMinor: 155, netMinor: -155 }],
    })
  })

  test('counts in the month of the return, not of the sale', () => {
    const months = recorded.flatMap(salesByMonth.parts)
    expect(new Set(months.map(([month]) => month))).toEqual(new Set(['2024-06']))
    const view = months.reduce(
      (before, [, part]) => salesByMonth.evolve(before, part),
      salesByMonth.initial('2024-06' as never),
    )
    expect(view).toMatchObject({
      sales: 0,
      returnedLines: 2,
      returnedUnits: 4,
      unmatchedLines: 1,
      unmatchedUnits: 1,
    })
    expect(view.turnover).toEqual([
      { currency: 'HKD', grossMinor: 0, refundedMinor: 155, netMinor: -155 },
    ])
  })
})
