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

const evolve = (product: ProductSales, part: ProductPart): ProductSales => {
  const { name, day } = part
  const counted = withLine(product, part)
  return name !== undefined && isNewer(product, { name, day })
    ? { ...counted, name, namedOn: day }
    : counted
}

const withLine = (
  product: ProductSales,
  { quantity, currency, amountMinor, kind }: ProductPart,
): ProductSales => {
  if (kind === 'returned') {
    return {
      ...product,
      returnedUnits: product.returnedUnits + quantity,
      netUnits: product.netUnits - quantity,
      turnover: addRefunded(product.turnover, currency, amountMinor),
    }
  }
  // What was voided is taken off what was sold: nothing came back.
  const sign = kind === 'voided' ? -1 : 1
  return {
    ...product,
    soldLines: product.soldLines + sign,
    soldUnits: product.soldUnits + sign * quantity,
    netUnits: product.netUnits + sign * quantity,
    turnover: addSold(
      product.turnover,
      currency,
      kind === 'voided' ? 0 - amountMinor : amountMinor,
    ),
  }
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
