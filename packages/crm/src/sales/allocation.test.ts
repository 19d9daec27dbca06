import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eventsOf, idOf, storiesAt } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { codeOf, documentNumber, lineId, serialNumber, sku, storeId } from '../shared/ids.js'
import { currency } from '../shared/money.js'
import { fittingSales } from './arbitraries.js'
import type { RecordSale } from './commands.js'
import type { SaleRecorded, Tender } from './events.js'
import * as Sales from './index.js'

const given = storiesAt(Sales)

const line = (id: string, paidMinor: number, more: object = {}) => ({
  lineId: lineId(id),
  sku: sku(`W${id}`),
  quantity: 1,
  unitMinor: paidMinor,
  paidMinor,
  ...more,
})
const sale = (...lines: RecordSale['lines']): RecordSale => ({
  type: 'RecordSale',
  documentNumber: documentNumber('A-1'),
  storeId: storeId('HK1'),
  soldOn: civilDate('2024-06-01'),
  currency: currency('HKD'),
  lines,
})
const redemption = (points: number, n = 1) => ({
  membershipId: idOf<never>('memb', 1),
  redemptionId: idOf<never>('rede', n),
  points,
})
const tender = (kind: string, amountMinor: number, points = 0, n = 1): Tender => ({
  kind: codeOf(kind),
  amountMinor,
  ...(points === 0 ? {} : { redemption: redemption(points, n) }),
})
const recordedOf = (command: RecordSale): SaleRecorded =>
  eventsOf(given().when(command).outcome())[0] as SaleRecorded

describe('a discount of the document', () => {
  test('is spread by what is paid for each line, and of equal remainders the lower line comes first', () => {
    const { lines, totalMinor } = recordedOf({
      ...sale(line('1', 100), line('2', 100), line('3', 100)),
      discountMinor: 100,
    })
    expect(lines.map(({ paidMinor, discountMinor }) => [paidMinor, discountMinor])).toEqual([
      [66, 34],
      [67, 33],
      [67, 33],
    ])
    expect(totalMinor).toBe(200)
  })

  test('is added to the discount of the line, and leaves a line without a share as it was', () => {
    const { lines } = recordedOf({
      ...sale(line('1', 80, { unitMinor: 100, discountMinor: 20 }), line('2', 0)),
      discountMinor: 30,
    })
    expect(lines[0]).toMatchObject({ paidMinor: 50, discountMinor: 50 })
    expect(lines[1]).toEqual(line('2', 0))
  })

  test('is the same document when it comes again', () => {
    const command = { ...sale(line('1', 100), line('2', 50)), discountMinor: 7 }
    given(recordedOf(command)).when(command).expectNothing()
    given(recordedOf(command))
      .when({ ...command, discountMinor: 8 })
      .expectRejection({
        _tag: 'DocumentAlreadyRecorded',
        documentNumber: documentNumber('A-1'),
        differences: [
          { path: '/lines/1/paidMinor', recorded: 48, found: 47 },
          { path: '/lines/1/discountMinor', recorded: 2, found: 3 },
          { path: '/discountMinor', recorded: 7, found: 8 },
          { path: '/totalMinor', recorded: 143, found: 142 },
        ],
      })
  })
})

describe('what was paid with points', () => {
  test('is spread over the lines with its points; what was paid in money says nothing', () => {
    const { lines } = recordedOf({
      ...sale(line('1', 200), line('2', 100)),
      tenders: [tender('points', 100, 1000), tender('cash', 200)],
    })
    expect(lines.map(({ byPoints }) => byPoints)).toEqual([
      { minor: 67, points: 670 },
      { minor: 33, points: 330 },
    ])
    const cash = recordedOf({ ...sale(line('1', 200)), tenders: [tender('cash', 200)] })
    expect(cash.lines).toEqual([line('1', 200)])
  })
})

