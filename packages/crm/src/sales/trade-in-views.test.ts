// What exchanges, voids and claims do to what readers see.
import type { Projection, Tagged } from '@patina/eventsourcing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { profile } from '../customers/profile.projection.js'
import { eventsOf, idOf, storiesAt } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import {
  customerId,
  documentNumber,
  type ExchangeId,
  lineId,
  reasonCode,
  storeId,
} from '../shared/ids.js'
import { viewsAfter } from '../shared/views.arbitraries.js'
import { fittingSales } from './arbitraries.js'
import type { RecordSale, ReturnLines } from './commands.js'
import type { SalesEvent } from './events.js'
import * as Sales from './index.js'

const given = storiesAt(Sales)
const claimant = customerId(idOf('cust', 1))

type AnyProjection = Projection<string, unknown, Tagged, unknown>

const folded = (
  projection: unknown,
  events: ReadonlyArray<SalesEvent>,
): ReadonlyMap<string, unknown> => viewsAfter(projection as AnyProjection, events)

// A row of money that comes to nothing is left out: it says that there was a currency, no more.
const isNothing = (row: unknown): boolean =>
  typeof row === 'object' &&
  row !== null &&
  Object.values(row).every((member) => typeof member !== 'number' || member === 0)
const totalsOf = (view: unknown): unknown =>
  Object.fromEntries(
    Object.entries(view as object)
      .filter(([name]) => !/^(?:name|namedOn|firstPurchaseOn|lastPurchaseOn)$/.test(name))
      .map(([name, member]: [string, unknown]) => [
        name,
        Array.isArray(member) ? member.filter((row) => !isNothing(row)) : member,
      ]),
  )

const ofSale = (command: RecordSale, n: number): RecordSale => ({
  ...command,
  documentNumber: documentNumber(`A-${n}`),
  customerId: claimant,
})
const one = (command: Sales.SalesCommand, ...history: ReadonlyArray<SalesEvent>): SalesEvent =>
  eventsOf(
    given(...history)
      .when(command)
      .outcome(),
  )[0] as SalesEvent

const summaries = { ...Sales, profile }
const counted = ['salesByMonth', 'productSales', 'storeDays', 'profile'] as const

describe('a void', () => {
  test.each(counted)('leaves every total of %s as if the sale had not been', (name) => {
    fc.assert(
      fc.property(fittingSales, fittingSales, (first, second) => {
        const projection = summaries[name]
        const [a, b] = [one(ofSale(first, 1)), one(ofSale(second, 2))]
        const saleId = (b as Sales.SaleRecorded).saleId
        const voided = one({ type: 'VoidSale', saleId, reasonCode: reasonCode('mistake') }, b)
        const without = folded(projection, [a])
        for (const [key, view] of folded(projection, [a, b, voided])) {
          const before = without.get(key) ?? (projection as unknown as AnyProjection).initial(key)
          expect(totalsOf(view)).toEqual(totalsOf(before))
        }
      }),
    )
  })

  test('leaves nothing of the lines of the sale, and nothing to claim', () => {
    fc.assert(
      fc.property(fittingSales, (command) => {
        const sale = one(command)
        const saleId = (sale as Sales.SaleRecorded).saleId
        const voided = one({ type: 'VoidSale', saleId, reasonCode: reasonCode('mistake') }, sale)
        for (const line of folded(Sales.soldLines, [sale, voided]).values())
          expect(Sales.leftOfLine(line as Sales.SoldLine)).toEqual({ units: 0, paidMinor: 0 })
        const [open] = folded(Sales.unclaimed, [sale]).values()
        const [closed] = folded(Sales.unclaimed, [sale, voided]).values()
        expect(Sales.isOpen(open as Sales.UnclaimedSale)).toBe(true)
        expect(Sales.isOpen(closed as Sales.UnclaimedSale)).toBe(false)
      }),
    )
  })
})

const back = (sale: SalesEvent, pieces: number, exchangeId?: ExchangeId): ReturnLines => ({
  type: 'ReturnLines',
  saleId: (sale as Sales.SaleRecorded).saleId,
  storeId: storeId('HK1'),
  returnDocument: documentNumber('R-1'),
  returnedOn: civilDate('2024-06-01'),
  lines: [{ lineId: lineId('1'), quantity: pieces }],
  reasonCode: reasonCode('unwanted'),
  ...(exchangeId === undefined ? {} : { exchangeId }),
})

