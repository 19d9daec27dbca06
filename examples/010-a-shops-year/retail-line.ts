// What one line of the file says, or why it says nothing that a shop could record.

import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'

/** The columns of the file, in its order. */
export const columns = [
  'InvoiceNo',
  'StockCode',
  'Description',
  'Quantity',
  'InvoiceDate',
  'UnitPrice',
  'CustomerID',
  'Country',
] as const

export type Column = (typeof columns)[number]

export interface RetailLine {
  readonly kind: 'sale' | 'return'
  readonly documentNumber: string
  /** As in the file: `15056BL` and `15056bl` both occur there, and stay two. */
  readonly sku: string
  /** Without the blanks around it; empty when the file has none. */
  readonly description: string
  /** Pieces sold or pieces returned: positive in both. */
  readonly quantity: number
  /** `YYYY-MM-DD HH:MM:SS` on the clock of the shop; the file names no zone. */
  readonly dateTime: string
  /** In pence. */
  readonly unitPriceMinor: number
  readonly customerId: string | undefined
  readonly country: string
}

export type RejectionReason =
  | 'WrongNumberOfColumns'
  /** Text stands behind a closing quote: nobody can tell where the fields end. */
  | 'StrayQuote'
  | 'MalformedInvoiceNumber'
  /** Invoice `A…`: bookkeeping, no goods. */
  | 'BadDebt'
  | 'MalformedStockCode'
  | 'MalformedQuantity'
  /** A negative quantity outside an invoice `C…`: breakage, loss, counting. */
  | 'StockAdjustment'
  | 'PositiveQuantityReturned'
  | 'MalformedDate'
  | 'MalformedPrice'
  | 'NegativePrice'
  | 'PriceNotInWholePence'
  | 'MalformedCustomer'
  | 'MalformedCountry'
  /** Not the customer of the invoice's first line: nobody is given another's purchase. */
  | 'AnotherCustomer'

export interface LineProblem {
  readonly reason: RejectionReason
  /** Absent when the whole line is meant. */
  readonly field?: Column
  readonly expected: string
  readonly found: string
}

/** A line that is in no document: what is wrong, where, and the line itself as in the file. */
export interface RejectedLine extends LineProblem {
  /** Physical line of the file on which it begins; the header is 1. */
  readonly line: number
  readonly text: string
}

const INVOICE = /^C?\d{1,12}$/
const TEXT = /^[^\s\p{Cc}](?:\P{Cc}{0,62}[^\s\p{Cc}])?$/u
// The bounds keep quantity times price below 2^53 pence, where every sum is exact.
const QUANTITY = /^-?\d{1,6}$/
const PRICE = /^-?\d{1,7}(?:\.\d{1,20})?$/
const WHOLE_PENCE = /^\d{1,7}(?:\.\d{1,2}0{0,18})?$/
const DATE_TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/
const CUSTOMER = /^\d{1,9}\.0$/

/**
 * `previous` is any line that was read before: what a field has in common with it is not examined
 * again, and the lines of an invoice have much in common.
 */
export const readLine = (
  fields: ReadonlyArray<string>,
  previous?: RetailLine,
): Either<LineProblem, RetailLine> => {
  if (!isComplete(fields)) return wrongColumns(fields)
  const invoice = fields[0]
  const sku = fields[1]
  const pieces = fields[3]
  const dateTime = fields[4]
  const price = fields[5]
  const customer = fields[6]
  const country = fields[7]
  if (invoice.startsWith('A')) return problem('BadDebt', 'InvoiceNo', 'a sale or a return', invoice)
  if (invoice !== previous?.documentNumber && !INVOICE.test(invoice)) {
    return problem('MalformedInvoiceNumber', 'InvoiceNo', 'digits, or C and digits', invoice)
  }
  if (!TEXT.test(sku)) {
    return problem('MalformedStockCode', 'StockCode', '1 to 64 characters, no blank around', sku)
  }
  const kind = invoice.startsWith('C') ? 'return' : 'sale'
  const quantity = Number(pieces)
  if (!QUANTITY.test(pieces) || quantity === 0) {
    return problem('MalformedQuantity', 'Quantity', 'a whole number but 0, up to 6 digits', pieces)
  }
  if (kind === 'sale' && quantity < 0) {
    return problem('StockAdjustment', 'Quantity', 'a positive quantity in a sale', pieces)
  }
  if (kind === 'return' && quantity > 0) {
    return problem('PositiveQuantityReturned', 'Quantity', 'a negative one in a return', pieces)
  }
  if (dateTime !== previous?.dateTime && !isDateTime(dateTime)) {
    return problem('MalformedDate', 'InvoiceDate', 'a date as YYYY-MM-DD HH:MM:SS', dateTime)
  }
  if (!WHOLE_PENCE.test(price)) return priceProblem(price)
  if (customer !== '' && !CUSTOMER.test(customer)) {
    return problem('MalformedCustomer', 'CustomerID', 'nothing, or a number as 17850.0', customer)
  }
  if (country !== previous?.country && !TEXT.test(country)) {
    return problem('MalformedCountry', 'Country', '1 to 64 characters, no blank around', country)
  }
  return E.right({
    kind,
    documentNumber: invoice,
    sku,
    description: fields[2].trim(),
    quantity: Math.abs(quantity),
    dateTime,
    unitPriceMinor: Math.round(Number(price) * 100),
    customerId: customer === '' ? undefined : customer.slice(0, -'.0'.length),
    country,
  })
}

type CompleteLine = readonly [string, string, string, string, string, string, string, string]

const isComplete = (fields: ReadonlyArray<string>): fields is CompleteLine =>
  fields.length === columns.length

const problem = (
  reason: RejectionReason,
  field: Column,
  expected: string,
  found: string,
): Either<LineProblem, never> => E.left({ reason, field, expected, found })

const priceProblem = (price: string): Either<LineProblem, never> => {
  if (!PRICE.test(price)) return problem('MalformedPrice', 'UnitPrice', 'as 1234567.89', price)
  return price.startsWith('-')
    ? problem('NegativePrice', 'UnitPrice', '0 or more', price)
    : problem('PriceNotInWholePence', 'UnitPrice', 'whole pence', price)
}

const wrongColumns = ({ length }: ReadonlyArray<string>): Either<LineProblem, never> =>
  E.left({
    reason: 'WrongNumberOfColumns',
    expected: `${columns.length} columns`,
    found: `${length}`,
  })

const isDateTime = (text: string): boolean => {
  if (!DATE_TIME.test(text)) return false
  const at = (from: number): number => Number(text.slice(from, from + 2))
  const year = Number(text.slice(0, 4))
  const month = at(5)
  const day = at(8)
  if (month < 1 || month > 12 || day < 1 || at(11) > 23 || at(14) > 59 || at(17) > 59) return false
  return day <= 28 || day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
}