describe('a sale that does not fit together', () => {
  test('is refused with everything that is wrong', () => {
    const piece = {
      serial: serialNumber('SN-1'),
      warranty: { startsOn: civilDate('2024-05-31'), months: 24, basis: 'sale' as const },
    }
    given()
      .when({
        ...sale(
          line('1', 90, { unitMinor: 100, discountMinor: 5 }),
          line('2', 10, { quantity: 2, piece }),
          line('3', 10, { taxMinor: 11 }),
        ),
        tenders: [tender('points', 50, 10), tender('points', 50, 20)],
        sizes: [{ lineId: lineId('9'), size: undefined as never }],
      })
      .expectRejection({
        _tag: 'SaleRefused',
        reasons: [
          { _tag: 'LineDoesNotAdd', lineId: lineId('1'), expected: 95, found: 90 },
          { _tag: 'PieceOfSeveral', lineId: lineId('2'), quantity: 2 },
          {
            _tag: 'WarrantyBeforeSale',
            lineId: lineId('2'),
            startsOn: civilDate('2024-05-31'),
            soldOn: civilDate('2024-06-01'),
          },
          { _tag: 'TaxAbovePaid', lineId: lineId('3'), taxMinor: 11, paidMinor: 10 },
          { _tag: 'TendersDoNotAdd', expected: 110, found: 100 },
          { _tag: 'RedemptionTwice', redemptionIds: [idOf('rede', 1)] },
          { _tag: 'SizeOfUnknownLine', lineIds: [lineId('9')] },
        ],
      })
  })

  test('is reduced by its whole total and by no more', () => {
    expect(recordedOf({ ...sale(line('1', 90)), discountMinor: 90 })).toMatchObject({
      totalMinor: 0,
      lines: [{ paidMinor: 0, discountMinor: 90 }],
    })
    given()
      .when({ ...sale(line('1', 90)), discountMinor: 91 })
      .expectRejection({
        _tag: 'SaleRefused',
        reasons: [{ _tag: 'DiscountAboveTotal', discountMinor: 91, totalMinor: 90 }],
      })
  })
})

// The oracle: exact shares as fractions of the sum, and one unit after the other to whoever is furthest below their share.
const spreadByHand = (total: number, weights: ReadonlyArray<number>): ReadonlyArray<number> => {
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  const parts = weights.map((weight) => Math.floor((total * weight) / all))
  const isBelow = (index: number): number =>
    total * (weights[index] ?? 0) - (parts[index] ?? 0) * all
  for (let left = total - parts.reduce((sum, part) => sum + part, 0); left > 0; left--) {
    const [next = 0] = weights
      .map((_, index) => index)
      .sort((a, b) => isBelow(b) - isBelow(a) || a - b)
    parts[next] = (parts[next] ?? 0) + 1
  }
  return parts
}

describe('laws of the allocation', () => {
  test('the lines add up to the tenders, and their parts in points to those of the tenders', () => {
    fc.assert(
      fc.property(fittingSales, (command) => {
        const { lines, totalMinor, tenders = [] } = recordedOf(command)
        const sumOf = <A>(all: ReadonlyArray<A>, of: (one: A) => number) =>
          all.reduce((sum, one) => sum + of(one), 0)
        const spent = tenders.filter((one) => one.redemption !== undefined)
        expect(sumOf(lines, ({ paidMinor }) => paidMinor)).toBe(totalMinor)
        expect(sumOf(tenders, ({ amountMinor }) => amountMinor)).toBe(totalMinor)
        expect(sumOf(lines, ({ byPoints }) => byPoints?.minor ?? 0)).toBe(
          sumOf(spent, ({ amountMinor }) => amountMinor),
        )
        expect(sumOf(lines, ({ byPoints }) => byPoints?.points ?? 0)).toBe(
          sumOf(spent, (one) => one.redemption?.points ?? 0),
        )
        for (const { paidMinor, byPoints } of lines) {
          expect(byPoints?.minor ?? 0).toBeLessThanOrEqual(paidMinor)
        }
      }),
    )
  })

  test('each line has the share that giving out one unit after the other finds', () => {
    fc.assert(
      fc.property(fittingSales, (command) => {
        const before = command.lines.map(({ paidMinor }) => paidMinor)
        const { discountMinor = 0 } = command
        const { lines, tenders = [] } = recordedOf(command)
        const shares =
          discountMinor === 0 ? before.map(() => 0) : spreadByHand(discountMinor, before)
        const after = before.map((paid, index) => paid - (shares[index] ?? 0))
        expect(lines.map(({ paidMinor }) => paidMinor)).toEqual(after)
        const spent = tenders.filter((one) => one.redemption !== undefined)
        const minor = spent.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
        if (minor === 0) return
        const minors = spreadByHand(minor, after)
        expect(lines.map(({ byPoints }) => byPoints?.minor ?? 0)).toEqual(minors)
        const points = spent.reduce((sum, one) => sum + (one.redemption?.points ?? 0), 0)
        expect(lines.map(({ byPoints }) => byPoints?.points ?? 0)).toEqual(
          spreadByHand(points, minors),
        )
      }),
    )
  })
})
