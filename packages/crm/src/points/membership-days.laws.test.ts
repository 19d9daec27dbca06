// The days of a membership, day by day: what decides, what points know of it, and the account that rests with it agree.
import type { LogEvent, Position } from '@patina/eventsourcing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import * as Membership from '../membership/index.js'
import { eventsOf, idOf, issuedAt, noon } from '../shared/arbitraries.js'
import { type CivilDate, civilDate, plusDays } from '../shared/civil-date.js'
import { covers } from '../shared/coverage.js'
import { customerId, programmeId, reasonCode } from '../shared/ids.js'
import * as Points from './index.js'
import { members } from './members.projection.js'
import { pointsForMembership } from './membership.reaction.js'
import { restsOn } from './resting.js'

const party = { programmeId: programmeId(idOf('prog', 1)), customerId: customerId(idOf('cust', 1)) }
const first = civilDate('2024-01-01')
const dayOf = (place: number): CivilDate => plusDays(first, place)

/** What happens after some days: a turn of the membership, from a day that may be a few days off. */
interface Turn {
  readonly after: number
  readonly what: 'suspend' | 'resume' | 'renew' | 'lapse' | 'close'
  readonly off: number
  readonly length: number
}

const turns: fc.Arbitrary<ReadonlyArray<Turn>> = fc.array(
  fc.record({
    after: fc.integer({ min: 0, max: 9 }),
    what: fc.constantFrom('suspend', 'suspend', 'resume', 'resume', 'renew', 'lapse', 'close'),
    off: fc.integer({ min: -3, max: 3 }),
    length: fc.integer({ min: 1, max: 20 }),
  }),
  { maxLength: 12 },
)

const commandOf = ({ what, off, length }: Turn, today: number): Membership.MembershipCommand => {
  const fromDay = dayOf(Math.max(0, today + off))
  switch (what) {
    case 'suspend':
      return { type: 'Suspend', ...party, fromDay, reasonCode: reasonCode('asked') }
    case 'resume':
      return { type: 'Resume', ...party, fromDay }
    case 'renew':
      return { type: 'Renew', ...party, fromDay, through: dayOf(today + off + 3 + length) }
    case 'lapse':
      return { type: 'Lapse', ...party, today: dayOf(today) }
    case 'close': {
      const until = dayOf(Math.max(0, today + off + length))
      return { type: 'Close', ...party, until, by: 'member', reasonCode: reasonCode('asked') }
    }
  }
}

// The plain membership: the days that count, and those on which its account rests, struck out and put back event by event.
interface Days {
  readonly counting: ReadonlySet<CivilDate>
  readonly resting: ReadonlySet<CivilDate>
  readonly through: CivilDate
  /** Of one that was closed. */
  readonly until?: CivilDate
}

const calendar = Array.from({ length: 160 }, (_, place) => dayOf(place))
const none: Days = { counting: new Set(), resting: new Set(), through: first }
const from = (fromDay: CivilDate, through?: CivilDate) =>
  new Set(calendar.filter((day) => day >= fromDay && (through === undefined || day <= through)))

const both = (some: Days['counting'], more: Days['counting']) => new Set([...some, ...more].sort())
const without = (some: Days['counting'], less: Days['counting']) =>
  new Set([...some].filter((day) => !less.has(day)))

const struck = (days: Days, event: Membership.MembershipEvent): Days => {
  const { counting, resting, through, until = dayOf(calendar.length) } = days
  const last = (day: CivilDate) => (day < until ? day : until)
  switch (event.type) {
    case 'MembershipActivated': {
      const { since, through: given = since } = event
      return { ...days, counting: from(since, given), through: given }
    }
    case 'MembershipSuspended': {
      const rest = from(event.fromDay, until)
      return { ...days, counting: without(counting, rest), resting: both(resting, rest) }
    }
    // What goes on does so as far as it was given for, and not after it was closed.
    case 'MembershipResumed':
    case 'MembershipRenewed': {
      const { fromDay } = event
      const given = event.type === 'MembershipRenewed' ? event.through : through
      return {
        ...days,
        counting: both(counting, from(fromDay, last(given))),
        resting: without(resting, from(fromDay)),
        through: given,
      }
    }
    case 'MembershipLapsed':
      return { ...days, resting: both(resting, from(plusDays(event.through, 1))) }
    // Its points live out their days, and nothing rests any more.
    case 'MembershipClosed': {
      const over = from(plusDays(event.until, 1))
      return {
        counting: without(counting, over),
        resting: without(resting, over),
        through,
        until: event.until,
      }
    }
    default:
      return days
  }
}

