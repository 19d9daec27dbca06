import { expectSame } from '../pairs.js'
import type { Figures, Tally } from './tally.js'

/** A view as JSON, whatever it is of. */
type View = Readonly<Record<string, unknown>>

/** A row of a table of views, as SQL sees it. */
export interface ViewRow {
  readonly key: string
  readonly view: string
}

const moneyOf = (view: View): Figures => {
  const [turnover] = (view['turnover'] ?? view['refunds']) as {
    grossMinor: number
    refundedMinor: number
  }[]
  return { gross: turnover?.grossMinor ?? 0, refunded: turnover?.refundedMinor ?? 0 }
}

const membershipOf = (view: View): Figures => {
  const [membership] = view['memberships'] as Figures[]
  const { membershipId = '', since = '', until = '' } = membership ?? {}
  return { membershipId, since, until }
}

// A view's own figures, under the names of the tally.
const figuresOf: Readonly<Record<string, (view: View) => View>> = {
  customer_profile: (view) => ({
    ...view,
    ...moneyOf(view),
    market: (view['market'] as { value: string } | undefined)?.value ?? '',
    status: (view['status'] as { value: string } | undefined)?.value ?? '',
    membership: membershipOf(view)['membershipId'] ?? '',
  }),
  points_balance: (view) => {
    const dated = (view['expiries'] as { points: number }[]).reduce(
      (sum, one) => sum + one.points,
      0,
    )
    if (dated !== view['available']) throw new Error('a balance is not the sum of its last days')
    return view
  },
  points_members: membershipOf,
  points_rules: (view) => ({ adopted: (view['adopted'] as unknown[]).length }),
  product_sales: (view) => ({ ...view, ...moneyOf(view) }),
  returns: (view) => ({ ...view, ...moneyOf(view) }),
  sales_by_month: (view) => ({ ...view, ...moneyOf(view) }),
}

/** Stops the run when the rows of a table are not exactly those of the tally. Gives the number of rows. */
export const expectViews = (table: string, rows: Iterable<ViewRow>, tally: Tally): number => {
  const expected = tally.get(table)
  let count = 0
  for (const { key, view } of rows) {
    count++
    const figures = expected?.get(key)
    if (figures === undefined) throw new Error(`${table}: nobody counted ${key}`)
    const parsed = JSON.parse(view) as View
    const found = figuresOf[table]?.(parsed) ?? parsed
    for (const [name, figure] of Object.entries(figures)) {
      if ((found[name] ?? '') === figure) continue
      throw new Error(`${table} ${key}: ${name} is ${String(found[name])} and not ${figure}`)
    }
  }
  expectSame(`rows of ${table}`, count, expected?.size ?? 0)
  return count
}
