// What a whole file comes to, for comparison with figures that another program computed.
import * as E from 'fp-ts/lib/Either.js'
import type { RetailDocument } from './documents.js'
import { type RowCounts, readRetail } from './read-retail.js'

export interface ProductFigures {
  readonly sku: string
  /** Sold less returned. */
  readonly quantity: number
  readonly revenueMinor: number
}

export interface Figures extends RowCounts {
  readonly rejectedByReason: Readonly<Record<string, number>>
  readonly sales: number
  readonly returns: number
  readonly customers: number
  readonly longestSale: number
  readonly returnLines: number
  readonly unmatchedReturnLines: number
  readonly matchedQuantity: number
  readonly unmatchedQuantity: number
  readonly netMinor: number
  readonly revenueMinorByMonth: Readonly<Record<string, number>>
  readonly topProducts: ReadonlyArray<ProductFigures>
}

export const figuresOf = async (path: string): Promise<Figures> => {
  const customers = new Set<string>()
  const months: Record<string, number> = {}
  const products = new Map<string, { quantity: number; revenueMinor: number }>()
  const rejectedByReason: Record<string, number> = {}
  let counts: RowCounts = { rowsRead: 0, rowsAccepted: 0, rowsRejected: 0 }
  const sums = {
    sales: 0,
    returns: 0,
    longestSale: 0,
    returnLines: 0,
    unmatchedReturnLines: 0,
    matchedQuantity: 0,
    unmatchedQuantity: 0,
    netMinor: 0,
  }
  const add = ({ at }: RetailDocument, sku: string, quantity: number, revenueMinor: number) => {
    const month = at.slice(0, 'YYYY-MM'.length)
    months[month] = (months[month] ?? 0) + revenueMinor
    const product = products.get(sku) ?? { quantity: 0, revenueMinor: 0 }
    products.set(sku, product)
    product.quantity += quantity
    product.revenueMinor += revenueMinor
    sums.netMinor += revenueMinor
  }
  const count = (document: RetailDocument) => {
    if (document.customerId !== undefined) customers.add(document.customerId)
    if (document.kind === 'sale') {
      sums.sales += 1
      sums.longestSale = Math.max(sums.longestSale, document.lines.length)
      for (const { sku, quantity, unitPriceMinor } of document.lines) {
        add(document, sku, quantity, quantity * unitPriceMinor)
      }
      return
    }
    sums.returns += 1
    const matched = document.matched.flatMap(({ lines }) => lines)
    const lines = [...matched, ...document.unmatched]
    sums.returnLines += new Set(lines.map(({ returnLine }) => returnLine)).size
    sums.unmatchedReturnLines += document.unmatched.length
    for (const { quantity } of matched) sums.matchedQuantity += quantity
    for (const { quantity } of document.unmatched) sums.unmatchedQuantity += quantity
    for (const { sku, quantity, refundMinor } of lines) add(document, sku, -quantity, -refundMinor)
  }
  for await (const step of readRetail(path)) {
    if (E.isLeft(step)) throw new Error(JSON.stringify(step.left))
    counts = step.right.counts
    for (const document of step.right.documents) count(document)
    for (const { reason } of step.right.rejected) {
      rejectedByReason[reason] = (rejectedByReason[reason] ?? 0) + 1
    }
  }
  const topProducts = Array.from(products, ([sku, figures]) => ({ sku, ...figures }))
    .sort((a, b) => b.revenueMinor - a.revenueMinor || (a.sku < b.sku ? -1 : 1))
    .slice(0, 10)
  return {
    ...counts,
    rejectedByReason,
    ...sums,
    customers: customers.size,
    revenueMinorByMonth: months,
    topProducts,
  }
}
