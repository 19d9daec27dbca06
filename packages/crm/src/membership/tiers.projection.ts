import type { LogEvent, Projection } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import { appended, present, withMembers } from '../shared/copies.js'
import type { CustomerId, MembershipId, ProgrammeId, TierId } from '../shared/ids.js'
import type { Currency } from '../shared/money.js'
import type { AdoptedRules, RulesRef, TierRules } from '../shared/programme-rules.js'
import { type TierAhead, tierTypes } from '../shared/tiers.js'
import { dayOf, type Zone } from '../shared/zone.js'
import type { AboutTier, TierCause } from './events.js'
import {
  type Counting,
  countedOf,
  type Qualifying,
  qualifyingOf,
  type TierRecord,
} from './tiers/qualifying.js'
import { byCustomer, type Recorded, recordedTypes, withRecorded } from './tiers/recording.js'
import { measuredIn, rankOf, rankReached } from './tiers/track.js'
import { type Days, windowOn } from './tiers/windows.js'

/** The events that the view follows from: those about tiers, and those that tell what may count. */
export type TierSource = AboutTier | Recorded

const isAboutTier = (event: TierSource): event is AboutTier => 'standing' in event

/** The tiers of a customer, one for each membership whose programme has any. */
export interface MemberTiers {
  /** Those that were looked at, in the order of their ids. */
  readonly memberships: ReadonlyArray<MemberTier>
  /** What may count, in the order of the ids of the customers: one, or those who turned out to be one person. */
  readonly records: ReadonlyArray<TierRecord>
}

/** The tier of one membership, what counts towards it, and what is missing to the next. */
export interface MemberTier {
  readonly membershipId: MembershipId
  readonly programmeId: ProgrammeId
  readonly customerId: CustomerId
  readonly since: CivilDate
  readonly zone: Zone
  /** Absent where all currencies count. */
  readonly currency?: Currency
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
  /** Whether time has led on and no event says so yet. */
  readonly isDue: boolean
  /** The days that count now. */
  readonly window: Days
  /** What counts in them: minor units, points, or days. */
  readonly measured: number
  /** The next tier above what was measured and what is held; absent at the top. */
  readonly next?: NextTier
  /** In the order of the log. */
  readonly movements: ReadonlyArray<TierMove>
}

export interface NextTier {
  readonly tier: TierId
  readonly threshold: number
  readonly missing: number
}

export interface TierMove {
  readonly onDay: CivilDate
  readonly from?: TierId
  readonly to?: TierId
  readonly cause: TierCause
}

const byId = (a: MemberTier, b: MemberTier): number => (a.membershipId < b.membershipId ? -1 : 1)

const nextAbove = (
  { levels }: TierRules,
  tier: TierId | undefined,
  measured: number,
): NextTier | undefined => {
  const held = levels.findIndex((level) => level.tier === tier)
  const level = levels[Math.max(held, rankReached({ levels }, measured)) + 1]
  if (level === undefined) return undefined
  const { tier: next, threshold } = level
  return { tier: next, threshold, missing: threshold - measured }
}

// The figures of a day, or of the latest day of which anything is known, by what is known to count.
const figured = (
  member: MemberTier,
  records: MemberTiers['records'],
  asked: CivilDate,
): MemberTier => {
  const { tiers: rules, since, customerId, tier, zone } = member
  const record = records.find((one) => one.customerId === customerId)
  const { latestAt } = record ?? {}
  const known = [member.onDay, ...(latestAt === undefined ? [] : [dayOf(latestAt, zone)])]
  const onDay = known.reduce((latest, day) => (day > latest ? day : latest), asked)
  const window = windowOn(rules, since, onDay)
  const entries = record === undefined ? [] : countedOf(record, countingOf(member))
  const measured = measuredIn({ rules, entries }, window)
  const next = nextAbove(rules, tier, measured)
  return next === undefined
    ? { ...withoutNext(member), onDay, window, measured }
    : withMembers(member, { onDay, window, measured, next })
}

const withoutNext = (member: MemberTier): MemberTier => {
  if (member.next === undefined) return member
  const { next: _, ...rest } = member
  return rest
}

const countingOf = ({ programmeId, currency, zone, tiers }: MemberTier): Counting => ({
  programmeId,
  measure: tiers.measure,
  ...(currency === undefined ? {} : { currency }),
  zone,
})

const movementsAfter = ({ movements }: MemberTier, event: AboutTier): MemberTier['movements'] => {
  if (event.type !== 'TierChanged') return movements
  const { onDay, from, to, cause } = event
  return appended(movements, present({ onDay, from, to, cause }))
}

const after = (
  member: MemberTier,
  event: AboutTier,
  records: MemberTiers['records'],
): MemberTier => {
  // Printed in one order whatever came first, so that views of one history can be compared as text: `next` comes last.
  const { tier: _, lastDay: __, next: ___, ...rest } = member
  const { tier, lastDay, ahead } = event.standing
  const movements = movementsAfter(member, event)
  const said = present({ tier, lastDay, ahead, isDue: false, movements })
  return figured(withMembers(rest, said), records, event.onDay)
}

