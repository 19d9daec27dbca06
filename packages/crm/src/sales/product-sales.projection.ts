import type { LogEvent, Projection } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import type { Sku } from '../shared/ids.js'
import { addRefunded, addSold, type Currency, type Turnover } from '../shared/money.js'
import type { TradeEntry } from './events.js'

/** How an article sells. */
export interface ProductSales {
  /** What the newest document that names the article calls it. */
  readonly name?: string
  /** The day of that document. */
  readonly namedOn?: CivilDate
  readonly soldLines: number
  readonly soldUnits: number
  readonly returnedUnits: number
  /** Sold less returned, unmatched returns included. */
  readonly netUnits: number
  readonly turnover: ReadonlyArray<Turnover>
}

/** One line of one document. */
export interface ProductPart {
  readonly name: string | undefined
  readonly day: CivilDate
  readonly quantity: number
  readonly currency: Currency
  readonly amountMinor: number
  readonly kind: 'sold' | 'returned' | 'voided'
}

type Parts = ReadonlyArray<readonly [Sku, ProductPart]>

// Each article is handed its own lines and no others: a document of a thousand lines costs a thousand steps.
const parts = ({ event }: LogEvent<TradeEntry>): Parts => {
  const { currency } = event
  switch (event.type) {
    case 'SaleRecorded':
      return event.lines.map(({ sku, name, quantity, paidMinor }) => [
        sku,
        { name, day: event.soldOn, quantity, currency, amountMinor: paidMinor, kind: 'sold' },
      ])
    case 'SaleVoided':
      return event.lines.map(({ sku, quantity, paidMinor }) => [
        sku,
        {
          name: undefined,
          day: event.soldOn,
          quantity,
          currency,
          amountMinor: paidMinor,
          kind: 'voided',
        },
      ])
    case 'SaleLinesReturned':
      return event.lines.map(({ sku, quantity, refundMinor }) => [
        sku,
        {
          name: undefined,
          day: event.returnedOn,
          quantity,
          currency,
          amountMinor: refundMinor,
          kind: 'returned',
        },
      ])
    case 'UnmatchedReturnRecorded':
      return event.lines.map(({ sku, name, quantity, refundMinor }) => [
        sku,
        {
          name,
          day: event.returnedOn,
          quantity,
          currency,
          amountMinor: refundMinor,
          kind: 'returned',
        },
      ])
  }
}

// The name on the newest document wins, and the later in the alphabet on one day: an order that does not depend on when
// documents were recorded.
const isNewer = (
  { name, namedOn }: ProductSales,
  part: { readonly name: string; readonly day: CivilDate },
): boolean =>
  name === undefined ||
  namedOn === undefined ||
  part.day > namedOn ||
  (part.day === namedOn && part.name > name)

// Every line of every document comes by here. Written out member by member, for a changed copy of whatever is known takes three
// times as long.
const evolve = (product: ProductSales, part: ProductPart): ProductSales => {
  const { name, day, quantity, currency, amountMinor, kind } = part
  const isBack = kind === 'returned'
  // What was voided is taken off what was sold: nothing came back.
  const isVoid = kind === 'voided'
  const lines = isBack ? 0 : isVoid ? -1 : 1
  const soldLines = product.soldLines + lines
  const soldUnits = product.soldUnits + lines * quantity
  const returnedUnits = product.returnedUnits + (isBack ? quantity : 0)
  const netUnits = product.netUnits + (isBack || isVoid ? 0 - quantity : quantity)
  const turnover = isBack
    ? addRefunded(product.turnover, currency, amountMinor)
    : addSold(product.turnover, currency, isVoid ? 0 - amountMinor : amountMinor)
  const isNews = name !== undefined && isNewer(product, { name, day })
  const called = isNews ? name : product.name
  const namedOn = isNews ? day : product.namedOn
  return called === undefined || namedOn === undefined
    ? { soldLines, soldUnits, returnedUnits, netUnits, turnover }
    : { soldLines, soldUnits, returnedUnits, netUnits, turnover, name: called, namedOn }
}

const unsold: ProductSales = {
  soldLines: 0,
  soldUnits: 0,
  returnedUnits: 0,
  netUnits: 0,
  turnover: [],
}

/** How each article sells: the top products, when listed by revenue. */
export const productSales: Projection<Sku, ProductSales, TradeEntry, ProductPart> = {
  name: 'product_sales',
  version: 2,
  types: ['SaleRecorded', 'SaleVoided', 'SaleLinesReturned', 'UnmatchedReturnRecorded'],
  parts,
  initial: () => unsold,
  evolve,
  occurredSafe: true,
}
