import { comparePersonal, tracesOf } from '@patina/testing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { idOf, problemsOf, sampleProblems, spoiled, stored } from '../shared/arbitraries.js'
import { salesCommands, salesEvents } from './arbitraries.js'
import { commandCodecs, eventCodecs } from './codec.js'

comparePersonal()

describe('the events of sales', () => {
  test('come back from the store as they were, absent members included', () => {
    fc.assert(
      fc.property(salesEvents, (event) => {
        expect(stored(eventCodecs, event)).toEqual(E.right(event))
      }),
    )
  })

  test('that were ever stored still decode', () => {
    const samples = import.meta.glob('./__stored__/*.json', { eager: true, import: 'default' })
    expect(sampleProblems(eventCodecs, samples)).toEqual([])
  })
})

const line = { lineId: '1', sku: 'W1', quantity: 1, unitMinor: 1000, paidMinor: 1000 }
const commands = [
  {
    command: {
      type: 'RecordSale',
      documentNumber: 'A-1',
      storeId: 'HK1',
      staffId: 'S1',
      customerId: idOf('cust', 1),
      soldOn: '2024-06-01',
      currency: 'HKD',
      lines: [line],
      totalMinor: 1000,
      discountMinor: 0,
      tenders: [{ kind: 'card', amountMinor: 1000 }],
      occasion: 'wedding',
      giftFor: 'somebody',
      quotationId: idOf('quot', 1),
      campaignRef: 'SPRING',
      exchangeId: idOf('exch', 1),
    },
    optional: [
      'staffId',
      'customerId',
      'totalMinor',
      'discountMinor',
      'tenders',
      'occasion',
      'giftFor',
      'quotationId',
      'campaignRef',
      'exchangeId',
    ],
  },
  {
    command: {
      type: 'ReturnLines',
      saleId: idOf('sale', 1),
      storeId: 'HK1',
      returnDocument: 'R-1',
      returnedOn: '2024-06-01',
      lines: [{ lineId: '1', quantity: 1, refundMinor: 0 }],
      reasonCode: 'faulty',
      refundBy: 'proportion',
      exchangeId: idOf('exch', 1),
    },
    optional: ['refundBy', 'exchangeId'],
  },
  {
    command: {
      type: 'VoidSale',
      saleId: idOf('sale', 1),
      reasonCode: 'mistake',
      zone: 'Asia/Hong_Kong',
    },
    optional: ['zone'],
  },
  {
    command: {
      type: 'ClaimSale',
      saleId: idOf('sale', 1),
      customerId: idOf('cust', 1),
      proof: 'card',
      withinDays: 14,
      zone: 'Asia/Hong_Kong',
    },
    optional: ['withinDays', 'zone'],
  },
  {
    command: {
      type: 'DecideSaleErasure',
      saleId: idOf('sale', 1),
      erasureId: idOf('eras', 1),
    },
    optional: [],
  },
  {
    command: {
      type: 'ConcludeSaleErasure',
      saleId: idOf('sale', 1),
      erasureId: idOf('eras', 1),
      outcome: 'held',
    },
    optional: [],
  },
  {
    command: {
      type: 'RecordReturnWithoutSale',
      storeId: 'HK1',
      returnDocument: 'R-1',
      staffId: 'S1',
      customerId: idOf('cust', 1),
      returnedOn: '2024-06-01',
      currency: 'HKD',
      lines: [{ lineId: '1', sku: 'W1', quantity: 1, refundMinor: 0 }],
      reasonCode: 'faulty',
    },
    optional: ['staffId', 'customerId'],
  },
]

