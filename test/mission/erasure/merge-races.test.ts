// A merge that races with an erasure of one of the two, over two processes, one log and one vault: one of them wins.
import { type CustomerId, codeOf, crm, customerId, mergeId, reasonCode } from '@patina/crm'
import { erasureDecisions, privacyRequests } from '@patina/crm/privacy-requests'
import {
  beforeFirst,
  type EventStore,
  handle,
  inMemoryViewStore,
  newId,
  systemClock,
} from '@patina/eventsourcing'
import { type Application, open, orThrow } from '@patina/patina'
import { fence } from '@patina/privacy'
import { openVault } from '@patina/privacy/shell'
import { scheduledStore } from '@patina/testing'
import fc, { type Scheduler } from 'fast-check'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import { by, decisionOf, type Ground, newGround } from './shop.js'

type House = Application<typeof crm>

const houseOn = ({ rows, kek }: Ground, store: EventStore): Promise<House> =>
  orThrow(
    open(
      {
        open: TE.right({ store, views: inMemoryViewStore(), close: () => Promise.resolve() }),
      },
      crm,
      {
        idleMs: 1,
        privacy: { vault: openVault({ rows, kek }), purposes: [], decisions: erasureDecisions },
      },
    ),
  )

const [survivorId, mergedId] = [customerId(newId()), customerId(newId())]
const evidence = { method: codeOf('counter') }
const merge = (house: House) =>
  house.send(
    { type: 'MergeCustomers', mergeId: mergeId(newId()), survivorId, mergedId, evidence },
    by(),
  )()
const erase = (house: House, who: string) =>
  house.send(decisionOf(who, { classes: ['identity', 'profile'] }), by())()

const optOut = (house: House, who: CustomerId) =>
  house.send(
    {
      type: 'OptOut',
      customerId: who,
      scope: { type: 'all' },
      of: 'both',
      channel: codeOf('call'),
      receivedAt: systemClock(),
    },
    by(),
  )()

const settle = async (house: House): Promise<void> => {
  // An erasure may go on when a merge is settled, and a merge when an erasure is.
  for (let round = 0; round < 3; round++) {
    await orThrow(house.settled)
    await orThrow(house.privacy?.erasures.resume ?? TE.right([]))
  }
}

const typesIn = async ({ store }: Ground): Promise<ReadonlyArray<string>> =>
  (await orThrow(store.readAll(beforeFirst, 1000))).events.map(({ type }) => type)

/** Who has won, by the log, and that it is a whole victory: the other one has an end that says why. */
const winnerOf = async (ground: Ground, house: House): Promise<string> => {
  const types = await typesIn(ground)
  const has = (type: string): boolean => types.includes(type)
  const isMerged = (await orThrow(house.people.of(survivorId))).members.length === 2
  const isErased = has('ErasureBegun')
  const story = types.join(' ')
  expect([isMerged, isErased].filter(Boolean), story).toHaveLength(1)
  expect(isMerged, story).toBe(has('CustomersMerged'))
  expect(has('ErasureCompleted'), story).toBe(isErased)
  expect(has('ErasureConcluded'), story).toBe(has('ErasureDecided'))
  expect(has('MergeTakenBack'), story).toBe(has('MergeBegun') && !isMerged)
  expect(await orThrow(house.privacy?.erasures.unfinished ?? TE.right([])), story).toEqual([])
  return isMerged ? 'merged' : 'erased'
}

describe('a merge and an erasure that are asked for at once', () => {
  test.each([survivorId, mergedId])(
    'end as the one that came first says, whichever that is',
    async (who) => {
      for (const first of ['merge', 'erasure'] as const) {
        const ground = await newGround()
        const house = await houseOn(ground, ground.store)
        const steps = [() => merge(house), () => erase(house, who)]
        for (const step of first === 'merge' ? steps : steps.reverse()) await step()
        await settle(house)
        const winner = await winnerOf(ground, house)
        expect(winner).toBe(first === 'merge' ? 'merged' : 'erased')
        // Whoever is left can be erased as well, and what they say is heard: nothing of the merge is on its way any more.
        const other = who === survivorId ? mergedId : survivorId
        expect(await optOut(house, other)).toMatchObject({ right: { _tag: 'Appended' } })
        expect((await erase(house, other))._tag).toBe(winner === 'merged' ? 'Left' : 'Right')
        await house.close()
      }
    },
  )
})

