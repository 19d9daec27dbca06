import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  codeOf,
  crm,
  currency,
  dayOf,
  giftId,
  giftItemId,
  reasonCode,
  stockDeliveryId,
  storeId,
} from '@patina/crm'
import {
  type GiftHindrance,
  giftCatalogueView,
  giftStandingsView,
  type ListedGift,
  type RequestGift,
} from '@patina/crm/gifts'
import { membershipIdOf } from '@patina/crm/membership'
import { balanceView } from '@patina/crm/points'
import { newId, systemClock } from '@patina/eventsourcing'
import { type Application, open, orThrow } from '@patina/patina'
import { embedded } from '@patina/sqlite'
import {
  clockSale,
  customerId,
  hongKong,
  programmeId,
  rulesFrom,
  walkIn,
} from '../001-enrol-and-earn/shop.js'

const by = (actor: string) => ({ commandId: newId(), actor })
const itemId = giftItemId(newId())
const shop = storeId('HK1')

type App = Application<typeof crm>

// A member with 480 points, and one umbrella in the shop.
const prepare = async (app: App): Promise<void> => {
  const today = dayOf(systemClock(), hongKong)
  await orThrow(app.send({ type: 'RegisterCustomer', customerId, ...walkIn }, by('clerk-7')))
  const rules = rulesFrom(today)
  await orThrow(app.send({ type: 'AdoptRules', programmeId, rules }, by('manager-1')))
  await orThrow(app.send({ type: 'Admit', programmeId, customerId, since: today }, by('clerk-7')))
  const sale = { type: 'RecordSale', ...clockSale, customerId, soldOn: today } as const
  await orThrow(app.send(sale, by('till-2')))

  const terms = {
    name: 'Umbrella',
    points: 200,
    worth: { currency: currency('HKD'), minor: 20_000 },
    capPerPerson: 1,
  }
  await orThrow(app.send({ type: 'ListGiftItem', itemId, terms }, by('manager-1')))
  const delivery = { deliveryId: stockDeliveryId(newId()), storeId: shop, count: 1 }
  await orThrow(app.send({ type: 'ReceiveStock', itemId, ...delivery }, by('clerk-7')))
  await orThrow(app.settled)
}

const reasonOf = ({ type }: GiftHindrance): string => type

const show = async (app: App, what: string, id: RequestGift['giftId']): Promise<void> => {
  // What was asked for is done step by step: wait until everything has been dealt with.
  await orThrow(app.settled)
  const gift = await orThrow(app.read(giftStandingsView, id))
  const balance = await orThrow(app.read(balanceView, membershipIdOf(programmeId, customerId)))
  const catalogue = await orThrow(app.read(giftCatalogueView, itemId))
  const stock = catalogue?.stock[0]
  const why = gift?.reasons === undefined ? '' : ` for ${gift.reasons.map(reasonOf).join(', ')}`
  console.log(
    `${what}: ${gift?.stage}${why}, ${balance?.available} points, ${stock?.onHand} on the shelf`,
  )
}

export const main = async (folder: string): Promise<void> => {
  const app = await orThrow(open(embedded(folder), crm))
  await prepare(app)

  // The terms that it is asked for under come in the command, as the catalogue has them.
  const catalogue = await orThrow(app.read(giftCatalogueView, itemId))
  if (catalogue?.listed === undefined) throw new Error('the item is not in the catalogue')
  const item: ListedGift = { itemId, ...catalogue.listed }

  const first = giftId(newId())
  const request: RequestGift = {
    type: 'RequestGift',
    giftId: first,
    customerId,
    programmeId,
    storeId: shop,
    item,
    facts: { categories: [] },
  }
  await orThrow(app.send(request, by('clerk-7')))
  await show(app, 'asked for', first)

  const second = giftId(newId())
  await orThrow(app.send({ ...request, giftId: second }, by('clerk-7')))
  await show(app, 'and another', second)

  await orThrow(app.send({ type: 'OfferForCollection', giftId: first }, by('clerk-7')))
  const proof = codeOf('memberCard')
  await orThrow(app.send({ type: 'CollectGift', giftId: first, proof }, by('clerk-7')))
  await show(app, 'handed over', first)

  const back = { condition: 'asNew', reasonCode: reasonCode('unwanted') } as const
  await orThrow(app.send({ type: 'ReturnGift', giftId: first, ...back }, by('clerk-7')))
  await show(app, 'brought back', first)

  await app.close()
}

if (process.argv[1] === import.meta.filename) {
  await main(process.argv[2] ?? mkdtempSync(join(tmpdir(), 'patina-')))
}
