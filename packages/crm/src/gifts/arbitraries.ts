// Generators of gifts, and the gifts of most stories. Left out of the build.
import type { Issued } from '@patina/eventsourcing'
import { sealedPersonal } from '@patina/testing'
import fc from 'fast-check'
import {
  anyIds,
  codeTexts,
  currencies,
  customerIds,
  days,
  eventsOf,
  idOf,
  issuedAt,
  noon,
  programmeIds,
  reasonCodes,
  records,
  redemptionIds,
  staffIds,
  storeIds,
} from '../shared/arbitraries.js'
import {
  type CustomerId,
  codeOf,
  type GiftId,
  type GiftItemId,
  type MembershipId,
  reasonCode,
  type StockCorrectionId,
  type StockDeliveryId,
  storeId,
} from '../shared/ids.js'
import { currency } from '../shared/money.js'
import { giftsForGiftsName, giftsForPointsName } from '../shared/process.js'
import { sha256Of } from '../shared/sha256.js'
import type * as C from './commands.js'
import { decide } from './decide/index.js'
import type * as V from './events.js'
import type { GiftHindrance } from './hindrances.js'
import { giftNote, giftOccasion, giftTracking } from './kinds.js'
import { evolve, initial } from './state.js'
import type { GiftFacts, GiftLimits, GiftTerms, GiftWorth, ListedGift } from './terms.js'

const hashes = fc.stringMatching(/^[0-9a-f]{64}$/)
const minors = fc.nat(1_000_000)
const points = fc.integer({ min: 1, max: 100_000 })
const versions = fc.integer({ min: 1, max: 1_000_000 })
const codeSets = fc.uniqueArray(codeTexts, { minLength: 1, maxLength: 3 })
const giftIds = anyIds<GiftId>()
const itemIds = anyIds<GiftItemId>()
const stepNames = fc.constantFrom<V.GiftStep>('points', 'allowance', 'stock', 'capture')
const conditions = fc.constantFrom<V.GiftCondition>('asNew', 'damaged')
const words = fc
  .tuple(
    fc.constantFrom('Example words', '生日 of nobody', 'Fictional'),
    fc.integer({ min: 100_000, max: 999_999 }),
  )
  .map(([text, number]) => `${text} ${number}`)

/** What is said of gifts, sealed. */
export const sealedOccasions = sealedPersonal(giftOccasion, words)
export const sealedNotes = sealedPersonal(giftNote, words)
export const sealedTrackings = sealedPersonal(giftTracking, words)

const worths: fc.Arbitrary<GiftWorth> = fc.record({ currency: currencies, minor: minors })

const giftTerms: fc.Arbitrary<GiftTerms> = records<GiftTerms, 'worth'>(
  { worth: worths },
  {
    name: fc.constantFrom('Umbrella', '雨傘', 'Travel clock'),
    points,
    fromDay: days,
    toDay: days,
    tiers: codeSets,
    categories: codeSets,
    capPerPerson: fc.integer({ min: 1, max: 9 }),
    noRepeatMonths: fc.integer({ min: 1, max: 24 }),
  },
)

const limits: fc.Arbitrary<GiftLimits> = fc.record({ perGiftMinor: minors, perYearMinor: minors })

const facts: fc.Arbitrary<GiftFacts> = records<GiftFacts, 'categories'>(
  { categories: codeSets },
  { tier: codeTexts },
)

const listedGifts: fc.Arbitrary<ListedGift> = fc
  .record({ itemId: itemIds, version: versions, terms: giftTerms })
  .map((one) => ({ ...one, sha256: sha256Of(one.terms) }))

const unders: fc.Arbitrary<V.UnderTerms> = records<
  V.UnderTerms,
  'version' | 'sha256' | 'worth' | 'limits'
>(
  { version: versions, sha256: hashes, worth: worths, limits },
  {
    capPerPerson: fc.integer({ min: 1, max: 9 }),
    noRepeatMonths: fc.integer({ min: 1, max: 24 }),
    approver: staffIds,
  },
)

type Of<Type extends GiftHindrance['type']> = Extract<GiftHindrance, { readonly type: Type }>

