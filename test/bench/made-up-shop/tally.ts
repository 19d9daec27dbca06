// What the views must say about a made-up history, added up plainly: it shares no code with the projections.
import type { SaleLinesReturned, SaleRecorded, UnmatchedReturnRecorded } from '@patina/crm/sales'
import type { ShopEvent } from './history.js'

/** The figures of one view. Those that are texts are days, names and ids. */
export type Figures = Record<string, number | string>

/** Figures by table and key. */
export type Tally = ReadonlyMap<string, ReadonlyMap<string, Figures>>

type Documents = SaleRecorded | SaleLinesReturned | UnmatchedReturnRecorded

const amountOf = (event: Documents): number =>
  event.type === 'SaleRecorded' ? event.totalMinor : event.refundMinor

const money = { gross: 0, refunded: 0 }

// What a row says before anything is counted: a view that counts what it should not is found out as well.
const blank: Readonly<Record<string, Figures>> = {
  customer_profile: {
    market: '',
    status: '',
    membership: '',
    firstPurchaseOn: '',
    lastPurchaseOn: '',
    sales: 0,
    units: 0,
    returnedLines: 0,
    returnedUnits: 0,
    ...money,
  },
  member_card: { customerId: '', since: '', until: '' },
  points_balance: { available: 0, earned: 0, spent: 0, expired: 0, reversed: 0, owed: 0 },
  points_members: { membershipId: '', since: '', until: '' },
  product_sales: { soldLines: 0, soldUnits: 0, returnedUnits: 0, ...money },
  returns: { matchedLines: 0, unmatchedLines: 0, units: 0, ...money },
  sales_by_month: {
    sales: 0,
    soldLines: 0,
    soldUnits: 0,
    returnedLines: 0,
    returnedUnits: 0,
    unmatchedLines: 0,
    unmatchedUnits: 0,
    ...money,
  },
}

/** A tally that counts one event after the other. */
export const startTally = (): {
  readonly tally: Tally
  readonly count: (event: ShopEvent) => void
} => {
  const tally = new Map<string, Map<string, Figures>>()

  const figures = (table: string, key: string): Figures => {
    const rows = tally.get(table) ?? new Map<string, Figures>()
    tally.set(table, rows)
    const row = rows.get(key) ?? { ...blank[table] }
    rows.set(key, row)
    return row
  }

  const add = (row: Figures, amounts: Readonly<Record<string, number>>): void => {
    for (const [name, amount] of Object.entries(amounts)) {
      row[name] = Number(row[name] ?? 0) + amount
    }
  }

  const countMonth = (event: Documents): void => {
    const day = event.type === 'SaleRecorded' ? event.soldOn : event.returnedOn
    const row = figures('sales_by_month', day.slice(0, 7))
    const { units, lines } = event
    if (event.type === 'SaleRecorded') {
      add(row, { sales: 1, soldLines: lines.length, soldUnits: units, gross: amountOf(event) })
    } else if (event.type === 'SaleLinesReturned') {
      add(row, { returnedLines: lines.length, returnedUnits: units, refunded: amountOf(event) })
    } else {
      add(row, { unmatchedLines: lines.length, unmatchedUnits: units, refunded: amountOf(event) })
    }
  }

  const countArticles = (event: Documents): void => {
    if (event.type === 'SaleRecorded') {
      for (const { sku, quantity, paidMinor } of event.lines) {
        add(figures('product_sales', sku), { soldLines: 1, soldUnits: quantity, gross: paidMinor })
      }
      return
    }
    for (const { sku, quantity, refundMinor } of event.lines) {
      add(figures('product_sales', sku), { returnedUnits: quantity, refunded: refundMinor })
    }
  }

  const countReturn = (event: SaleLinesReturned | UnmatchedReturnRecorded): void => {
    const row = figures('returns', event.returnId)
    row['returnedOn'] = event.returnedOn
    const lines = event.lines.length
    const isMatched = event.type === 'SaleLinesReturned'
    add(row, isMatched ? { matchedLines: lines } : { unmatchedLines: lines })
    add(row, { units: event.units, refunded: event.refundMinor })
  }

  const countDocument = (event: Documents): void => {
    countMonth(event)
    countArticles(event)
    if (event.type !== 'SaleRecorded') countReturn(event)
    if (event.customerId === undefined) return
    const row = figures('customer_profile', event.customerId)
    const { units, lines } = event
    if (event.type === 'SaleRecorded') {
      row['firstPurchaseOn'] ||= event.soldOn
      row['lastPurchaseOn'] = event.soldOn
      add(row, { sales: 1, units, gross: amountOf(event) })
    } else {
      add(row, { returnedLines: lines.length, returnedUnits: units, refunded: amountOf(event) })
    }
  }

  const count = (event: ShopEvent): void => {
    switch (event.type) {
      case 'ProgrammeRulesAdopted':
        add(figures('points_rules', 'all'), { adopted: 1 })
        return
      case 'CustomerRegistered': {
        const row = figures('customer_profile', event.customerId)
        row['market'] = event.market ?? ''
        row['status'] = event.status
        return
      }
      case 'CustomerStatusChanged':
        figures('customer_profile', event.customerId)['status'] = event.to
        return
      case 'MembershipActivated':
      case 'MembershipClosed': {
        const { customerId, membershipId, since } = event
        const until = event.type === 'MembershipClosed' ? { until: event.until } : {}
        figures('customer_profile', customerId)['membership'] = membershipId
        Object.assign(figures('points_members', customerId), { membershipId, since }, until)
        Object.assign(figures('member_card', membershipId), { customerId, since }, until)
        return
      }
      case 'SaleRecorded':
      case 'SaleLinesReturned':
      case 'UnmatchedReturnRecorded':
        countDocument(event)
        return
      default: {
        const { customerId, membershipId } = event
        const row = figures('points_balance', membershipId)
        row['customerId'] = customerId
        if (event.type === 'PointsAwarded')
          add(row, { available: event.points, earned: event.points })
        if (event.type === 'PointsRedeemed')
          add(row, { available: -event.points, spent: event.points })
        if (event.type === 'PointsExpired')
          add(row, { available: -event.points, expired: event.points })
        if (event.type === 'PointsReversed') {
          const taken = event.points - event.owed
          add(row, { available: -taken, reversed: taken, owed: event.owed })
        }
      }
    }
  }
  return { tally, count }
}
