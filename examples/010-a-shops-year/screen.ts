// The report as a person reads it.

import type { ProductSales } from '@patina/crm/sales'
import type { Instant } from '@patina/eventsourcing'
import type { Listed } from '@patina/patina'
import type { Because } from './because.js'
import { categoryName } from './categories-of-shop.js'
import { dayOf, pounds, whole } from './figures.js'
import { letterLines, worthOf } from './letter.js'
import type { CustomerFile, Report, Story } from './report.js'
import type { Season } from './season.js'
import { section, table } from './text-table.js'
import { rhythmLines, timelineLines } from './timeline-lines.js'
import type { CategoryCount, GiftGiven, ShelfLine } from './year-closed.js'
import { becauseLines, categoryLines, giftLines, pointsLines, shelfLines } from './year-end-text.js'

const chartWidth = 40

/** A bar for each month, in proportion to the best one. */
const monthChart = (revenue: Readonly<Record<string, number>>): ReadonlyArray<string> => {
  const months = Object.entries(revenue)
  const best = Math.max(1, ...months.map(([, minor]) => minor))
  return table(
    '<<>',
    months.map(([month, minor]) => [
      month,
      '█'.repeat(Math.max(0, Math.round((minor / best) * chartWidth))).padEnd(chartWidth),
      pounds(minor),
    ]),
  )
}

/** The counts of a run. */
const countLines = (report: Report): ReadonlyArray<string> =>
  table('<>', [
    ['lines read', whole(report.rowsRead)],
    ['  accepted', whole(report.rowsAccepted)],
    ['  rejected', whole(report.rowsRejected)],
    ['customers', whole(report.customers)],
    ['sales', whole(report.sales)],
    ['returns', whole(report.returns)],
    ['  lines without a sale', whole(report.unmatchedReturnLines)],
    ['events in the log', whole(report.eventsInLog)],
    ['  names and addresses, sealed', whole(report.personalEvents)],
    ['  added by this run', whole(report.eventsAppended)],
  ])

/** The best-selling products. */
const productLines = (
  products: ReadonlyArray<Listed<string, ProductSales>>,
  revenue: Report['topProducts'],
): ReadonlyArray<string> =>
  table('<<>>', [
    ['sku', 'name', 'pieces', 'revenue'],
    ...products.map(({ key, view }, index) => [
      key,
      view.name ?? '',
      whole(view.netUnits),
      pounds(revenue[index]?.revenueMinor ?? 0),
    ]),
  ])

const shortId = (id: string): string => id.slice(0, 8)

/** The customers who bought most, one line each. */
const customerLines = (files: ReadonlyArray<CustomerFile>): ReadonlyArray<string> =>
  table('<<<>>>>', [
    ['customer', 'market', 'tier', 'sales', 'last on', 'net', 'points'],
    ...files.map(({ customerId, profile, balance, tier }) => [
      shortId(customerId),
      profile.market?.value ?? '',
      tier?.tier ?? '',
      whole(profile.sales),
      profile.lastPurchaseOn ?? '',
      pounds(profile.turnover[0]?.netMinor ?? 0),
      whole(balance?.available ?? 0),
    ]),
  ])

/** What the end of the year came to. */
export interface YearEndShown {
  readonly season: Season
  readonly categories: ReadonlyArray<CategoryCount>
  readonly because: Because | undefined
  readonly shelf: ReadonlyArray<ShelfLine>
  readonly gifts: ReadonlyArray<GiftGiven>
}

/** All that one run has to show. */
export interface Shown {
  readonly report: Report
  readonly products: ReadonlyArray<Listed<string, ProductSales>>
  readonly customers: ReadonlyArray<CustomerFile>
  /** The moment of the last document. */
  readonly lastAt: Instant | undefined
  /** Absent while the year is not over. */
  readonly yearEnd: YearEndShown | undefined
  readonly story: Story | undefined
}

const yearEndSections = ({
  season,
  categories,
  because,
  shelf,
  gifts,
}: YearEndShown): ReadonlyArray<string> => [
  section(`Categories of customers, as on ${season.sortedOn}`, categoryLines(categories)),
  ...(because === undefined
    ? []
    : [
        section(
          `Why customer ${shortId(because.customerId)} is a ${categoryName(because.code)}`,
          becauseLines(because),
        ),
      ]),
  ...(gifts.length === 0
    ? []
    : [
        section('Gifts for points', shelfLines(shelf)),
        section('Who asked for one, and what became of it', giftLines(gifts)),
      ]),
]

/** The whole report as text. */
export const screen = ({ report, products, customers, story, lastAt, yearEnd }: Shown): string => {
  const [first] = customers
  const at = yearEnd?.season.closedAt ?? lastAt
  return [
    section('What is in the log now', countLines(report)),
    section('Revenue by month, net of returns', monthChart(report.revenueMinorByMonth)),
    section('Products that sold best', productLines(products, report.topProducts)),
    section(`Customers who bought most, points as on ${dayOf(at)}`, customerLines(customers)),
    ...(yearEnd === undefined ? [] : yearEndSections(yearEnd)),
    section(`Points of all members, as on ${dayOf(at)}`, pointsLines(report.points, worthOf)),
    ...(story === undefined || first === undefined
      ? []
      : [
          section(`What customer ${shortId(first.customerId)} did`, [
            ...timelineLines(story),
            ...rhythmLines(story.purchases, lastAt),
          ]),
          section(
            `What customer ${shortId(first.customerId)} would be sent, as on ${dayOf(at)}`,
            letterLines(first, story, at),
          ),
        ]),
  ].join('\n')
}
