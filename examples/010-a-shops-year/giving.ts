// The gifts of the season: who asks for what, and what becomes of it, day by day and through commands.
import { type CivilDate, type CustomerId, codeOf, reasonCode, stockDeliveryId } from '@patina/crm'
import { profileView } from '@patina/crm/customers'
import {
  type GiftStanding,
  giftCatalogueView,
  giftStandingsView,
  type ListedGift,
} from '@patina/crm/gifts'
import { memberTiersView } from '@patina/crm/membership'
import type { Context } from '@patina/eventsourcing'
import { orThrow } from '@patina/patina'
import type { Shop } from './capabilities.js'
import type { CrmCommand } from './commands.js'
import {
  type Fate,
  giftLimits,
  giftOf,
  type ShopGift,
  shopGifts,
  termsOf,
} from './gifts-of-shop.js'
import type { Season } from './season.js'
import { atHour, clubId, commandIdOf, idOf, shop } from './shop.js'

/** How many of the best customers are asked what they would like. */
const asked = 10

/** A gift that somebody would like. */
export interface Wish {
  readonly item: ShopGift
  readonly customerId: CustomerId
  readonly tier: string
  readonly fate: Fate
}

/** The customers who bought most, the best one first. Nothing that is done for gifts changes who they are. */
export const bestCustomers = async (
  application: Shop,
  limit = asked,
): Promise<ReadonlyArray<CustomerId>> => {
  const query = { by: 'net_minor', isDescending: true, limit }
  return (await orThrow(application.list(profileView, query))).map(({ key }) => key)
}

const contextOf = (day: CivilDate, hour: number, ...name: ReadonlyArray<string>): Context => ({
  commandId: commandIdOf(...name),
  actor: 'gift-desk',
  occurredAt: atHour(day, hour),
})

/** Lists the items and enters the pieces that came in: once in a season. */
export const fillShelf = async (
  application: Shop,
  { sortedOn, collectByDay }: Season,
): Promise<void> => {
  for (const item of shopGifts) {
    const { code, itemId, pieces: count } = item
    const terms = termsOf(item, sortedOn, collectByDay)
    const listing = contextOf(sortedOn, 8, 'list', code, sortedOn)
    await orThrow(application.send({ type: 'ListGiftItem', itemId, terms }, listing))
    const deliveryId = stockDeliveryId(idOf('delivery', code, sortedOn))
    const delivery = {
      type: 'ReceiveStock',
      itemId,
      storeId: shop.storeId,
      deliveryId,
      count,
    } as const
    await orThrow(application.send(delivery, contextOf(sortedOn, 8, 'receive', code, sortedOn)))
  }
}

/** What the best customers would like: one of each item that is for their tier. */
const wishesIn = async (application: Shop, { sortedOn }: Season): Promise<ReadonlyArray<Wish>> => {
  const best = await bestCustomers(application)
  const at = atHour(sortedOn, 10)
  const tiers = await Promise.all(
    best.map(async (customerId) => {
      const held = await orThrow(application.read(memberTiersView, customerId, { at }))
      return [customerId, held?.memberships[0]?.tier] as const
    }),
  )
  return shopGifts.flatMap((item) =>
    tiers
      .flatMap(([customerId, tier]) =>
        tier !== undefined && item.tiers.includes(tier) ? [{ item, customerId, tier }] : [],
      )
      .map((wish, index) => ({
        ...wish,
        fate: item.fates[index % item.fates.length] ?? 'collected',
      })),
  )
}

const listedOf = async (application: Shop, { itemId, code }: ShopGift): Promise<ListedGift> => {
  const found = await orThrow(application.read(giftCatalogueView, itemId))
  if (found?.listed === undefined) throw new Error(`${code} is not in the catalogue`)
  return { itemId, ...found.listed }
}

/** What has become of a gift; `undefined` when nobody asked for it. */
const standingOf = (
  application: Shop,
  { item, customerId }: Wish,
  { sortedOn }: Season,
): Promise<GiftStanding | undefined> =>
  orThrow(application.read(giftStandingsView, giftOf(item, customerId, sortedOn)))

// One after the other, each to its end: who asks first has the last piece, in every run.
const ask = async (application: Shop, wish: Wish, { sortedOn }: Season): Promise<void> => {
  const { item, customerId, tier } = wish
  const giftId = giftOf(item, customerId, sortedOn)
  const request: CrmCommand = {
    type: 'RequestGift',
    giftId,
    customerId,
    programmeId: clubId,
    storeId: shop.storeId,
    item: await listedOf(application, item),
    facts: { tier: codeOf(tier), categories: [] },
    limits: giftLimits,
  }
  await orThrow(application.send(request, contextOf(sortedOn, 10, 'ask', giftId)))
  await orThrow(application.settled)
}

type Deed = readonly [day: CivilDate, command: (wish: Wish, season: Season) => CrmCommand]

// What is done for a gift on which day, after it is issued.
const deedsFor = (fate: Fate, season: Season): ReadonlyArray<Deed> => {
  const giftId = ({ item, customerId }: Wish) => giftOf(item, customerId, season.sortedOn)
  const offer: Deed = [
    season.offeredOn,
    (wish) => ({
      type: 'OfferForCollection',
      giftId: giftId(wish),
      collectByDay: season.collectByDay,
    }),
  ]
  const collect: Deed = [
    season.collectedOn,
    (wish) => ({ type: 'CollectGift', giftId: giftId(wish), proof: codeOf('memberCard') }),
  ]
  switch (fate) {
    case 'collected':
      return [offer, collect]
    case 'returned':
      return [
        offer,
        collect,
        [
          season.returnedOn,
          (wish) => ({
            type: 'ReturnGift',
            giftId: giftId(wish),
            condition: 'asNew',
            reasonCode: reasonCode('unwanted'),
          }),
        ],
      ]
    case 'lapsed':
      return [offer, [season.lapsedOn, (wish) => ({ type: 'LapseGift', giftId: giftId(wish) })]]
    case 'delivered':
      return [
        [
          season.sentOn,
          (wish) => ({
            type: 'ShipGift',
            giftId: giftId(wish),
            customerId: wish.customerId,
            carrier: codeOf('post'),
          }),
        ],
        [season.arrivedOn, (wish) => ({ type: 'DeliverGift', giftId: giftId(wish) })],
      ]
  }
}

/** Lets the best customers ask, and hands over what they get. What was done in an earlier run is done. */
export const give = async (application: Shop, season: Season): Promise<void> => {
  const wishes = await wishesIn(application, season)
  for (const wish of wishes) await ask(application, wish, season)
  const due: (readonly [Wish, Deed])[] = []
  for (const wish of wishes) {
    const standing = await standingOf(application, wish, season)
    if (standing?.stage === 'refused') continue
    due.push(...deedsFor(wish.fate, season).map((deed) => [wish, deed] as const))
  }
  // Day by day, for an account cannot go back in time.
  due.sort(([, [a]], [, [b]]) => (a < b ? -1 : a > b ? 1 : 0))
  for (const [wish, [day, commandOf]] of due) {
    const command = commandOf(wish, season)
    const context = contextOf(
      day,
      11,
      command.type,
      wish.item.code,
      wish.customerId,
      season.sortedOn,
    )
    await orThrow(application.send(command, context))
  }
  await orThrow(application.settled)
}
