// What a made-up shop records about its sales.
import type {
  CivilDate,
  Currency,
  DocumentNumber,
  LineId,
  ReasonCode,
  ReturnId,
  SaleId,
  Sku,
  StaffId,
  StoreId,
} from '@patina/crm'
import type {
  SaleLine,
  SaleLinesReturned,
  SaleRecorded,
  UnmatchedReturnRecorded,
} from '@patina/crm/sales'
import { type Chance, idOf, wholeBelow } from './chance.js'
import type { Shopper } from './shopper.js'

export const currency = 'GBP' as Currency

const articles = 3000
const stores = 12
const staff = 40

const two = (number: number): string => String(number).padStart(2, '0')
export const storeOf = (chance: Chance): StoreId =>
  `SHOP-${two(wholeBelow(chance, stores))}` as StoreId
const staffOf = (chance: Chance): StaffId => `S${two(wholeBelow(chance, staff))}` as StaffId
const documentOf = (kind: 'S' | 'R', number: number): DocumentNumber =>
  `${kind}${String(number).padStart(7, '0')}` as DocumentNumber
const lineOf = (index: number): LineId => String(index + 1) as LineId

// Some articles sell far better than others.
const articleOf = (chance: Chance): number => Math.floor(articles * chance() ** 3)
const skuOf = (article: number): Sku => `A${String(article).padStart(5, '0')}` as Sku
const nameOf = (article: number): string => `CHAIR ${article}`
const priceOf = (article: number): number => 250 + ((article * 7919) % 4000)

const saleLine = (chance: Chance, index: number): SaleLine => {
  const article = articleOf(chance)
  const quantity = 1 + wholeBelow(chance, 3)
  const unitMinor = priceOf(article)
  return {
    lineId: lineOf(index),
    sku: skuOf(article),
    name: nameOf(article),
    quantity,
    unitMinor,
    paidMinor: quantity * unitMinor,
  }
}

const sumOf = <A>(all: ReadonlyArray<A>, of: (one: A) => number): number =>
  all.reduce((sum, one) => sum + of(one), 0)

// Most sales have one line, few have more than three.
const lineCount = (chance: Chance): number => 1 + Math.floor(4 * chance() ** 4)

/** Somebody buys something; nobody knows whom a sale over the counter is to. */
export const sale = (
  chance: Chance,
  number: number,
  soldOn: CivilDate,
  buyer: Shopper | undefined,
): SaleRecorded => {
  const lines = Array.from({ length: lineCount(chance) }, (_, index) => saleLine(chance, index))
  return {
    type: 'SaleRecorded',
    saleId: idOf('sale', number) as SaleId,
    documentNumber: documentOf('S', number),
    storeId: storeOf(chance),
    staffId: staffOf(chance),
    ...(buyer === undefined ? {} : { customerId: buyer.customerId }),
    soldOn,
    currency,
    lines,
    units: sumOf(lines, ({ quantity }) => quantity),
    totalMinor: sumOf(lines, ({ paidMinor }) => paidMinor),
  }
}

/** The first line of a sale comes back. */
export const linesBack = (
  chance: Chance,
  number: number,
  returnedOn: CivilDate,
  { saleId, documentNumber, soldOn, customerId, lines }: SaleRecorded,
): SaleLinesReturned => {
  const { lineId, sku, quantity, paidMinor } = lines[0] as SaleLine
  return {
    type: 'SaleLinesReturned',
    saleId,
    documentNumber,
    soldOn,
    ...(customerId === undefined ? {} : { customerId }),
    returnId: idOf('return', number) as ReturnId,
    returnDocument: documentOf('R', number),
    storeId: storeOf(chance),
    returnedOn,
    currency,
    lines: [{ lineId, sku, quantity, paidMinor, refundMinor: paidMinor }],
    units: quantity,
    refundMinor: paidMinor,
    reasonCode: 'returned' as ReasonCode,
  }
}

/** Something comes back, and nobody knows of which sale. */
export const unmatchedReturn = (
  chance: Chance,
  number: number,
  returnedOn: CivilDate,
  { customerId }: Shopper,
): UnmatchedReturnRecorded => {
  const { lineId, sku, name, quantity, paidMinor: refundMinor } = saleLine(chance, 0)
  return {
    type: 'UnmatchedReturnRecorded',
    returnId: idOf('return', number) as ReturnId,
    returnDocument: documentOf('R', number),
    storeId: storeOf(chance),
    staffId: staffOf(chance),
    customerId,
    returnedOn,
    currency,
    lines: [{ lineId, sku, ...(name === undefined ? {} : { name }), quantity, refundMinor }],
    units: quantity,
    refundMinor,
    reasonCode: 'unknown-sale' as ReasonCode,
  }
}
