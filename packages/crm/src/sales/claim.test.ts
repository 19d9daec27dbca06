import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { eventsOf, idOf, noon, storiesAt } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { codeOf, customerId, documentNumber, lineId, reasonCode, storeId } from '../shared/ids.js'
import { zone } from '../shared/zone.js'
import { fittingSales } from './arbitraries.js'
import type { ClaimSale, RecordSale, ReturnLines } from './commands.js'
import type { SaleClaimed, SaleLinesReturned, SaleRecorded } from './events.js'
import * as Sales from './index.js'

const given = storiesAt(Sales)
const claimant = customerId(idOf('cust', 1))

const recordSale: RecordSale = {
  type: 'RecordSale',
  documentNumber: documentNumber('A-1'),
  storeId: storeId('HK1'),
  soldOn: civilDate('2024-06-01'),
  currency: 'HKD' as SaleRecorded['currency'],
  lines: [
    {
      lineId: lineId('1'),
      sku: 'W1' as never,
      quantity: 3,
      unitMinor: 500,
      paidMinor: 1000,
      discountMinor: 500,
      taxMinor: 100,
      article: { brand: codeOf('EXAMPLE') },
    },
    { lineId: lineId('2'), sku: 'W2' as never, quantity: 1, unitMinor: 70, paidMinor: 70 },
  ],
}
const [sale] = eventsOf(given().when(recordSale).outcome()) as [SaleRecorded]
const claim: ClaimSale = {
  type: 'ClaimSale',
  saleId: sale.saleId,
  customerId: claimant,
  proof: 'receipt',
}
const claimed: SaleClaimed = {
  type: 'SaleClaimed',
  saleId: sale.saleId,
  documentNumber: sale.documentNumber,
  storeId: sale.storeId,
  customerId: claimant,
  soldOn: sale.soldOn,
  claimedOn: civilDate('2024-06-01'),
  currency: sale.currency,
  lines: sale.lines,
  units: 4,
  totalMinor: 1070,
  proof: 'receipt',
}
const back = (n: number, ...lines: ReadonlyArray<readonly [string, number]>): ReturnLines => ({
  type: 'ReturnLines',
  saleId: sale.saleId,
  storeId: sale.storeId,
  returnDocument: documentNumber(`R-${n}`),
  returnedOn: civilDate('2024-06-01'),
  lines: lines.map(([id, quantity]) => ({ lineId: lineId(id), quantity })),
  reasonCode: reasonCode('unwanted'),
})
const returned = (command: ReturnLines, ...history: ReadonlyArray<Sales.SalesEvent>) =>
  (
    eventsOf(
      given(sale, ...history)
        .when(command)
        .outcome(),
    ) as [SaleLinesReturned]
  )[0]

