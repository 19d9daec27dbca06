// What the views say about the shop, as data.
import type { CustomerId, MembershipId, Month, Sku } from '@patina/crm'
import { type CustomerProfile, profileView, type Timeline, timeline } from '@patina/crm/customers'
import { type MemberTier, memberTiersView } from '@patina/crm/membership'
import {
  type Balance,
  balanceView,
  type PointsEvent,
  type Statement,
  statement,
} from '@patina/crm/points'
import { type PurchaseDays, purchaseDaysView } from '@patina/crm/preferences'
import {
  type MonthOfSales,
  type ProductSales,
  productSalesView,
  type ReturnDocument,
  returnsView,
  salesByMonthView,
} from '@patina/crm/sales'
import { type Instant, streamName } from '@patina/eventsourcing'
import { type Listed, orThrow } from '@patina/patina'
import { everyView, type Shop } from './capabilities.js'
import { eventCountsView } from './log-size.js'
import type { RowCounts } from './read-retail.js'
import type { Season } from './season.js'
import { membershipOf, shop } from './shop.js'
import {
  type CategoryCount,
  categoryCounts,
  type GiftGiven,
  giftsGiven,
  giftsOfCustomer,
  type PointsTotals,
  pointsTotals,
} from './year-closed.js'

/** The report as data: what `--json` writes. Amounts are whole pence. */
export interface Report extends RowCounts {
  readonly customers: number
  readonly sales: number
  /** Return documents. */
  readonly returns: number
  readonly unmatchedReturnLines: number
  /** Net of returns, by the month of each document's own day. */
  readonly revenueMinorByMonth: Readonly<Record<string, number>>
  /** The ten best by net revenue. */
  readonly topProducts: ReadonlyArray<ProductFigures>
  /** How many customers belong to each category on the day on which they were sorted; empty while the year is not over. */
  readonly categories: Readonly<Record<string, number>>
  /** How many gifts stand at each stage. */
  readonly gifts: Readonly<Record<string, number>>
  /** Of all members together, when the year is closed, or now while it is not. */
  readonly points: PointsTotals
  /** By this run. */
  readonly eventsAppended: number
  readonly eventsInLog: number
  /** Those among them that carry a sealed value of a person. */
  readonly personalEvents: number
  /** SHA-256 of each view, in hex. */
  readonly viewDigests: Readonly<Record<string, string>>
  /** One digest over all views that another log with the same history shares. */
  readonly comparableDigest: string
}

export interface ProductFigures {
  readonly sku: string
  readonly quantity: number
  readonly revenueMinor: number
}

/** A customer as the screen shows him. */
export interface CustomerFile {
  readonly customerId: CustomerId
  readonly profile: CustomerProfile
  readonly balance: Balance | undefined
  readonly tier: MemberTier | undefined
}

const topLimit = 10

const netMinor = (turnover: MonthOfSales['turnover']): number =>
  turnover.find(({ currency }) => currency === shop.currency)?.netMinor ?? 0

/** How many events of each type the log holds. */
export const countEvents = async (application: Shop): Promise<ReadonlyMap<string, number>> => {
  const counts = new Map<string, number>()
  for await (const { key, view } of everyView(application, eventCountsView)) {
    counts.set(key, view.events)
  }
  return counts
}

/** The sum over all types. */
export const sumOf = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((sum, count) => sum + count, 0)

/** Sales by month, in the order of the months. */
const monthsOf = async (application: Shop): Promise<ReadonlyArray<Listed<Month, MonthOfSales>>> => {
  const months: Listed<Month, MonthOfSales>[] = []
  for await (const month of everyView(application, salesByMonthView)) months.push(month)
  return months
}

/** The best-selling products by net revenue. */
export const topProducts = (
  application: Shop,
  limit: number,
): Promise<ReadonlyArray<Listed<Sku, ProductSales>>> =>
  orThrow(application.list(productSalesView, { by: 'revenue_minor', isDescending: true, limit }))

