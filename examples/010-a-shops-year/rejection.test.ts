import { describe, expect, test } from 'vitest'
import { readContent, readLines, retailText } from './test-files.js'

const good = '536365,A,A,1,2010-12-01 08:26:00,1.00,1.0,EIRE'

describe('a line is rejected', () => {
  test.each([
    ['for bad debt', 'A563185,B,Adjust bad debt,1,2011-08-12 14:50:00,11062.06,,EIRE', 'BadDebt'],
    ['for a stock adjustment', '1,A,A,-1,2010-12-01 08:26:00,0.0,,EIRE', 'StockAdjustment'],
    [
      'for a price in parts of a penny',
      '1,A,A,1,2010-12-01 08:26:00,0.001,,EIRE',
      'PriceNotInWholePence',
    ],
    ['for a price below 0', '1,A,A,1,2010-12-01 08:26:00,-1.00,,EIRE', 'NegativePrice'],
    ['for a price in words', '1,A,A,1,2010-12-01 08:26:00,free,,EIRE', 'MalformedPrice'],
    ['for a price like 1e3', '1,A,A,1,2010-12-01 08:26:00,1e3,,EIRE', 'MalformedPrice'],
    ['for a price with a comma', '1,A,A,1,2010-12-01 08:26:00,"1,50",,EIRE', 'MalformedPrice'],
    ['for a price without digits', '1,A,A,1,2010-12-01 08:26:00,,,EIRE', 'MalformedPrice'],
    ['for an endless price', '1,A,A,1,2010-12-01 08:26:00,12345678.00,,EIRE', 'MalformedPrice'],
    [
      'for a positive quantity that comes back',
      'C1,A,A,1,2010-12-01 08:26:00,1.0,,EIRE',
      'PositiveQuantityReturned',
    ],
    ['for a quantity of 0', '1,A,A,0,2010-12-01 08:26:00,1.0,,EIRE', 'MalformedQuantity'],
    ['for half a piece', '1,A,A,0.5,2010-12-01 08:26:00,1.0,,EIRE', 'MalformedQuantity'],
    ['for a quantity in words', '1,A,A,six,2010-12-01 08:26:00,1.0,,EIRE', 'MalformedQuantity'],
    ['for no quantity', '1,A,A,,2010-12-01 08:26:00,1.0,,EIRE', 'MalformedQuantity'],
    [
      'for a quantity above a million',
      '1,A,A,1000000,2010-12-01 08:26:00,1.0,,EIRE',
      'MalformedQuantity',
    ],
    ['for a date as 12/1/2010 8:26', '1,A,A,1,12/1/2010 8:26,1.0,,EIRE', 'MalformedDate'],
    ['for 29 February 2011', '1,A,A,1,2011-02-29 08:26:00,1.0,,EIRE', 'MalformedDate'],
    ['for month 13', '1,A,A,1,2011-13-01 08:26:00,1.0,,EIRE', 'MalformedDate'],
    ['for 24 o’clock', '1,A,A,1,2011-12-01 24:00:00,1.0,,EIRE', 'MalformedDate'],
    ['for no date', '1,A,A,1,,1.0,,EIRE', 'MalformedDate'],
    [
      'for a customer without .0',
      '1,A,A,1,2010-12-01 08:26:00,1.0,17850,EIRE',
      'MalformedCustomer',
    ],
    ['for a customer by name', '1,A,A,1,2010-12-01 08:26:00,1.0,Ann,EIRE', 'MalformedCustomer'],
    ['for no country', '1,A,A,1,2010-12-01 08:26:00,1.0,,', 'MalformedCountry'],
    ['for no stock code', '1,,A,1,2010-12-01 08:26:00,1.0,,EIRE', 'MalformedStockCode'],
    ['for a blank stock code', '1, ,A,1,2010-12-01 08:26:00,1.0,,EIRE', 'MalformedStockCode'],
    ['for no invoice number', ',A,A,1,2010-12-01 08:26:00,1.0,,EIRE', 'MalformedInvoiceNumber'],
    ['for an unknown kind', 'X1,A,A,1,2010-12-01 08:26:00,1.0,,EIRE', 'MalformedInvoiceNumber'],
    ['for a column too few', '1,A,A,1,2010-12-01 08:26:00,1.0,', 'WrongNumberOfColumns'],
    ['for a column too many', `${good},`, 'WrongNumberOfColumns'],
    ['for a second header', 'InvoiceNo,StockCode', 'WrongNumberOfColumns'],
    ['for being blank', '', 'WrongNumberOfColumns'],
    [
      'for text behind a closing quote',
      '1,A,"7" FRAME",1,2010-12-01 08:26:00,1.0,,EIRE',
      'StrayQuote',
    ],
    [
      'for another customer than that of its invoice',
      '536365,A,A,1,2010-12-01 08:26:00,1.00,2.0,EIRE',
      'AnotherCustomer',
    ],
    [
      'for no customer in an invoice that has one',
      '536365,A,A,1,2010-12-01 08:26:00,1.00,,EIRE',
      'AnotherCustomer',
    ],
  ])('%s', async (_, line, reason) => {
    const { documents, rejected, counts } = await readLines(good, line, good)
    expect(rejected).toMatchObject([{ line: 3, reason, text: line }])
    expect(counts).toEqual({ rowsRead: 3, rowsAccepted: 2, rowsRejected: 1 })
    expect(documents).toMatchObject([{ documentNumber: '536365', lines: [{}, {}] }])
  })

  test('with the field, what was expected and what was found', async () => {
    const { rejected } = await readLines('536365,A,A,six,2010-12-01 08:26:00,1.00,1.0,EIRE')
    expect(rejected).toEqual([
      {
        line: 2,
        reason: 'MalformedQuantity',
        field: 'Quantity',
        expected: 'a whole number but 0, up to 6 digits',
        found: 'six',
        text: '536365,A,A,six,2010-12-01 08:26:00,1.00,1.0,EIRE',
      },
    ])
  })

  test('under its physical line, also after a record of several lines', async () => {
    const { rejected } = await readLines(
      '1,A,"two\nlines",1,2010-12-01 08:26:00,1.0,,EIRE',
      'one bad line',
      '1,A,"bad,\nwith ""two"" lines",none,2010-12-01 08:26:00,1.0,,EIRE',
      'another bad line',
    )
    expect(rejected.map(({ line, text }) => [line, text])).toEqual([
      [4, 'one bad line'],
      [5, '1,A,"bad,\nwith ""two"" lines",none,2010-12-01 08:26:00,1.0,,EIRE'],
      [7, 'another bad line'],
    ])
  })

  test('when it is the last one and has no line end', async () => {
    const { rejected, counts } = await readContent(`${retailText(good)}536365,A,A,1,2010-1`)
    expect(rejected).toMatchObject([
      { line: 3, reason: 'WrongNumberOfColumns', expected: '8 columns', found: '5' },
    ])
    expect(counts.rowsRead).toBe(2)
  })

  test('alone: a file of nothing but rejected lines is no failure', async () => {
    const { documents, counts, failure } = await readLines('bad', 'worse')
    expect({ documents, counts, failure }).toEqual({
      documents: [],
      counts: { rowsRead: 2, rowsAccepted: 0, rowsRejected: 2 },
      failure: undefined,
    })
  })
})