describe('a claim', () => {
  test('says whose the sale was, once', () => {
    given(sale).when(claim).expect(claimed)
    given(sale, claimed).when(claim).expectNothing()
    given(sale, claimed).when(claim, noon('2025-06-01')).expectNothing()
  })

  test('says only what of the sale had not come back by then', () => {
    given(sale, returned(back(1, ['1', 1], ['2', 1])))
      .when(claim)
      .expect({
        ...claimed,
        lines: [
          {
            ...sale.lines[0],
            lineId: lineId('1'),
            sku: 'W1' as never,
            unitMinor: 500,
            quantity: 2,
            paidMinor: 666,
            discountMinor: 333,
            taxMinor: 66,
          },
        ],
        units: 2,
        totalMinor: 666,
      })
  })

  test('says what it was bought for and what it answers, for points may hang on it', () => {
    const said = { occasion: codeOf('wedding'), campaignRef: codeOf('SPRING') }
    given({ ...sale, ...said })
      .when(claim)
      .expect({ ...claimed, ...said })
  })

  test('makes later returns those of the customer', () => {
    expect(returned(back(1, ['2', 1]), claimed)).toMatchObject({ customerId: claimant })
    expect(returned(back(1, ['2', 1]))).not.toHaveProperty('customerId')
  })

  test('comes within fourteen days, or as many as are said, where the shop is', () => {
    const on = (day: string) => ({ ...claimed, claimedOn: civilDate(day) })
    given(sale).when(claim, noon('2024-06-15')).expect(on('2024-06-15'))
    given(sale)
      .when(claim, noon('2024-06-16'))
      .expectRejection({
        _tag: 'ClaimRefused',
        reasons: [
          {
            _tag: 'ClaimTooLate',
            soldOn: civilDate('2024-06-01'),
            today: civilDate('2024-06-16'),
            days: 14,
          },
        ],
      })
    given(sale)
      .when({ ...claim, withinDays: 15 }, noon('2024-06-16'))
      .expect(on('2024-06-16'))
    given(sale)
      .when({ ...claim, zone: zone('America/New_York') }, '2024-06-16T03:59:59.999Z')
      .expect(on('2024-06-15'))
  })

  test('lies on the day of the sale or after it', () => {
    given(sale).when(claim, noon('2024-06-01')).expect(claimed)
    given(sale)
      .when(claim, noon('2024-05-31'))
      .expectRejection({
        _tag: 'ClaimRefused',
        reasons: [
          {
            _tag: 'ClaimedBeforeSold',
            soldOn: civilDate('2024-06-01'),
            claimedOn: civilDate('2024-05-31'),
          },
        ],
      })
  })

  test('of a sale that is somebody’s, too late, of which nothing is left: all is listed', () => {
    const all = returned(back(1, ['1', 3], ['2', 1]), claimed)
    given(sale, claimed, all)
      .when({ ...claim, customerId: customerId(idOf('cust', 2)) }, noon('2024-07-01'))
      .expectRejection({
        _tag: 'ClaimRefused',
        reasons: [
          { _tag: 'AlreadyClaimed' },
          {
            _tag: 'ClaimTooLate',
            soldOn: civilDate('2024-06-01'),
            today: civilDate('2024-07-01'),
            days: 14,
          },
          { _tag: 'NothingLeft' },
        ],
      })
  })

  test('of a sale whose document names its customer is refused, and the customer’s own is already so', () => {
    const named = { ...sale, customerId: claimant }
    given(named).when(claim).expectNothing()
    given(named)
      .when({ ...claim, customerId: customerId(idOf('cust', 2)) })
      .expectRejection({ _tag: 'ClaimRefused', reasons: [{ _tag: 'AlreadyClaimed' }] })
    given().when(claim).expectRejection({ _tag: 'UnknownSale', saleId: claim.saleId })
  })

  test('lets the document come again as it was, and with the customer who has claimed it', () => {
    given(sale, claimed).when(recordSale).expectNothing()
    given(sale, claimed)
      .when({ ...recordSale, customerId: claimant })
      .expectNothing()
    const other = { ...recordSale, customerId: customerId(idOf('cust', 2)) }
    expect(E.isLeft(given(sale, claimed).when(other).outcome())).toBe(true)
    expect(
      E.isLeft(
        given(sale)
          .when({ ...recordSale, customerId: claimant })
          .outcome(),
      ),
    ).toBe(true)
  })
})