/** The customers who bought most, with what they have in points at a moment: points expire as time goes. */
export const topCustomers = async (
  application: Shop,
  limit: number,
  at: Instant | undefined,
): Promise<ReadonlyArray<CustomerFile>> => {
  const query = { by: 'net_minor', isDescending: true, limit }
  const best = await orThrow(application.list(profileView, query))
  const asOn = at === undefined ? {} : { at }
  return Promise.all(
    best.map(async ({ key: customerId, view: profile }) => ({
      customerId,
      profile,
      balance: await orThrow(application.read(balanceView, membershipOf(customerId), asOn)),
      tier: (await orThrow(application.read(memberTiersView, customerId, asOn)))?.memberships[0],
    })),
  )
}

// One stream holds all of an account, so the log need not be read: a projection is a value and folds wherever events are.
const statementOf = async (application: Shop, membership: MembershipId): Promise<Statement> => {
  const account = await orThrow(application.history(streamName('points', membership)))
  return account.reduce(
    (before, { event }) => statement.evolve(before, event as PointsEvent),
    statement.initial(membership),
  )
}

/** All that happened with a customer, the statement of their points, and the days on which they bought. */
export interface Story {
  readonly timeline: Timeline
  readonly statement: Statement
  readonly purchases: PurchaseDays | undefined
  /** What they asked for, whatever became of it. */
  readonly gifts: ReadonlyArray<GiftGiven>
}

/** The story of a customer. Timeline and statement are folded from the log when they are asked for. */
export const storyOf = async (application: Shop, customerId: CustomerId): Promise<Story> => ({
  timeline: await orThrow(application.asOf(timeline, customerId)),
  statement: await statementOf(application, membershipOf(customerId)),
  purchases: await orThrow(application.read(purchaseDaysView, customerId)),
  gifts: await giftsOfCustomer(application, customerId),
})

const countReturns = async (
  application: Shop,
): Promise<Pick<Report, 'returns' | 'unmatchedReturnLines'>> => {
  let returns = 0
  let unmatchedReturnLines = 0
  const documents: AsyncIterable<{ readonly view: ReturnDocument }> = everyView(
    application,
    returnsView,
  )
  for await (const { view } of documents) {
    returns++
    unmatchedReturnLines += view.unmatchedLines
  }
  return { returns, unmatchedReturnLines }
}

const byCode = (counts: ReadonlyArray<CategoryCount>): Report['categories'] =>
  Object.fromEntries(counts.map(({ code, customers }) => [code, customers]))

const byStage = (given: ReadonlyArray<GiftGiven>): Report['gifts'] => {
  const counts: Record<string, number> = {}
  for (const { stage = 'requested' } of given) counts[stage] = (counts[stage] ?? 0) + 1
  return counts
}

/** The report of a run that began with so many events in the log, and closed the year or did not. */
export const reportOf = async (
  application: Shop,
  rows: RowCounts,
  eventsBefore: number,
  season: Season | undefined,
): Promise<Report> => {
  const digests = await orThrow(application.digests)
  const counts = await countEvents(application)
  const months = await monthsOf(application)
  const products = await topProducts(application, topLimit)
  const eventsInLog = sumOf(counts)
  return {
    rowsRead: rows.rowsRead,
    rowsAccepted: rows.rowsAccepted,
    rowsRejected: rows.rowsRejected,
    customers: counts.get('CustomerRegistered') ?? 0,
    sales: counts.get('SaleRecorded') ?? 0,
    ...(await countReturns(application)),
    revenueMinorByMonth: Object.fromEntries(
      months.map(({ key, view }) => [key, netMinor(view.turnover)]),
    ),
    topProducts: products.map(({ key: sku, view: { netUnits, turnover } }) => ({
      sku,
      quantity: netUnits,
      revenueMinor: netMinor(turnover),
    })),
    categories: season === undefined ? {} : byCode(await categoryCounts(application, season)),
    gifts: byStage(await giftsGiven(application)),
    points: await pointsTotals(application, season?.closedAt),
    eventsAppended: eventsInLog - eventsBefore,
    eventsInLog,
    personalEvents: (counts.get('NameRecorded') ?? 0) + (counts.get('IdentifierAdded') ?? 0),
    viewDigests: digests.views,
    comparableDigest: digests.comparable,
  }
}
