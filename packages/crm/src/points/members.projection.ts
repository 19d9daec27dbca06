import type { LogEvent, Projection } from '@patina/eventsourcing'
import type { MembershipEvent, ReferralRecorded } from '../membership/events.js'
import type { CivilDate } from '../shared/civil-date.js'
import { appended, withMembers } from '../shared/copies.js'
import { type Coverage, coverageAfter, coverageTypes } from '../shared/coverage.js'
import type { CustomerId, MembershipId, ProgrammeId } from '../shared/ids.js'
import { type TierFrom, tierTypes, withStanding } from '../shared/tiers.js'

export { covers } from '../shared/coverage.js'

/** The memberships of a customer, as points must know them. */
export interface Memberships {
  /** In the order of their ids. */
  readonly memberships: ReadonlyArray<MembershipPeriod>
  /** Those that came by a referral, in the order of their ids; absent where none did. */
  readonly referred?: ReadonlyArray<ReferredMembership>
}

export interface ReferredMembership {
  readonly membershipId: MembershipId
  readonly fromDay: CivilDate
}

/** The days of a membership, and the tier that the sales of each earn at. */
export interface MembershipPeriod extends Coverage {
  readonly membershipId: MembershipId
  readonly programmeId: ProgrammeId
  /** In the order of days; absent where the programme has no tiers. */
  readonly tiers?: ReadonlyArray<TierFrom>
}

const types = [...coverageTypes, ...tierTypes, 'ReferralRecorded'] as const

type PeriodEvent = Exclude<MemberEvent, ReferralRecorded>
type MemberEvent = Extract<MembershipEvent, { readonly type: (typeof types)[number] }>

const isOfMember = (event: MembershipEvent): event is MemberEvent =>
  (types as ReadonlyArray<string>).includes(event.type)

const byId = <A extends { readonly membershipId: MembershipId }>(a: A, b: A): number =>
  a.membershipId < b.membershipId ? -1 : 1

// What is said of a tier hangs on the membership having begun.
const periodAfter = (
  before: MembershipPeriod | undefined,
  event: PeriodEvent,
): MembershipPeriod | undefined => {
  if ('standing' in event) {
    return (
      before && withMembers(before, { tiers: withStanding(before.tiers ?? [], event.standing) })
    )
  }
  const { membershipId, programmeId } = event
  const days = coverageAfter(before, event)
  return days && withMembers(days, { membershipId, programmeId })
}

const evolve = (before: Memberships, event: MemberEvent): Memberships => {
  if (event.type !== 'ReferralRecorded') return { ...before, ...withPeriod(before, event) }
  const { membershipId, referredOn: fromDay } = event
  return withReferred(before, [{ membershipId, fromDay }])
}

// A membership may come by a referral before it begins.
const withReferred = (
  before: Memberships,
  added: ReadonlyArray<ReferredMembership>,
): Memberships =>
  added.length === 0
    ? before
    : withMembers(before, { referred: [...(before.referred ?? []), ...added].sort(byId) })

const withPeriod = ({ memberships }: Memberships, event: PeriodEvent): Memberships => {
  const before = memberships.find(({ membershipId }) => membershipId === event.membershipId)
  const period = periodAfter(before, event)
  if (period === undefined) return { memberships }
  const others = memberships.filter((one) => one !== before)
  return { memberships: appended(others, period).sort(byId) }
}

/** The memberships of each customer: what points must know to award a sale. */
export const members: Projection<CustomerId, Memberships, MembershipEvent, MemberEvent> = {
  name: 'points_members',
  version: 6,
  types,
  parts: ({ event }: LogEvent<MembershipEvent>) =>
    isOfMember(event) ? [[event.customerId, event]] : [],
  initial: () => ({ memberships: [] }),
  evolve,
  combine: (views) =>
    withReferred(
      { memberships: views.flatMap(({ memberships }) => memberships).sort(byId) },
      views.flatMap(({ referred = [] }) => referred),
    ),
  occurredSafe: true,
}
