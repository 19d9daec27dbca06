import {
  type ByType,
  type EventCodecs,
  eventCodec,
  flag,
  integer,
  literal,
  oneOf,
  optional,
  record,
} from '@patina/eventsourcing'
import { about, personal } from '@patina/privacy'
import type * as t from 'io-ts'
import {
  cardIdCodec,
  civilDateCodec,
  customerIdCodec,
  membershipIdCodec,
  programmeIdCodec,
  reasonCodeCodec,
  sha256Codec,
} from '../shared/codecs.js'
import { cardNumber } from '../shared/kinds.js'
import { programmeRulesCodec } from '../shared/programme-rules.codec.js'
import type {
  AcceptTerms,
  Admit,
  AdoptRules,
  Apply,
  BlockCard,
  Close,
  IssueCard,
  Lapse,
  MembershipCommand,
  Refer,
  Renew,
  ReplaceCard,
  Resume,
  Suspend,
} from './commands.js'
import type {
  CardBlocked,
  CardIssued,
  CardReplaced,
  ClosingPoints,
  MembershipActivated,
  MembershipApplied,
  MembershipClosed,
  MembershipEvent,
  MembershipLapsed,
  MembershipRenewed,
  MembershipResumed,
  MembershipSuspended,
  PointsForfeited,
  PointsPaidOut,
  PointsUntil,
  ProgrammeRulesAdopted,
  ReferralRecorded,
  TermsAccepted,
  TermsRef,
} from './events.js'
import { tierCommandCodecs } from './tier-commands.codec.js'
import { tierEventCodecs } from './tier-events.codec.js'

const programmeRulesAdopted: t.Type<ProgrammeRulesAdopted, unknown> = record<ProgrammeRulesAdopted>(
  'ProgrammeRulesAdopted',
  {
    type: literal('ProgrammeRulesAdopted'),
    programmeId: programmeIdCodec,
    rules: programmeRulesCodec,
    sha256: sha256Codec,
  },
)

export const termsRefCodec = record<TermsRef>('TermsRef', {
  version: integer(1, 1_000_000),
  sha256: sha256Codec,
})

const ofMember = {
  membershipId: membershipIdCodec,
  programmeId: programmeIdCodec,
  customerId: customerIdCodec,
}

const membershipApplied: t.Type<MembershipApplied, unknown> = record<MembershipApplied>(
  'MembershipApplied',
  {
    type: literal('MembershipApplied'),
    ...ofMember,
    appliedOn: civilDateCodec,
    terms: optional(termsRefCodec),
  },
)

const termsAccepted: t.Type<TermsAccepted, unknown> = record<TermsAccepted>('TermsAccepted', {
  type: literal('TermsAccepted'),
  ...ofMember,
  terms: termsRefCodec,
  acceptedOn: civilDateCodec,
})

const membershipActivated: t.Type<MembershipActivated, unknown> = record<MembershipActivated>(
  'MembershipActivated',
  {
    type: literal('MembershipActivated'),
    membershipId: membershipIdCodec,
    programmeId: programmeIdCodec,
    customerId: customerIdCodec,
    since: civilDateCodec,
    through: optional(civilDateCodec),
  },
)

const membershipSuspended: t.Type<MembershipSuspended, unknown> = record<MembershipSuspended>(
  'MembershipSuspended',
  {
    type: literal('MembershipSuspended'),
    ...ofMember,
    fromDay: civilDateCodec,
    reasonCode: reasonCodeCodec,
    until: optional(civilDateCodec),
  },
)

const membershipResumed: t.Type<MembershipResumed, unknown> = record<MembershipResumed>(
  'MembershipResumed',
  { type: literal('MembershipResumed'), ...ofMember, fromDay: civilDateCodec },
)

const membershipRenewed: t.Type<MembershipRenewed, unknown> = record<MembershipRenewed>(
  'MembershipRenewed',
  {
    type: literal('MembershipRenewed'),
    ...ofMember,
    fromDay: civilDateCodec,
    through: civilDateCodec,
  },
)

