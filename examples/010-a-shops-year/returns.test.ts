import { describe, expect, test } from 'vitest'
import { readLines } from './test-files.js'

const returns = async (...lines: ReadonlyArray<string>) =>
  (await readLines(...lines)).documents.filter((document) => document.kind === 'return')

describe('an invoice C…', () => {
  test('is a return to the latest sale of that article to that customer', async () => {
    const documents = await returns(
      '536365,A,APPLE,5,2010-12-01 08:26:00,1.00,17850.0,EIRE',
      '536366,B,BREAD,1,2010-12-02 08:26:00,1.00,17850.0,EIRE',
      '536366,A,APPLE,5,2010-12-02 08:26:00,1.10,17850.0,EIRE',
      'C536379,A,APPLE,-2,2010-12-03 09:41:00,1.05,17850.0,EIRE',
    )
    expect(documents).toStrictEqual([
      {
        kind: 'return',
        documentNumber: 'C536379',
        at: '2010-12-03T09:41:00',
        returnedOn: '2010-12-03',
        customerId: '17850',
        country: 'EIRE',
        matched: [
          {
            saleDocument: '536366',
            saleSoldOn: '2010-12-02',
            lines: [{ returnLine: 1, saleLine: 2, sku: 'A', quantity: 2, refundMinor: 210 }],
          },
        ],
        unmatched: [],
      },
    ])
  })

  test('takes from the next latest what the latest has not', async () => {
    const [document] = await returns(
      '536365,A,A,5,2010-12-01 08:26:00,1.00,1.0,EIRE',
      '536366,A,A,2,2010-12-02 08:26:00,1.00,1.0,EIRE',
      'C536379,A,A,-6,2010-12-03 09:41:00,0.33,1.0,EIRE',
    )
    expect(document?.matched).toEqual([
      {
        saleDocument: '536366',
        saleSoldOn: '2010-12-02',
        lines: [{ returnLine: 1, saleLine: 1, sku: 'A', quantity: 2, refundMinor: 66 }],
      },
      {
        saleDocument: '536365',
        saleSoldOn: '2010-12-01',
        lines: [{ returnLine: 1, saleLine: 1, sku: 'A', quantity: 4, refundMinor: 132 }],
      },
    ])
  })

  test('takes from the last of several lines of one sale first', async () => {
    const [document] = await returns(
      '536365,A,A,2,2010-12-01 08:26:00,1.00,1.0,EIRE',
      '536365,B,B,2,2010-12-01 08:26:00,1.00,1.0,EIRE',
      '536365,A,A,2,2010-12-01 08:26:00,1.00,1.0,EIRE',
      'C536379,A,A,-3,2010-12-03 09:41:00,1.00,1.0,EIRE',
    )
    expect(document?.matched).toMatchObject([
      {
        saleDocument: '536365',
        lines: [
          { saleLine: 3, quantity: 2 },
          { saleLine: 1, quantity: 1 },
        ],
      },
    ])
  })

  test('finds nothing left of what an earlier return took', async () => {
    const documents = await returns(
      '536365,A,A,3,2010-12-01 08:26:00,1.00,1.0,EIRE',
      'C536379,A,A,-2,2010-12-03 09:41:00,1.00,1.0,EIRE',
      'C536380,A,A,-2,2010-12-04 09:41:00,1.00,1.0,EIRE',
    )
    expect(documents).toMatchObject([
      { matched: [{ lines: [{ quantity: 2 }] }], unmatched: [] },
      {
        matched: [{ lines: [{ quantity: 1, refundMinor: 100 }] }],
        unmatched: [{ returnLine: 1, sku: 'A', quantity: 1, refundMinor: 100 }],
      },
    ])
  })

  test('takes twice from one sale line when two of its lines name the article', async () => {
    const [document] = await returns(
      '536365,A,A,3,2010-12-01 08:26:00,1.00,1.0,EIRE',
      'C536379,A,A,-1,2010-12-03 09:41:00,1.00,1.0,EIRE',
      'C536379,A,A,-2,2010-12-03 09:41:00,0.50,1.0,EIRE',
    )
    expect(document?.matched).toMatchObject([
      {
        lines: [
          { returnLine: 1, saleLine: 1, quantity: 1, refundMinor: 100 },
          { returnLine: 2, saleLine: 1, quantity: 2, refundMinor: 100 },
        ],
      },
    ])
  })

  test('is never matched to a sale that comes after it', async () => {
    const [document] = await returns(
      'C536379,A,A,-2,2010-12-01 09:41:00,1.00,1.0,EIRE',
      '536380,A,A,2,2010-12-01 09:42:00,1.00,1.0,EIRE',
    )
    expect(document).toMatchObject({ matched: [], unmatched: [{ quantity: 2 }] })
  })

  test('inside of a sale is matched to it: the sale was begun before', async () => {
    const [document] = await returns(
      '536365,B,B,1,2010-12-01 08:26:00,1.00,1.0,EIRE',
      'C536379,A,A,-1,2010-12-01 08:26:00,1.00,1.0,EIRE',
      '536365,A,A,1,2010-12-01 08:26:00,1.00,1.0,EIRE',
    )
    expect(document).toMatchObject({ matched: [{ saleDocument: '536365' }], unmatched: [] })
  })

  test.each([
    ['another customer', '536365,A,A,2,2010-12-01 08:26:00,1.00,2.0,EIRE'],
    ['nobody in particular', '536365,A,A,2,2010-12-01 08:26:00,1.00,,EIRE'],
    ['the customer, of another article', '536365,AA,A,2,2010-12-01 08:26:00,1.00,1.0,EIRE'],
    ['the customer, of one in other case', '536365,a,A,2,2010-12-01 08:26:00,1.00,1.0,EIRE'],
  ])('is never matched to a sale to %s', async (_, sale) => {
    const [document] = await returns(sale, 'C536379,A,A,-1,2010-12-03 09:41:00,1.00,1.0,EIRE')
    expect(document).toMatchObject({ matched: [], unmatched: [{ quantity: 1 }] })
  })

  test('without a customer is matched to nothing', async () => {
    const [document] = await returns(
      '536365,A,A,2,2010-12-01 08:26:00,1.00,,EIRE',
      'C536379,A,A,-2,2010-12-03 09:41:00,1.00,,EIRE',
    )
    expect(document).not.toHaveProperty('customerId')
    expect(document).toMatchObject({ matched: [], unmatched: [{ quantity: 2, refundMinor: 200 }] })
  })

  test('is never matched to a line that was rejected', async () => {
    const [document] = await returns(
      '536365,B,B,1,2010-12-01 08:26:00,1.00,1.0,EIRE',
      '536365,A,A,1,2010-12-01 08:26:00,0.001,1.0,EIRE',
      'C536379,A,A,-1,2010-12-03 09:41:00,1.00,1.0,EIRE',
    )
    expect(document).toMatchObject({ matched: [], unmatched: [{ quantity: 1 }] })
  })
})
