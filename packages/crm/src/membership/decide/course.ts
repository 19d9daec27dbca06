// A decision about a tier as it is made: what has been found so far, step by step, and the events that say so.
import type { CivilDate } from '../../shared/civil-date.js'
import { plusDays } from '../../shared/civil-date.js'
import { present, withMembers } from '../../shared/copies.js'
import type { CustomerId, MembershipId, ProgrammeId } from '../../shared/ids.js'
import type { TierStanding } from '../../shared/tiers.js'
import type { MembershipEvent, TierCause, TierFigures } from '../events.js'
import {
  type Basis,
  type Claims,
  claimsOf,
  heldAt,
  inForce,
  isOfTier,
  isSame,
  measuredIn,
  nextStep,
  rankOf,
  rankReached,
  standingOf,
} from '../tiers/track.js'
import { validThrough, windowOn } from '../tiers/windows.js'

/** Whose tier it is. */
export interface OfMember {
  readonly membershipId: MembershipId
  readonly programmeId: ProgrammeId
  readonly customerId: CustomerId
}

export interface Course {
  readonly of: OfMember
  readonly basis: Basis
  readonly claims: Claims
  /** The first day whose sales earn at the tier in force. */
  readonly earnsFrom: CivilDate
  readonly events: ReadonlyArray<MembershipEvent>
}

/** What an event about the tier says of it on a day. */
export const saidOn = ({ of, basis, claims, earnsFrom }: Course, onDay: CivilDate) => ({
  membershipId: of.membershipId,
  programmeId: of.programmeId,
  customerId: of.customerId,
  onDay,
  standing: standingOf(basis, claims, earnsFrom),
})

// What a day brings of itself, and what somebody has granted, counts from that day on; what its sales bring, from the next.
const earnsFromOf = (cause: TierCause, onDay: CivilDate): CivilDate =>
  cause === 'earned' || cause === 'return' ? plusDays(onDay, 1) : onDay

interface Telling {
  readonly about?: (after: Course) => MembershipEvent
  readonly figures?: TierFigures
  /** Since when sales earn at the new tier, where no sale has brought it. */
  readonly since?: CivilDate
}

/**
 * New claims, and the event that says what they change of the tier in force: none where it stays as it was. `about` is an
 * event that comes before it and knows where it leads.
 */
export const moveTo = (
  course: Course,
  claims: Claims,
  cause: TierCause,
  onDay: CivilDate,
  { about, figures, since }: Telling = {},
): Course => {
  const { rules } = course.basis
  const before = inForce(rules, course.claims)
  const after = inForce(rules, claims)
  const isAnother = before?.tier !== after?.tier
  const earnsFrom = isAnother ? (since ?? earnsFromOf(cause, onDay)) : course.earnsFrom
  const moved = { ...course, claims, earnsFrom }
  const first = about === undefined ? [] : [about(moved)]
  const lastDay = after?.lastDay
  const said = withMembers(saidOn(moved, onDay), present({ cause, lastDay, figures }))
  const { levels } = rules
  const threshold = levels[rankOf(rules, after?.tier)]?.threshold
  const changed: MembershipEvent = {
    type: 'TierChanged',
    ...said,
    ...(before === undefined ? {} : { from: before.tier }),
    ...(after === undefined ? {} : { to: after.tier }),
    ...(threshold === undefined ? {} : { threshold }),
  }
  const news: ReadonlyArray<MembershipEvent> = isAnother
    ? [changed]
    : isSame(before, after) || after === undefined
      ? []
      : [{ type: 'TierRenewed', ...said, tier: after.tier }]
  return { ...moved, events: [...course.events, ...first, ...news] }
}

/**
 * The events of a course; and where nothing was said of where it leads now, an event that says it. `told` is what was said last
 * before them.
 */
export const withOutlook = (
  course: Course,
  told: TierStanding | undefined,
  cause: TierCause,
  onDay: CivilDate,
): ReadonlyArray<MembershipEvent> => {
  const { basis, events } = course
  const said = saidOn(course, onDay)
  const last = events.findLast(isOfTier)?.standing ?? told
  if (last === undefined || leadsTo(last, onDay) === leadsTo(said.standing, onDay)) return events
  const figures = figuresOn(basis, onDay)
  return [...events, { type: 'TierOutlookChanged', ...said, cause, figures }]
}

// What is held by measure, what is in force, and what lies ahead of a day, as text: two that are equal lead to the same.
const leadsTo = ({ held, tier, lastDay, ahead }: TierStanding, onDay: CivilDate): string =>
  JSON.stringify([held, tier, lastDay, ahead.filter(({ fromDay }) => fromDay > onDay)])

/** What is measured on a day. */
export const figuresOn = ({ rules, since, entries }: Basis, day: CivilDate): TierFigures => {
  const window = windowOn(rules, since, day)
  return { window, measured: measuredIn({ rules, entries }, window) }
}

/** What time has done by a day: every last day that has passed by then is dealt with, on the day after it. */
export const settledTo = (course: Course, day: CivilDate): Course => {
  let settled = course
  let step = nextStep(course.basis, course.claims)
  while (step !== undefined && step.fromDay <= day) {
    const { fromDay, claims } = step
    // What counted on the last day, not on the day after, which may lie in a new period.
    const figures = figuresOn(settled.basis, plusDays(fromDay, -1))
    settled = moveTo(settled, claims, 'periodEnd', fromDay, { figures })
    step = nextStep(settled.basis, settled.claims)
  }
  return settled
}

/**
 * What is held after something has been counted on a day: the tier that is reached, when it is higher, or the same one
 * renewed. `isNews` says whether what was counted lies in the days that count: only that renews.
 */
export const heldAfter = (
  { rules, since, entries }: Basis,
  held: Claims['held'],
  day: CivilDate,
  isNews: boolean,
): Claims['held'] => {
  const { measured } = figuresOn({ rules, since, entries }, day)
  const reached = rankReached(rules, measured)
  const rank = rankOf(rules, held?.tier)
  const through = validThrough(rules, since, day)
  if (reached > rank) return heldAt(rules, reached, through)
  const isRenewed = isNews && reached === rank && held?.lastDay !== undefined
  return isRenewed && held.lastDay < through ? heldAt(rules, rank, through) : held
}

/** Claims with what is held by measure. */
export const holding = ({ granted }: Claims, held: Claims['held']): Claims =>
  claimsOf(held, granted)
