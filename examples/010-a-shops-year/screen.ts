// The report as a person reads it.

import type { Timeline, TimelineEntry } from '@patina/crm/customers'
import type { ProductSales } from '@patina/crm/sales'
import type { Instant } from '@patina/eventsourcing'
import type { Listed } from '@patina/patina'
import { dayOf, more, pounds, shownEntries, signed, whole, wordsOf } from './figures.js'
import { letterLines } from './letter.js'
import type { CustomerFile, Report, Story } from './report.js'
import { section, table } from './text-table.js'

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

const words: Readonly<Partial<Record<TimelineEntry['kind'], string>>> = {
  CustomerRegistered: 'registered at',
  CustomerStatusChanged: 'is now',
  NameRecorded: 'name taken down',
  IdentifierAdded: 'contact taken down',
  IdentifierVerified: 'contact verified',
  IdentifierFoundInvalid: 'could not be reached',
  IdentifierRemoved: 'contact removed',
  SaleRecorded: 'bought',
  SaleVoided: 'sale voided',
  SaleClaimed: 'sale claimed',
  SaleLinesReturned: 'returned',
  UnmatchedReturnRecorded: 'returned, no sale found',
  MembershipActivated: 'joined the programme',
  MembershipClosed: 'left the programme',
  CardIssued: 'card issued',
  CardReplaced: 'card replaced',
  CardBlocked: 'card blocked',
  PointsAwarded: 'earned points',
  PointsReversed: 'points taken back',
  PointsRedeemed: 'points redeemed',
  RedemptionUndone: 'redemption undone',
  PointsExpired: 'points expired',
  DeficitAbsorbed: 'points went against a debt',
}

const isDocument = ({ kind }: TimelineEntry): boolean =>
  kind === 'SaleRecorded' || kind === 'SaleLinesReturned' || kind === 'UnmatchedReturnRecorded'

/** The first entries of a timeline. */
const timelineLines = ({ entries }: Timeline): ReadonlyArray<string> => [
  ...table(
    '<<<>>',
    entries
      .slice(0, shownEntries)
      .map((entry) => [
        entry.day ?? entry.occurredAt.slice(0, 10),
        words[entry.kind] ?? wordsOf(entry.kind),
        isDocument(entry) || entry.kind === 'CustomerRegistered' ? entry.reference : '',
        entry.amountMinor === undefined ? '' : pounds(entry.amountMinor),
        entry.points === undefined ? '' : `${signed(entry.points)} points`,
      ]),
  ),
  ...more(entries.length, shownEntries),
]

/** All that one run has to show. */
export interface Shown {
  readonly report: Report
  readonly products: ReadonlyArray<Listed<string, ProductSales>>
  readonly customers: ReadonlyArray<CustomerFile>
  /** The moment that points are shown for: that of the last document. */
  readonly at: Instant | undefined
  readonly story: Story | undefined
}

/** The whole report as text. */
export const screen = ({ report, products, customers, story, at }: Shown): string => {
  const [first] = customers
  return [
    section('What is in the log now', countLines(report)),
    section('Revenue by month, net of returns', monthChart(report.revenueMinorByMonth)),
    section('Products that sold best', productLines(products, report.topProducts)),
    section(`Customers who bought most, points as on ${dayOf(at)}`, customerLines(customers)),
    ...(story === undefined || first === undefined
      ? []
      : [
          section(`What customer ${shortId(first.customerId)} did`, timelineLines(story.timeline)),
          section(
            `What customer ${shortId(first.customerId)} would be sent, as on ${dayOf(at)}`,
            letterLines(first, story, at),
          ),
        ]),
  ].join('\n')
}
