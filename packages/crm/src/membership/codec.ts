import { type ByType, type EventCodecs, eventCodec, literal, record } from '@patina/eventsourcing'
import { about, personal } from '@patina/privacy'
import type * as t from 'io-ts'
import {
  cardIdCodec,
  civilDateCodec,
  customerIdCodec,
  membershipIdCodec,
  programmeIdCodec,
  programmeRulesCodec,
  reasonCodeCodec,
  sha256Codec,
} from '../shared/codecs.js'
import { cardNumber } from '../shared/kinds.js'
import type {
  Admit,
  AdoptRules,
  BlockCard,
  Close,
  IssueCard,
  MembershipCommand,
  ReplaceCard,
} from './commands.js'
import type {
  CardBlocked,
  CardIssued,
  CardReplaced,
  MembershipActivated,
  MembershipClosed,
  MembershipEvent,
  ProgrammeRulesAdopted,
} from './events.js'

const programmeRulesAdopted: t.Type<ProgrammeRulesAdopted, unknown> = record<ProgrammeRulesAdopted>(
  'ProgrammeRulesAdopted',
  {
    type: literal('ProgrammeRulesAdopted'),
    programmeId: programmeIdCodec,
    rules: programmeRulesCodec,
    sha256: sha256Codec,
  },
)

const membershipActivated: t.Type<MembershipActivated, unknown> = record<MembershipActivated>(
  'MembershipActivated',
  {
    type: literal('MembershipActivated'),
    membershipId: membershipIdCodec,
    programmeId: programmeIdCodec,
    customerId: customerIdCodec,
    since: civilDateCodec,
  },
)

const membershipClosed: t.Type<MembershipClosed, unknown> = record<MembershipClosed>(
  'MembershipClosed',
  {
    type: literal('MembershipClosed'),
    membershipId: membershipIdCodec,
    programmeId: programmeIdCodec,
    customerId: customerIdCodec,
    since: civilDateCodec,
    until: civilDateCodec,
    by: literal('member', 'shop'),
    reasonCode: reasonCodeCodec,
  },
)

const ofMember = {
  membershipId: membershipIdCodec,
  programmeId: programmeIdCodec,
  customerId: customerIdCodec,
}

const cardIssued: t.Type<CardIssued, unknown> = record<CardIssued>('CardIssued', {
  type: literal('CardIssued'),
  ...ofMember,
  cardId: cardIdCodec,
  number: personal(cardNumber),
})

const cardReplaced: t.Type<CardReplaced, unknown> = record<CardReplaced>('CardReplaced', {
  type: literal('CardReplaced'),
  ...ofMember,
  cardId: cardIdCodec,
  byCardId: cardIdCodec,
  reasonCode: reasonCodeCodec,
})

const cardBlocked: t.Type<CardBlocked, unknown> = record<CardBlocked>('CardBlocked', {
  type: literal('CardBlocked'),
  ...ofMember,
  cardId: cardIdCodec,
  reasonCode: reasonCodeCodec,
})

/** How the events of programmes and memberships are stored. */
export const eventCodecs: EventCodecs<MembershipEvent> = {
  ProgrammeRulesAdopted: eventCodec(programmeRulesAdopted),
  MembershipActivated: eventCodec(membershipActivated),
  MembershipClosed: eventCodec(membershipClosed),
  CardIssued: eventCodec(cardIssued),
  CardReplaced: eventCodec(cardReplaced),
  CardBlocked: eventCodec(cardBlocked),
}

/** Which commands about programmes and memberships are let in. */
export const commandCodecs: ByType<MembershipCommand> = {
  AdoptRules: record<AdoptRules>('AdoptRules', {
    type: literal('AdoptRules'),
    programmeId: programmeIdCodec,
    rules: programmeRulesCodec,
  }),
  Admit: record<Admit>('Admit', {
    type: literal('Admit'),
    programmeId: programmeIdCodec,
    customerId: customerIdCodec,
    since: civilDateCodec,
  }),
  Close: record<Close>('Close', {
    type: literal('Close'),
    programmeId: programmeIdCodec,
    customerId: customerIdCodec,
    until: civilDateCodec,
    by: literal('member', 'shop'),
    reasonCode: reasonCodeCodec,
  }),
  IssueCard: record<IssueCard>('IssueCard', {
    type: literal('IssueCard'),
    programmeId: programmeIdCodec,
    customerId: customerIdCodec,
    cardId: cardIdCodec,
    ...about<IssueCard>()('customerId', { number: cardNumber }),
  }),
  ReplaceCard: record<ReplaceCard>('ReplaceCard', {
    type: literal('ReplaceCard'),
    programmeId: programmeIdCodec,
    customerId: customerIdCodec,
    cardId: cardIdCodec,
    byCardId: cardIdCodec,
    ...about<ReplaceCard>()('customerId', { number: cardNumber }),
    reasonCode: reasonCodeCodec,
  }),
  BlockCard: record<BlockCard>('BlockCard', {
    type: literal('BlockCard'),
    programmeId: programmeIdCodec,
    customerId: customerIdCodec,
    cardId: cardIdCodec,
    reasonCode: reasonCodeCodec,
  }),
}
