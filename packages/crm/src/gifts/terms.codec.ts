import {
  type ByType,
  integer,
  list,
  literal,
  oneOf,
  optional,
  record,
  text,
} from '@patina/eventsourcing'
import type * as t from 'io-ts'
import {
  civilDateCodec,
  codeCodec,
  countCodec,
  currencyCodec,
  giftItemIdCodec,
  minorCodec,
  pointsCodec,
  setOf,
  sha256Codec,
  somePointsCodec,
  staffIdCodec,
} from '../shared/codecs.js'
import type { UnderTerms } from './events.js'
import type { GiftHindrance } from './hindrances.js'
import type { GiftFacts, GiftLimits, GiftTerms, GiftWorth, ListedGift } from './terms.js'

const versionCodec = integer(1, 1_000_000)
const capCodec = integer(1, 1_000_000)
const monthsCodec = integer(1, 1200)

/** What a gift is worth. */
export const worthCodec: t.Type<GiftWorth, unknown> = record<GiftWorth>('GiftWorth', {
  currency: currencyCodec,
  minor: minorCodec,
})

/** The terms on which an item is given. */
export const termsCodec: t.Type<GiftTerms, unknown> = record<GiftTerms>('GiftTerms', {
  name: optional(text(200)),
  points: optional(somePointsCodec),
  worth: worthCodec,
  fromDay: optional(civilDateCodec),
  toDay: optional(civilDateCodec),
  tiers: optional(setOf(codeCodec)),
  categories: optional(setOf(codeCodec)),
  capPerPerson: optional(capCodec),
  noRepeatMonths: optional(monthsCodec),
})

/** Terms as they are listed. */
export const listedCodec: t.Type<ListedGift, unknown> = record<ListedGift>('ListedGift', {
  itemId: giftItemIdCodec,
  version: versionCodec,
  sha256: sha256Codec,
  terms: termsCodec,
})

/** Above what a gift needs an approver. */
export const limitsCodec: t.Type<GiftLimits, unknown> = record<GiftLimits>('GiftLimits', {
  perGiftMinor: minorCodec,
  perYearMinor: minorCodec,
})

/** What is known of the person. */
export const factsCodec: t.Type<GiftFacts, unknown> = record<GiftFacts>('GiftFacts', {
  tier: optional(codeCodec),
  categories: setOf(codeCodec, { least: 0 }),
})

/** What a gift is given under. */
export const underCodec: t.Type<UnderTerms, unknown> = record<UnderTerms>('UnderTerms', {
  version: versionCodec,
  sha256: sha256Codec,
  worth: worthCodec,
  capPerPerson: optional(capCodec),
  noRepeatMonths: optional(monthsCodec),
  limits: limitsCodec,
  approver: optional(staffIdCodec),
})

type Hindrance<Type extends GiftHindrance['type']> = Extract<GiftHindrance, { readonly type: Type }>

const hindrances: ByType<GiftHindrance> = {
  NotForPoints: record<Hindrance<'NotForPoints'>>('NotForPoints', {
    type: literal('NotForPoints'),
  }),
  OutsideWindow: record<Hindrance<'OutsideWindow'>>('OutsideWindow', {
    type: literal('OutsideWindow'),
    day: civilDateCodec,
    fromDay: optional(civilDateCodec),
    toDay: optional(civilDateCodec),
  }),
  TierNeeded: record<Hindrance<'TierNeeded'>>('TierNeeded', {
    type: literal('TierNeeded'),
    tiers: setOf(codeCodec),
    found: optional(codeCodec),
  }),
  CategoryNeeded: record<Hindrance<'CategoryNeeded'>>('CategoryNeeded', {
    type: literal('CategoryNeeded'),
    categories: setOf(codeCodec),
    found: setOf(codeCodec, { least: 0 }),
  }),
  WorthAboveLimit: record<Hindrance<'WorthAboveLimit'>>('WorthAboveLimit', {
    type: literal('WorthAboveLimit'),
    per: literal('gift', 'year'),
    currency: currencyCodec,
    limitMinor: countCodec,
    takenMinor: countCodec,
    askedMinor: countCodec,
  }),
  ApproverIsActor: record<Hindrance<'ApproverIsActor'>>('ApproverIsActor', {
    type: literal('ApproverIsActor'),
  }),
  CapReached: record<Hindrance<'CapReached'>>('CapReached', {
    type: literal('CapReached'),
    cap: countCodec,
    taken: countCodec,
  }),
  RepeatTooSoon: record<Hindrance<'RepeatTooSoon'>>('RepeatTooSoon', {
    type: literal('RepeatTooSoon'),
    months: monthsCodec,
    otherDay: civilDateCodec,
  }),
  ItemNotOffered: record<Hindrance<'ItemNotOffered'>>('ItemNotOffered', {
    type: literal('ItemNotOffered'),
    askedVersion: versionCodec,
    listedVersion: optional(versionCodec),
  }),
  StockGone: record<Hindrance<'StockGone'>>('StockGone', {
    type: literal('StockGone'),
    onHand: countCodec,
    reserved: countCodec,
  }),
  PointsRefused: record<Hindrance<'PointsRefused'>>('PointsRefused', {
    type: literal('PointsRefused'),
    reason: codeCodec,
    asked: pointsCodec,
    available: pointsCodec,
  }),
  PointsLost: record<Hindrance<'PointsLost'>>('PointsLost', {
    type: literal('PointsLost'),
    reason: codeCodec,
  }),
}

/** What stands against a gift: at least one thing. */
export const reasonsCodec: t.Type<ReadonlyArray<GiftHindrance>, unknown> = list(
  oneOf<GiftHindrance>('GiftHindrance', hindrances),
  { least: 1, most: 20 },
)