describe('the commands about sales', () => {
  test('are let in when they are well formed', () => {
    fc.assert(
      fc.property(salesCommands, (command) => problemsOf(commandCodecs, command).length === 0),
    )
  })

  for (const { command, optional } of commands) {
    test.each(spoiled(command, optional))(
      `${command.type} is refused when $what`,
      ({ path, command }) => {
        const paths = problemsOf(commandCodecs, command).map((problem) => problem.path)
        expect(paths.length).toBeGreaterThan(0)
        for (const found of paths) expect(found.startsWith(path)).toBe(true)
      },
    )
  }

  const sale = commands[0]?.command ?? line
  const withLine = (changes: object): unknown => ({
    ...sale,
    lines: [line, { ...line, lineId: '2', ...changes }],
  })

  test.each([
    [
      'a negative quantity',
      { quantity: -1 },
      '/lines/1/quantity',
      'a whole number from 1 to 1000000000',
      '-1',
    ],
    ['no pieces', { quantity: 0 }, '/lines/1/quantity', 'a whole number from 1 to 1000000000', '0'],
    [
      'half a cent',
      { paidMinor: 0.5 },
      '/lines/1/paidMinor',
      'a whole number from 0 to 1000000000000',
      '0.5',
    ],
    [
      'a negative price',
      { unitMinor: -1 },
      '/lines/1/unitMinor',
      'a whole number from 0 to 1000000000000',
      '-1',
    ],
    [
      'too much money',
      { paidMinor: 1e12 + 1 },
      '/lines/1/paidMinor',
      'a whole number from 0 to 1000000000000',
      '1000000000001',
    ],
    [
      'a lone surrogate',
      { name: '\ud800' },
      '/lines/1/name',
      'text of 1 to 200 characters in NFC',
      'text with a lone surrogate',
    ],
    [
      'too long a name',
      { name: 'x'.repeat(201) },
      '/lines/1/name',
      'text of 1 to 200 characters in NFC',
      'text of 201 characters',
    ],
    ['another member', { tax: 1 }, '/lines/1/tax', 'no member of this name', '1'],
    [
      'a line without article',
      { sku: '' },
      '/lines/1/sku',
      'text of 1 to 64 characters in NFC, no space at either end',
      'empty text',
    ],
  ])(
    'say of %s where it is, what was expected and what was found',
    (_, changes, path, expected, found) => {
      expect(problemsOf(commandCodecs, withLine(changes))).toEqual([{ path, expected, found }])
    },
  )

  const { customerId: _, ...overTheCounter } = sale as Record<string, unknown>
  const id = idOf('sale', 1)
  const buyer = 'Example Buyer'

  test('may name the buyer, for the customer or for the sale', () => {
    expect(problemsOf(commandCodecs, { ...sale, buyer })).toEqual([])
    expect(problemsOf(commandCodecs, { ...sale, buyer, saleId: id })).toEqual([])
    expect(problemsOf(commandCodecs, { ...overTheCounter, buyer, saleId: id })).toEqual([])
  })

  test.each([
    ['a buyer of nobody', { buyer }, '/buyer', 'no customerId or saleId that says whose it is'],
    ['a buyer who is a number', { buyer: 7, saleId: id }, '/buyer', 'a number'],
    ['a buyer without a name', { buyer: '', saleId: id }, '/buyer', 'text of 0 characters'],
    ['a buyer who is undefined', { buyer: undefined, saleId: id }, '/buyer', 'nothing'],
    ['too long a name', { buyer: 'x'.repeat(201), saleId: id }, '/buyer', 'text of 201 characters'],
    ['another id', { saleId: 'A-1' }, '/saleId', 'text of 3 characters'],
  ])('refuse %s by its path', (_what, changes, path, found) => {
    expect(problemsOf(commandCodecs, { ...overTheCounter, ...changes })).toMatchObject([
      { path, found },
    ])
  })

  test('say nothing of a name that is refused', () => {
    const name = ` ${'Example '.repeat(30)}`
    const problems = problemsOf(commandCodecs, { ...sale, buyer: name })
    expect(problems).toHaveLength(1)
    for (const trace of tracesOf(name)) expect(JSON.stringify(problems)).not.toContain(trace)
  })

  test('have 1 to 2,000 lines', () => {
    const many = Array.from({ length: 2001 }, (_, n) => ({ ...line, lineId: String(n) }))
    const expected = 'a list of 1 to 2000 entries'
    expect(problemsOf(commandCodecs, { ...sale, lines: many })).toEqual([
      { path: '/lines', expected, found: 'a list of 2001' },
    ])
    expect(problemsOf(commandCodecs, { ...sale, lines: [] })).toEqual([
      { path: '/lines', expected, found: 'a list of 0' },
    ])
    expect(problemsOf(commandCodecs, { ...sale, lines: many.slice(1) })).toEqual([])
  })

  test('tell every problem at once', () => {
    const paths = problemsOf(commandCodecs, {
      ...sale,
      soldOn: '2023-02-29',
      currency: 'hkd',
      lines: [{ ...line, quantity: -1 }],
    })
    expect(paths.map(({ path, found }) => `${path} ${found}`)).toEqual([
      '/soldOn 2023-02-29',
      '/currency text of 3 characters',
      '/lines/0/quantity -1',
    ])
  })
})
