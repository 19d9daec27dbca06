import { projectionLaws } from '@patina/testing'
import { expect, test } from 'vitest'
import { shopHistories } from '../arbitraries.js'
import type { ReferralRecorded } from '../membership/events.js'
import { idOf } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { membersView } from './members.codec.js'
import { members } from './members.projection.js'

projectionLaws(membersView, shopHistories, { numRuns: 30 })

test('a membership came by a referral also when that was recorded before it began', () => {
  const referral: ReferralRecorded = {
    type: 'ReferralRecorded',
    membershipId: idOf('memb', 1),
    programmeId: idOf('prog', 1),
    customerId: idOf('cust', 1),
    byCustomerId: idOf('cust', 2),
    byMembershipId: idOf('memb', 2),
    referredOn: civilDate('2024-01-02'),
  }
  const before = members.initial(idOf('cust', 1))
  const referred = [{ membershipId: referral.membershipId, fromDay: '2024-01-02' }]
  expect(members.evolve(before, referral)).toEqual({ memberships: [], referred })
  const { byCustomerId: _, byMembershipId: __, referredOn: since, ...membership } = referral
  const begun = { ...membership, type: 'MembershipActivated', since } as const
  expect(members.evolve(members.evolve(before, referral), begun)).toMatchObject({
    memberships: [{ membershipId: referral.membershipId, since }],
    referred,
  })
  expect(members.combine?.([before, members.evolve(before, referral)])).toEqual({
    memberships: [],
    referred,
  })
})
