// What the end of the year came to, read from the views: who belongs to which category, what was given, where the points are.
import type { CustomerId, GiftItemId } from '@patina/crm'
import { belongsOn, categoryMembersView } from '@patina/crm/categories'
import {
  type GiftOfPerson,
  type GiftStock,
  giftCatalogueView,
  giftHistoryView,
} from '@patina/crm/gifts'
import { balanceView } from '@patina/crm/points'
import type { Instant } from '@patina/eventsourcing'
import { orThrow } from '@patina/patina'
import { everyView, type Shop } from './capabilities.js'
import { shopCategories } from './categories-of-shop.js'
import { type ShopGift, shopGifts } from './gifts-of-shop.js'
import { bestCustomers } from './giving.js'
import type { Season } from './season.js'

/** How many customers belong to a category. */
export interface CategoryCount {
  readonly code: string
  readonly customers: number
  /** Those among them of whom the shop itself has said so. */
  readonly byHand: number
  /** Those of whom the shop has said that they do not, whatever the rule says. */
  readonly excluded: number
}

/** The customers of each category on the day on which they were sorted, in the order of the catalogue. */
export const categoryCounts = async (
  application: Shop,
  { sortedOn }: Season,
): Promise<ReadonlyArray<CategoryCount>> => {
  const counts = new Map(
    shopCategories.map(({ categoryId, code }) => [
      categoryId,
      { code, customers: 0, byHand: 0, excluded: 0 },
    ]),
  )
  for await (const { view } of everyView(application, categoryMembersView)) {
    const { holding } = view
    const count = holding === undefined ? undefined : counts.get(holding.categoryId)
    if (holding === undefined || count === undefined) continue
    if (belongsOn(holding, sortedOn)) count.customers++
    if (holding.word?.as === 'member') count.byHand++
    if (holding.word?.as === 'excluded') count.excluded++
  }
  return [...counts.values()]
}

/** A gift with what its item is called. */
export interface GiftGiven extends GiftOfPerson {
  readonly name: string
}

const nameOf = (itemId: GiftItemId | undefined): string =>
  shopGifts.find((item) => item.itemId === itemId)?.name ?? 'gift'

// In the order of the catalogue, not of ids that mean nothing.
const inOrder = (gifts: ReadonlyArray<GiftOfPerson>): ReadonlyArray<GiftGiven> =>
  shopGifts.flatMap(({ itemId }) =>
    gifts
      .filter((gift) => gift.itemId === itemId)
      .map((gift) => ({ ...gift, name: nameOf(itemId) })),
  )

/** What one customer asked for. */
export const giftsOfCustomer = async (
  application: Shop,
  customerId: CustomerId,
): Promise<ReadonlyArray<GiftGiven>> => {
  const history = await orThrow(application.read(giftHistoryView, customerId))
  return inOrder(history?.gifts ?? [])
}

/** What everybody asked for: of each item first what the best customers did. */
export const giftsGiven = async (application: Shop): Promise<ReadonlyArray<GiftGiven>> => {
  const gifts: (readonly [rank: number, gift: GiftOfPerson])[] = []
  const best = await bestCustomers(application)
  for await (const { key, view } of everyView(application, giftHistoryView)) {
    const found = best.indexOf(key)
    const rank = found < 0 ? best.length : found
    gifts.push(...view.gifts.map((gift) => [rank, gift] as const))
  }
  return inOrder(gifts.sort(([a], [b]) => a - b).map(([, gift]) => gift))
}

/** An item and its pieces in the shop. */
export interface ShelfLine extends Omit<GiftStock, 'storeId'> {
  readonly item: ShopGift
}

/** The catalogue with its stock. */
export const shelf = async (application: Shop): Promise<ReadonlyArray<ShelfLine>> => {
  const lines: ShelfLine[] = []
  for (const item of shopGifts) {
    const found = await orThrow(application.read(giftCatalogueView, item.itemId))
    for (const { storeId: _, ...stock } of found?.stock ?? []) lines.push({ item, ...stock })
  }
  return lines
}

/** The points of all members together: `earned` + `moved` = the sum of the others, but for what is owed. */
export interface PointsTotals {
  readonly earned: number
  /** Came to other lots, less what left its own: points of gifts that came back after their last day. */
  readonly moved: number
  readonly takenBack: number
  /** On gifts, less what was undone. */
  readonly spent: number
  readonly expired: number
  /** Gone against what was owed. */
  readonly absorbed: number
  /** Put aside for gifts that are under way. */
  readonly held: number
  readonly available: number
  readonly owed: number
}

/** What all members have at a moment, by default now. */
export const pointsTotals = async (
  application: Shop,
  at: Instant | undefined,
): Promise<PointsTotals> => {
  const totals = {
    earned: 0,
    moved: 0,
    takenBack: 0,
    spent: 0,
    expired: 0,
    absorbed: 0,
    held: 0,
    available: 0,
    owed: 0,
  }
  const options = at === undefined ? {} : { at }
  for await (const { view } of everyView(application, balanceView, options)) {
    totals.earned += view.earned
    totals.moved += view.moved
    totals.takenBack += view.reversed
    totals.spent += view.spent
    totals.expired += view.expired
    totals.absorbed += view.absorbed
    totals.held += view.held
    totals.available += view.available
    totals.owed += view.owed
  }
  return totals
}