// By which rules, since when: what an event says that applies them.
const ruled = (before: MemberTier | undefined, event: AboutTier): MemberTier | undefined => {
  if (event.type !== 'TierRulesApplied') return before
  const { membershipId, programmeId, customerId, since, zone, currency, rules, tiers, onDay } =
    event
  const window = windowOn(tiers, since, onDay)
  const nothing = { onDay, ahead: [], isDue: false, window, measured: 0, movements: [] }
  const of = { membershipId, programmeId, customerId, since, zone, rules, tiers, currency }
  return withMembers(withMembers(nothing, before ?? {}), present(of))
}

const withTier = ({ memberships, records }: MemberTiers, event: AboutTier): MemberTiers => {
  const before = memberships.find(({ membershipId }) => membershipId === event.membershipId)
  const member = ruled(before, event)
  if (member === undefined) return { memberships, records }
  const others = memberships.filter((one) => one !== before)
  const known = event.type === 'TierRulesApplied' ? withoutIdle(records, member) : records
  return { memberships: appended(others, after(member, event, known)).sort(byId), records: known }
}

// What is counted is fixed by the first rules with tiers: awards of a programme that does not count points never will count.
const withoutIdle = (
  records: MemberTiers['records'],
  { programmeId, tiers: { measure } }: MemberTier,
): MemberTiers['records'] =>
  measure === 'points'
    ? records
    : records.map(({ awards, ...rest }) =>
        withMembers(rest, { awards: awards.filter((one) => one.programmeId !== programmeId) }),
      )

const isIdle = (event: Recorded, memberships: MemberTiers['memberships']): boolean =>
  (event.type === 'PointsAwarded' || event.type === 'PointsReversed') &&
  memberships.some(
    ({ membershipId, tiers }) => membershipId === event.membershipId && tiers.measure !== 'points',
  )

const evolve = (before: MemberTiers, logged: LogEvent<TierSource>): MemberTiers => {
  const { event } = logged
  if (isAboutTier(event)) return withTier(before, event)
  const { customerId } = event
  if (customerId === undefined || isIdle(event, before.memberships)) return before
  const records = withRecorded(before.records, customerId, logged as LogEvent<Recorded>)
  if (records === before.records) return before
  const memberships = before.memberships.map((member) =>
    member.customerId === customerId ? figured(member, records, member.onDay) : member,
  )
  return { memberships, records }
}

const hasEnded = (
  { customerId, membershipId }: MemberTier,
  records: MemberTiers['records'],
  day: CivilDate,
): boolean => {
  const record = records.find((one) => one.customerId === customerId)
  const until = record?.memberships.find((one) => one.membershipId === membershipId)?.until
  return until !== undefined && until < day
}

// Where time has led by a day: events have said it before, and a membership that has ended has no tier any more.
const onDayOf = (
  member: MemberTier,
  records: MemberTiers['records'],
  asked: CivilDate,
): MemberTier => {
  const day = asked > member.onDay ? asked : member.onDay
  if (hasEnded(member, records, day)) {
    const { tier: _, lastDay: __, next: ___, ...rest } = figured(member, records, day)
    return withMembers(rest, { ahead: [], isDue: false })
  }
  const { tier: _, lastDay: __, ...rest } = member
  const step = member.ahead.findLast(({ fromDay }) => fromDay <= day)
  if (step === undefined) return day === member.onDay ? member : figured(member, records, day)
  const { tier, lastDay } = step
  const ahead = member.ahead.filter(({ fromDay }) => fromDay > day)
  const then = withMembers(rest, present({ tier, lastDay, ahead, isDue: true }))
  return figured(then, records, day)
}

/**
 * What counts towards the tier of a customer in a programme, as commands ask it: looked up where it is known, so that no event
 * need say it again. Nothing for somebody of whom nothing is known.
 */
export const qualifyingIn = (
  tiers: MemberTiers | undefined,
  customerId: CustomerId,
  { programmeId, rules: { zone, currency, tiers: wanted } }: AdoptedRules,
): ReadonlyArray<Qualifying> => {
  const record = tiers?.records.find((one) => one.customerId === customerId)
  if (record === undefined || wanted === undefined) return []
  return qualifyingOf(record, { programmeId, measure: wanted.measure, currency, zone })
}

/**
 * The tier of a customer in a programme: of people who turned out to be one, the higher one with its own last day.
 * Without `tier` once the membership has ended; `undefined` where the programme has none, or the customer never was a member.
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
 * The tiers of each customer, and what may count towards them. Read at an instant, they are those of its day: whether anybody
 * has assessed them by then makes no difference.
 */
export const memberTiers: Projection<CustomerId, MemberTiers, TierSource> = {
  name: 'member_tiers',
  version: 3,
  types: [...tierTypes, ...recordedTypes],
  keyStandsInEvent: true,
  parts: (logged) => {
    const { customerId } = logged.event
    return customerId === undefined ? [] : [[customerId, logged]]
  },
  initial: () => ({ memberships: [], records: [] }),
  evolve,
  combine: (views) => ({
    memberships: views.flatMap(({ memberships }) => memberships).sort(byId),
    records: views.flatMap(({ records }) => records).sort(byCustomer),
  }),
  read: ({ memberships, records }, at) => ({
    memberships: memberships.map((member) => onDayOf(member, records, dayOf(at, member.zone))),
    records,
  }),
}
