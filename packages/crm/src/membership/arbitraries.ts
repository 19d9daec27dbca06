import fc from 'fast-check'
import {
  anyIds,
  customerIds,
  days,
  programmeIds,
  programmeRules,
  reasonCodes,
} from '../shared/arbitraries.js'
import type { MembershipId } from '../shared/ids.js'
import type { MembershipCommand } from './commands.js'
import type { MembershipEvent } from './events.js'

const parties = fc.constantFrom<'member' | 'shop'>('member', 'shop')

/** Any event of a programme or a membership. */
export const membershipEvents: fc.Arbitrary<MembershipEvent> = fc.oneof(
  fc.record({
    type: fc.constant('ProgrammeRulesAdopted' as const),
    programmeId: programmeIds,
    rules: programmeRules,
    sha256: fc.constant('ab'.repeat(32)),
  }),
  fc.record({
    type: fc.constant('MembershipActivated' as const),
    membershipId: anyIds<MembershipId>(),
    programmeId: programmeIds,
    customerId: customerIds,
    since: days,
  }),
  fc.record({
    type: fc.constant('MembershipClosed' as const),
    membershipId: anyIds<MembershipId>(),
    programmeId: programmeIds,
    customerId: customerIds,
    since: days,
    until: days,
    by: parties,
    reasonCode: reasonCodes,
  }),
)

/** Any command about a programme or a membership. */
export const membershipCommands: fc.Arbitrary<MembershipCommand> = fc.oneof(
  fc.record({
    type: fc.constant('AdoptRules' as const),
    programmeId: programmeIds,
    rules: programmeRules,
  }),
  fc.record({
    type: fc.constant('Admit' as const),
    programmeId: programmeIds,
    customerId: customerIds,
    since: days,
  }),
  fc.record({
    type: fc.constant('Close' as const),
    programmeId: programmeIds,
    customerId: customerIds,
    until: days,
    by: parties,
    reasonCode: reasonCodes,
  }),
)
