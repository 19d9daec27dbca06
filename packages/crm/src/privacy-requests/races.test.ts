import {
  decodeStored,
  type EventStore,
  handle,
  inMemoryEventStore,
  instantOf,
  streamName,
} from '@patina/eventsourcing'
import { scheduledStore, withoutExpectations } from '@patina/testing'
import fc, { type Scheduler } from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { eventsOf, idOf } from '../shared/arbitraries.js'
import { type CustomerId, codeOf } from '../shared/ids.js'
import type { DecideErasure, PlaceHold } from './commands.js'
import type { PrivacyRequestsEvent } from './events.js'
import * as Privacy from './index.js'

const customerId = idOf<CustomerId>('cust', 1)
const stream = streamName('privacyRequests', customerId)
const clock = () => instantOf(Date.UTC(2024, 5, 3, 4))

const hold: PlaceHold = {
  type: 'PlaceHold',
  customerId,
  holdId: idOf('hold', 1),
  classes: ['identity'],
  law: codeOf('proceedings'),
  citation: codeOf('1/2024'),
}
const erase: DecideErasure = {
  type: 'DecideErasure',
  customerId,
  erasureId: idOf('eras', 1),
  why: 'request',
  classes: ['identity'],
  exceptions: [],
}

const race = async (
  scheduler: Scheduler,
  guard: (store: EventStore) => EventStore,
): Promise<ReadonlyArray<PrivacyRequestsEvent['type']>> => {
  const store = inMemoryEventStore({ clock })
  const instances = ['first', 'second'].map((name) =>
    handle({ store: guard(scheduledStore(store, scheduler, name)), clock, random: () => 0 })(
      { initial: Privacy.initial, decide: Privacy.decide, evolve: Privacy.evolve },
      Privacy.eventCodecs,
    ),
  )
  const racing = [hold, erase].map((command, n) =>
    instances[n]?.(stream, command, { commandId: idOf('cmd', n), actor: 'tester' })(),
  )
  await scheduler.waitFor(Promise.all(racing))
  const page = await store.readStream(stream, -1, 10)()
  if (E.isLeft(page)) throw new Error('the stream cannot be read')
  const decode = decodeStored<PrivacyRequestsEvent>(Privacy.eventCodecs)
  return page.right.events.flatMap((one) => eventsOf(decode(one))).map(({ event }) => event.type)
}

const areBoth = (types: ReadonlyArray<string>): boolean =>
  types.includes('RetentionHoldPlaced') && types.includes('ErasureDecided')

describe('a hold and an erasure that race', () => {
  test('PDPO s.26: never pass each other, in whichever order they arrive', async () => {
    const orders = new Set<string>()
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const types = await race(scheduler, (store) => store)
        expect(areBoth(types)).toBe(false)
        orders.add(types.join(' '))
      }),
      { numRuns: 500 },
    )
    // Both orders occurred.
    expect([...orders].sort()).toEqual(['ErasureDecided', 'RetentionHoldPlaced'])
  })

  test('would pass each other without expected revisions: the control of the race', async () => {
    const found = await fc.check(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        return !areBoth(await race(scheduler, withoutExpectations))
      }),
      { numRuns: 500, endOnFailure: true },
    )
    expect(found.failed).toBe(true)
  })
})
