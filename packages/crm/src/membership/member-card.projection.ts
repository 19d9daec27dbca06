import type { LogEvent, Projection } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import type { CustomerId, MembershipId, ProgrammeId } from '../shared/ids.js'
import type { MembershipActivated, MembershipClosed, MembershipEvent } from './events.js'

/** Who is a member of what, and when. */
export interface MemberCard {
  readonly programmeId?: ProgrammeId
  readonly customerId?: CustomerId
  readonly since?: CivilDate
  /** The last day, of a membership that was closed. */
  readonly until?: CivilDate
}

type CardEvent = MembershipActivated | MembershipClosed

const isOfMembership = (event: MembershipEvent): event is CardEvent =>
  event.type === 'MembershipActivated' || event.type === 'MembershipClosed'

const evolve = (card: MemberCard, event: CardEvent): MemberCard => {
  const { programmeId, customerId, since } = event
  const known = { ...card, programmeId, customerId, since }
  return event.type === 'MembershipClosed' ? { ...known, until: event.until } : known
}

/** The card of each membership. */
export const memberCard: Projection<MembershipId, MemberCard, MembershipEvent, CardEvent> = {
  name: 'member_card',
  version: 1,
  types: ['MembershipActivated', 'MembershipClosed'],
  parts: ({ event }: LogEvent<MembershipEvent>) =>
    isOfMembership(event) ? [[event.membershipId, event]] : [],
  initial: () => ({}),
  evolve,
  occurredSafe: true,
}
