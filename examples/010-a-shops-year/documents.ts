// Invoices put together from their lines: sales, and returns with the sales they belong to.
import { type Returned, type SaleLinesLeft, saleLinesLeft } from './matching.js'
import type { RetailLine } from './retail-line.js'
import { textCopies } from './text-copies.js'

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

/** What a first reading of the whole file must know before the first document can be told. */
export interface Outline {
  readonly invoices: ReadonlyMap<string, InvoiceOutline>
  readonly returned: Returned
}

export interface InvoiceOutline {
  /** Its accepted lines: with the last of them it is complete, wherever that stands. */
  readonly lines: number
  /** Of its first accepted line. */
  readonly customerId: string | undefined
}

export interface DocumentAssembly {
  readonly add: (line: RetailLine) => void
  /** The documents that are complete by now, in the order of their first lines. */
  readonly completed: () => ReadonlyArray<RetailDocument>
  readonly isEmpty: () => boolean
}

interface Draft {
  readonly first: RetailLine
  readonly lines: Array<SaleLine>
  readonly isComplete: () => boolean
}

export const documentAssembly = ({ invoices, returned }: Outline): DocumentAssembly => {
  const soldSoFar = saleLinesLeft(returned)
  const copyOf = textCopies()
  // A Map keeps the order of its first insertions: that of the first lines.
  const drafts = new Map<string, Draft>()
  return {
    add: (line) => {
      const draft = drafts.get(line.documentNumber) ?? draftOf(line, invoices)
      drafts.set(line.documentNumber, draft)
      draft.lines.push({
        lineNumber: draft.lines.length + 1,
        sku: copyOf(line.sku),
        description: copyOf(line.description),
        quantity: line.quantity,
        unitPriceMinor: line.unitPriceMinor,
      })
    },
    completed: () => {
      const documents: Array<RetailDocument> = []
      for (const [documentNumber, draft] of drafts) {
        if (!draft.isComplete()) break
        documents.push(documentOf(draft, copyOf(draft.first.country), soldSoFar))
        drafts.delete(documentNumber)
      }
      return documents
    },
    isEmpty: () => drafts.size === 0,
  }
}

const draftOf = (first: RetailLine, invoices: Outline['invoices']): Draft => {
  const lines: Array<SaleLine> = []
  const expected = invoices.get(first.documentNumber)?.lines
  return { first, lines, isComplete: () => lines.length === expected }
}

const documentOf = (
  { first, lines }: Draft,
  country: string,
  soldSoFar: SaleLinesLeft,
): RetailDocument => {
  const invoice: Invoice = {
    documentNumber: first.documentNumber,
    at: first.dateTime.replace(' ', 'T'),
    ...(first.customerId === undefined ? {} : { customerId: first.customerId }),
    country,
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