const lived = (all: ReadonlyArray<Turn>) => {
  const events: Membership.MembershipEvent[] = []
  let state = Membership.initial
  const send = (command: Membership.MembershipCommand, today: number): boolean => {
    const decided = Membership.decide(command, state, issuedAt(noon(dayOf(today))))
    if (E.isLeft(decided)) return false
    events.push(...decided.right)
    state = decided.right.reduce(Membership.evolve, state)
    return decided.right.length > 0
  }
  send({ type: 'Admit', ...party, since: first, through: dayOf(30) }, 0)
  let today = 0
  let isRestEnded = false
  for (const turn of all) {
    today += turn.after
    // The nightly sweep has told of every membership that has run out.
    send({ type: 'Lapse', ...party, today: dayOf(today) }, today)
    const { standing } = state
    const hadRested = standing._tag === 'Lapsed' && isRestOpen(standing.days)
    const isNews = send(commandOf(turn, today), today)
    isRestEnded ||= hadRested && isNews && turn.what === 'renew'
  }
  return { events, standing: state.standing, isRestEnded }
}

const isRestOpen = ({ gaps = [] }: Membership.Coverage): boolean =>
  gaps.some(({ resumesOn }) => resumesOn === undefined)

const accountAfter = (events: ReadonlyArray<Membership.MembershipEvent>): Points.Account => {
  const rules = { value: undefined, asOf: '' as Position }
  const issued = issuedAt(noon(dayOf(calendar.length)))
  return events
    .filter(({ type }) => (pointsForMembership.types as ReadonlyArray<string>).includes(type))
    .map((event) => ({ event }) as Parameters<typeof pointsForMembership.react>[0])
    .flatMap((recorded) => pointsForMembership.react(recorded, { rules }))
    .reduce(
      (state, command) =>
        eventsOf(Points.decide(command, state, issued)).reduce(Points.evolve, state),
      Points.initial,
    )
}

const seenByPoints = (events: ReadonlyArray<Membership.MembershipEvent>) =>
  events
    .flatMap((event) => members.parts({ event } as LogEvent<Membership.MembershipEvent>))
    .reduce((before, [, part]) => members.evolve(before, part), members.initial(party.customerId))

test('the days that count are the same to a membership, to points, to its account and day by day', () => {
  fc.assert(
    fc.property(turns, (all) => {
      const { events, standing } = lived(all)
      const { memberships } = seenByPoints(events)
      const account = accountAfter(events)
      const { counting, resting } = events.reduce(struck, none)
      const those = (isOne: (day: CivilDate) => boolean) => calendar.filter(isOne)
      expect(those((day) => 'days' in standing && covers(standing.days, day))).toEqual([
        ...counting,
      ])
      expect(those((day) => memberships.some((one) => covers(one, day)))).toEqual([...counting])
      expect(those((day) => restsOn(account, day))).toEqual(those((day) => resting.has(day)))
      expect(those((day) => counting.has(day) && resting.has(day))).toEqual([])
    }),
    { numRuns: 300 },
  )
})

test('memberships are drawn that lapsed while they rested and were renewed', () => {
  expect(fc.sample(turns, 2000).some((all) => lived(all).isRestEnded)).toBe(true)
})

test('memberships are drawn that rested, went on and ended earlier after they were closed', () => {
  const after = (type: string) =>
    fc.sample(turns, 2000).some((all) => {
      const types = lived(all).events.map((event) => event.type as string)
      return (
        types.lastIndexOf(type) > types.indexOf('MembershipClosed') &&
        types.includes('MembershipClosed')
      )
    })
  const told = ['MembershipSuspended', 'MembershipResumed', 'MembershipClosed']
  expect(told.filter((type) => !after(type))).toEqual([])
})