const hindrances: fc.Arbitrary<GiftHindrance> = fc.oneof(
  fc.record({ type: fc.constant('NotForPoints' as const) }),
  records<Of<'OutsideWindow'>, 'type' | 'day'>(
    { type: fc.constant('OutsideWindow'), day: days },
    { fromDay: days, toDay: days },
  ),
  records<Of<'TierNeeded'>, 'type' | 'tiers'>(
    { type: fc.constant('TierNeeded'), tiers: codeSets },
    { found: codeTexts },
  ),
  fc.record({
    type: fc.constant('CategoryNeeded' as const),
    categories: codeSets,
    found: codeSets,
  }),
  fc.record({
    type: fc.constant('WorthAboveLimit' as const),
    per: fc.constantFrom('gift' as const, 'year' as const),
    currency: currencies,
    limitMinor: minors,
    takenMinor: minors,
    askedMinor: minors,
  }),
  fc.record({ type: fc.constant('ApproverIsActor' as const) }),
  fc.record({ type: fc.constant('CapReached' as const), cap: points, taken: points }),
  fc.record({
    type: fc.constant('RepeatTooSoon' as const),
    months: fc.integer({ min: 1, max: 24 }),
    otherDay: days,
  }),
  records<Of<'ItemNotOffered'>, 'type' | 'askedVersion'>(
    { type: fc.constant('ItemNotOffered'), askedVersion: versions },
    { listedVersion: versions },
  ),
  fc.record({ type: fc.constant('StockGone' as const), onHand: fc.nat(9), reserved: fc.nat(9) }),
  fc.record({
    type: fc.constant('PointsRefused' as const),
    reason: codeTexts,
    asked: points,
    available: fc.nat(100),
  }),
  fc.record({ type: fc.constant('PointsLost' as const), reason: codeTexts }),
)

const reasons = fc.array(hindrances, { minLength: 1, maxLength: 3 })

const piece = { itemId: itemIds, storeId: storeIds, giftId: giftIds }

const ofGift = {
  giftId: giftIds,
  customerId: customerIds,
  itemId: itemIds,
  storeId: storeIds,
  onDay: days,
}

const ofMember = { membershipId: anyIds<MembershipId>() }

const ofAllowance = {
  giftId: giftIds,
  customerId: customerIds,
  itemId: itemIds,
  worth: worths,
  onDay: days,
}

const plainOfGift = <Type extends V.GiftEntry['type']>(type: Type) => ({
  type: fc.constant(type),
  ...ofGift,
})

type Plain<A> = Exclude<keyof A, 'membershipId'>

const itemEvents: fc.Arbitrary<V.GiftsEvent> = fc.oneof(
  fc.record({
    type: fc.constant('GiftItemListed' as const),
    itemId: itemIds,
    version: versions,
    sha256: hashes,
    terms: giftTerms,
  }),
  fc.record({
    type: fc.constant('GiftItemWithdrawn' as const),
    itemId: itemIds,
    reasonCode: reasonCodes,
  }),
  fc.record({
    type: fc.constant('GiftStockReceived' as const),
    itemId: itemIds,
    storeId: storeIds,
    deliveryId: anyIds<StockDeliveryId>(),
    count: fc.integer({ min: 1, max: 1000 }),
  }),
  fc.record({
    type: fc.constant('GiftStockCorrected' as const),
    itemId: itemIds,
    storeId: storeIds,
    correctionId: anyIds<StockCorrectionId>(),
    difference: fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: -1000, max: -1 })),
    reasonCode: reasonCodes,
  }),
  fc.record({ type: fc.constant('GiftStockReserved' as const), ...piece }),
  fc.record({ type: fc.constant('GiftStockRefused' as const), ...piece, reasons }),
  fc.record({ type: fc.constant('GiftStockReleased' as const), ...piece }),
  fc.record({ type: fc.constant('GiftStockIssued' as const), ...piece }),
  fc.record({ type: fc.constant('GiftStockReturned' as const), ...piece }),
)

const askedEvents: fc.Arbitrary<V.GiftsEvent> = fc.oneof(
  fc.record({
    ...plainOfGift('GiftRequested'),
    ...ofMember,
    programmeId: programmeIds,
    points,
    under: unders,
  }),
  records<V.GiftGranted, Exclude<Plain<V.GiftGranted>, 'occasion' | 'note'>>(
    { ...plainOfGift('GiftGranted'), under: unders, reasonCode: reasonCodes },
    {
      ...ofMember,
      occasion: sealedOccasions,
      note: sealedNotes,
    },
  ),
)

