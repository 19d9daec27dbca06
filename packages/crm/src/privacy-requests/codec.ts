import {
  type ByType,
  type EventCodecs,
  eventCodec,
  flag,
  instantCodec,
  integer,
  list,
  literal,
  optional,
  type Position,
  record,
  refined,
} from '@patina/eventsourcing'
import { about, maybe, personal, retentionClasses } from '@patina/privacy'
import type * as t from 'io-ts'
import {
  breachIdCodec,
  civilDateCodec,
  codeCodec,
  countCodec,
  currencyCodec,
  customerIdCodec,
  dataKindCodec,
  disclosureIdCodec,
  erasureIdCodec,
  eventIdCodec,
  holdIdCodec,
  minorCodec,
  reasonCodeCodec,
  recipientIdCodec,
  requestIdCodec,
  setOf,
  sha256Codec,
} from '../shared/codecs.js'
import type * as C from './commands.js'
import type * as V from './events.js'
import { type RefusalGround, refusalGrounds } from './grounds.js'
import { extensionReasons, opinionNote, refusalParticulars, requestText } from './kinds.js'
import type { RetentionClass } from './retention.js'

const mostItems = 2000

const retained: t.Type<RetentionClass, unknown> = literal(...retentionClasses)
/** A ground of refusal. */
export const groundCodec: t.Type<RefusalGround, unknown> = literal(...refusalGrounds)
/** A kind of request. */
export const requestKindCodec: t.Type<V.RequestKind, unknown> = literal(
  'access',
  'correction',
  'erasure',
  'objection',
  'restriction',
  'portability',
)
const by: t.Type<V.Requester, unknown> = literal('self', 'parent', 'courtAppointee', 'authorised')
const extent = literal('whole', 'redactions')
const why = literal('request', 'retention')
const outcome = literal('carriedOut', 'held')
const notified = literal('commissioner', 'subjects', 'police')
const kinds = setOf(dataKindCodec)

// As the stores have them: text of a fixed width that nobody reads.
const position: t.Type<Position, unknown> = refined(
  'a position of 1 to 64 letters, digits or hyphens',
  (value): value is Position => typeof value === 'string' && /^[0-9A-Za-z-]{1,64}$/.test(value),
)

const asOf = record<V.CopyMoment>('CopyMoment', { at: instantCodec, position })
const corrections = list(
  record<V.Correction>('Correction', { of: eventIdCodec, by: eventIdCodec }),
  { least: 1, most: mostItems },
)
const exceptions = list(
  record<V.RetentionException>('RetentionException', {
    class: retained,
    law: codeCodec,
    citation: codeCodec,
    until: civilDateCodec,
  }),
  { most: 20 },
)

const customer = { customerId: customerIdCodec }
const request = { customerId: customerIdCodec, requestId: requestIdCodec }

