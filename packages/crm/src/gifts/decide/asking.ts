import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import type { CivilDate } from '../../shared/civil-date.js'
import { membershipIdOf } from '../../shared/derived-ids.js'
import { dayInHongKong } from '../../shared/hong-kong.js'
import { sha256Of } from '../../shared/sha256.js'
import { withoutSealed } from '../../shared/without-sealed.js'
import type { GrantGift, RequestGift } from '../commands.js'
import type { GiftGranted, GiftRequested, UnderTerms } from '../events.js'
import type { GiftHindrance } from '../hindrances.js'
import type { GiftsRejection } from '../rejections.js'
import type { Gifts } from '../state.js'
import { type GiftLimits, limitsFor } from '../terms.js'
import { type Decision, sameOr } from './decision.js'

type Asked = RequestGift | GrantGift

/**
 * Asks for a gift for points. Refused at once for what can be known from the command; what the account, the allowance and
 * the stock say comes out step by step.
 */
export const requestGift = (command: RequestGift, state: Gifts, issued: Issued): Decision => {
  const { giftId, customerId, storeId, programmeId, item } = command
  return decided(
    command,
    state,
    issued,
    (under, onDay): GiftRequested => ({
      type: 'GiftRequested',
      giftId,
      customerId,
      itemId: item.itemId,
      storeId,
      membershipId: membershipIdOf(programmeId, customerId),
      programmeId,
      points: item.terms.points ?? 0,
      under,
      onDay,
    }),
  )
}

/** Gives something without points. */
export const grantGift = (command: GrantGift, state: Gifts, issued: Issued): Decision => {
  const { giftId, customerId, storeId, item, reasonCode, occasion, note } = command
  return decided(
    command,
    state,
    issued,
    (under, onDay): GiftGranted => ({
      type: 'GiftGranted',
      giftId,
      customerId,
      itemId: item.itemId,
      storeId,
      under,
      onDay,
      reasonCode,
      ...(occasion === undefined ? {} : { occasion }),
      ...(note === undefined ? {} : { note }),
    }),
  )
}

const decided = (
  command: Asked,
  state: Gifts,
  issued: Issued,
  eventOf: (under: UnderTerms, onDay: CivilDate) => GiftRequested | GiftGranted,
): Decision => {
  const { item, limits: said, approver } = command
  const { worth, capPerPerson, noRepeatMonths } = item.terms
  const limits = limitsFor(worth, said)
  if (limits === undefined) return E.left({ _tag: 'LimitsNeeded', currency: worth.currency })
  const day = dayInHongKong(issued.at)
  const event = eventOf(
    {
      version: item.version,
      sha256: item.sha256,
      worth,
      limits,
      ...(capPerPerson === undefined ? {} : { capPerPerson }),
      ...(noRepeatMonths === undefined ? {} : { noRepeatMonths }),
      ...(approver === undefined ? {} : { approver }),
    },
    day,
  )
  if (state._tag === 'Gift') {
    // Asked for again on another day it is the same gift.
    return sameOr(state.asked, { ...withoutSealed(event), onDay: state.asked.onDay })
  }
  const refusal = refusalOf(command, limits, day, issued)
  return refusal === undefined ? E.right([event]) : E.left(refusal)
}

const refusalOf = (
  command: Asked,
  limits: GiftLimits,
  day: CivilDate,
  issued: Issued,
): GiftsRejection | undefined => {
  const { sha256: found, terms } = command.item
  const expected = sha256Of(terms)
  if (found !== expected) return { _tag: 'TermsDoNotMatch', expected, found }
  const because = [
    ...priceOf(command),
    ...windowOf(command, day),
    ...audienceOf(command),
    ...worthOf(command, limits, issued),
  ]
  return because.length > 0 ? { _tag: 'NotEligible', because } : undefined
}

const priceOf = ({ type, item }: Asked): ReadonlyArray<GiftHindrance> =>
  type === 'RequestGift' && item.terms.points === undefined ? [{ type: 'NotForPoints' }] : []

const windowOf = ({ item }: Asked, day: CivilDate): ReadonlyArray<GiftHindrance> => {
  const { fromDay, toDay } = item.terms
  const isInside =
    (fromDay === undefined || fromDay <= day) && (toDay === undefined || day <= toDay)
  if (isInside) return []
  return [
    {
      type: 'OutsideWindow',
      day,
      ...(fromDay === undefined ? {} : { fromDay }),
      ...(toDay === undefined ? {} : { toDay }),
    },
  ]
}

const audienceOf = ({ item, facts }: Asked): ReadonlyArray<GiftHindrance> => {
  const { tiers, categories } = item.terms
  const { tier, categories: found } = facts
  const hindrances: GiftHindrance[] = []
  if (tiers !== undefined && (tier === undefined || !tiers.includes(tier))) {
    hindrances.push({ type: 'TierNeeded', tiers, ...(tier === undefined ? {} : { found: tier }) })
  }
  if (categories !== undefined && !categories.some((one) => found.includes(one))) {
    hindrances.push({ type: 'CategoryNeeded', categories, found })
  }
  return hindrances
}

const worthOf = (
  { item, approver }: Asked,
  { perGiftMinor }: GiftLimits,
  { by }: Issued,
): ReadonlyArray<GiftHindrance> => {
  const { currency, minor } = item.terms.worth
  // The texts of two brands: a member of staff may be the one who is signed in.
  if (approver !== undefined) {
    return (approver as string) === by ? [{ type: 'ApproverIsActor' }] : []
  }
  if (minor <= perGiftMinor) return []
  return [
    {
      type: 'WorthAboveLimit',
      per: 'gift',
      currency,
      limitMinor: perGiftMinor,
      takenMinor: 0,
      askedMinor: minor,
    },
  ]
}
