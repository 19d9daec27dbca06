// What readers see of gifts.
import type { Instant, LogEvent } from '@patina/eventsourcing'
import { describe, expect, test } from 'vitest'
import { idOf } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { type CustomerId, codeOf } from '../shared/ids.js'
import { customer, gift, grantOf, hkd, item, proof, shop, told } from './arbitraries.js'
import type { GiftEntry, GiftsEvent, OfGift } from './events.js'
import { giftHistory } from './history.projection.js'
import { uncollectedGifts } from './uncollected.projection.js'
import { giftsWorth } from './worth.projection.js'

const headOf = (n: number): OfGift => ({
  giftId: gift(n),
  customerId: customer,
  itemId: item(),
  storeId: shop,
  onDay: civilDate('2024-06-01'),
})
const ready = (n: number, collectByDay: string): GiftEntry => ({
  type: 'GiftReadyForCollection',
  ...headOf(n),
  collectByDay: civilDate(collectByDay),
})

const partsOf = <Key extends string, Part>(
  projection: {
    readonly parts: (recorded: LogEvent<GiftsEvent>) => ReadonlyArray<readonly [Key, Part]>
  },
  events: ReadonlyArray<GiftsEvent>,
): ReadonlyArray<Part> =>
  events.flatMap((event) =>
    projection.parts({ event } as LogEvent<GiftsEvent>).map(([, part]) => part),
  )

describe('what waits in a shop', () => {
  const view = partsOf(uncollectedGifts, [
    ready(1, '2024-06-20'),
    ready(2, '2024-06-10'),
    ready(3, '2024-06-12'),
    { type: 'GiftCollected', ...headOf(3), proof },
    // It waits longer now.
    ready(1, '2024-07-01'),
  ]).reduce(uncollectedGifts.evolve, uncollectedGifts.initial(shop))
  const numbersAt = (at: string) => {
    const { waiting, overdue } = uncollectedGifts.read?.(view, at as Instant) ?? view
    return [waiting, overdue].map((all) => all.map(({ giftId }) => giftId))
  }

  test('is overdue when its last day has passed in Hong Kong, though no job has run [V4]', () => {
    expect(numbersAt('2024-06-10T15:59:59.999Z')).toEqual([[gift(2), gift(1)], []])
    expect(numbersAt('2024-06-10T16:00:00.000Z')).toEqual([[gift(1)], [gift(2)]])
    expect(numbersAt('2024-07-01T16:00:00.000Z')).toEqual([[], [gift(2), gift(1)]])
  })
})

describe('the gifts of a person', () => {
  const other = idOf<CustomerId>('cust', 2)
  const taken = (n: number, customerId: CustomerId, onDay: string): GiftsEvent => ({
    type: 'GiftAllowanceTaken',
    giftId: gift(n),
    customerId,
    itemId: item(),
    worth: { currency: hkd, minor: 100 * n },
    onDay: civilDate(onDay),
  })

  test('are worth so much in each year, and together when two turn out to be one', () => {
    const mine = [taken(1, customer, '2024-12-31'), taken(2, customer, '2025-01-01')]
    const theirs = [taken(4, other, '2025-06-01')]
    const viewOf = (events: ReadonlyArray<GiftsEvent>) =>
      partsOf(giftsWorth, events).reduce(giftsWorth.evolve, giftsWorth.initial(customer))
    expect(viewOf(mine).years).toEqual([
      { year: 2024, currency: 'HKD', gifts: 1, minor: 100 },
      { year: 2025, currency: 'HKD', gifts: 1, minor: 200 },
    ])
    expect(giftsWorth.combine?.([viewOf(mine), viewOf(theirs)]).years[1]).toEqual({
      year: 2025,
      currency: 'HKD',
      gifts: 2,
      minor: 600,
    })
    const given = {
      ...taken(2, customer, '2025-01-01'),
      type: 'GiftAllowanceGivenBack',
    } as GiftsEvent
    expect(viewOf([...mine, given]).years).toEqual([
      { year: 2024, currency: 'HKD', gifts: 1, minor: 100 },
    ])
  })

  test('are listed with where each stands, and why one did not come about', () => {
    const events: ReadonlyArray<GiftsEvent> = [
      ...told(grantOf(1)),
      ...told(grantOf(2)),
      {
        type: 'GiftRefused',
        ...headOf(2),
        onDay: civilDate('2024-06-02'),
        step: 'stock',
        reasons: [{ type: 'StockGone', onHand: 0, reserved: 0 }],
      },
      { type: 'GiftShipped', ...headOf(1), carrier: codeOf('post') },
    ]
    const { gifts } = partsOf(giftHistory, events).reduce(
      giftHistory.evolve,
      giftHistory.initial(customer),
    )
    expect(gifts).toMatchObject([
      { giftId: gift(1), stage: 'shipped', askedOn: '2024-06-01', worth: { minor: 20_000 } },
      { giftId: gift(2), stage: 'refused', onDay: '2024-06-02', reasons: [{ type: 'StockGone' }] },
    ])
  })
})
