import type { Instant, LogEvent, Projection } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import { dayInHongKong } from '../shared/hong-kong.js'
import type { CustomerId, GiftId, GiftItemId, StoreId } from '../shared/ids.js'
import type { GiftEntry, GiftReadyForCollection, GiftsEvent } from './events.js'

/** Gifts that wait in a shop. */
export interface UncollectedGifts {
  /** Those that may still be collected: soonest last day first, then by id. */
  readonly waiting: ReadonlyArray<WaitingGift>
  /** Those whose last day has passed when it is read: to be lapsed, or offered again. In the same order. */
  readonly overdue: ReadonlyArray<WaitingGift>
}

export interface WaitingGift {
  readonly giftId: GiftId
  readonly customerId: CustomerId
  readonly itemId: GiftItemId
  readonly collectByDay: CivilDate
}

const soonestFirst = (a: WaitingGift, b: WaitingGift): number =>
  `${a.collectByDay} ${a.giftId}` < `${b.collectByDay} ${b.giftId}` ? -1 : 1

// What ends the waiting; the events before it say nothing of a shelf for collection.
const ending = [
  'GiftCollected',
  'GiftShipped',
  'GiftCancelled',
  'GiftReturned',
  'GiftLapsed',
] as const

type Part = GiftReadyForCollection | Extract<GiftEntry, { type: (typeof ending)[number] }>

const isPart = (event: GiftsEvent): event is Part =>
  event.type === 'GiftReadyForCollection' || (ending as ReadonlyArray<string>).includes(event.type)

const evolve = ({ waiting, overdue }: UncollectedGifts, event: Part): UncollectedGifts => {
  const { giftId, customerId, itemId } = event
  const others = waiting.filter((one) => one.giftId !== giftId)
  if (event.type !== 'GiftReadyForCollection') return { waiting: others, overdue }
  const { collectByDay } = event
  return {
    waiting: [...others, { giftId, customerId, itemId, collectByDay }].sort(soonestFirst),
    overdue,
  }
}

const read = ({ waiting, overdue }: UncollectedGifts, at: Instant): UncollectedGifts => {
  const today = dayInHongKong(at)
  const isPassed = ({ collectByDay }: WaitingGift): boolean => collectByDay < today
  return {
    waiting: waiting.filter((one) => !isPassed(one)),
    overdue: [...overdue, ...waiting.filter(isPassed)].sort(soonestFirst),
  }
}

/** What waits in each shop. Which of it is overdue is a question to the clock: no job needs to have run. */
export const uncollectedGifts: Projection<StoreId, UncollectedGifts, GiftsEvent, Part> = {
  name: 'gifts_uncollected',
  version: 1,
  types: ['GiftReadyForCollection', ...ending],
  parts: ({ event }: LogEvent<GiftsEvent>) => (isPart(event) ? [[event.storeId, event]] : []),
  initial: () => ({ waiting: [], overdue: [] }),
  evolve,
  read,
}
