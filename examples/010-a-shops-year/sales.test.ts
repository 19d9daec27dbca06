import { describe, expect, test } from 'vitest'
import { readLines } from './test-files.js'

describe('an invoice', () => {
  test('is a sale of all its lines, dated by the first, as the customer of the first', async () => {
    const { documents } = await readLines(
      '536365,85123A,WHITE HEART,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom',
      '536365,71053, LANTERN ,3,2010-12-01 08:27:00,3.39,17850.0,France',
    )
    expect(documents).toStrictEqual([
      {
        kind: 'sale',
        documentNumber: '536365',
        at: '2010-12-01T08:26:00',
        soldOn: '2010-12-01',
        customerId: '17850',
        country: 'United Kingdom',
        lines: [
          {
            lineNumber: 1,
            sku: '85123A',
            description: 'WHITE HEART',
            quantity: 6,
            unitPriceMinor: 255,
          },
          { lineNumber: 2, sku: '71053', description: 'LANTERN', quantity: 3, unitPriceMinor: 339 },
        ],
      },
    ])
  })

  test('is dated by its first line also when it goes on after midnight', async () => {
    const { documents } = await readLines(
      '536365,A,A,1,2010-12-31 23:59:59,1.0,1.0,EIRE',
      '536365,B,B,1,2011-01-01 00:00:01,1.0,1.0,EIRE',
    )
    expect(documents).toMatchObject([{ soldOn: '2010-12-31', at: '2010-12-31T23:59:59' }])
  })

  test('that stands around another one is one sale, and the first of the two', async () => {
    const { documents } = await readLines(
      '542806,A,A,1,2011-02-01 11:19:00,7.95,12836.0,EIRE',
      '542812,B,B,1,2011-02-01 11:19:00,0.85,14606.0,EIRE',
      '542813,C,C,1,2011-02-01 11:19:00,0.85,14606.0,EIRE',
      '542806,D,D,1,2011-02-01 11:20:00,7.95,12836.0,EIRE',
      '542814,E,E,1,2011-02-01 11:20:00,7.95,12836.0,EIRE',
    )
    expect(documents.map(({ documentNumber }) => documentNumber)).toEqual([
      '542806',
      '542812',
      '542813',
      '542814',
    ])
    expect(documents[0]).toMatchObject({
      lines: [
        { lineNumber: 1, sku: 'A' },
        { lineNumber: 2, sku: 'D' },
      ],
    })
  })

  test('that ends far behind the next ones still comes first, and is whole', async () => {
    const next = Array.from(
      { length: 5_000 },
      (_, at) => `${600_000 + at},B,B,1,2011-02-01 11:19:00,0.85,14606.0,EIRE`,
    )
    const { documents } = await readLines(
      '542806,A,A,1,2011-02-01 11:19:00,7.95,12836.0,EIRE',
      'C600000,A,A,-1,2011-02-01 11:19:00,7.95,12836.0,EIRE',
      ...next,
      '542806,D,D,1,2011-02-01 11:20:00,7.95,12836.0,EIRE',
    )
    expect(documents).toHaveLength(5_002)
    expect(documents[0]).toMatchObject({ documentNumber: '542806', lines: [{}, { sku: 'D' }] })
    expect(documents[1]).toMatchObject({ kind: 'return', matched: [{ saleDocument: '542806' }] })
    expect(documents.slice(2).map(({ documentNumber }) => Number(documentNumber))).toEqual(
      next.map((_, at) => 600_000 + at),
    )
  })

  test('without a customer is a sale to nobody in particular', async () => {
    const { documents } = await readLines('536365,A,A,1,2010-12-01 08:26:00,1.0,,Unspecified')
    expect(documents[0]).not.toHaveProperty('customerId')
  })

  test('keeps stock codes apart that differ in case only', async () => {
    const { documents } = await readLines(
      '536365,15056BL,A,1,2010-12-01 08:26:00,1.0,,EIRE',
      '536365,15056bl,A,1,2010-12-01 08:26:00,1.0,,EIRE',
    )
    expect(documents).toMatchObject([{ lines: [{ sku: '15056BL' }, { sku: '15056bl' }] }])
  })

  test('may give something away', async () => {
    const { documents, counts } = await readLines('536365,A,A,1,2010-12-01 08:26:00,0.0,1.0,EIRE')
    expect(documents).toMatchObject([{ lines: [{ unitPriceMinor: 0 }] }])
    expect(counts).toEqual({ rowsRead: 1, rowsAccepted: 1, rowsRejected: 0 })
  })

  test('may have no description, or one with commas, quotes and line ends', async () => {
    const { documents } = await readLines(
      '536365,A,,1,2010-12-01 08:26:00,1.0,,EIRE',
      '536365,A,"FRAME 7"" SINGLE, \nBLUE ",1,2010-12-01 08:26:00,1.0,,EIRE',
    )
    expect(documents).toMatchObject([
      { lines: [{ description: '' }, { description: 'FRAME 7" SINGLE, \nBLUE' }] },
    ])
  })

  test('of which no line is accepted is no document', async () => {
    const { documents, counts } = await readLines(
      '536589,21777,,-10,2010-12-01 16:50:00,0.0,,United Kingdom',
    )
    expect(documents).toEqual([])
    expect(counts).toEqual({ rowsRead: 1, rowsAccepted: 0, rowsRejected: 1 })
  })

  test('of which some lines are rejected is a document of the others, numbered from 1', async () => {
    const { documents, counts } = await readLines(
      '536365,A,,-10,2010-12-01 16:50:00,0.0,,EIRE',
      '536365,B,,1,2010-12-01 16:51:00,0.0,,EIRE',
      '536365,C,,1,2010-12-01 16:52:00,0.001,,EIRE',
    )
    expect(documents).toMatchObject([
      { at: '2010-12-01T16:51:00', lines: [{ lineNumber: 1, sku: 'B' }] },
    ])
    expect(counts).toEqual({ rowsRead: 3, rowsAccepted: 1, rowsRejected: 2 })
  })

  test.each([
    ['2.55', 255],
    ['0.29', 29],
    ['1.15', 115],
    ['8.5', 850],
    ['4', 400],
    ['0.01', 1],
    ['1.1000', 110],
    ['38970.0', 3_897_000],
    ['9999999.99', 999_999_999],
  ])('has a price of %s pounds as %i pence', async (price, pence) => {
    const { documents } = await readLines(`536365,A,A,1,2010-12-01 08:26:00,${price},,EIRE`)
    expect(documents).toMatchObject([{ lines: [{ unitPriceMinor: pence }] }])
  })
})
