// Several processes ask for one balance at once, in every order that a store can be slow in.
import {
  type Context,
  decodeStored,
  type EventStore,
  handle,
  type Instant,
  inMemoryEventStore,
  streamName,
} from '@patina/eventsourcing'
import { scheduledStore, withoutExpectations } from '@patina/testing'
import fc, { type Scheduler } from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { eventsOf, idOf, noon } from '../shared/arbitraries.js'
import {
  account,
  awardOf,
  captureOf,
  holdOf,
  redemptionOf,
  releaseOf,
} from './asking.arbitraries.js'
import type { PointsCommand } from './commands.js'
import type { PointsEvent } from './events.js'
import * as Points from './index.js'

const stream = streamName('points', account)
const clock = (): Instant => noon('2024-06-01') as Instant
const contextOf = (n: number): Context => ({ commandId: idOf('cmd', n), actor: 'tester' })

type Step = 'hold' | 'redeem' | 'captureIt' | 'releaseIt'

// A hundred points, forty of them held: what every race begins with.
const before: ReadonlyArray<PointsCommand> = [awardOf(1, '2024-06-01', [[100]]), holdOf(1, 40)]

const commandOf = (step: Step, n: number): PointsCommand => {
  switch (step) {
    case 'hold':
      return holdOf(n, 40)
    case 'redeem':
      return redemptionOf(n, 40)
    case 'captureIt':
      return captureOf(n, 1, 30)
    case 'releaseIt':
      return releaseOf(1)
  }
}

const steps = fc.array(fc.constantFrom<Step>('hold', 'redeem', 'captureIt', 'releaseIt'), {
  minLength: 2,
  maxLength: 4,
})

const recordedIn = async (store: EventStore): Promise<ReadonlyArray<PointsEvent>> => {
  const page = await store.readStream(stream, -1, 1000)()
  if (E.isLeft(page)) throw new Error('the stream cannot be read')
  const decode = decodeStored<PointsEvent>(Points.eventCodecs)
  return page.right.events.flatMap((stored) => eventsOf(decode(stored)).map(({ event }) => event))
}

const race = async (
  scheduler: Scheduler,
  todo: ReadonlyArray<Step>,
  guard: (store: EventStore) => EventStore,
): Promise<ReadonlyArray<PointsEvent>> => {
  const store = inMemoryEventStore({ clock })
  const on = (one: EventStore) =>
    handle({ store: one, clock, random: () => 0 })(Points, Points.eventCodecs)
  for (const [n, command] of before.entries()) {
    const done = await on(store)(stream, command, contextOf(n))()
    if (E.isLeft(done)) throw new Error(`refused: ${JSON.stringify(done.left)}`)
  }
  const running = todo.map((step, index) => {
    const process = on(scheduledStore(guard(store), scheduler, `process ${index}`))
    return process(stream, commandOf(step, 10 + index), contextOf(10 + index))()
  })
  await scheduler.waitFor(Promise.all(running))
  return recordedIn(store)
}

// Where the points went, by the events alone: nothing of the code under test is asked.
const isHarmDone = (events: ReadonlyArray<PointsEvent>): boolean => {
  let free = 0
  const held = new Map<string, number>()
  for (const event of events) {
    if (event.type === 'PointsAwarded') free += event.points
    else if (event.type === 'PointsHeld') {
      free -= event.points
      held.set(event.holdId, event.points)
    } else if (event.type === 'PointsReleased') {
      free += event.points
      held.set(event.holdId, (held.get(event.holdId) ?? 0) - event.points)
    } else if (event.type === 'PointsRedeemed' && event.holdId !== undefined) {
      held.set(event.holdId, (held.get(event.holdId) ?? 0) - event.points)
    } else if (event.type === 'PointsRedeemed') free -= event.points
    if (free < 0 || [...held.values()].some((points) => points < 0)) return true
  }
  return false
}

describe('holds and redemptions that race for one balance', () => {
  test('never take a point twice, and of a capture and a release one wins [L9]', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), steps, async (scheduler, todo) => {
        const events = await race(scheduler, todo, (store) => store)
        expect(isHarmDone(events)).toBe(false)
        const ends = events.filter(
          (event) =>
            (event.type === 'PointsReleased' && event.cause === 'released') ||
            (event.type === 'PointsRedeemed' && event.holdId !== undefined),
        )
        const isAsked = todo.some((step) => step === 'captureIt' || step === 'releaseIt')
        expect(ends).toHaveLength(isAsked ? 1 : 0)
      }),
    )
  })

  test('would take points twice if the store did not refuse what is decided on an old state', async () => {
    const found = await fc.check(
      fc.asyncProperty(fc.scheduler(), steps, async (scheduler, todo) => {
        expect(isHarmDone(await race(scheduler, todo, withoutExpectations))).toBe(false)
      }),
    )
    expect(found.failed).toBe(true)
  })
})
