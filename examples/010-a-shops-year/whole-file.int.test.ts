import { describe, expect, test } from 'vitest'
import { figuresOf } from './test-figures.js'

const path = process.env['PATINA_ONLINE_RETAIL']

if (path === undefined) {
  console.warn(
    'SKIPPED: the whole UCI Online Retail file. Set PATINA_ONLINE_RETAIL to its CSV, plain or gzip.',
  )
}

describe.skipIf(path === undefined)('the whole UCI Online Retail file', () => {
  test('comes to what an independent program makes of it', async () => {
    // From a Python program that shares no code and no method with the reader.
    expect(await figuresOf(path ?? '')).toEqual({
      rowsRead: 541_909,
      rowsAccepted: 540_566,
      rowsRejected: 1_343,
      rejectedByReason: { StockAdjustment: 1_336, PriceNotInWholePence: 4, BadDebt: 3 },
      sales: 20_725,
      returns: 3_836,
      customers: 4_372,
      longestSale: 1_114,
      returnLines: 9_288,
      unmatchedReturnLines: 1_772,
      matchedQuantity: 250_838,
      unmatchedQuantity: 26_736,
      netMinor: 975_880_999,
      revenueMinorByMonth: {
        '2010-12': 74_895_702,
        '2011-01': 56_000_026,
        '2011-02': 49_806_265,
        '2011-03': 68_326_708,
        '2011-04': 49_320_712,
        '2011-05': 72_333_351,
        '2011-06': 69_112_312,
        '2011-07': 68_130_011,
        '2011-08': 69_374_257,
        '2011-09': 101_968_762,
        '2011-10': 107_070_467,
        '2011-11': 146_175_625,
        '2011-12': 43_366_801,
      },
      topProducts: [
        { sku: 'DOT', quantity: 1_707, revenueMinor: 20_624_548 },
        { sku: '22423', quantity: 13_033, revenueMinor: 16_476_219 },
        { sku: '47566', quantity: 18_022, revenueMinor: 9_830_298 },
        { sku: '85123A', quantity: 39_086, revenueMinor: 9_789_450 },
        { sku: '85099B', quantity: 47_363, revenueMinor: 9_235_603 },
        { sku: '23084', quantity: 31_614, revenueMinor: 6_675_659 },
        { sku: 'POST', quantity: 6_353, revenueMinor: 6_623_064 },
        { sku: '22086', quantity: 18_902, revenueMinor: 6_379_194 },
        { sku: '84879', quantity: 36_381, revenueMinor: 5_895_973 },
        { sku: '79321', quantity: 10_343, revenueMinor: 5_376_806 },
      ],
    })
  }, 120_000)
})
