import type { LogEvent, Projection } from '@patina/eventsourcing'
import type {
  MembershipActivated,
  MembershipClosed,
  MembershipEvent,
} from '../membership/events.js'
import type { CivilDate } from '../shared/civil-date.js'
import type { CustomerId, MembershipId, ProgrammeId } from '../shared/ids.js'

/** The memberships of a customer, as points must know them. */
export interface Memberships {
  /** In the order of their ids. */
  readonly memberships: ReadonlyArray<MembershipPeriod>
}

export interface MembershipPeriod {
  readonly membershipId: MembershipId
  readonly programmeId: ProgrammeId
  readonly since: CivilDate
  /** The last day, of one that was closed. */
  readonly until?: CivilDate
}

type MemberEvent = MembershipActivated | MembershipClosed

const isOfMember = (event: MembershipEvent): event is MemberEvent =>
  event.type === 'MembershipActivated' || event.type === 'MembershipClosed'

const byId = (a: MembershipPeriod, b: MembershipPeriod): number =>
  a.membershipId < b.membershipId ? -1 : 1

// Each event says all that is known of the membership but its end, so that their order does not matter.
const evolve = ({ memberships }: Memberships, event: MemberEvent): Memberships => {
  const { membershipId, programmeId, since } = event
  const before = memberships.find((one) => one.membershipId === membershipId)
  const until = event.type === 'MembershipClosed' ? event.until : before?.until
  const period = { membershipId, programmeId, since }
  const others = memberships.filter((one) => one !== before)
  const after = until === undefined ? period : { ...period, until }
  return { memberships: [...others, after].sort(byId) }
}

/** Whether a day lies in a membership, its first and last days included. */
export const covers = ({ since, until }: MembershipPeriod, day: CivilDate): boolean =>
  since <= day && (until === undefined || day <= until)

/** The memberships of each customer: what points must know to award a sale. */
export const members: Projection<CustomerId, Memberships, MembershipEvent, MemberEvent> = {
  name: 'points_members',
  version: 1,
  types: ['MembershipActivated', 'MembershipClosed'],
  parts: ({ event }: LogEvent<MembershipEvent>) =>
    isOfMember(event) ? [[event.customerId, event]] : [],
  initial: () => ({ memberships: [] }),
  evolve,
  combine: (views) => ({ memberships: views.flatMap(({ memberships }) => memberships).sort(byId) }),
  occurredSafe: true,
}