const events: ByType<V.PrivacyRequestsEvent> = {
  PrivacyRequestReceived: record<V.PrivacyRequestReceived>('PrivacyRequestReceived', {
    type: literal('PrivacyRequestReceived'),
    ...request,
    kind: requestKindCodec,
    by,
    receivedAt: instantCodec,
    dueOn: civilDateCodec,
    text: optional(personal(requestText)),
  }),
  RequesterVerified: record<V.RequesterVerified>('RequesterVerified', {
    type: literal('RequesterVerified'),
    ...request,
    method: codeCodec,
    authoritySha256: optional(sha256Codec),
  }),
  AccessFeeQuoted: record<V.AccessFeeQuoted>('AccessFeeQuoted', {
    type: literal('AccessFeeQuoted'),
    ...request,
    items: list(
      record<V.FeeItem>('FeeItem', {
        item: literal('copying', 'postage', 'medium'),
        amountMinor: minorCodec,
      }),
      { least: 1, most: 20 },
    ),
    currency: currencyCodec,
    totalMinor: countCodec,
  }),
  AccessFeePaid: record<V.AccessFeePaid>('AccessFeePaid', {
    type: literal('AccessFeePaid'),
    ...request,
  }),
  AccessCopySupplied: record<V.AccessCopySupplied>('AccessCopySupplied', {
    type: literal('AccessCopySupplied'),
    ...request,
    asOf,
    sha256: sha256Codec,
    redactions: countCodec,
    suppliedOn: civilDateCodec,
    isLate: flag,
  }),
  NotHeldConfirmed: record<V.NotHeldConfirmed>('NotHeldConfirmed', {
    type: literal('NotHeldConfirmed'),
    ...request,
    confirmedOn: civilDateCodec,
    isLate: flag,
  }),
  ExtensionNoticeSent: record<V.ExtensionNoticeSent>('ExtensionNoticeSent', {
    type: literal('ExtensionNoticeSent'),
    ...request,
    partialSha256: optional(sha256Codec),
    reasonCode: reasonCodeCodec,
    sentOn: civilDateCodec,
    reasons: optional(personal(extensionReasons)),
  }),
  LogBookEntryRecorded: record<V.LogBookEntryRecorded>('LogBookEntryRecorded', {
    type: literal('LogBookEntryRecorded'),
    ...request,
    entryId: eventIdCodec,
    kind: requestKindCodec,
    ground: groundCodec,
    particularsSha256: sha256Codec,
    enteredOn: civilDateCodec,
    keepUntil: civilDateCodec,
    particulars: optional(personal(refusalParticulars)),
  }),
  RequestRefused: record<V.RequestRefused>('RequestRefused', {
    type: literal('RequestRefused'),
    ...request,
    ground: groundCodec,
    extent,
    otherUser: optional(recipientIdCodec),
    refusedOn: civilDateCodec,
    isLate: flag,
  }),
  DataDisclosed: record<V.DataDisclosed>('DataDisclosed', {
    type: literal('DataDisclosed'),
    ...customer,
    disclosureId: disclosureIdCodec,
    recipientId: recipientIdCodec,
    kinds,
    disclosedOn: civilDateCodec,
  }),
  DataCorrected: record<V.DataCorrected>('DataCorrected', {
    type: literal('DataCorrected'),
    ...request,
    corrections,
    correctedOn: civilDateCodec,
    isLate: flag,
    recipients: setOf(recipientIdCodec, { least: 0, most: mostItems }),
    dueOn: civilDateCodec,
  }),
  CorrectedCopySupplied: record<V.CorrectedCopySupplied>('CorrectedCopySupplied', {
    type: literal('CorrectedCopySupplied'),
    ...request,
    sha256: sha256Codec,
    suppliedOn: civilDateCodec,
  }),
  ThirdPartyTold: record<V.ThirdPartyTold>('ThirdPartyTold', {
    type: literal('ThirdPartyTold'),
    ...request,
    recipientId: recipientIdCodec,
    toldOn: civilDateCodec,
  }),
  OpinionNoteAnnexed: record<V.OpinionNoteAnnexed>('OpinionNoteAnnexed', {
    type: literal('OpinionNoteAnnexed'),
    ...request,
    of: eventIdCodec,
    noteSha256: sha256Codec,
    annexedOn: civilDateCodec,
    note: optional(personal(opinionNote)),
  }),
  RetentionStarted: record<V.RetentionStarted>('RetentionStarted', {
    type: literal('RetentionStarted'),
    ...customer,
    class: retained,
    since: civilDateCodec,
    dueOn: civilDateCodec,
  }),
  RetentionHoldPlaced: record<V.RetentionHoldPlaced>('RetentionHoldPlaced', {
    type: literal('RetentionHoldPlaced'),
    ...customer,
    holdId: holdIdCodec,
    classes: setOf(retained),
    law: codeCodec,
    citation: codeCodec,
  }),
  RetentionHoldReleased: record<V.RetentionHoldReleased>('RetentionHoldReleased', {
    type: literal('RetentionHoldReleased'),
    ...customer,
    holdId: holdIdCodec,
    reasonCode: reasonCodeCodec,
  }),
  ErasureDecided: record<V.ErasureDecided>('ErasureDecided', {
    type: literal('ErasureDecided'),
    ...customer,
    erasureId: erasureIdCodec,
    why,
    requestId: optional(requestIdCodec),
    classes: setOf(retained, { least: 0 }),
    exceptions,
    decidedOn: civilDateCodec,
  }),
  ErasureConcluded: record<V.ErasureConcluded>('ErasureConcluded', {
    type: literal('ErasureConcluded'),
    ...customer,
    erasureId: erasureIdCodec,
    outcome,
    requestId: optional(requestIdCodec),
    classes: setOf(retained, { least: 0 }),
    concludedOn: civilDateCodec,
  }),
  BreachSuspected: record<V.BreachSuspected>('BreachSuspected', {
    type: literal('BreachSuspected'),
    breachId: breachIdCodec,
    suspectedAt: instantCodec,
    assessBy: civilDateCodec,
  }),
  BreachAssessed: record<V.BreachAssessed>('BreachAssessed', {
    type: literal('BreachAssessed'),
    breachId: breachIdCodec,
    isRealRisk: flag,
    subjects: countCodec,
    assessedOn: civilDateCodec,
    notifyBy: optional(civilDateCodec),
  }),
  BreachNotified: record<V.BreachNotified>('BreachNotified', {
    type: literal('BreachNotified'),
    breachId: breachIdCodec,
    to: notified,
    notifiedOn: civilDateCodec,
  }),
}

