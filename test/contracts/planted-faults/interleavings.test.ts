// The wrappers that put a store into the hands of a test, judged: each with the control that must do the harm.
import {
  beforeFirstRevision,
  type EventStore,
  inMemoryEventStore,
  type NewEvent,
  newId,
  streamName,
} from '@patina/eventsourcing'
import { losingAnswers, scheduledStore, withoutExpectations } from '@patina/testing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'

const seat = streamName('seat', '0190c0de-0000-4000-8000-000000000001')
const taken = (): NewEvent => ({ id: newId(), type: 'SeatTaken', data: '{}', metadata: '{}' })

const takings = async (store: EventStore): Promise<number> => {
  const page = await store.readStream(seat, beforeFirstRevision, 10)()
  return E.isRight(page) ? page.right.events.length : Number.NaN
}

// Takes the seat if nobody has it, as far as the process can see.
const takeIt = async (store: EventStore): Promise<void> => {
  if ((await takings(store)) === 0) await store.append(seat, 'none', [taken()])()
}

const race = (guard: (store: EventStore) => EventStore) =>
  fc.asyncProperty(fc.scheduler(), async (scheduler) => {
    const store = inMemoryEventStore()
    const processes = ['first', 'second', 'third']
    await scheduler.waitFor(
      Promise.all(processes.map((name) => takeIt(scheduledStore(guard(store), scheduler, name)))),
    )
    expect(await takings(store)).toBe(1)
  })

describe('of three processes that race for one seat', () => {
  test('one gets it, in every interleaving', async () => {
    await fc.assert(race((store) => store))
  })

  test('several get it in some interleaving when nobody says what is expected: so the race is a race', async () => {
    const result = await fc.check(race(withoutExpectations))
    expect(result.failed).toBe(true)
  })
})

// Asks until it hears an answer, each time with the events that `again` makes of those before.
const insist = async (
  store: EventStore,
  again: (event: NewEvent) => NewEvent,
  event = taken(),
): Promise<void> => {
  const answer = await store.append(seat, 'any', [event])()
  if (E.isLeft(answer) && answer.left._tag === 'StoreUnavailable') {
    expect(answer.left.outcome).toBe('unknown')
    await insist(store, again, again(event))
  }
}

const onceLost = (store: EventStore): EventStore => {
  let answers = 0
  return losingAnswers(store, () => answers++ === 0)
}

describe('a writer whose answer is lost', () => {
  test('has written once when the same ids are sent again', async () => {
    const store = inMemoryEventStore()
    await insist(onceLost(store), (event) => event)
    expect(await takings(store)).toBe(1)
  })

  test('has written twice when new ids are sent: so the answer was lost and not the event', async () => {
    const store = inMemoryEventStore()
    await insist(onceLost(store), taken)
    expect(await takings(store)).toBe(2)
  })
})
