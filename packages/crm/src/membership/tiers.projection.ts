import type { LogEvent, Projection } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import type { CustomerId, MembershipId, ProgrammeId, TierId } from '../shared/ids.js'
import type { RulesRef, TierRules } from '../shared/programme-rules.js'
import type { TierAhead } from '../shared/tiers.js'
import { dayOf, type Zone } from '../shared/zone.js'
import type { AboutTier, MembershipEvent, TierCause } from './events.js'
import { isOfTier, rankOf, rankReached } from './tiers/track.js'
import { type Days, windowOn } from './tiers/windows.js'

/** The tiers of a customer, one for each membership whose programme has any. */
export interface MemberTiers {
  /** In the order of their ids. */
  readonly memberships: ReadonlyArray<MemberTier>
}

/** The tier of one membership, what counts towards it, and what is missing to the next. */
export interface MemberTier {
  readonly membershipId: MembershipId
  readonly programmeId: ProgrammeId
  readonly since: CivilDate
  readonly zone: Zone
  /** What it is judged by. */
  readonly rules: RulesRef
  readonly tiers: TierRules
  /** The day that this view is of: that of the last event, or that of the reading. */
  readonly onDay: CivilDate
  /** Absent: none. */
  readonly tier?: TierId
  /** Absent for a tier that is kept for good. */
  readonly lastDay?: CivilDate
  /** What time alone will change. */
  readonly ahead: ReadonlyArray<TierAhead>
  /** The days that count now. */
  readonly window: Days
  /** What counts in them: minor units, points, or days. */
  readonly measured: number
  /** The next tier above what was measured and what is held; absent at the top. */
  readonly next?: NextTier
  /** What counts, by day. Days that count no more are left out. */
  readonly counted: ReadonlyArray<CountedDay>
  /** In the order of the log. */
  readonly movements: ReadonlyArray<TierMove>
}

export interface NextTier {
  readonly tier: TierId
  readonly threshold: number
  readonly missing: number
}

export interface CountedDay {
  readonly day: CivilDate
  readonly amount: number
}

export interface TierMove {
  readonly onDay: CivilDate
  readonly from?: TierId
  readonly to?: TierId
  readonly cause: TierCause
}

const byId = (a: MemberTier, b: MemberTier): number => (a.membershipId < b.membershipId ? -1 : 1)

const measuredIn = ({ tiers, counted }: MemberTier, { fromDay, toDay }: Days): number => {
  const inside = counted.filter(({ day }) => fromDay <= day && day <= toDay)
  return tiers.measure === 'visits'
    ? inside.length
    : inside.reduce((sum, { amount }) => sum + amount, 0)
}

const nextAbove = (
  { levels }: TierRules,
  tier: TierId | undefined,
  measured: number,
): NextTier | undefined => {
  const held = levels.findIndex((level) => level.tier === tier)
  const level = levels[Math.max(held, rankReached({ levels }, measured)) + 1]
  return level === undefined ? undefined : { ...level, missing: level.threshold - measured }
}

// The figures of a day.
const figured = (member: MemberTier, onDay: CivilDate): MemberTier => {
  const { next: _, ...rest } = member
  const window = windowOn(member.tiers, member.since, onDay)
  const measured = measuredIn(member, window)
  const next = nextAbove(member.tiers, member.tier, measured)
  return { ...rest, onDay, window, measured, ...(next === undefined ? {} : { next }) }
}

// What came in on a day or, below 0, was counted back on it.
const counting = (
  counted: MemberTier['counted'],
  day: CivilDate,
  amount: number,
): MemberTier['counted'] => {
  const before = counted.find((one) => one.day === day)?.amount ?? 0
  const others = counted.filter((one) => one.day !== day)
  const after = before + amount
  return after > 0
    ? [...others, { day, amount: after }].sort((a, b) => (a.day < b.day ? -1 : 1))
    : others
}

const countedAfter = ({ counted }: MemberTier, event: AboutTier): MemberTier['counted'] => {
  switch (event.type) {
    case 'QualifyingRecorded':
      return counting(counted, event.qualifiedOn, event.amount)
    case 'QualifyingReversed':
      return counting(counted, event.qualifiedOn, -event.amount)
    default:
      return counted
  }
}

