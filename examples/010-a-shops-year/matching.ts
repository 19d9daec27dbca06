// Which earlier sale a returned line belongs to: the same customer's latest one of that SKU that
// has quantity left, then the next latest for the rest.
/** The SKUs that each customer returns somewhere in the file: no other sale line is remembered. */
export type Returned = ReadonlyMap<string, ReadonlySet<string>>

export interface Match {
  readonly sale: SaleOfLine
  readonly lineNumber: number
  readonly quantity: number
}

/** No more of the sale than a match needs: its other lines may be forgotten. */
export interface SaleOfLine {
  readonly documentNumber: string
  readonly soldOn: string
}

/** As much of a sale as counts here. */
export interface SoldToCustomer extends SaleOfLine {
  readonly customerId?: string
  readonly lines: ReadonlyArray<{
    readonly lineNumber: number
    readonly sku: string
    readonly quantity: number
  }>
}

interface LineLeft extends Pick<Match, 'sale' | 'lineNumber'> {
  left: number
}

export interface SaleLinesLeft {
  /** Sales come in the order of the file: the last one added is the latest. */
  readonly add: (sale: SoldToCustomer) => void
  /** Takes up to `quantity`, latest line first; less when less is left. */
  readonly take: (customerId: string, sku: string, quantity: number) => ReadonlyArray<Match>
}

export const saleLinesLeft = (returned: Returned): SaleLinesLeft => {
  const byCustomer = new Map<string, Map<string, Array<LineLeft>>>()
  return {
    add: ({ customerId, documentNumber, soldOn, lines }) => {
      const skus = customerId === undefined ? undefined : returned.get(customerId)
      if (customerId === undefined || skus === undefined) return
      const bySku = byCustomer.get(customerId) ?? new Map<string, Array<LineLeft>>()
      byCustomer.set(customerId, bySku)
      const sale: SaleOfLine = { documentNumber, soldOn }
      for (const { sku, lineNumber, quantity } of lines) {
        if (!skus.has(sku)) continue
        const earlier = bySku.get(sku)
        const line: LineLeft = { sale, lineNumber, left: quantity }
        if (earlier === undefined) bySku.set(sku, [line])
        else earlier.push(line)
      }
    },
    take: (customerId, sku, quantity) => {
      const lines = byCustomer.get(customerId)?.get(sku) ?? []
      const matches: Array<Match> = []
      let wanted = quantity
      while (wanted > 0) {
        const latest = lines.at(-1)
        if (latest === undefined) break
        const taken = Math.min(wanted, latest.left)
        matches.push({ sale: latest.sale, lineNumber: latest.lineNumber, quantity: taken })
        wanted -= taken
        latest.left -= taken
        if (latest.left === 0) lines.pop()
      }
      return matches
    },
  }
}