describe('a decision to erase somebody who is one of several by now', () => {
  // As a process leaves it that was cut off between its look at the person and the end of what it wrote.
  test.each(['ErasureDecided', 'ErasureWithdrawn'])(
    'is void, and says so, when all that is left of it is %s',
    async (last) => {
      const ground = await newGround()
      const before = await houseOn(ground, ground.store)
      const merging = mergeId(newId())
      await orThrow(
        before.send(
          { type: 'MergeCustomers', mergeId: merging, survivorId, mergedId, evidence },
          by(),
        ),
      )
      await settle(before)
      await before.close()
      const command = decisionOf(mergedId, { classes: ['profile'] })
      const { erasureId } = command
      const shell = { store: ground.store, clock: systemClock, random: Math.random }
      const carryOut = handle(shell)
      await orThrow(
        carryOut(privacyRequests.decider, privacyRequests.events)(
          privacyRequests.streamOf(command),
          command,
          by(),
        ),
      )
      if (last === 'ErasureWithdrawn') {
        const { logId } = ground.store
        const withdraw = { type: 'WithdrawErasure', logId, erasureId, why: 'merged' } as const
        await orThrow(
          carryOut(fence.decider, fence.events)(fence.streamOf(withdraw), withdraw, by()),
        )
      }
      const after = await houseOn(ground, ground.store)
      await settle(after)
      const end = (await orThrow(after.history(privacyRequests.streamOf(command)))).at(-1)
      expect(end?.event).toMatchObject({ type: 'ErasureConcluded', erasureId, outcome: 'merged' })
      expect(await typesIn(ground)).not.toContain('ErasureBegun')
      // It is decided again when they are two people again.
      const part = { mergeId: merging, reasonCode: reasonCode('erase') }
      await orThrow(after.send({ type: 'UnmergeCustomers', ...part }, by()))
      await settle(after)
      expect(await erase(after, mergedId)).toMatchObject({ right: { _tag: 'Appended' } })
      await settle(after)
      expect(await typesIn(ground)).toContain('ErasureCompleted')
      await after.close()
    },
  )
})

/** How a race is run: by how many steps the merge comes later, and which of its steps a decision that was checked waits for. */
interface Course {
  readonly delay: number
  readonly until: string | undefined
  readonly who: string
}

const race = async (scheduler: Scheduler, { delay, until, who }: Course): Promise<string> => {
  const ground = await newGround()
  let isRacing = false
  const wait = async (steps: number): Promise<void> => {
    for (let step = 0; step < steps; step++) await scheduler.schedule(Promise.resolve(), 'later')
  }
  // Reactions wait for the clock and not for the scheduler. A merge that never comes so far is not waited for.
  const passed = async (type: string | undefined): Promise<void> => {
    for (let turn = 0; type !== undefined && turn < 50; turn++) {
      if ((await typesIn(ground)).includes(type)) return
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
  }
  const processOn = (name: string): Promise<House> => {
    const { store } = ground
    const slow = scheduledStore(store, scheduler, name)
    return houseOn(ground, {
      ...store,
      append:
        (stream, ...of) =>
        async () => {
          if (isRacing && stream.startsWith('privacyRequests-')) await passed(until)
          return (isRacing ? slow : store).append(stream, ...of)()
        },
      readStream: (...of) => (isRacing ? slow : store).readStream(...of),
      // What an erasure is checked against is as old as this answer.
      head: () =>
        isRacing
          ? scheduler.schedule(Promise.resolve(), `${name} asks`).then(async () => {
              const head = await store.head()
              await scheduler.schedule(Promise.resolve(), `${name} hears`)
              return head
            })
          : store.head(),
    })
  }
  const [first, second] = await Promise.all([processOn('first'), processOn('second')])
  for (const house of [first, second]) await settle(house)
  isRacing = true
  await scheduler.waitFor(
    Promise.all([
      wait(-delay).then(() => erase(first, who)),
      wait(delay).then(() => merge(second)),
    ]),
  )
  await scheduler.waitFor(Promise.all([settle(first), settle(second)]))
  isRacing = false
  await scheduler.waitFor(Promise.all([settle(first), settle(second)]))
  const winner = await winnerOf(ground, first)
  const types = await typesIn(ground)
  await Promise.all([first.close(), second.close()])
  if (types.includes('MergeTakenBack')) return 'erased, and the merge taken back'
  return types.includes('ErasureDecided') && winner === 'merged'
    ? 'merged, and the erasure void'
    : winner
}

const courses: fc.Arbitrary<Course> = fc.record({
  delay: fc.integer({ min: -12, max: 12 }),
  until: fc.constantFrom(undefined, undefined, 'MergeBegun', 'ConsentAdopted', 'CustomersMerged'),
  who: fc.constantFrom(survivorId, mergedId),
})

test('exactly one of a merge and an erasure wins in every interleaving, and the other says why', async () => {
  const ends = new Set<string>()
  const all = 4
  for (let round = 0; round < 8 && ends.size < all; round++) {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), courses, async (scheduler, course) => {
        ends.add(await race(scheduler, course))
      }),
      { numRuns: 120 },
    )
  }
  // Each way in which it can end has occurred.
  expect([...ends].sort()).toEqual([
    'erased',
    'erased, and the merge taken back',
    'merged',
    'merged, and the erasure void',
  ])
}, 600_000)
