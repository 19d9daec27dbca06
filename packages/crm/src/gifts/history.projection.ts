import type { LogEvent, Projection } from '@patina/eventsourcing'
import type { Personal } from '@patina/privacy'
import type { CustomerId, GiftId } from '../shared/ids.js'
import type { GiftEntry, GiftsEvent } from './events.js'
import { type GiftStanding, giftTypes, isOfGift, standingAfter } from './gifts.projection.js'

/** Every gift of a person, by id. */
export interface GiftHistory {
  readonly gifts: ReadonlyArray<GiftOfPerson>
}

/** A gift with what was said of it: sealed, for whoever may open it. */
export interface GiftOfPerson extends GiftStanding {
  readonly giftId: GiftId
  readonly occasion?: Personal<string>
  readonly note?: Personal<string>
  readonly tracking?: Personal<string>
}

const byId = (a: GiftOfPerson, b: GiftOfPerson): number => (a.giftId < b.giftId ? -1 : 1)

// What an event says in words, as far as it says anything.
const saidIn = (event: GiftEntry): Pick<GiftOfPerson, 'occasion' | 'note' | 'tracking'> => {
  if (event.type === 'GiftGranted') {
    const { occasion, note } = event
    return {
      ...(occasion === undefined ? {} : { occasion }),
      ...(note === undefined ? {} : { note }),
    }
  }
  return event.type === 'GiftShipped' && event.tracking !== undefined
    ? { tracking: event.tracking }
    : {}
}

const evolve = ({ gifts }: GiftHistory, event: GiftEntry): GiftHistory => {
  const { giftId } = event
  const before = gifts.find((one) => one.giftId === giftId) ?? { giftId }
  const after = { ...before, ...standingAfter(before, event), ...saidIn(event) }
  return { gifts: [...gifts.filter((one) => one.giftId !== giftId), after].sort(byId) }
}

/** The gifts of each person. */
export const giftHistory: Projection<CustomerId, GiftHistory, GiftsEvent, GiftEntry> = {
  name: 'gift_history',
  version: 1,
  types: giftTypes,
  parts: ({ event }: LogEvent<GiftsEvent>) => (isOfGift(event) ? [[event.customerId, event]] : []),
  initial: () => ({ gifts: [] }),
  evolve,
  // A gift is one person's: no id stands in two of these.
  combine: (views) => ({ gifts: views.flatMap(({ gifts }) => gifts).sort(byId) }),
  keyStandsInEvent: true,
}
