// The memberships in a profile.
import type {
  MembershipActivated,
  MembershipClosed,
  MembershipLapsed,
  MembershipRenewed,
  MembershipResumed,
  MembershipSuspended,
} from '../membership/events.js'
import { appended, withMembers } from '../shared/copies.js'
import type { MembershipId, ProgrammeId } from '../shared/ids.js'
import { type ToldMembership, toldAfter } from '../shared/membership-standing.js'

/** A membership, as a profile shows it: its days, and how it stands by what has been told. */
export interface ProfileMembership extends ToldMembership {
  readonly membershipId: MembershipId
  readonly programmeId: ProgrammeId
}

/** The events that say how a membership stands. */
export type ProfileTurn =
  | MembershipActivated
  | MembershipSuspended
  | MembershipResumed
  | MembershipRenewed
  | MembershipLapsed
  | MembershipClosed

export const byMembership = (a: ProfileMembership, b: ProfileMembership): number =>
  a.membershipId < b.membershipId ? -1 : 1

/** The memberships after an event about one of them; of one that nobody has begun there is nothing to show. */
export const withMembership = (
  memberships: ReadonlyArray<ProfileMembership>,
  event: ProfileTurn,
): ReadonlyArray<ProfileMembership> => {
  const { membershipId, programmeId } = event
  const before = memberships.find((one) => one.membershipId === membershipId)
  const told = toldAfter(before, event)
  if (told === undefined) return memberships
  const others = memberships.filter((one) => one !== before)
  return appended(others, withMembers({ membershipId, programmeId }, told)).sort(byMembership)
}