/** How the events of requests, keeping and breaches are stored. */
export const eventCodecs: EventCodecs<V.PrivacyRequestsEvent> = {
  PrivacyRequestReceived: eventCodec(events.PrivacyRequestReceived),
  RequesterVerified: eventCodec(events.RequesterVerified),
  AccessFeeQuoted: eventCodec(events.AccessFeeQuoted),
  AccessFeePaid: eventCodec(events.AccessFeePaid),
  AccessCopySupplied: eventCodec(events.AccessCopySupplied),
  NotHeldConfirmed: eventCodec(events.NotHeldConfirmed),
  ExtensionNoticeSent: eventCodec(events.ExtensionNoticeSent),
  LogBookEntryRecorded: eventCodec(events.LogBookEntryRecorded),
  RequestRefused: eventCodec(events.RequestRefused),
  DataDisclosed: eventCodec(events.DataDisclosed),
  DataCorrected: eventCodec(events.DataCorrected),
  CorrectedCopySupplied: eventCodec(events.CorrectedCopySupplied),
  ThirdPartyTold: eventCodec(events.ThirdPartyTold),
  OpinionNoteAnnexed: eventCodec(events.OpinionNoteAnnexed),
  RetentionStarted: eventCodec(events.RetentionStarted),
  RetentionHoldPlaced: eventCodec(events.RetentionHoldPlaced),
  RetentionHoldReleased: eventCodec(events.RetentionHoldReleased),
  ErasureDecided: eventCodec(events.ErasureDecided),
  ErasureConcluded: eventCodec(events.ErasureConcluded),
  BreachSuspected: eventCodec(events.BreachSuspected),
  BreachAssessed: eventCodec(events.BreachAssessed),
  BreachNotified: eventCodec(events.BreachNotified),
}