const laterEvents: fc.Arbitrary<V.GiftsEvent> = fc.oneof(
  records<V.GiftPointsHeld, Plain<V.GiftPointsHeld>>(
    { ...plainOfGift('GiftPointsHeld'), under: unders },
    ofMember,
  ),
  records<V.GiftAllowed, Plain<V.GiftAllowed>>(
    { ...plainOfGift('GiftAllowed'), version: versions, sha256: hashes },
    ofMember,
  ),
  records<V.GiftReserved, Exclude<Plain<V.GiftReserved>, 'points'>>(plainOfGift('GiftReserved'), {
    ...ofMember,
    points,
  }),
  records<V.GiftIssued, Exclude<Plain<V.GiftIssued>, 'redemptionId'>>(plainOfGift('GiftIssued'), {
    ...ofMember,
    redemptionId: redemptionIds,
  }),
  records<V.GiftRefused, Plain<V.GiftRefused>>(
    { ...plainOfGift('GiftRefused'), step: stepNames, reasons },
    ofMember,
  ),
  records<V.GiftReadyForCollection, Plain<V.GiftReadyForCollection>>(
    { ...plainOfGift('GiftReadyForCollection'), collectByDay: days },
    ofMember,
  ),
  records<V.GiftCollected, Plain<V.GiftCollected>>(
    { ...plainOfGift('GiftCollected'), proof: codeTexts },
    ofMember,
  ),
  records<V.GiftShipped, Exclude<Plain<V.GiftShipped>, 'tracking'>>(
    { ...plainOfGift('GiftShipped'), carrier: codeTexts },
    { ...ofMember, tracking: sealedTrackings },
  ),
  records<V.GiftDelivered, Plain<V.GiftDelivered>>(plainOfGift('GiftDelivered'), ofMember),
  records<V.GiftCancelled, Plain<V.GiftCancelled>>(
    { ...plainOfGift('GiftCancelled'), reasonCode: reasonCodes },
    ofMember,
  ),
  records<V.GiftReturned, Plain<V.GiftReturned>>(
    { ...plainOfGift('GiftReturned'), condition: conditions, reasonCode: reasonCodes },
    ofMember,
  ),
  records<V.GiftLapsed, Plain<V.GiftLapsed>>(
    { ...plainOfGift('GiftLapsed'), collectByDay: days },
    ofMember,
  ),
)

const allowanceEvents: fc.Arbitrary<V.GiftsEvent> = fc.oneof(
  records<V.GiftAllowanceTaken, Exclude<keyof V.GiftAllowanceTaken, 'approver'>>(
    { type: fc.constant('GiftAllowanceTaken'), ...ofAllowance },
    { approver: staffIds },
  ),
  fc.record({ type: fc.constant('GiftAllowanceRefused' as const), ...ofAllowance, reasons }),
  fc.record({ type: fc.constant('GiftAllowanceGivenBack' as const), ...ofAllowance }),
)

/** Any event of gifts. */
export const giftsEvents: fc.Arbitrary<V.GiftsEvent> = fc.oneof(
  itemEvents,
  askedEvents,
  laterEvents,
  laterEvents,
  allowanceEvents,
)

const asked = {
  giftId: giftIds,
  customerId: customerIds,
  storeId: storeIds,
  item: listedGifts,
  facts,
}

/** Any command about gifts that says nothing personal. */
export const giftsCommands: fc.Arbitrary<C.GiftsCommand> = fc.oneof(
  fc.record({ type: fc.constant('ListGiftItem' as const), itemId: itemIds, terms: giftTerms }),
  fc.record({
    type: fc.constant('ReceiveStock' as const),
    itemId: itemIds,
    storeId: storeIds,
    deliveryId: anyIds<StockDeliveryId>(),
    count: fc.integer({ min: 1, max: 1_000_000 }),
  }),
  fc.record({
    type: fc.constant('CorrectStock' as const),
    itemId: itemIds,
    storeId: storeIds,
    correctionId: anyIds<StockCorrectionId>(),
    difference: fc.integer({ min: -1_000_000, max: 1_000_000 }),
    reasonCode: reasonCodes,
  }),
  records<C.RequestGift, Exclude<keyof C.RequestGift, 'limits' | 'approver'>>(
    { type: fc.constant('RequestGift'), ...asked, programmeId: programmeIds },
    { limits, approver: staffIds },
  ),
  records<
    Omit<C.GrantGift, 'occasion' | 'note'>,
    Exclude<keyof C.GrantGift, 'limits' | 'approver' | 'occasion' | 'note'>
  >(
    { type: fc.constant('GrantGift'), ...asked, reasonCode: reasonCodes },
    { limits, approver: staffIds },
  ),
  records<C.OfferForCollection, 'type' | 'giftId'>(
    { type: fc.constant('OfferForCollection'), giftId: giftIds },
    { collectByDay: days },
  ),
  fc.record({
    type: fc.constant('ReturnGift' as const),
    giftId: giftIds,
    condition: conditions,
    reasonCode: reasonCodes,
  }),
  fc.record({
    type: fc.constant('RefuseGift' as const),
    giftId: giftIds,
    step: stepNames,
    reasons,
  }),
  fc.record({
    type: fc.constant('TakeAllowance' as const),
    giftId: giftIds,
    customerId: customerIds,
    itemId: itemIds,
    under: unders,
    onDay: days,
  }),
)