const movementsAfter = ({ movements }: MemberTier, event: AboutTier): MemberTier['movements'] => {
  if (event.type !== 'TierChanged') return movements
  const { onDay, from, to, cause } = event
  const move = {
    onDay,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }
  return [...movements, { ...move, cause }]
}

const after = (member: MemberTier, event: AboutTier): MemberTier => {
  const { tier: _, lastDay: __, ...rest } = member
  const { standing, onDay } = event
  const { tier, lastDay, ahead } = standing
  const known: MemberTier = {
    ...rest,
    ...(tier === undefined ? {} : { tier }),
    ...(lastDay === undefined ? {} : { lastDay }),
    ahead,
    counted: countedAfter(member, event),
    movements: movementsAfter(member, event),
  }
  const { fromDay } = windowOn(known.tiers, known.since, onDay)
  return figured({ ...known, counted: known.counted.filter(({ day }) => day >= fromDay) }, onDay)
}

// By which rules, since when: what an event says that applies them.
const ruled = (before: MemberTier | undefined, event: AboutTier): MemberTier | undefined => {
  if (event.type !== 'TierRulesApplied') return before
  const { membershipId, programmeId, since, zone, rules, tiers, onDay } = event
  const window = windowOn(tiers, since, onDay)
  const nothing = { onDay, ahead: [], window, measured: 0, counted: [], movements: [] }
  return { ...nothing, ...before, membershipId, programmeId, since, zone, rules, tiers }
}

const evolve = ({ memberships }: MemberTiers, event: AboutTier): MemberTiers => {
  const before = memberships.find(({ membershipId }) => membershipId === event.membershipId)
  const member = ruled(before, event)
  if (member === undefined) return { memberships }
  const others = memberships.filter((one) => one !== before)
  return { memberships: [...others, after(member, event)].sort(byId) }
}

// Where time has led by a day: events have said it before.
const onDayOf = (member: MemberTier, day: CivilDate): MemberTier => {
  if (day <= member.onDay) return member
  const { tier: _, lastDay: __, ...rest } = member
  const step = member.ahead.findLast(({ fromDay }) => fromDay <= day)
  if (step === undefined) return figured(member, day)
  const { tier, lastDay } = step
  const then: MemberTier = {
    ...rest,
    ...(tier === undefined ? {} : { tier }),
    ...(lastDay === undefined ? {} : { lastDay }),
    ahead: member.ahead.filter(({ fromDay }) => fromDay > day),
  }
  return figured(then, day)
}

/**
 * The tier of a customer in a programme: of people who turned out to be one, the higher one with its own last day.
 * `undefined` where the programme has none, or the customer is no member.
 */
export const tierIn = (
  { memberships }: MemberTiers,
  programme: ProgrammeId,
): MemberTier | undefined =>
  memberships
    .filter(({ programmeId }) => programmeId === programme)
    .reduce<MemberTier | undefined>(
      (best, one) => (best === undefined || isAbove(one, best) ? one : best),
      undefined,
    )

const isAbove = (a: MemberTier, b: MemberTier): boolean => {
  const above = rankOf(a.tiers, a.tier) - rankOf(b.tiers, b.tier)
  if (above !== 0) return above > 0
  return b.lastDay !== undefined && (a.lastDay === undefined || a.lastDay > b.lastDay)
}

/**
 * The tiers of each customer. Read at an instant, they are those of its day: whether anybody has assessed them by then makes
 * no difference.
 */
export const memberTiers: Projection<CustomerId, MemberTiers, MembershipEvent, AboutTier> = {
  name: 'member_tiers',
  version: 1,
  types: [
    'TierRulesApplied',
    'QualifyingRecorded',
    'QualifyingReversed',
    'TierGranted',
    'TierChanged',
    'TierRenewed',
  ],
  parts: ({ event }: LogEvent<MembershipEvent>) =>
    isOfTier(event) ? [[event.customerId, event]] : [],
  initial: () => ({ memberships: [] }),
  evolve,
  combine: (views) => ({ memberships: views.flatMap(({ memberships }) => memberships).sort(byId) }),
  read: ({ memberships }, at) => ({
    memberships: memberships.map((member) => onDayOf(member, dayOf(at, member.zone))),
  }),
}