const membershipLapsed: t.Type<MembershipLapsed, unknown> = record<MembershipLapsed>(
  'MembershipLapsed',
  { type: literal('MembershipLapsed'), ...ofMember, through: civilDateCodec },
)

const closingPointsCodec = oneOf<ClosingPoints>('ClosingPoints', {
  forfeit: record<PointsForfeited>('forfeit', { type: literal('forfeit') }),
  payOut: record<PointsPaidOut>('payOut', { type: literal('payOut') }),
  until: record<PointsUntil>('until', { type: literal('until'), lastDay: civilDateCodec }),
})

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
    points: optional(closingPointsCodec),
  },
)

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

const referralRecorded: t.Type<ReferralRecorded, unknown> = record<ReferralRecorded>(
  'ReferralRecorded',
  {
    type: literal('ReferralRecorded'),
    ...ofMember,
    byCustomerId: customerIdCodec,
    byMembershipId: membershipIdCodec,
    referredOn: civilDateCodec,
  },
)

/** How the events of programmes and memberships are stored. */
export const eventCodecs: EventCodecs<MembershipEvent> = {
  ProgrammeRulesAdopted: eventCodec(programmeRulesAdopted),
  MembershipApplied: eventCodec(membershipApplied),
  TermsAccepted: eventCodec(termsAccepted),
  MembershipActivated: eventCodec(membershipActivated),
  MembershipSuspended: eventCodec(membershipSuspended),
  MembershipResumed: eventCodec(membershipResumed),
  MembershipRenewed: eventCodec(membershipRenewed),
  MembershipLapsed: eventCodec(membershipLapsed),
  MembershipClosed: eventCodec(membershipClosed),
  CardIssued: eventCodec(cardIssued),
  CardReplaced: eventCodec(cardReplaced),
  CardBlocked: eventCodec(cardBlocked),
  ReferralRecorded: eventCodec(referralRecorded),
  ...tierEventCodecs,
}

const ofCustomer = { programmeId: programmeIdCodec, customerId: customerIdCodec }

/** Which commands about programmes and memberships are let in. */
export const commandCodecs: ByType<MembershipCommand> = {
  AdoptRules: record<AdoptRules>('AdoptRules', {
    type: literal('AdoptRules'),
    programmeId: programmeIdCodec,
    rules: programmeRulesCodec,
  }),
  Apply: record<Apply>('Apply', {
    type: literal('Apply'),
    ...ofCustomer,
    appliedOn: civilDateCodec,
    terms: optional(termsRefCodec),
  }),
  AcceptTerms: record<AcceptTerms>('AcceptTerms', {
    type: literal('AcceptTerms'),
    ...ofCustomer,
    terms: termsRefCodec,
    acceptedOn: civilDateCodec,
  }),
  Admit: record<Admit>('Admit', {
    type: literal('Admit'),
    ...ofCustomer,
    since: civilDateCodec,
    through: optional(civilDateCodec),
    terms: optional(termsRefCodec),
    isOldEnough: optional(flag),
  }),
  Suspend: record<Suspend>('Suspend', {
    type: literal('Suspend'),
    ...ofCustomer,
    fromDay: civilDateCodec,
    reasonCode: reasonCodeCodec,
  }),
  Resume: record<Resume>('Resume', {
    type: literal('Resume'),
    ...ofCustomer,
    fromDay: civilDateCodec,
  }),
  Renew: record<Renew>('Renew', {
    type: literal('Renew'),
    ...ofCustomer,
    fromDay: civilDateCodec,
    through: civilDateCodec,
  }),
  Lapse: record<Lapse>('Lapse', { type: literal('Lapse'), ...ofCustomer, today: civilDateCodec }),
  Close: record<Close>('Close', {
    type: literal('Close'),
    ...ofCustomer,
    until: civilDateCodec,
    by: literal('member', 'shop'),
    reasonCode: reasonCodeCodec,
    points: optional(closingPointsCodec),
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
  Refer: record<Refer>('Refer', {
    type: literal('Refer'),
    ...ofCustomer,
    byCustomerId: customerIdCodec,
    areOneHousehold: flag,
    referredOn: civilDateCodec,
  }),
  ...tierCommandCodecs,
}
