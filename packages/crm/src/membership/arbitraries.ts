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
} from '../shared/arbitraries.js'
import type { CardId, MembershipId } from '../shared/ids.js'
import { cardNumber } from '../shared/kinds.js'
import type { MembershipCommand } from './commands.js'
import type { MembershipEvent } from './events.js'

const parties = fc.constantFrom<'member' | 'shop'>('member', 'shop')

const cardIds = anyIds<CardId>()

/** The sealed number of a card. */
export const sealedNumbers = sealedPersonal(cardNumber, cardNumbers)

const ofMember = {
  membershipId: anyIds<MembershipId>(),
  programmeId: programmeIds,
  customerId: customerIds,
}

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
  fc.record({
    type: fc.constant('BlockCard' as const),
    programmeId: programmeIds,
    customerId: customerIds,
    cardId: cardIds,
    reasonCode: reasonCodes,
  }),
)
