// What is so of gifts in every history, whatever the runner was delayed by, stopped at or began again with.
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { stored } from '../shared/arbitraries.js'
import { lookUp, valuesOf } from '../shared/table.js'
import { giftsEvents, item, shop } from './arbitraries.js'
import { giftCatalogue } from './catalogue.projection.js'
import type { GiftEntry, GiftsEvent } from './events.js'
import { stageAfter } from './gifts.projection.js'
import * as Gifts from './index.js'
import type { GiftAllowance, GiftItem, GiftStage } from './state.js'
import type { World } from './world/arbitraries.js'
import {
  commandOf,
  lived,
  openShop,
  play,
  playsOf,
  type Turn,
  terms,
} from './world/plays/arbitraries.js'

const theirs: ReadonlyArray<GiftStage> = ['issued', 'ready', 'collected', 'shipped', 'delivered']
const over: ReadonlyArray<GiftStage> = ['refused', 'cancelled', 'returned', 'lapsed']

// What the log says, counted event by event: nothing of the code under test is asked.
interface Counted {
  readonly stages: ReadonlyMap<string, GiftStage>
  readonly paid: ReadonlySet<string>
  readonly held: ReadonlyMap<string, number>
  readonly spent: ReadonlyMap<string, number>
  readonly counting: ReadonlySet<string>
  readonly received: number
  readonly corrected: number
  readonly reserved: number
  readonly issued: number
  readonly returned: number
  readonly damaged: number
}

const countedIn = (world: World): Counted => {
  const stages = new Map<string, GiftStage>()
  const paid = new Set<string>()
  const held = new Map<string, number>()
  const spent = new Map<string, number>()
  const counting = new Set<string>()
  let [received, corrected, reserved, issued, returned, damaged] = [0, 0, 0, 0, 0, 0]
  const add = (to: Map<string, number>, key: string, points: number): void => {
    to.set(key, (to.get(key) ?? 0) + points)
  }
  for (const { event } of world.log()) {
    if (event.type in stageAfter) {
      const entry = event as GiftEntry
      stages.set(entry.giftId, stageAfter[entry.type])
      if (entry.type === 'GiftRequested') paid.add(entry.giftId)
      if (entry.type === 'GiftReturned' && entry.condition === 'damaged') damaged++
    }
    if (event.type === 'PointsHeld') add(held, event.holdId, event.points)
    if (event.type === 'PointsReleased') add(held, event.holdId, -event.points)
    if (event.type === 'PointsRedeemed' && event.holdId !== undefined) {
      add(held, event.holdId, -event.points)
      add(spent, event.redemptionId, event.points)
    }
    if (event.type === 'RedemptionUndone') add(spent, event.redemptionId, -event.points)
    if (event.type === 'GiftAllowanceTaken') counting.add(event.giftId)
    if (event.type === 'GiftAllowanceGivenBack') counting.delete(event.giftId)
    if (event.type === 'GiftStockReceived') received += event.count
    if (event.type === 'GiftStockCorrected') corrected += event.difference
    if (event.type === 'GiftStockReserved') reserved++
    if (event.type === 'GiftStockReleased') reserved--
    if (event.type === 'GiftStockIssued') [reserved, issued] = [reserved - 1, issued + 1]
    if (event.type === 'GiftStockReturned') returned++
  }
  const pieces = { received, corrected, reserved, issued, returned, damaged }
  return { stages, paid, held, spent, counting, ...pieces }
}

// At any moment, however far the process has come.
const expectSoundNow = (world: World): void => {
  const { received, corrected, reserved, issued, returned } = countedIn(world)
  const onHand = received - issued + returned + corrected
  expect(reserved).toBeGreaterThanOrEqual(0)
  expect(reserved).toBeLessThanOrEqual(onHand)
  for (const state of world.states().values()) {
    const { _tag } = state as { readonly _tag: string }
    if (_tag === 'GiftItem') {
      const shelf = lookUp((state as GiftItem).stores, shop)
      expect(shelf).toEqual({ onHand, reserved })
    }
    if (_tag !== 'GiftAllowance') continue
    const { taken, counting } = state as GiftAllowance
    const had = valuesOf(taken).filter(({ giftId }) => counting.includes(giftId))
    expect(had.length).toBeLessThanOrEqual(terms.capPerPerson ?? 0)
    const worth = had.reduce((all, one) => all + one.worth.minor, 0)
    expect(worth).toBeLessThanOrEqual(200_000)
  }
}

