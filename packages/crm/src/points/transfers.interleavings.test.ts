// Members give points to each other while accounts are closed and points are spent, and what carries the points runs several
// times at once, in every order that a store can be slow in.
import {
  beforeFirst,
  type Context,
  decodeLogged,
  type EventStore,
  type FactsOf,
  handle,
  type Instant,
  inMemoryEventStore,
  type LogEvent,
  type Position,
} from '@patina/eventsourcing'
import { scheduledStore, withoutExpectations } from '@patina/testing'
import fc, { type Scheduler } from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { adopted, eventsOf, idOf, noon } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { membershipIdOf } from '../shared/derived-ids.js'
import type { CustomerId, MembershipId } from '../shared/ids.js'
import { awardOf, redemptionOf, transferOf } from './asking.arbitraries.js'
import type { PointsCommand } from './commands.js'
import type { PointsEvent } from './events.js'
import * as Points from './index.js'
import { pointsForPoints } from './points.reaction.js'

const clock = (): Instant => noon('2024-06-01') as Instant
const contextOf = (n: number): Context => ({ commandId: idOf('cmd', n), actor: 'tester' })
const rules = adopted({
  redemption: { step: 1, minimum: 1, graceDays: 30 },
  transfer: { mostPoints: 1000, mostPointsAYear: 1000, leastDays: 0 },
})
const [one, other] = [idOf<CustomerId>('cust', 1), idOf<CustomerId>('cust', 2)]
const accountOf = (customerId: CustomerId): MembershipId =>
  membershipIdOf(rules.programmeId, customerId)

type Step = 'give' | 'giveBack' | 'spend' | 'close' | 'carry'

// Each has sixty points, and the one has given ten of them that are still under way.
const given = transferOf(1, 10, other, rules)
const before: ReadonlyArray<PointsCommand> = [
  { ...awardOf(1, '2024-06-01', [[60]], rules), customerId: one },
  { ...awardOf(2, '2024-06-01', [[60]], rules), customerId: other },
  { ...given, membershipId: accountOf(one) },
]

const commandOf = (step: Exclude<Step, 'carry'>, n: number): PointsCommand => {
  switch (step) {
    case 'give':
      return { ...transferOf(n, 40, other, rules), membershipId: accountOf(one) }
    case 'giveBack':
      return { ...transferOf(n, 40, one, rules), membershipId: accountOf(other) }
    case 'spend':
      return { ...redemptionOf(n, 40, rules), membershipId: accountOf(one) }
    case 'close':
      return { type: 'CloseAccount', membershipId: accountOf(other), policy: 'forfeit' }
  }
}

const steps = fc.array(
  fc.constantFrom<Step>('give', 'give', 'giveBack', 'spend', 'close', 'carry', 'carry'),
  { minLength: 2, maxLength: 5 },
)

const recordedIn = async (store: EventStore): Promise<ReadonlyArray<LogEvent<PointsEvent>>> => {
  const page = await store.readAll(beforeFirst, 1000)()
  if (E.isLeft(page)) throw new Error('the log cannot be read')
  const decode = decodeLogged<PointsEvent>(Points.eventCodecs)
  return page.right.events.flatMap((stored) => eventsOf(decode(stored)))
}

// What follows from an event, where both customers are members.
const following = (recorded: LogEvent<PointsEvent>): ReadonlyArray<PointsCommand> => {
  const { types, react } = pointsForPoints
  if (!(types as ReadonlyArray<string>).includes(recorded.event.type)) return []
  const since = civilDate('2024-01-01')
  const memberships = [one, other].map((customerId) => ({
    membershipId: accountOf(customerId),
    programmeId: rules.programmeId,
    since,
  }))
  const facts = { members: { value: { memberships }, asOf: '' as Position } }
  return react(recorded as LogEvent<never>, facts as FactsOf<never>)
}

type Send = (command: PointsCommand, context: Context) => Promise<unknown>

// Every courier carries what the log has when it looks, each command under an id that follows from its event.
const carry = async (store: EventStore, send: Send): Promise<void> => {
  for (const recorded of await recordedIn(store)) {
    for (const command of following(recorded)) {
      await send(command, { commandId: `${recorded.id.slice(0, -4)}cafe`, actor: 'courier' })
    }
  }
}

const race = async (
  scheduler: Scheduler,
  todo: ReadonlyArray<Step>,
  guard: (store: EventStore) => EventStore,
): Promise<ReadonlyArray<PointsEvent>> => {
  const store = inMemoryEventStore({ clock })
  const on = (link: EventStore): Send => {
    const handler = handle({ store: link, clock, random: () => 0 })(Points, Points.eventCodecs)
    return (command, context) => handler(Points.streamOf(command), command, context)()
  }
  for (const [n, command] of before.entries()) await on(store)(command, contextOf(n))
  const running = todo.map((step, index) => {
    const send = on(scheduledStore(guard(store), scheduler, `process ${index}`))
    return step === 'carry'
      ? carry(store, send)
      : send(commandOf(step, 10 + index), contextOf(10 + index))
  })
  await scheduler.waitFor(Promise.all(running))
  // What is still under way at the end arrives, or comes back: two rounds, for a refusal is one more step.
  await carry(store, on(store))
  await carry(store, on(store))
  return (await recordedIn(store)).map(({ event }) => event)
}

// What an event brings to its account, and takes from it, by the event alone.
const changeBy = (event: PointsEvent): number => {
  switch (event.type) {
    case 'PointsAwarded':
    case 'PointsTransferredIn':
    case 'TransferReturned':
      return event.points
    case 'PointsTransferredOut':
    case 'PointsRedeemed':
    case 'PointsExpired':
      return -event.points
    default:
      return 0
  }
}

/** What is wrong with the points of both accounts and those under way, after each event of the log; none where nothing is. */
const flawsIn = (events: ReadonlyArray<PointsEvent>): ReadonlyArray<string> => {
  const flaws: string[] = []
  const free = new Map<MembershipId, number>()
  const underWay = new Map<string, number>()
  for (const event of events) {
    const left = (free.get(event.membershipId) ?? 0) + changeBy(event)
    free.set(event.membershipId, left)
    if (left < 0) flaws.push(`an account has ${left}`)
    if (!('transferId' in event)) continue
    const isOut = event.type === 'PointsTransferredOut'
    const isIn = event.type === 'PointsTransferredIn' || event.type === 'TransferReturned'
    const way = (underWay.get(event.transferId) ?? 0) + (isOut ? 1 : isIn ? -1 : 0) * event.points
    underWay.set(event.transferId, way)
    if (way < 0) flaws.push(`a transfer arrived twice`)
  }
  for (const left of underWay.values()) if (left > 0) flaws.push(`${left} never arrived`)
  return flaws
}

describe('members who give to each other while accounts close and couriers run at once', () => {
  test('have every point in an account, spent or under way, after every event, and nothing is under way at the end [L9]', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), steps, async (scheduler, todo) => {
        const events = await race(scheduler, todo, (store) => store)
        expect(flawsIn(events)).toEqual([])
        const isClosed = events.some(({ type }) => type === 'PointsAccountClosed')
        expect(isClosed).toBe(todo.includes('close'))
      }),
    )
  })

  test('would get points twice if the store did not refuse what is decided on an old state', async () => {
    const found = await fc.check(
      fc.asyncProperty(fc.scheduler(), steps, async (scheduler, todo) => {
        expect(flawsIn(await race(scheduler, todo, withoutExpectations))).toEqual([])
      }),
      { numRuns: 1000, endOnFailure: true },
    )
    expect(found.failed).toBe(true)
  })
})
