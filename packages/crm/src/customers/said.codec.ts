// What customers say of themselves: its values are sealed, and each statement names itself.
import { type ByType, literal, optional, record } from '@patina/eventsourcing'
import { about, maybe, personal } from '@patina/privacy'
import type * as t from 'io-ts'
import {
  civilDateCodec,
  codeCodec,
  customerIdCodec,
  eventIdCodec,
  needIdCodec,
  occasionIdCodec,
  reasonCodeCodec,
  relationIdCodec,
  saleIdCodec,
} from '../shared/codecs.js'
import type {
  CloseNeed,
  ConfirmField,
  CustomersCommand,
  DoubtField,
  EndRelation,
  RecordNeed,
  RecordOccasion,
  RecordRelation,
  RetractStatement,
  StatePreference,
} from './commands.js'
import type {
  AccuracyConfirmed,
  AccuracyDoubted,
  Correction,
  CustomersEvent,
  LeapRule,
  NeedClosed,
  NeedOutcome,
  NeedRecorded,
  OccasionRecorded,
  PreferenceStated,
  PreferenceStrength,
  RelationEnded,
  RelationRecorded,
  StatementRetracted,
} from './events.js'
import { budget, need, occasion, occasionDate, preferences, relation } from './kinds.js'

/** What a statement puts right, and why. */
export const correctionCodec: t.Type<Correction, unknown> = record<Correction>('Correction', {
  of: eventIdCodec,
  reasonCode: reasonCodeCodec,
})

export const strengthCodec: t.Type<PreferenceStrength, unknown> = literal('must', 'likes', 'avoids')
export const leapRuleCodec: t.Type<LeapRule, unknown> = literal('feb28', 'mar1')
export const outcomeCodec: t.Type<NeedOutcome, unknown> = literal('met', 'metElsewhere', 'dropped')

const ofCustomer = { customerId: customerIdCodec }
const correctable = { correction: optional(correctionCodec) }
const statement = { ...ofCustomer, eventId: eventIdCodec }
const ofRelation = { relationId: relationIdCodec, otherId: customerIdCodec }
const days = { fromDay: optional(civilDateCodec), toDay: optional(civilDateCodec) }
const end = { needId: needIdCodec, outcome: outcomeCodec, saleId: optional(saleIdCodec) }
const ofEvent = { of: eventIdCodec, reasonCode: reasonCodeCodec }

type SaidEvent = Extract<
  CustomersEvent,
  {
    readonly type:
      | 'PreferenceStated'
      | `Need${'Recorded' | 'Closed'}`
      | 'OccasionRecorded'
      | `Relation${'Recorded' | 'Ended'}`
      | 'StatementRetracted'
      | `Accuracy${'Doubted' | 'Confirmed'}`
  }
>

/** How what was said is stored. */
export const saidEvents: ByType<SaidEvent> = {
  PreferenceStated: record<PreferenceStated>('PreferenceStated', {
    type: literal('PreferenceStated'),
    ...statement,
    topic: codeCodec,
    strength: strengthCodec,
    value: personal(preferences),
    ...correctable,
  }),
  NeedRecorded: record<NeedRecorded>('NeedRecorded', {
    type: literal('NeedRecorded'),
    ...statement,
    needId: needIdCodec,
    wanted: personal(need),
    budget: optional(personal(budget)),
    by: optional(civilDateCodec),
    ...correctable,
  }),
  NeedClosed: record<NeedClosed>('NeedClosed', {
    type: literal('NeedClosed'),
    ...ofCustomer,
    ...end,
  }),
  OccasionRecorded: record<OccasionRecorded>('OccasionRecorded', {
    type: literal('OccasionRecorded'),
    ...statement,
    occasionId: occasionIdCodec,
    kind: personal(occasion),
    date: personal(occasionDate),
    leapRule: leapRuleCodec,
    ...correctable,
  }),
  RelationRecorded: record<RelationRecorded>('RelationRecorded', {
    type: literal('RelationRecorded'),
    ...statement,
    ...ofRelation,
    kind: personal(relation),
    ...days,
    ...correctable,
  }),
  RelationEnded: record<RelationEnded>('RelationEnded', {
    type: literal('RelationEnded'),
    ...ofCustomer,
    ...ofRelation,
    toDay: civilDateCodec,
  }),
  StatementRetracted: record<StatementRetracted>('StatementRetracted', {
    type: literal('StatementRetracted'),
    ...statement,
    ...ofEvent,
    what: literal('preference', 'occasion'),
  }),
  AccuracyDoubted: record<AccuracyDoubted>('AccuracyDoubted', {
    type: literal('AccuracyDoubted'),
    ...ofCustomer,
    ...ofEvent,
  }),
  AccuracyConfirmed: record<AccuracyConfirmed>('AccuracyConfirmed', {
    type: literal('AccuracyConfirmed'),
    ...ofCustomer,
    of: eventIdCodec,
  }),
}

type SaidCommand = Extract<
  CustomersCommand,
  {
    readonly type:
      | 'StatePreference'
      | 'RecordNeed'
      | 'CloseNeed'
      | 'RecordOccasion'
      | 'RecordRelation'
      | 'EndRelation'
      | 'RetractStatement'
      | 'DoubtField'
      | 'ConfirmField'
  }
>

/** Which of it is let in: each value is closed for the customer at once. */
export const saidCommands: ByType<SaidCommand> = {
  StatePreference: record<StatePreference>('StatePreference', {
    type: literal('StatePreference'),
    ...ofCustomer,
    topic: codeCodec,
    strength: strengthCodec,
    ...about<StatePreference>()('customerId', { value: preferences }),
    ...correctable,
  }),
  RecordNeed: record<RecordNeed>('RecordNeed', {
    type: literal('RecordNeed'),
    ...ofCustomer,
    needId: needIdCodec,
    ...about<RecordNeed>()('customerId', { wanted: need, budget: maybe(budget) }),
    by: optional(civilDateCodec),
    ...correctable,
  }),
  CloseNeed: record<CloseNeed>('CloseNeed', { type: literal('CloseNeed'), ...ofCustomer, ...end }),
  RecordOccasion: record<RecordOccasion>('RecordOccasion', {
    type: literal('RecordOccasion'),
    ...ofCustomer,
    occasionId: occasionIdCodec,
    ...about<RecordOccasion>()('customerId', { kind: occasion, date: occasionDate }),
    leapRule: optional(leapRuleCodec),
    ...correctable,
  }),
  RecordRelation: record<RecordRelation>('RecordRelation', {
    type: literal('RecordRelation'),
    ...ofCustomer,
    ...ofRelation,
    ...about<RecordRelation>()('customerId', { kind: relation }),
    ...days,
    ...correctable,
  }),
  EndRelation: record<EndRelation>('EndRelation', {
    type: literal('EndRelation'),
    ...ofCustomer,
    relationId: relationIdCodec,
    toDay: civilDateCodec,
  }),
  RetractStatement: record<RetractStatement>('RetractStatement', {
    type: literal('RetractStatement'),
    ...ofCustomer,
    ...ofEvent,
  }),
  DoubtField: record<DoubtField>('DoubtField', {
    type: literal('DoubtField'),
    ...ofCustomer,
    ...ofEvent,
  }),
  ConfirmField: record<ConfirmField>('ConfirmField', {
    type: literal('ConfirmField'),
    ...ofCustomer,
    of: eventIdCodec,
  }),
}