// When nothing is left to do.
const expectSettled = (world: World): void => {
  const { stages, paid, held, spent, counting, reserved, issued, returned, damaged } =
    countedIn(world)
  for (const [giftId, stage] of stages) {
    expect([...theirs, ...over]).toContain(stage)
    const isTheirs = theirs.includes(stage)
    expect([giftId, stage, held.get(giftId) ?? 0]).toEqual([giftId, stage, 0])
    expect([giftId, stage, spent.get(giftId) ?? 0]).toEqual([
      giftId,
      stage,
      isTheirs && paid.has(giftId) ? 100 : 0,
    ])
    expect([giftId, counting.has(giftId)]).toEqual([giftId, isTheirs])
  }
  const given = [...stages.values()].filter((stage) => theirs.includes(stage)).length
  expect(reserved).toBe(0)
  expect(issued - returned).toBe(given + damaged)
}

describe('gifts, however slow or forgetful the runner is', () => {
  test('have on hand what was received, less what was issued, plus what came back, and promise no more', () => {
    fc.assert(
      fc.property(playsOf(12), (turns) => {
        lived(turns, expectSoundNow)
      }),
      { numRuns: 150 },
    )
  })

  test('are paid for if and only if they are the person’s, and leave nothing held, counted or put by [L9]', () => {
    const seen = new Map<GiftStage, number>()
    fc.assert(
      fc.property(playsOf(14), (turns) => {
        const world = lived(turns)
        expectSettled(world)
        for (const stage of countedIn(world).stages.values()) {
          seen.set(stage, (seen.get(stage) ?? 0) + 1)
        }
      }),
      { numRuns: 400 },
    )
    // Every way for a gift to end was really gone.
    for (const stage of [...over, 'issued', 'collected'] as const) {
      expect([stage, seen.get(stage) ?? 0]).not.toEqual([stage, 0])
    }
  })

  test('never have a step of the process refused by a rejection, which nobody could go back on', () => {
    fc.assert(
      fc.property(playsOf(14), (turns) => {
        expect(lived(turns).refused()).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  test('come to the same end when all that was ever sent is sent again', () => {
    fc.assert(
      fc.property(playsOf(12), (turns) => {
        const world = lived(turns)
        const before = world.log().length
        for (let which = 0; which < 200; which++) world.again(which)
        world.settle()
        expect(world.log()).toHaveLength(before)
      }),
      { numRuns: 150 },
    )
  })

  test('have a catalogue that says of the stock what the shelf says', () => {
    fc.assert(
      fc.property(playsOf(12), (turns) => {
        const world = lived(turns)
        const view = world
          .log()
          .flatMap(({ event }) => giftCatalogue.parts({ event } as never))
          .reduce((before, [, part]) => giftCatalogue.evolve(before, part), {
            ...giftCatalogue.initial(item()),
          })
        const { received, corrected, reserved, issued, returned } = countedIn(world)
        expect(view.stock).toEqual([
          {
            storeId: shop,
            onHand: received - issued + returned + corrected,
            reserved,
            corrected,
            received,
            issued,
            returned,
          },
        ])
      }),
      { numRuns: 60 },
    )
  })
})

describe('any decision about gifts', () => {
  const eventsOfPlay = (turns: ReadonlyArray<Turn>): ReadonlyArray<readonly [string, GiftsEvent]> =>
    lived(turns)
      .log()
      .filter(({ event }) => event.type in Gifts.eventCodecs)
      .map(({ stream, event }) => [stream, event as GiftsEvent])

  test('leads to events that come back from the store as they were', () => {
    fc.assert(
      fc.property(playsOf(10), (turns) => {
        for (const [, event] of eventsOfPlay(turns)) {
          expect(stored(Gifts.eventCodecs, event)).toEqual(E.right(event))
        }
      }),
      { numRuns: 40 },
    )
  })

  test('is folded from any history, whatever it says', () => {
    fc.assert(
      fc.property(fc.array(giftsEvents, { maxLength: 12 }), (events) => {
        for (const order of [events, events.toReversed(), [...events, ...events]]) {
          const state = order.reduce(Gifts.evolve, Gifts.initial)
          expect(['NothingYet', 'GiftItem', 'Gift', 'GiftAllowance']).toContain(state._tag)
        }
      }),
    )
  })

  test('says nothing more when it is so already', () => {
    fc.assert(
      fc.property(playsOf(10), (turns) => {
        const world = openShop()
        let askedFor: ReadonlyArray<number> = []
        for (const [index, turn] of turns.entries()) {
          const command = commandOf(turn, index, world, askedFor)
          askedFor = play(world, turn, index, askedFor)
          const before = world.log().length
          // The same once more, under an id of its own: what was done is done, what was refused is refused.
          if (command !== undefined && command.type in Gifts.commandCodecs) world.ask(command)
          expect(world.log()).toHaveLength(before)
          world.settle()
        }
        expectSettled(world)
      }),
      { numRuns: 80 },
    )
  })
})
