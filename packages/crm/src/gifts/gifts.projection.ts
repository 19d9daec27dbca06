import type { LogEvent, Projection } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import { withMembers } from '../shared/copies.js'
import type { CustomerId, GiftId, GiftItemId, StoreId } from '../shared/ids.js'
import type { GiftEntry, GiftsEvent } from './events.js'
import type { GiftHindrance } from './hindrances.js'
import type { GiftStage } from './state.js'
import type { GiftWorth } from './terms.js'

/** One gift: whose it is, what it is, and where it stands. */
export interface GiftStanding {
  readonly customerId?: CustomerId
  readonly itemId?: GiftItemId
  readonly storeId?: StoreId
  /** What it costs in points; absent for one that was granted. */
  readonly points?: number
  readonly worth?: GiftWorth
  readonly askedOn?: CivilDate
  readonly stage?: GiftStage
  /** The day of the stage. */
  readonly onDay?: CivilDate
  readonly collectByDay?: CivilDate
  /** Why it did not come about. */
  readonly reasons?: ReadonlyArray<GiftHindrance>
}

/** The stage that an event of a gift leads to. */
export const stageAfter: Readonly<Record<GiftEntry['type'], GiftStage>> = {
  GiftRequested: 'requested',
  GiftGranted: 'granted',
  GiftPointsHeld: 'pointsHeld',
  GiftAllowed: 'allowed',
  GiftReserved: 'reserved',
  GiftIssued: 'issued',
  GiftRefused: 'refused',
  GiftReadyForCollection: 'ready',
  GiftCollected: 'collected',
  GiftShipped: 'shipped',
  GiftDelivered: 'delivered',
  GiftCancelled: 'cancelled',
  GiftReturned: 'returned',
  GiftLapsed: 'lapsed',
}

/** Every type of event of a gift. */
export const giftTypes = Object.keys(stageAfter) as ReadonlyArray<GiftEntry['type']>

/** Says whether it is an event of one gift, not of an item or of what a person may get. */
export const isOfGift = (event: GiftsEvent): event is GiftEntry => event.type in stageAfter

/** The standing of a gift after an event. */
export const standingAfter = (before: GiftStanding, event: GiftEntry): GiftStanding => {
  const { customerId, itemId, storeId, onDay, type } = event
  const next = withMembers(before, { customerId, itemId, storeId, stage: stageAfter[type], onDay })
  switch (type) {
    case 'GiftRequested':
      return withMembers(next, {
        points: event.points,
        worth: event.under.worth,
        askedOn: onDay,
      })
    case 'GiftGranted':
      return withMembers(next, { worth: event.under.worth, askedOn: onDay })
    case 'GiftReadyForCollection':
      return withMembers(next, { collectByDay: event.collectByDay })
    case 'GiftRefused':
      return withMembers(next, { reasons: event.reasons })
    default:
      return next
  }
}

/** Gifts, one by one: what a reaction must know of one, and whoever asks what became of it. */
export const giftStandings: Projection<GiftId, GiftStanding, GiftsEvent, GiftEntry> = {
  name: 'gifts',
  version: 1,
  types: giftTypes,
  parts: ({ event }: LogEvent<GiftsEvent>) => (isOfGift(event) ? [[event.giftId, event]] : []),
  initial: () => ({}),
  evolve: standingAfter,
  keyStandsInEvent: true,
}
