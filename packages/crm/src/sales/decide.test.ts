import { comparePersonal } from '@patina/testing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { eventsOf, idOf, issuedAt, noon, storiesAt } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import {
  customerId,
  documentNumber,
  type LineId,
  lineId,
  reasonCode,
  sku,
  storeId,
} from '../shared/ids.js'
import { currency } from '../shared/money.js'
import { salesCommands, salesEvents, sealedBuyers } from './arbitraries.js'
import type { RecordReturnWithoutSale, RecordSale, ReturnLines } from './commands.js'
import type {
  BuyerRecorded,
  SaleLinesReturned,
  SaleRecorded,
  SalesEvent,
  UnmatchedReturnRecorded,
} from './events.js'
import * as Sales from './index.js'

comparePersonal()

const given = storiesAt(Sales)
const store = storeId('HK1')
const number = documentNumber('A-1')

const recordSale: RecordSale = {
  type: 'RecordSale',
  documentNumber: number,
  storeId: store,
  customerId: customerId(idOf('cust', 1)),
  soldOn: civilDate('2024-06-01'),
  currency: currency('HKD'),
  lines: [
    {
      lineId: lineId('1'),
      sku: sku('W1'),
      name: '手錶',
      quantity: 3,
      unitMinor: 1000,
      paidMinor: 2500,
    },
    { lineId: lineId('2'), sku: sku('STRAP'), quantity: 1, unitMinor: 300, paidMinor: 300 },
  ],
}

const recorded: SaleRecorded = {
  ...recordSale,
  type: 'SaleRecorded',
  saleId: Sales.saleIdOf(store, number),
  units: 4,
  totalMinor: 2800,
}

const [buyer] = fc.sample(sealedBuyers, 1) as [BuyerRecorded['buyer']]
const ofCustomer: BuyerRecorded = {
  type: 'BuyerRecorded',
  saleId: recorded.saleId,
  customerId: customerId(idOf('cust', 1)),
  buyer,
}

describe('the buyer on a sale', () => {
  const { customerId: _, ...overTheCounter } = recordSale
  const { customerId: __, ...counterSale } = recorded

  test('is an event of its own, beside the sale', () => {
    given()
      .when({ ...recordSale, buyer })
      .expect(recorded, ofCustomer)
  })

  test('belongs to the sale where there is no customer', () => {
    given()
      .when({ ...overTheCounter, buyer, saleId: recorded.saleId })
      .expect(counterSale, { type: 'BuyerRecorded', saleId: recorded.saleId, buyer })
  })

  test('is never filed under another sale', () => {
    const found = Sales.saleIdOf(store, documentNumber('A-2'))
    for (const history of [[], [recorded]]) {
      given(...history)
        .when({ ...recordSale, buyer, saleId: found })
        .expectRejection({ _tag: 'AnotherSale', expected: recorded.saleId, found })
    }
  })

  test('that was left out can be told with the same document, once', () => {
    given(recorded)
      .when({ ...recordSale, buyer })
      .expect(ofCustomer)
    given(recorded, ofCustomer)
      .when({ ...recordSale, buyer })
      .expectNothing()
    given(recorded, ofCustomer).when(recordSale).expectNothing()
  })

  test('is not taken with a document of other content', () => {
    given(recorded)
      .when({ ...recordSale, soldOn: civilDate('2024-05-31'), buyer })
      .expectRejection({
        _tag: 'DocumentAlreadyRecorded',
        documentNumber: number,
        differences: [{ path: '/soldOn', recorded: '2024-06-01', found: '2024-05-31' }],
      })
  })
})

const back = (id: string, quantity: number, refundMinor: number) => ({
  lineId: lineId(id),
  quantity,
  refundMinor,
})

const returnLines: ReturnLines = {
  type: 'ReturnLines',
  saleId: recorded.saleId,
  storeId: storeId('HK2'),
  returnDocument: documentNumber('R-1'),
  returnedOn: civilDate('2024-06-01'),
  lines: [back('1', 2, 1700)],
  reasonCode: reasonCode('faulty'),
}

