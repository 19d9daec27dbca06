import { sealedPersonal } from '@patina/testing'
import fc from 'fast-check'
import {
  anyIds,
  cardNumbers,
  customerIds,
  days,
  programmeIds,
  programmeRules,
  reasonCodes,
  records,
} from '../shared/arbitraries.js'
import type { CardId, MembershipId } from '../shared/ids.js'
import { cardNumber } from '../shared/kinds.js'
import type { Admit, Apply, Close, MembershipCommand } from './commands.js'
import type {
  ClosingPoints,
  MembershipActivated,
  MembershipApplied,
  MembershipClosed,
  MembershipEvent,
  MembershipSuspended,
  TermsRef,
} from './events.js'
import { tierCommands, tierEvents } from './tiers/arbitraries.js'

const parties = fc.constantFrom<'member' | 'shop'>('member', 'shop')

const cardIds = anyIds<CardId>()

/** The sealed number of a card. */
export const sealedNumbers = sealedPersonal(cardNumber, cardNumbers)

const ofMember = {
  membershipId: anyIds<MembershipId>(),
  programmeId: programmeIds,
  customerId: customerIds,
}

const termsRefs: fc.Arbitrary<TermsRef> = fc.record({
  version: fc.integer({ min: 1, max: 3 }),
  sha256: fc.constantFrom('ab'.repeat(32), 'cd'.repeat(32)),
})

const closings: fc.Arbitrary<ClosingPoints> = fc.oneof(
  fc.constantFrom<ClosingPoints>({ type: 'forfeit' }, { type: 'payOut' }),
  days.map((lastDay): ClosingPoints => ({ type: 'until', lastDay })),
)

const ofCustomer = { programmeId: programmeIds, customerId: customerIds }

/** Any event of a programme or a membership. */
export const membershipEvents: fc.Arbitrary<MembershipEvent> = fc.oneof(
  fc.record({
    type: fc.constant('ProgrammeRulesAdopted' as const),
    programmeId: programmeIds,
    rules: programmeRules,
    sha256: fc.constant('ab'.repeat(32)),
  }),
  records<MembershipApplied, 'type' | keyof typeof ofMember | 'appliedOn'>(
    { type: fc.constant('MembershipApplied' as const), ...ofMember, appliedOn: days },
    { terms: termsRefs },
  ),
  fc.record({
    type: fc.constant('TermsAccepted' as const),
    ...ofMember,
    terms: termsRefs,
    acceptedOn: days,
  }),
  records<MembershipActivated, 'type' | keyof typeof ofMember | 'since'>(
    { type: fc.constant('MembershipActivated' as const), ...ofMember, since: days },
    { through: days },
  ),
  records<MembershipSuspended, Exclude<keyof MembershipSuspended, 'until'>>(
    {
      type: fc.constant('MembershipSuspended' as const),
      ...ofMember,
      fromDay: days,
      reasonCode: reasonCodes,
    },
    { until: days },
  ),
  fc.record({ type: fc.constant('MembershipResumed' as const), ...ofMember, fromDay: days }),
  fc.record({
    type: fc.constant('MembershipRenewed' as const),
    ...ofMember,
    fromDay: days,
    through: days,
  }),
  fc.record({ type: fc.constant('MembershipLapsed' as const), ...ofMember, through: days }),
  records<MembershipClosed, Exclude<keyof MembershipClosed, 'points'>>(
    {
      type: fc.constant('MembershipClosed' as const),
      ...ofMember,
      since: days,
      until: days,
      by: parties,
      reasonCode: reasonCodes,
    },
    { points: closings },
  ),
  fc.record({
    type: fc.constant('ReferralRecorded' as const),
    ...ofMember,
    byCustomerId: customerIds,
    byMembershipId: anyIds<MembershipId>(),
    referredOn: days,
  }),
  tierEvents,
  fc.record({
    type: fc.constant('CardIssued' as const),
    ...ofMember,
    cardId: cardIds,
    number: sealedNumbers,
  }),
  fc.record({
    type: fc.constant('CardReplaced' as const),
    ...ofMember,
    cardId: cardIds,
    byCardId: cardIds,
    reasonCode: reasonCodes,
  }),
  fc.record({
    type: fc.constant('CardBlocked' as const),
    ...ofMember,
    cardId: cardIds,
    reasonCode: reasonCodes,
  }),
)

/** Any command that brings a card, as it is said: the number is in the clear. */
export const saidCards: fc.Arbitrary<{ readonly type: 'IssueCard' | 'ReplaceCard' }> = fc.oneof(
  fc.record({
    type: fc.constant('IssueCard' as const),
    programmeId: programmeIds,
    customerId: customerIds,
    cardId: cardIds,
    number: cardNumbers,
  }),
  fc.record({
    type: fc.constant('ReplaceCard' as const),
    programmeId: programmeIds,
    customerId: customerIds,
    cardId: cardIds,
    byCardId: cardIds,
    number: cardNumbers,
    reasonCode: reasonCodes,
  }),
)

/** Any command about a programme or a membership that brings nothing personal. */
export const membershipCommands: fc.Arbitrary<MembershipCommand> = fc.oneof(
  fc.record({
    type: fc.constant('AdoptRules' as const),
    programmeId: programmeIds,
    rules: programmeRules,
  }),
  records<Apply, keyof typeof ofCustomer | 'type' | 'appliedOn'>(
    { type: fc.constant('Apply' as const), ...ofCustomer, appliedOn: days },
    { terms: termsRefs },
  ),
  fc.record({
    type: fc.constant('AcceptTerms' as const),
    ...ofCustomer,
    terms: termsRefs,
    acceptedOn: days,
  }),
  records<Admit, keyof typeof ofCustomer | 'type' | 'since'>(
    { type: fc.constant('Admit' as const), ...ofCustomer, since: days },
    { through: days, terms: termsRefs, isOldEnough: fc.boolean() },
  ),
  fc.record({
    type: fc.constant('Suspend' as const),
    ...ofCustomer,
    fromDay: days,
    reasonCode: reasonCodes,
  }),
  fc.record({ type: fc.constant('Resume' as const), ...ofCustomer, fromDay: days }),
  fc.record({ type: fc.constant('Renew' as const), ...ofCustomer, fromDay: days, through: days }),
  fc.record({ type: fc.constant('Lapse' as const), ...ofCustomer, today: days }),
  records<Close, Exclude<keyof Close, 'points'>>(
    {
      type: fc.constant('Close' as const),
      ...ofCustomer,
      until: days,
      by: parties,
      reasonCode: reasonCodes,
    },
    { points: closings },
  ),
  fc.record({
    type: fc.constant('Refer' as const),
    ...ofCustomer,
    byCustomerId: customerIds,
    areOneHousehold: fc.boolean(),
    referredOn: days,
  }),
  tierCommands,
  fc.record({
    type: fc.constant('BlockCard' as const),
    programmeId: programmeIds,
    customerId: customerIds,
    cardId: cardIds,
    reasonCode: reasonCodes,
  }),
)