/** Which commands about requests, keeping and breaches are let in. */
export const commandCodecs: ByType<C.PrivacyRequestsCommand> = {
  ReceiveRequest: record<C.ReceiveRequest>('ReceiveRequest', {
    type: literal('ReceiveRequest'),
    ...request,
    kind: requestKindCodec,
    by,
    receivedAt: instantCodec,
    ...about<C.ReceiveRequest>()('customerId', { text: maybe(requestText) }),
  }),
  VerifyRequester: record<C.VerifyRequester>('VerifyRequester', {
    type: literal('VerifyRequester'),
    ...request,
    method: codeCodec,
    authoritySha256: optional(sha256Codec),
  }),
  QuoteFee: record<C.QuoteFee>('QuoteFee', {
    type: literal('QuoteFee'),
    ...request,
    items: list(record<C.QuotedItem>('QuotedItem', { item: codeCodec, amountMinor: minorCodec }), {
      least: 1,
      most: 20,
    }),
    currency: currencyCodec,
  }),
  RecordFee: record<C.RecordFee>('RecordFee', { type: literal('RecordFee'), ...request }),
  SupplyCopy: record<C.SupplyCopy>('SupplyCopy', {
    type: literal('SupplyCopy'),
    ...request,
    asOf,
    sha256: sha256Codec,
    redactions: countCodec,
  }),
  ConfirmNotHeld: record<C.ConfirmNotHeld>('ConfirmNotHeld', {
    type: literal('ConfirmNotHeld'),
    ...request,
  }),
  ExtendTime: record<C.ExtendTime>('ExtendTime', {
    type: literal('ExtendTime'),
    ...request,
    partialSha256: optional(sha256Codec),
    isNothingReady: optional(flag),
    reasonCode: reasonCodeCodec,
    ...about<C.ExtendTime>()('customerId', { reasons: maybe(extensionReasons) }),
  }),
  RefuseRequest: record<C.RefuseRequest>('RefuseRequest', {
    type: literal('RefuseRequest'),
    ...request,
    ground: groundCodec,
    extent,
    particularsSha256: sha256Codec,
    otherUser: optional(recipientIdCodec),
    ...about<C.RefuseRequest>()('customerId', { particulars: maybe(refusalParticulars) }),
  }),
  RecordDisclosure: record<C.RecordDisclosure>('RecordDisclosure', {
    type: literal('RecordDisclosure'),
    ...customer,
    disclosureId: disclosureIdCodec,
    recipientId: recipientIdCodec,
    kinds,
    disclosedOn: civilDateCodec,
  }),
  CorrectData: record<C.CorrectData>('CorrectData', {
    type: literal('CorrectData'),
    ...request,
    corrections,
  }),
  SupplyCorrectedCopy: record<C.SupplyCorrectedCopy>('SupplyCorrectedCopy', {
    type: literal('SupplyCorrectedCopy'),
    ...request,
    sha256: sha256Codec,
  }),
  TellThirdParty: record<C.TellThirdParty>('TellThirdParty', {
    type: literal('TellThirdParty'),
    ...request,
    recipientId: recipientIdCodec,
  }),
  AnnexNote: record<C.AnnexNote>('AnnexNote', {
    type: literal('AnnexNote'),
    ...request,
    of: eventIdCodec,
    noteSha256: sha256Codec,
    ...about<C.AnnexNote>()('customerId', { note: maybe(opinionNote) }),
  }),
  StartRetention: record<C.StartRetention>('StartRetention', {
    type: literal('StartRetention'),
    ...customer,
    class: retained,
    since: civilDateCodec,
  }),
  PlaceHold: record<C.PlaceHold>('PlaceHold', {
    type: literal('PlaceHold'),
    ...customer,
    holdId: holdIdCodec,
    classes: setOf(retained),
    law: codeCodec,
    citation: codeCodec,
  }),
  ReleaseHold: record<C.ReleaseHold>('ReleaseHold', {
    type: literal('ReleaseHold'),
    ...customer,
    holdId: holdIdCodec,
    reasonCode: reasonCodeCodec,
  }),
  DecideErasure: record<C.DecideErasure>('DecideErasure', {
    type: literal('DecideErasure'),
    ...customer,
    erasureId: erasureIdCodec,
    why,
    requestId: optional(requestIdCodec),
    classes: setOf(retained, { least: 0 }),
    exceptions,
  }),
  ConcludeErasure: record<C.ConcludeErasure>('ConcludeErasure', {
    type: literal('ConcludeErasure'),
    ...customer,
    erasureId: erasureIdCodec,
    outcome,
  }),
  SuspectBreach: record<C.SuspectBreach>('SuspectBreach', {
    type: literal('SuspectBreach'),
    breachId: breachIdCodec,
    suspectedAt: instantCodec,
    assessWithinDays: integer(0, 3660),
  }),
  AssessBreach: record<C.AssessBreach>('AssessBreach', {
    type: literal('AssessBreach'),
    breachId: breachIdCodec,
    isRealRisk: flag,
    subjects: countCodec,
    notifyWithinDays: integer(0, 3660),
  }),
  NotifyBreach: record<C.NotifyBreach>('NotifyBreach', {
    type: literal('NotifyBreach'),
    breachId: breachIdCodec,
    to: notified,
  }),
}
