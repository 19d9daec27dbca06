// Invoices put together from their lines: sales, and returns with the sales they belong to.
import { copyOf, createLineColumns, createTexts } from './line-columns.js'
import { type SaleLinesLeft, saleLinesLeft } from './matching.js'
import type { RetailLine } from './retail-line.js'

export type RetailDocument = Sale | Return

interface Invoice {
  readonly documentNumber: string
  /** Date and time of its first line, `YYYY-MM-DDTHH:MM:SS` on the clock of the shop. */
  readonly at: string
  readonly customerId?: string
  readonly country: string
}

export interface Sale extends Invoice {
  readonly kind: 'sale'
  /** The day of `at`. */
  readonly soldOn: string
  readonly lines: ReadonlyArray<SaleLine>
}

export interface SaleLine {
  /** From 1, over the accepted lines of the invoice. */
  readonly lineNumber: number
  readonly sku: string
  readonly description: string
  readonly quantity: number
  readonly unitPriceMinor: number
}

export interface Return extends Invoice {
  readonly kind: 'return'
  /** The day of `at`. */
  readonly returnedOn: string
  /** One entry per sale that something comes back from, in the order of the returned lines. */
  readonly matched: ReadonlyArray<MatchedSale>
  /** What no sale was found for, in whole or in part. */
  readonly unmatched: ReadonlyArray<ReturnedLine>
}

export interface MatchedSale {
  readonly saleDocument: string
  readonly saleSoldOn: string
  readonly lines: ReadonlyArray<MatchedLine>
}

/** One returned line may become several: its refunds then add up to that of the line. */
export interface ReturnedLine {
  /** From 1, over the accepted lines of the return. */
  readonly returnLine: number
  readonly sku: string
  readonly quantity: number
  /** At the price in the return: what was given back, not what was paid. */
  readonly refundMinor: number
}

export interface MatchedLine extends ReturnedLine {
  /** The `lineNumber` in the sale. */
  readonly saleLine: number
}

/** The invoices of a file, which are put together while it is read. */
export interface InvoiceBook {
  /**
   * Adds an accepted line to its invoice. Refused when it names another customer than the invoice's first line did:
   * `expected` is that one's.
   */
  readonly add: (line: RetailLine) => { readonly expected: string } | undefined
  /** How many invoices have been begun. */
  readonly count: () => number
  /**
   * The documents in the order of their first lines; each one matches what was sold before it. Once only: what is given out is
   * forgotten, for a year's invoices take as much memory as all else that is at work.
   */
  readonly documents: () => Generator<RetailDocument, void, undefined>
}

/** What the first line of an invoice says for all of them. */
type Heading = Pick<RetailLine, 'kind' | 'documentNumber' | 'dateTime' | 'customerId' | 'country'>

interface Draft {
  readonly first: Heading
  /** The numbers of its first line and of its last one so far; none before its first line is added. */
  firstLine?: number
  lastLine?: number
}

/** A book without invoices. */
export const createInvoiceBook = (): InvoiceBook => {
  // A Map keeps the order of its first insertions: that of the first lines.
  const drafts = new Map<string, Draft>()
  const columns = createLineColumns()
  const countries = createTexts()
  const returned = new Map<string, Set<string>>()

  const draftOf = (line: RetailLine): Draft => {
    const standing = drafts.get(line.documentNumber)
    if (standing !== undefined) return standing
    const documentNumber = copyOf(line.documentNumber)
    const { kind, customerId, country } = line
    const draft: Draft = {
      first: {
        kind,
        documentNumber,
        dateTime: copyOf(line.dateTime),
        customerId,
        country: countries.at(countries.numberOf(country)),
      },
    }
    drafts.set(documentNumber, draft)
    return draft
  }

  const rememberReturned = (customerId: string, sku: string): void => {
    const skus = returned.get(customerId) ?? new Set<string>()
    returned.set(customerId, skus.add(copyOf(sku)))
  }

  return {
    add: (line) => {
      const draft = draftOf(line)
      const { kind, customerId } = draft.first
      if (line.customerId !== customerId) return { expected: customerId ?? 'no customer' }
      draft.lastLine = columns.add(line, draft.lastLine)
      draft.firstLine ??= draft.lastLine
      if (kind === 'return' && customerId !== undefined) rememberReturned(customerId, line.sku)
      return undefined
    },
    count: () => drafts.size,
    documents: function* () {
      const soldSoFar = saleLinesLeft(returned)
      for (const [number, { first, firstLine }] of drafts) {
        drafts.delete(number)
        if (firstLine === undefined) continue
        const lines = columns.from(firstLine)
        const sold = lines.map((line, index) => ({ lineNumber: index + 1, ...line }))
        yield documentOf(first, sold, soldSoFar)
      }
    },
  }
}

const documentOf = (
  first: Heading,
  lines: ReadonlyArray<SaleLine>,
  soldSoFar: SaleLinesLeft,
): RetailDocument => {
  const invoice: Invoice = {
    documentNumber: first.documentNumber,
    at: first.dateTime.replace(' ', 'T'),
    ...(first.customerId === undefined ? {} : { customerId: first.customerId }),
    country: first.country,
  }
  const day = first.dateTime.slice(0, 'YYYY-MM-DD'.length)
  if (first.kind === 'return') return returnOf(invoice, day, lines, soldSoFar)
  const sale: Sale = { kind: 'sale', ...invoice, soldOn: day, lines }
  soldSoFar.add(sale)
  return sale
}

const returnOf = (
  invoice: Invoice,
  returnedOn: string,
  lines: ReadonlyArray<SaleLine>,
  soldSoFar: SaleLinesLeft,
): Return => {
  const bySale = new Map<string, { readonly saleSoldOn: string; readonly lines: MatchedLine[] }>()
  const unmatched: Array<ReturnedLine> = []
  for (const { lineNumber: returnLine, sku, quantity, unitPriceMinor } of lines) {
    const matches =
      invoice.customerId === undefined ? [] : soldSoFar.take(invoice.customerId, sku, quantity)
    let left = quantity
    for (const match of matches) {
      const { documentNumber, soldOn } = match.sale
      const group = bySale.get(documentNumber) ?? { saleSoldOn: soldOn, lines: [] }
      bySale.set(documentNumber, group)
      group.lines.push({
        returnLine,
        saleLine: match.lineNumber,
        sku,
        quantity: match.quantity,
        refundMinor: match.quantity * unitPriceMinor,
      })
      left -= match.quantity
    }
    if (left > 0)
      unmatched.push({ returnLine, sku, quantity: left, refundMinor: left * unitPriceMinor })
  }
  const matched = Array.from(bySale, ([saleDocument, group]) => ({ saleDocument, ...group }))
  return { kind: 'return', ...invoice, returnedOn, matched, unmatched }
}