const returned: SaleLinesReturned = {
  type: 'SaleLinesReturned',
  saleId: recorded.saleId,
  documentNumber: number,
  soldOn: civilDate('2024-06-01'),
  customerId: customerId(idOf('cust', 1)),
  returnId: Sales.returnIdOf(storeId('HK2'), documentNumber('R-1')),
  returnDocument: documentNumber('R-1'),
  storeId: storeId('HK2'),
  returnedOn: civilDate('2024-06-01'),
  currency: currency('HKD'),
  lines: [{ lineId: lineId('1'), sku: sku('W1'), quantity: 2, paidMinor: 1667, refundMinor: 1700 }],
  units: 2,
  refundMinor: 1700,
  reasonCode: reasonCode('faulty'),
}

describe('a sale', () => {
  test('is recorded with what its lines add up to', () => {
    given().when(recordSale).expect(recorded)
  })

  test('may say what its document says at the foot', () => {
    given()
      .when({ ...recordSale, totalMinor: 2800 })
      .expect(recorded)
    given()
      .when({ ...recordSale, totalMinor: 2801 })
      .expectRejection({ _tag: 'TotalsDoNotAdd', expected: 2801, found: 2800 })
  })

  test('may be to somebody unknown, and may be a gift', () => {
    const { customerId: _, ...unknown } = recordSale
    const free = [
      {
        ...recordSale.lines[1],
        lineId: lineId('1'),
        sku: sku('STRAP'),
        quantity: 1,
        unitMinor: 300,
        paidMinor: 0,
      },
    ]
    const [event] = eventsOf(
      given()
        .when({ ...unknown, lines: free })
        .outcome(),
    )
    expect(event).toMatchObject({ totalMinor: 0, units: 1 })
    expect(event).not.toHaveProperty('customerId')
  })

  test('is recorded once, however often its document comes', () => {
    given(recorded).when(recordSale).expectNothing()
    given(recorded, returned)
      .when({ ...recordSale, totalMinor: 2800 })
      .expectNothing()
  })

  test('is refused when its document comes with other content, and every difference is named', () => {
    given(recorded)
      .when({
        ...recordSale,
        soldOn: civilDate('2024-05-31'),
        lines: [
          {
            ...recordSale.lines[0],
            lineId: lineId('1'),
            sku: sku('W1'),
            quantity: 2,
            unitMinor: 1000,
            paidMinor: 2500,
          },
        ],
      })
      .expectRejection({
        _tag: 'DocumentAlreadyRecorded',
        documentNumber: number,
        differences: [
          { path: '/soldOn', recorded: '2024-06-01', found: '2024-05-31' },
          { path: '/lines/0/quantity', recorded: 3, found: 2 },
          { path: '/lines/1/lineId', recorded: '2', found: null },
          { path: '/lines/1/sku', recorded: 'STRAP', found: null },
          { path: '/lines/1/quantity', recorded: 1, found: null },
          { path: '/lines/1/unitMinor', recorded: 300, found: null },
          { path: '/lines/1/paidMinor', recorded: 300, found: null },
          { path: '/units', recorded: 4, found: 2 },
          { path: '/totalMinor', recorded: 2800, found: 2500 },
        ],
      })
  })

  test('has lines with names of their own', () => {
    const line = { lineId: lineId('1'), sku: sku('W1'), quantity: 1, unitMinor: 1, paidMinor: 1 }
    given()
      .when({ ...recordSale, lines: [line, line, { ...line, lineId: lineId('2') }, line] })
      .expectRejection({ _tag: 'LineIdTwice', lineIds: [lineId('1')] })
  })

  test('is never of a day that has begun nowhere on earth', () => {
    given()
      .when({ ...recordSale, soldOn: civilDate('2024-06-03') })
      .expectRejection({
        _tag: 'DatedInFuture',
        day: civilDate('2024-06-03'),
        today: civilDate('2024-06-01'),
      })
    given()
      .when({ ...recordSale, soldOn: civilDate('2024-06-02') }, '2024-06-01T10:00:00.000Z')
      .expect({ ...recorded, soldOn: civilDate('2024-06-02') })
  })

  test('is not larger than any document may be', () => {
    const line = {
      lineId: lineId('1'),
      sku: sku('W1'),
      quantity: 1,
      unitMinor: 1,
      paidMinor: 1_000_000_000_000,
    }
    given()
      .when({ ...recordSale, lines: [line, { ...line, lineId: lineId('2'), paidMinor: 1 }] })
      .expectRejection({
        _tag: 'TooLarge',
        field: 'totalMinor',
        limit: 1_000_000_000_000,
        found: 1_000_000_000_001,
      })
  })
})

