// From the shelf to the person, and back.
import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { plusDays } from '../../shared/civil-date.js'
import { dayInHongKong } from '../../shared/hong-kong.js'
import type {
  CancelGift,
  CollectGift,
  DeliverGift,
  LapseGift,
  OfferForCollection,
  ReturnGift,
  ShipGift,
} from '../commands.js'
import type { AlreadyCollected } from '../rejections.js'
import type { Gift, GiftStage, Gifts } from '../state.js'
import { type Decision, headOf, nothing, sameOr } from './decision.js'

const collectWithinDays = 30

// Decides about a gift that there is and that stands at one of these stages.
const at = (
  state: Gifts,
  expected: ReadonlyArray<GiftStage>,
  decide: (gift: Gift) => Decision,
): Decision => {
  if (state._tag !== 'Gift') return E.left({ _tag: 'UnknownGift' })
  return expected.includes(state.stage)
    ? decide(state)
    : E.left({ _tag: 'WrongStage', found: state.stage, expected })
}

// The gift, if it is there already.
const giftAt = (state: Gifts, stage: GiftStage): Gift | undefined =>
  state._tag === 'Gift' && state.stage === stage ? state : undefined

/** Offers it in the shop, or for longer: also when its time for being collected has passed. */
export const offerForCollection = (
  command: OfferForCollection,
  state: Gifts,
  issued: Issued,
): Decision => {
  const today = dayInHongKong(issued.at)
  const { collectByDay = plusDays(today, collectWithinDays) } = command
  return at(state, ['issued', 'ready'], (gift) => {
    // Offered again without a day it waits as long as it does, if it still does.
    const { collectByDay: known = today } = gift
    const isSame = known === collectByDay || (command.collectByDay === undefined && known >= today)
    if (gift.stage === 'ready' && isSame) return nothing
    return collectByDay < today
      ? E.left({ _tag: 'DayPassed', collectByDay, today })
      : E.right([{ type: 'GiftReadyForCollection', ...headOf(gift, issued), collectByDay }])
  })
}

/** Hands it over in the shop. The last day counts in full; after it the gift is not handed out unless it is offered again. */
export const collectGift = ({ proof }: CollectGift, state: Gifts, issued: Issued): Decision => {
  const done = giftAt(state, 'collected')
  if (done !== undefined) return sameOr({ proof: done.proof }, { proof })
  const today = dayInHongKong(issued.at)
  return at(state, ['issued', 'ready'], (gift) => {
    const { collectByDay } = gift
    return collectByDay !== undefined && collectByDay < today
      ? E.left({ _tag: 'CollectionOver', collectByDay, today })
      : E.right([{ type: 'GiftCollected', ...headOf(gift, issued), proof }])
  })
}

/** Sends it. */
export const shipGift = (
  { customerId: found, carrier, tracking }: ShipGift,
  state: Gifts,
  issued: Issued,
): Decision => {
  if (state._tag === 'Gift' && state.asked.customerId !== found) {
    return E.left({ _tag: 'AnotherCustomer', expected: state.asked.customerId, found })
  }
  const done = giftAt(state, 'shipped')
  if (done !== undefined) return sameOr({ carrier: done.carrier }, { carrier })
  return at(state, ['issued', 'ready'], (gift) =>
    E.right([
      {
        type: 'GiftShipped',
        ...headOf(gift, issued),
        carrier,
        ...(tracking === undefined ? {} : { tracking }),
      },
    ]),
  )
}

/** Says that what was sent has arrived. */
export const deliverGift = (_: DeliverGift, state: Gifts, issued: Issued): Decision =>
  giftAt(state, 'delivered') !== undefined
    ? nothing
    : at(state, ['shipped'], (gift) =>
        E.right([{ type: 'GiftDelivered', ...headOf(gift, issued) }]),
      )

const beforeTheyHaveIt: ReadonlyArray<GiftStage> = [
  'requested',
  'granted',
  'pointsHeld',
  'allowed',
  'reserved',
  'issued',
  'ready',
]
const whenTheyHaveIt: ReadonlyArray<GiftStage> = ['collected', 'shipped', 'delivered']

const handedOutOf = (state: Gifts): AlreadyCollected | undefined =>
  state._tag === 'Gift' && whenTheyHaveIt.includes(state.stage)
    ? { _tag: 'AlreadyCollected', stage: state.stage }
    : undefined

/** Calls it off, at any step. */
export const cancelGift = ({ reasonCode }: CancelGift, state: Gifts, issued: Issued): Decision => {
  if (giftAt(state, 'cancelled') !== undefined) return nothing
  const handedOut = handedOutOf(state)
  if (handedOut !== undefined) return E.left(handedOut)
  return at(state, beforeTheyHaveIt, (gift) =>
    E.right([{ type: 'GiftCancelled', ...headOf(gift, issued), reasonCode }]),
  )
}

/** Takes it back. */
export const returnGift = (
  { condition, reasonCode }: ReturnGift,
  state: Gifts,
  issued: Issued,
): Decision => {
  const done = giftAt(state, 'returned')
  if (done !== undefined) return sameOr(done.returned ?? {}, { condition, reasonCode })
  return at(state, whenTheyHaveIt, (gift) =>
    E.right([{ type: 'GiftReturned', ...headOf(gift, issued), condition, reasonCode }]),
  )
}

/** Ends the time of one that nobody collected. */
export const lapseGift = (_: LapseGift, state: Gifts, issued: Issued): Decision => {
  if (giftAt(state, 'lapsed') !== undefined) return nothing
  const handedOut = handedOutOf(state)
  if (handedOut !== undefined) return E.left(handedOut)
  const today = dayInHongKong(issued.at)
  return at(state, ['ready'], (gift) => {
    const { collectByDay = today } = gift
    return collectByDay < today
      ? E.right([{ type: 'GiftLapsed', ...headOf(gift, issued), collectByDay }])
      : E.left({ _tag: 'NotDueYet', collectByDay, today })
  })
}