describe('a claim', () => {
  test('changes no total of the shop', () => {
    fc.assert(
      fc.property(fittingSales, (command) => {
        const sale = one(command)
        const { saleId } = sale as Sales.SaleRecorded
        const claim = { type: 'ClaimSale', saleId, customerId: claimant, proof: 'card' } as const
        const claimed = one(claim, sale)
        for (const name of ['salesByMonth', 'productSales', 'storeDays'] as const)
          expect(folded(summaries[name], [sale, claimed])).toEqual(folded(summaries[name], [sale]))
      }),
    )
  })

  test('gives the customer what the sale and its returns would have given, had it been theirs', () => {
    fc.assert(
      fc.property(fittingSales, (command) => {
        const sale = one(command)
        const returned = one(back(sale, 1), sale)
        const history = [sale, returned]
        const { saleId, lines } = sale as Sales.SaleRecorded
        const outcome = given(...history)
          .when({ type: 'ClaimSale', saleId, customerId: claimant, proof: 'card' })
          .outcome()
        if (outcome._tag === 'Left') {
          expect([lines.length, lines[0]?.quantity]).toEqual([1, 1])
          return
        }
        const mine = [ofSale(command, 1), back(sale, 1)] as const
        const named = one(mine[0])
        const whole = folded(profile, [named, one(mine[1], named)]).get(claimant)
        const claimed = folded(profile, [...history, ...outcome.right]).get(claimant)
        const netOf = (view: unknown) => {
          const { units, returnedUnits, turnover } = view as ReturnType<typeof profile.initial>
          return [units - returnedUnits, turnover.reduce((sum, row) => sum + row.netMinor, 0)]
        }
        expect(netOf(claimed)).toEqual(netOf(whole))
      }),
    )
  })

  test('is shown among the purchases of the customer from the day of the sale on', () => {
    const [command] = fc.sample(fittingSales, 1) as [RecordSale]
    const sale = one(command)
    const { saleId } = sale as Sales.SaleRecorded
    const claim = { type: 'ClaimSale', saleId, customerId: claimant, proof: 'card' } as const
    const view = folded(Sales.purchases, [sale, one(claim, sale)]).get(claimant)
    expect(view).toMatchObject({ documents: [{ kind: 'SaleClaimed', day: '2024-06-01' }] })
  })
})

describe('an exchange', () => {
  test('counts as one return and one sale, and both name it', () => {
    const exchangeId = idOf<ExchangeId>('exch', 1)
    const line = { lineId: lineId('1'), sku: 'W1' as never, quantity: 1, unitMinor: 500 }
    const base = fc.sample(fittingSales, 1)[0] as RecordSale
    const plain = { ...base, discountMinor: 0, customerId: claimant }
    const of = (n: number, paidMinor: number, more: object = {}): RecordSale => ({
      ...plain,
      documentNumber: documentNumber(`A-${n}`),
      lines: [{ ...line, paidMinor }],
      tenders: [{ kind: 'card' as never, amountMinor: paidMinor }],
      ...more,
    })
    const first = one(of(1, 500))
    const history = [first, one(back(first, 1, exchangeId), first), one(of(2, 700, { exchangeId }))]
    expect(folded(Sales.salesByMonth, history).get('2024-06')).toMatchObject({
      sales: 2,
      soldUnits: 2,
      returnedUnits: 1,
      turnover: [{ grossMinor: 1200, refundedMinor: 500, netMinor: 700 }],
    })
    const { documents } = folded(Sales.purchases, history).get(claimant) as Sales.PurchaseHistory
    const inIt = documents.filter((document) => document.exchangeId === exchangeId)
    expect(inIt.map(({ kind, amountMinor }) => [kind, amountMinor])).toEqual([
      ['SaleLinesReturned', -500],
      ['SaleRecorded', 700],
    ])
    expect(
      folded(Sales.storeDays, history).get(
        Sales.storeDayId(storeId('HK1'), civilDate('2024-06-01')),
      ),
    ).toMatchObject({
      tendered: [{ kind: 'card', amountMinor: 1200 }],
    })
  })
})
