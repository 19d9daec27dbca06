import type { LogEvent, Projection } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import type { Sku } from '../shared/ids.js'
import { addRefunded, addSold, type Currency, type Turnover } from '../shared/money.js'
import type { DocumentEntry } from './events.js'

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
  readonly isReturn: boolean
}

type Parts = ReadonlyArray<readonly [Sku, ProductPart]>

// Each article is handed its own lines and no others: a document of a thousand lines costs a thousand steps.
const parts = ({ event }: LogEvent<DocumentEntry>): Parts => {
  const { currency } = event
  switch (event.type) {
    case 'SaleRecorded':
      return event.lines.map(({ sku, name, quantity, paidMinor }) => [
        sku,
        { name, day: event.soldOn, quantity, currency, amountMinor: paidMinor, isReturn: false },
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
          isReturn: true,
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
          isReturn: true,
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

const evolve = (
  product: ProductSales,
  { name, day, quantity, currency, amountMinor, isReturn }: ProductPart,
): ProductSales => {
  const named =
    name !== undefined && isNewer(product, { name, day }) ? { name, namedOn: day } : undefined
  return {
    ...product,
    ...named,
    soldLines: product.soldLines + (isReturn ? 0 : 1),
    soldUnits: product.soldUnits + (isReturn ? 0 : quantity),
    returnedUnits: product.returnedUnits + (isReturn ? quantity : 0),
    netUnits: product.netUnits + (isReturn ? -quantity : quantity),
    turnover: isReturn
      ? addRefunded(product.turnover, currency, amountMinor)
      : addSold(product.turnover, currency, amountMinor),
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
export const productSales: Projection<Sku, ProductSales, DocumentEntry, ProductPart> = {
  name: 'product_sales',
  version: 1,
  types: ['SaleRecorded', 'SaleLinesReturned', 'UnmatchedReturnRecorded'],
  parts,
  initial: () => unsold,
  evolve,
  occurredSafe: true,
}