describe('a return', () => {
  test('says what came back of which sale, and what was really paid back', () => {
    given(recorded).when(returnLines).expect(returned)
  })

  test('may come line by line, on several documents', () => {
    given(recorded, returned)
      .when({
        ...returnLines,
        returnDocument: documentNumber('R-2'),
        lines: [back('1', 1, 800), back('2', 1, 0)],
      })
      .expect({
        ...returned,
        returnId: Sales.returnIdOf(storeId('HK2'), documentNumber('R-2')),
        returnDocument: documentNumber('R-2'),
        lines: [
          { lineId: lineId('1'), sku: sku('W1'), quantity: 1, paidMinor: 833, refundMinor: 800 },
          { lineId: lineId('2'), sku: sku('STRAP'), quantity: 1, paidMinor: 300, refundMinor: 0 },
        ],
        units: 2,
        refundMinor: 800,
      })
  })

  test('is recorded once for each sale that its document touches', () => {
    given(recorded, returned).when(returnLines).expectNothing()
    given(recorded, returned)
      .when({ ...returnLines, lines: [back('1', 2, 1700), back('9', 1, 5)] })
      .expectRejection({
        _tag: 'DocumentAlreadyRecorded',
        documentNumber: documentNumber('R-1'),
        differences: [
          { path: '/units', recorded: 2, found: 3 },
          { path: '/refundMinor', recorded: 1700, found: 1705 },
          { path: '/lines/1/lineId', recorded: null, found: '9' },
          { path: '/lines/1/quantity', recorded: null, found: 1 },
          { path: '/lines/1/refundMinor', recorded: null, found: 5 },
        ],
      })
  })

  test('of more than is left is refused, and everything that is wrong is listed', () => {
    given(recorded, returned)
      .when({
        ...returnLines,
        returnDocument: documentNumber('R-2'),
        returnedOn: civilDate('2024-05-31'),
        lines: [back('1', 2, 1), back('2', 2, 1), back('9', 1, 1)],
      })
      .expectRejection({
        _tag: 'ReturnRefused',
        reasons: [
          {
            _tag: 'ReturnedBeforeSold',
            soldOn: civilDate('2024-06-01'),
            returnedOn: civilDate('2024-05-31'),
          },
          { _tag: 'ReturnExceedsSold', lineId: lineId('1'), asked: 2, left: 1 },
          { _tag: 'ReturnExceedsSold', lineId: lineId('2'), asked: 2, left: 1 },
          { _tag: 'UnknownLine', lineId: lineId('9') },
        ],
      })
  })

  test('of a sale that nobody recorded is refused', () => {
    given().when(returnLines).expectRejection({ _tag: 'UnknownSale', saleId: returnLines.saleId })
  })

  test('names a line once', () => {
    given(recorded)
      .when({ ...returnLines, lines: [back('1', 1, 1), back('1', 1, 1)] })
      .expectRejection({ _tag: 'LineIdTwice', lineIds: [lineId('1')] })
  })
})