describe('laws of claims', () => {
  const takings = fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 3 })), { maxLength: 5 })

  test('what came back before, what is claimed: together the sale, line by line', () => {
    fc.assert(
      fc.property(fittingSales, takings, (command, all) => {
        const [sold] = eventsOf(given().when(command).outcome()) as [SaleRecorded]
        const history: Sales.SalesEvent[] = [sold]
        for (const [n, [of, quantity]] of all.entries()) {
          const id = sold.lines[of % sold.lines.length]?.lineId ?? ''
          const outcome = given(...history)
            .when(back(n, [id, quantity]))
            .outcome()
          if (E.isRight(outcome)) history.push(...outcome.right)
        }
        const cameBack = history.slice(1) as ReadonlyArray<SaleLinesReturned>
        const outcome = given(...history)
          .when(claim)
          .outcome()
        const lines = E.isLeft(outcome) ? [] : (outcome.right as [SaleClaimed])[0].lines
        for (const line of sold.lines) {
          const parts = [...cameBack.flatMap((one) => one.lines), ...lines].filter(
            ({ lineId }) => lineId === line.lineId,
          )
          const sum = (of: (one: (typeof parts)[number]) => number) =>
            parts.reduce((total, one) => total + of(one), 0)
          expect(sum(({ quantity }) => quantity)).toBe(line.quantity)
          expect(sum(({ paidMinor }) => paidMinor)).toBe(line.paidMinor)
        }
      }),
    )
  })

  // Of a line of q pieces, of which l are left: what a sale that named its customer has left of any amount.
  const leftOf = (amount: number, q: number, l: number) =>
    Number((BigInt(amount) * BigInt(l)) / BigInt(q))

  test('what is claimed is what a sale has left that named its customer, whatever was given back', () => {
    const gifts = fc.array(
      fc.tuple(
        fc.nat(3),
        fc.integer({ min: 1, max: 3 }),
        fc.option(fc.nat(2000), { nil: undefined }),
        fc.constantFrom(undefined, 'pointsFirst', 'moneyFirst', 'proportion'),
      ),
      { maxLength: 5 },
    )
    let drawn = 0
    fc.assert(
      fc.property(fittingSales, gifts, (command, all) => {
        const { customerId: _, ...counter } = command
        const [sold] = eventsOf(given().when(counter).outcome()) as [SaleRecorded]
        const history: Sales.SalesEvent[] = [sold]
        for (const [n, [of, quantity, refundMinor, refundBy]] of all.entries()) {
          const id = sold.lines[of % sold.lines.length]?.lineId ?? lineId('1')
          const some = {
            lineId: id,
            quantity,
            ...(refundMinor === undefined ? {} : { refundMinor }),
          }
          const told = { ...back(n), lines: [some], ...(refundBy ? { refundBy } : {}) }
          const outcome = given(...history)
            .when({ ...told, saleId: sold.saleId })
            .outcome()
          if (E.isRight(outcome)) history.push(...outcome.right)
        }
        const came = history.slice(1).flatMap((one) => (one as SaleLinesReturned).lines)
        const outcome = given(...history)
          .when({ ...claim, saleId: sold.saleId })
          .outcome()
        const lines = E.isLeft(outcome) ? [] : (outcome.right as [SaleClaimed])[0].lines
        for (const line of sold.lines) {
          const gone = came.filter((one) => one.lineId === line.lineId)
          const left = line.quantity - gone.reduce((sum, { quantity }) => sum + quantity, 0)
          const found = lines.find((one) => one.lineId === line.lineId)
          if (left === 0) {
            expect(found).toBeUndefined()
            continue
          }
          const share = (amount: number) => leftOf(amount, line.quantity, left)
          const figures = (one: typeof found) => [
            one?.quantity ?? 0,
            one?.paidMinor ?? 0,
            one?.discountMinor ?? 0,
            one?.taxMinor ?? 0,
            one?.byPoints?.minor ?? 0,
          ]
          const [, ...amounts] = figures(line)
          expect(figures(found)).toEqual([left, ...amounts.map(share)])
          expect(found?.byPoints?.minor ?? 0).toBeLessThanOrEqual(found?.paidMinor ?? 0)
          expect(found?.byPoints?.points ?? 0).toBeLessThanOrEqual(line.byPoints?.points ?? 0)
          if (
            found?.byPoints !== undefined &&
            gone.some(({ refundMinor: r, paidMinor: p }) => r < p)
          )
            drawn++
        }
      }),
    )
    expect(drawn).toBeGreaterThan(0)
  })
})
