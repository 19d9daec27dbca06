import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { figuresOf } from './test-figures.js'

const sample = fileURLToPath(new URL('../data/online-retail-sample.csv.gz', import.meta.url))
const notice = fileURLToPath(new URL('../data/online-retail-sample.NOTICE.md', import.meta.url))

describe('the sample of the UCI Online Retail file', () => {
  test('comes to what an independent program makes of it', async () => {
    // From a Python program that shares no code and no method with the reader.
    expect(await figuresOf(sample)).toEqual({
      rowsRead: 51_186,
      rowsAccepted: 51_087,
      rowsRejected: 99,
      rejectedByReason: { StockAdjustment: 94, PriceNotInWholePence: 2, BadDebt: 3 },
      sales: 2_017,
      returns: 400,
      customers: 365,
      longestSale: 1_114,
      returnLines: 929,
      unmatchedReturnLines: 183,
      matchedQuantity: 7_792,
      unmatchedQuantity: 10_040,
      netMinor: 83_182_006,
      revenueMinorByMonth: {
        '2010-12': 6_185_373,
        '2011-01': 4_556_335,
        '2011-02': 3_123_911,
        '2011-03': 7_732_939,
        '2011-04': 5_147_149,
        '2011-05': 6_261_279,
        '2011-06': 5_115_352,
        '2011-07': 4_761_311,
        '2011-08': 5_641_206,
        '2011-09': 8_485_378,
        '2011-10': 11_260_618,
        '2011-11': 12_286_449,
        '2011-12': 2_624_706,
      },
      topProducts: [
        { sku: '22423', quantity: 1_162, revenueMinor: 1_454_434 },
        { sku: 'DOT', quantity: 57, revenueMinor: 1_410_960 },
        { sku: '85099B', quantity: 7_015, revenueMinor: 1_370_704 },
        { sku: '47566', quantity: 1_743, revenueMinor: 1_007_857 },
        { sku: '85123A', quantity: 3_365, revenueMinor: 920_115 },
        { sku: '22386', quantity: 3_293, revenueMinor: 626_771 },
        { sku: '84029E', quantity: 1_735, revenueMinor: 595_754 },
        { sku: 'POST', quantity: 262, revenueMinor: 554_709 },
        { sku: '84879', quantity: 2_813, revenueMinor: 465_269 },
        { sku: '85099F', quantity: 2_182, revenueMinor: 456_708 },
      ],
    })
  })

  test('is the one that its notice describes', async () => {
    const packed = await readFile(sample)
    const text = await readFile(notice, 'utf8')
    for (const bytes of [packed, gunzipSync(packed)]) {
      expect(text).toContain(createHash('sha256').update(bytes).digest('hex'))
    }
    expect(packed.length).toBeLessThan(1_000_000)
  })
})
