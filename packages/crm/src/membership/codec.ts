import { type ByType, type EventCodecs, eventCodec, literal, record } from '@patina/eventsourcing'
import type * as t from 'io-ts'
import {
  civilDateCodec,
  customerIdCodec,
  membershipIdCodec,
  programmeIdCodec,
  programmeRulesCodec,
  reasonCodeCodec,
  sha256Codec,
} from '../shared/codecs.js'
import type { Admit, AdoptRules, Close, MembershipCommand } from './commands.js'
import type {
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

/** How the events of programmes and memberships are stored. */
export const eventCodecs: EventCodecs<MembershipEvent> = {
  ProgrammeRulesAdopted: eventCodec(programmeRulesAdopted),
  MembershipActivated: eventCodec(membershipActivated),
  MembershipClosed: eventCodec(membershipClosed),
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
}
