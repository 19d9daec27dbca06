import type { LogEvent, Projection } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import type { CustomerId, MembershipId, ProgrammeId } from '../shared/ids.js'
import type { MembershipEvent, ReferralRecorded } from './events.js'

/** The members that somebody has brought. */
export interface Referrals {
  /** In the order of their ids. */
  readonly brought: ReadonlyArray<Referral>
}

export interface Referral {
  readonly membershipId: MembershipId
  readonly programmeId: ProgrammeId
  readonly customerId: CustomerId
  readonly referredOn: CivilDate
}

const byId = (a: Referral, b: Referral): number => (a.membershipId < b.membershipId ? -1 : 1)

const isReferral = (event: MembershipEvent): event is ReferralRecorded =>
  event.type === 'ReferralRecorded'

/** The members that each customer has brought. */
export const referrals: Projection<CustomerId, Referrals, MembershipEvent, Referral> = {
  name: 'referrals',
  version: 1,
  types: ['ReferralRecorded'],
  parts: ({ event }: LogEvent<MembershipEvent>) => {
    if (!isReferral(event)) return []
    const { membershipId, programmeId, customerId, referredOn } = event
    return [[event.byCustomerId, { membershipId, programmeId, customerId, referredOn }]]
  },
  initial: () => ({ brought: [] }),
  evolve: ({ brought }, one) => ({ brought: [...brought, one].sort(byId) }),
  combine: (views) => ({ brought: views.flatMap(({ brought }) => brought).sort(byId) }),
  occurredSafe: true,
}
