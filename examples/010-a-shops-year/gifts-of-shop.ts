// What the shop gives at the end of its year, as data: the items, how many pieces there are, and what becomes of each gift.
import {
  type CivilDate,
  codeOf,
  type GiftId,
  type GiftItemId,
  giftId,
  giftItemId,
} from '@patina/crm'
import type { GiftLimits, GiftTerms } from '@patina/crm/gifts'
import { idOf, shop } from './shop.js'

/** What the person does about a gift that is theirs. */
export type Fate = 'collected' | 'delivered' | 'lapsed' | 'returned'

/** An item of the catalogue. */
export interface ShopGift {
  readonly code: string
  readonly itemId: GiftItemId
  readonly name: string
  readonly points: number
  readonly tiers: ReadonlyArray<string>
  /** How many pieces come in. */
  readonly pieces: number
  /** What becomes of the first one that is asked for, of the second, and so on from the start again. */
  readonly fates: ReadonlyArray<Fate>
}

const item = (code: string, rest: Omit<ShopGift, 'code' | 'itemId'>): ShopGift => ({
  code,
  itemId: giftItemId(idOf('gift item', code)),
  ...rest,
})

/** The catalogue. Of the hampers there are not enough. */
export const shopGifts: ReadonlyArray<ShopGift> = [
  item('hamper', {
    name: 'Christmas hamper',
    points: 5_000,
    tiers: ['gold'],
    pieces: 4,
    fates: ['collected', 'delivered', 'returned', 'collected'],
  }),
  item('calendar', {
    name: 'Wall calendar',
    points: 500,
    tiers: ['silver', 'gold'],
    pieces: 20,
    fates: ['lapsed', 'collected', 'delivered', 'collected', 'returned'],
  }),
]

/** The terms of an item in a season: a hundred points are worth a pound. */
export const termsOf = (
  { name, points, tiers }: ShopGift,
  fromDay: CivilDate,
  toDay: CivilDate,
): GiftTerms => ({
  name,
  points,
  worth: { currency: shop.currency, minor: points },
  fromDay,
  toDay,
  tiers: tiers.map(codeOf),
  capPerPerson: 1,
})

/** What the shop lets one person have: in pence. */
export const giftLimits: GiftLimits = { perGiftMinor: 50_00, perYearMinor: 100_00 }

/** The gift of an item that a customer asks for in the season that begins on a day. */
export const giftOf = ({ code }: ShopGift, customer: string, season: CivilDate): GiftId =>
  giftId(idOf('gift', code, customer, season))
