// Holds and requests that race with an erasure, over two processes, one log and one vault.
import type { DecideErasure } from '@patina/crm/privacy-requests'
import { type EventStore, newId } from '@patina/eventsourcing'
import { orThrow } from '@patina/patina'
import { scheduledStore, withoutExpectations } from '@patina/testing'
import fc, { type Scheduler } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { by, decisionOf, newGround, openShop, type Shop, sideOf } from './shop.js'

const customerId = newId()
const classes = ['identity'] as const

const decide = (): DecideErasure => decisionOf(customerId, { classes })

const rivals: Readonly<Record<string, (shop: Shop, logId: string) => Promise<unknown>>> = {
  'a hold on the person': (shop) =>
    shop.send(
      {
        type: 'PlaceHold',
        customerId,
        holdId: newId(),
        classes,
        law: 'proceedings',
        citation: '1/2024',
      } as never,
      by(),
    )(),
  'a hold at the fence': (shop, logId) =>
    sideOf(shop).atFence(
      {
        type: 'PlaceLegalHold',
        logId,
        holdId: newId(),
        subject: customerId,
        classes,
        why: 'proceedings',
      },
      by(),
    )(),
  'a request for access': (shop) =>
    shop.send(
      {
        type: 'ReceiveRequest',
        customerId,
        requestId: newId(),
        kind: 'access',
        by: 'self',
        receivedAt: '2024-06-03T04:00:00.000Z',
      } as never,
      by(),
    )(),
}

const rivalTypes = ['RetentionHoldPlaced', 'LegalHoldPlaced', 'PrivacyRequestReceived']

const race = async (
  scheduler: Scheduler,
  rival: (shop: Shop, logId: string) => Promise<unknown>,
  guard: (store: EventStore) => EventStore,
  delay: number,
): Promise<ReadonlyArray<string>> => {
  const ground = await newGround()
  let isRacing = false
  // Each process opens undisturbed; from then on the scheduler says which of its steps comes next.
  const processOn = (name: string): Promise<Shop> => {
    const { store } = ground
    const slow = guard(scheduledStore(store, scheduler, name))
    return openShop({
      ...ground,
      store: {
        ...store,
        append: (...of) => (isRacing ? slow : store).append(...of),
        readStream: (...of) => (isRacing ? slow : store).readStream(...of),
      },
    })
  }
  const [first, second] = await Promise.all([processOn('first'), processOn('second')])
  // What follows the opening is over, too.
  for (const shop of [first, second]) await orThrow(sideOf(shop).erasures.resume)
  isRacing = true
  const wait = async (steps: number): Promise<void> => {
    for (let step = 0; step < steps; step++) await scheduler.schedule(Promise.resolve(), 'later')
  }
  const erase = async (): Promise<void> => {
    await wait(-delay)
    await first.send(decide(), by())()
    await sideOf(first).erasures.resume()
  }
  // Or whatever needs fewer steps would nearly always come first.
  const compete = async (): Promise<void> => {
    await wait(delay)
    await rival(second, ground.store.logId)
  }
  await scheduler.waitFor(Promise.all([erase(), compete()]))
  isRacing = false
  await scheduler.waitFor(Promise.all([first.close(), second.close()]))
  const page = await orThrow(ground.store.readAll('' as never, 100))
  return page.events.map(({ type }) => type)
}

// A hold, or a request that is open, stands in the log and what it keeps is erased behind it. A hold that is placed when an
// erasure is over is one on whatever comes later.
const hasPassed = (types: ReadonlyArray<string>): boolean => {
  const kept = types.findIndex((type) => rivalTypes.includes(type))
  if (kept < 0) return false
  return types[kept] === 'PrivacyRequestReceived'
    ? types.indexOf('ErasureDecided') > kept
    : types.includes('ErasureBegun') && kept < types.indexOf('ErasureConcluded')
}

// How many steps the rival waits; below 0, how many the erasure does.
const delays = fc.oneof(fc.integer({ min: -4, max: 0 }), fc.nat(20))
const minutes = 180_000

describe.each(Object.entries(rivals))('%s that races with an erasure', (what, rival) => {
  test(
    'PDPO s.26: is taken and nothing goes, or the erasure runs to its end',
    async () => {
      const ends = new Set<string>()
      // An order that chance has left out so far is looked for again.
      for (let round = 0; round < 5 && ends.size < 2; round++) {
        await fc.assert(
          fc.asyncProperty(fc.scheduler(), delays, async (scheduler, delay) => {
            const types = await race(scheduler, rival, (store) => store, delay)
            expect(hasPassed(types), types.join(' ')).toBe(false)
            ends.add(types.includes('ErasureBegun') ? 'erased' : 'kept')
            // An erasure is begun and completed, or neither.
            expect(types.includes('ErasureCompleted')).toBe(types.includes('ErasureBegun'))
            if (types.includes('ErasureDecided')) expect(types).toContain('ErasureConcluded')
          }),
          { numRuns: 30 },
        )
      }
      // Both orders occurred.
      expect([...ends].sort()).toEqual(['erased', 'kept'])
    },
    minutes,
  )

  test(
    'would be passed without expected revisions: the control of the race',
    async () => {
      const found = await fc.check(
        fc.asyncProperty(fc.scheduler(), delays, async (scheduler, delay) => {
          return !hasPassed(await race(scheduler, rival, withoutExpectations, delay))
        }),
        { numRuns: 300, endOnFailure: true },
      )
      expect([what, found.failed]).toEqual([what, true])
    },
    minutes,
  )
})
