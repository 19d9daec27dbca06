// Several processes ask for the last piece, and for the last that a person may have, in every order that a store can be slow in.
import {
  type Context,
  decodeStored,
  type EventStore,
  handle,
  type Instant,
  inMemoryEventStore,
  type StreamName,
} from '@patina/eventsourcing'
import { scheduledStore, withoutExpectations } from '@patina/testing'
import fc, { type Scheduler } from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { eventsOf, idOf, noon } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { giftsForGiftsName } from '../shared/process.js'
import { customer, deliveryOf, gift, hkd, item, listedAs, shop, umbrella } from './arbitraries.js'
import type { GiftsCommand } from './commands.js'
import type { GiftsEvent } from './events.js'
import * as Gifts from './index.js'

const clock = (): Instant => noon('2024-06-01') as Instant
const contextOf = (n: number): Context => ({
  commandId: idOf('cmd', n),
  actor: `reaction:${giftsForGiftsName}`,
})

// Two pieces on the shelf, and room for two gifts of HK$900 in a year of HK$2,000.
const before: ReadonlyArray<GiftsCommand> = [
  { type: 'ListGiftItem', itemId: item(), terms: umbrella },
  deliveryOf(2),
]

type Step = 'take' | 'giveBack' | 'reserve' | 'putBack' | 'issue'

const commandOf = (step: Step, n: number): GiftsCommand => {
  const { version, sha256 } = listedAs()
  // What is undone is one of the first gifts, which are there already.
  const earlier = gift(1 + (n % 2))
  switch (step) {
    case 'take':
      return {
        type: 'TakeAllowance',
        giftId: gift(n),
        customerId: customer,
        itemId: item(),
        onDay: civilDate('2024-06-01'),
        under: {
          version,
          sha256,
          worth: { currency: hkd, minor: 90_000 },
          capPerPerson: 3,
          limits: { perGiftMinor: 100_000, perYearMinor: 200_000 },
        },
      }
    case 'giveBack':
      return { type: 'GiveBackAllowance', giftId: earlier, customerId: customer }
    case 'reserve':
      return {
        type: 'ReserveStock',
        itemId: item(),
        giftId: gift(n),
        storeId: shop,
        version,
        sha256,
      }
    case 'putBack':
      return { type: 'PutBackStock', itemId: item(), giftId: earlier, condition: 'asNew' }
    case 'issue':
      return { type: 'IssueStock', itemId: item(), giftId: earlier }
  }
}

const steps = fc.array(
  fc.constantFrom<Step>('take', 'take', 'reserve', 'reserve', 'giveBack', 'putBack', 'issue'),
  { minLength: 2, maxLength: 5 },
)

const streams: ReadonlyArray<StreamName> = [
  Gifts.streamOf(deliveryOf(1)),
  Gifts.streamOf(commandOf('take', 1)),
]

const recordedIn = async (store: EventStore): Promise<ReadonlyArray<GiftsEvent>> => {
  const decode = decodeStored<GiftsEvent>(Gifts.eventCodecs)
  const pages = await Promise.all(streams.map((stream) => store.readStream(stream, -1, 1000)()))
  return pages.flatMap((page) => {
    if (E.isLeft(page)) throw new Error('the stream cannot be read')
    return page.right.events.flatMap((one) => eventsOf(decode(one)).map(({ event }) => event))
  })
}

const race = async (
  scheduler: Scheduler,
  todo: ReadonlyArray<Step>,
  guard: (store: EventStore) => EventStore,
): Promise<ReadonlyArray<GiftsEvent>> => {
  const store = inMemoryEventStore({ clock })
  const on = (one: EventStore) =>
    handle({ store: one, clock, random: () => 0 })(Gifts, Gifts.eventCodecs)
  const first = [...before, commandOf('take', 1), commandOf('reserve', 1)]
  for (const [n, command] of first.entries()) {
    const done = await on(store)(Gifts.streamOf(command), command, contextOf(n))()
    if (E.isLeft(done)) throw new Error(`refused: ${JSON.stringify(done.left)}`)
  }
  const running = todo.map((step, index) => {
    const process = on(scheduledStore(guard(store), scheduler, `process ${index}`))
    const command = commandOf(step, 10 + index)
    return process(Gifts.streamOf(command), command, contextOf(10 + index))()
  })
  await scheduler.waitFor(Promise.all(running))
  return recordedIn(store)
}

// Pieces and worth, by the events alone: nothing of the code under test is asked.
const isHarmDone = (events: ReadonlyArray<GiftsEvent>): boolean => {
  let [onHand, reserved, minor] = [0, 0, 0]
  const standing = new Map<string, string>()
  for (const event of events) {
    if (event.type === 'GiftAllowanceTaken') minor += event.worth.minor
    if (event.type === 'GiftAllowanceGivenBack') minor -= event.worth.minor
    if (event.type === 'GiftStockReceived') onHand += event.count
    if (event.type === 'GiftStockReserved') reserved++
    if (event.type === 'GiftStockReleased') reserved--
    if (event.type === 'GiftStockIssued') [onHand, reserved] = [onHand - 1, reserved - 1]
    if (event.type === 'GiftStockReturned') onHand++
    if (reserved < 0 || reserved > onHand || minor < 0 || minor > 200_000) return true
    // No piece and no gift is ended twice.
    const end = /^Gift(StockReleased|StockReturned|AllowanceGivenBack)$/.test(event.type)
    if (!end || !('giftId' in event)) continue
    const key = `${event.type.slice(0, 9)} ${event.giftId}`
    if (standing.has(key)) return true
    standing.set(key, event.type)
  }
  return false
}

describe('gifts that race for one shelf and one person', () => {
  test('never get a piece that is promised, nor more than the person may have [L9]', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), steps, async (scheduler, todo) => {
        const events = await race(scheduler, todo, (store) => store)
        expect(isHarmDone(events)).toBe(false)
        const answers = events.filter(({ type }) =>
          /^Gift(Stock(Reserved|Refused)|Allowance(Taken|Refused))$/.test(type),
        )
        const asked = todo.filter((step) => step === 'take' || step === 'reserve').length
        // Each was answered by an event, yes or no; the first gift took one of each.
        expect(answers).toHaveLength(asked + 2)
      }),
    )
  })

  test('would get both if the store did not refuse what is decided on an old state', async () => {
    const found = await fc.check(
      fc.asyncProperty(fc.scheduler(), steps, async (scheduler, todo) => {
        expect(isHarmDone(await race(scheduler, todo, withoutExpectations))).toBe(false)
      }),
    )
    expect(found.failed).toBe(true)
  })
})