export const customer = idOf<CustomerId>('cust', 1)
export const programmeId = idOf<C.RequestGift['programmeId']>('prog', 1)
export const shop = storeId('HK1')
export const hkd = currency('HKD')
export const item = (n = 1): GiftItemId => idOf('item', n)
export const gift = (n = 1): GiftId => idOf('gift', n)

/** An umbrella for 100 points, worth HK$200. */
export const umbrella: GiftTerms = {
  name: 'Umbrella',
  points: 100,
  worth: { currency: hkd, minor: 20_000 },
}

/** Terms as item `n` has them in the catalogue. */
export const listedAs = (changes: Partial<GiftTerms> = {}, n = 1, version = 1): ListedGift => {
  const terms = { ...umbrella, ...changes }
  return { itemId: item(n), version, sha256: sha256Of(terms), terms }
}

/** Somebody who is in no tier and no category. */
const nobody: GiftFacts = { categories: [] }

/** The request of gift `n`. */
export const requestOf = (n = 1, changes: Partial<C.RequestGift> = {}): C.RequestGift => ({
  type: 'RequestGift',
  giftId: gift(n),
  customerId: customer,
  programmeId,
  storeId: shop,
  item: listedAs(),
  facts: nobody,
  ...changes,
})

/** The granting of gift `n`. */
export const grantOf = (n = 1, changes: Partial<C.GrantGift> = {}): C.GrantGift => ({
  type: 'GrantGift',
  giftId: gift(n),
  customerId: customer,
  storeId: shop,
  item: listedAs(),
  facts: nobody,
  reasonCode: reasonCode('goodwill'),
  ...changes,
})

/** A delivery of so many pieces of item `n`. */
export const deliveryOf = (count: number, delivery = 1, n = 1): C.ReceiveStock => ({
  type: 'ReceiveStock',
  itemId: item(n),
  storeId: shop,
  deliveryId: idOf('deli', delivery),
  count,
})

/** A count of item `n` that differs by so many pieces. */
export const correctionOf = (difference: number, correction = 1, n = 1): C.CorrectStock => ({
  type: 'CorrectStock',
  itemId: item(n),
  storeId: shop,
  correctionId: idOf('corr', correction),
  difference,
  reasonCode: reasonCode('counted'),
})

/** Whether a command is a step that only the process takes, and by which reaction. */
export const reactionOf = (command: C.GiftsCommand): string | undefined => {
  switch (command.type) {
    case 'ContinueGift':
    case 'RefuseGift':
      return command.step === 'points' || command.step === 'capture'
        ? giftsForPointsName
        : giftsForGiftsName
    case 'TakeAllowance':
    case 'GiveBackAllowance':
    case 'ReserveStock':
    case 'IssueStock':
    case 'PutBackStock':
      return giftsForGiftsName
    default:
      return undefined
  }
}

export const proof = codeOf('card')

/** When most stories happen: noon in Hong Kong on 1 June 2024, asked by the reaction whose step it is, or by a clerk. */
const issuedTo = (command: C.GiftsCommand, at = noon('2024-06-01')): Issued => {
  const reaction = reactionOf(command)
  return reaction === undefined ? issuedAt(at) : { ...issuedAt(at), by: `reaction:${reaction}` }
}

/** What comes of a command after these events. */
export const outcomeOf = (
  events: ReadonlyArray<V.GiftsEvent>,
  command: C.GiftsCommand,
): ReturnType<typeof decide> => decide(command, events.reduce(evolve, initial), issuedTo(command))

/** The events of commands that are given one after the other, none of which may be refused. */
export const told = (...commands: ReadonlyArray<C.GiftsCommand>): ReadonlyArray<V.GiftsEvent> => {
  const events: V.GiftsEvent[] = []
  for (const command of commands) events.push(...eventsOf(outcomeOf(events, command)))
  return events
}