describe('a return without a sale', () => {
  const command: RecordReturnWithoutSale = {
    type: 'RecordReturnWithoutSale',
    storeId: store,
    returnDocument: documentNumber('R-9'),
    returnedOn: civilDate('2024-06-01'),
    currency: currency('HKD'),
    lines: [{ lineId: lineId('1'), sku: sku('W1'), quantity: 1, refundMinor: 900 }],
    reasonCode: reasonCode('noReceipt'),
  }
  const event: UnmatchedReturnRecorded = {
    ...command,
    type: 'UnmatchedReturnRecorded',
    returnId: Sales.returnIdOf(store, documentNumber('R-9')),
    units: 1,
    refundMinor: 900,
  }

  test('is recorded by itself, once', () => {
    given().when(command).expect(event)
    given(event).when(command).expectNothing()
    given(event)
      .when({ ...command, staffId: 'S1' as never })
      .expectRejection({
        _tag: 'DocumentAlreadyRecorded',
        documentNumber: documentNumber('R-9'),
        differences: [{ path: '/staffId', recorded: null, found: 'S1' }],
      })
  })

  test('is decided in the stream of its own document', () => {
    expect(Sales.streamOf(command)).toBe(`return-${event.returnId}`)
    expect(Sales.streamOf(recordSale)).toBe(`sale-${recorded.saleId}`)
    expect(Sales.streamOf(returnLines)).toBe(`sale-${recorded.saleId}`)
  })
})

describe('laws of sales', () => {
  test('any history folds, whatever it says', () => {
    fc.assert(
      fc.property(fc.array(salesEvents, { maxLength: 8 }), (events) => {
        expect(() => events.reduce(Sales.evolve, Sales.initial)).not.toThrow()
      }),
    )
  })

  test('a command obeyed twice adds nothing', () => {
    fc.assert(
      fc.property(fc.array(salesEvents, { maxLength: 4 }), salesCommands, (events, command) => {
        const issued = issuedAt(noon('2032-01-01'))
        const state = events.reduce(Sales.evolve, Sales.initial)
        const first = Sales.decide(command, state, issued)
        if (E.isLeft(first)) return
        expect(Sales.decide(command, first.right.reduce(Sales.evolve, state), issued)).toEqual(
          E.right([]),
        )
      }),
    )
  })

  // Each return takes some pieces of some lines; what no rule forbids is carried out.
  const attempts = fc.array(
    fc.array(fc.tuple(fc.constantFrom('1', '2', '9'), fc.integer({ min: 1, max: 4 })), {
      minLength: 1,
      maxLength: 3,
    }),
    { maxLength: 8 },
  )

  test('nobody brings back more than was sold, in whatever order and split', () => {
    fc.assert(
      fc.property(attempts, (all) => {
        const events: SalesEvent[] = [recorded]
        all.forEach((lines, index) => {
          const outcome = given(...events)
            .when({
              ...returnLines,
              returnDocument: documentNumber(`R-${index}`),
              lines: lines.map(([id, quantity]) => back(id, quantity, 1)),
            })
            .outcome()
          if (E.isRight(outcome)) events.push(...outcome.right)
        })
        const came = new Map<LineId, number>()
        for (const event of events) {
          if (event.type !== 'SaleLinesReturned') continue
          for (const { lineId, quantity } of event.lines)
            came.set(lineId, (came.get(lineId) ?? 0) + quantity)
        }
        for (const { lineId, quantity } of recorded.lines) {
          expect(came.get(lineId) ?? 0).toBeLessThanOrEqual(quantity)
        }
        expect(came.has(lineId('9'))).toBe(false)
      }),
    )
  })

  test('the totals of an event are those of its lines', () => {
    fc.assert(
      fc.property(salesCommands, (command) => {
        const outcome = Sales.decide(command, Sales.initial, issuedAt(noon('2032-01-01')))
        if (E.isLeft(outcome)) return
        for (const event of outcome.right) {
          if (!('units' in event)) continue
          expect(event.units).toBe(event.lines.reduce((all, { quantity }) => all + quantity, 0))
          if (event.type !== 'SaleRecorded') continue
          expect(event.totalMinor).toBe(
            event.lines.reduce((all, { paidMinor }) => all + paidMinor, 0),
          )
        }
      }),
    )
  })

  test('a document of 2,000 lines is recorded and compared in no time', () => {
    const lines = Array.from({ length: 2000 }, (_, n) => ({
      lineId: lineId(String(n)),
      sku: sku(`W${n}`),
      quantity: 1,
      unitMinor: 1,
      paidMinor: 1,
    }))
    const events = eventsOf(
      given()
        .when({ ...recordSale, lines })
        .outcome(),
    )
    given(...events)
      .when({ ...recordSale, lines })
      .expectNothing()
  })
})
