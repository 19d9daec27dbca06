// Why something was not done about a notice or a consent.
import type { Instant } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import type { Difference } from '../shared/differences.js'
import type {
  ConsentId,
  CustomerId,
  DataKind,
  MergeId,
  PurposeCode,
  RecipientClass,
  SubjectClass,
  UseId,
} from '../shared/ids.js'
import type { ConsentForm, Hindrance } from './commands.js'
import type { PermissionReason } from './use.js'

export type ConsentRejection =
  | NoticeVersionTaken
  | NoticeVersionNotNext
  | UnspecificClass
  | NoticeNotAdopted
  | NoticeNotPresented
  | NoticeRepeatDue
  | FieldNotAllowed
  | NoMarketingNotice
  | ConsentBeforeNotice
  | NotInNotice
  | SilenceIsNoConsent
  | ProvisionNeedsWriting
  | ForGainNotNotified
  | ProvisionFieldsDoNotFit
  | ClaimedInFuture
  | ConsentAlreadyGiven
  | UnknownConsent
  | ConfirmationLate
  | LinkExpired
  | WrittenNoticeNeeded
  | UseRefused
  | UseAlreadyAuthorised
  | AuthorisationLapsed
  | NotAuthorised
  | AlreadyProvided
  | AlreadyMoved
  | MoveUnderWay

/** The version of the notice is adopted with other terms. */
export interface NoticeVersionTaken {
  readonly _tag: 'NoticeVersionTaken'
  readonly version: number
  readonly differences: ReadonlyArray<Difference>
}

/** Versions are counted without gaps. */
export interface NoticeVersionNotNext {
  readonly _tag: 'NoticeVersionNotNext'
  readonly expected: number
  readonly found: number
}

/** A class of marketing subjects that says nothing, such as `any` (PDPO s.35C(2)(b)). */
export interface UnspecificClass {
  readonly _tag: 'UnspecificClass'
  readonly classes: ReadonlyArray<SubjectClass>
}

/** The terms are not those of the hash, or the notice has no wording in this language. */
export interface NoticeNotAdopted {
  readonly _tag: 'NoticeNotAdopted'
  readonly differs: 'sha256' | 'lang'
}

/** No collection notice that the customer was shown covers these kinds for this purpose (PDPO DPP1(3)). */
export interface NoticeNotPresented {
  readonly _tag: 'NoticeNotPresented'
  readonly purpose: PurposeCode
  readonly kinds: ReadonlyArray<DataKind>
}

/** More than 12 months have passed since the first collection under the notice (PDPO s.35). */
export interface NoticeRepeatDue {
  readonly _tag: 'NoticeRepeatDue'
  /** The last day on which it need not have been repeated. */
  readonly lastDay: CivilDate
}

/** Kinds that are not on the collection list of the purpose (PDPO DPP1(1)). */
export interface FieldNotAllowed {
  readonly _tag: 'FieldNotAllowed'
  readonly purpose: PurposeCode
  readonly kinds: ReadonlyArray<DataKind>
}

/** The consent names no marketing notice that the customer was shown (PDPO s.35C). */
export interface NoMarketingNotice {
  readonly _tag: 'NoMarketingNotice'
}

/** The consent was received before the notice that it rests on was presented. */
export interface ConsentBeforeNotice {
  readonly _tag: 'ConsentBeforeNotice'
  readonly presentedAt: Instant
  readonly receivedAt: Instant
}

/** The consent goes further than its notice (PDPO s.35C(2)(b), s.35J(2)(b)). */
export interface NotInNotice {
  readonly _tag: 'NotInNotice'
  readonly kinds: ReadonlyArray<DataKind>
  readonly classes: ReadonlyArray<SubjectClass>
  readonly recipients: ReadonlyArray<RecipientClass>
}

/** Silence is no consent, and a box that was ticked beforehand is silence. */
export interface SilenceIsNoConsent {
  readonly _tag: 'SilenceIsNoConsent'
  readonly form: ConsentForm
}

/** Data is provided to others only by written notice and written consent (PDPO s.35J(2), s.35K(1)). */
export interface ProvisionNeedsWriting {
  readonly _tag: 'ProvisionNeedsWriting'
  readonly oral: 'notice' | 'consent'
}

/** The notice does not say that data is provided for gain (PDPO s.35J(2)(b)(i)). */
export interface ForGainNotNotified {
  readonly _tag: 'ForGainNotNotified'
}

/** Classes of persons and gain belong to a consent to provide, and to no other. */
export interface ProvisionFieldsDoNotFit {
  readonly _tag: 'ProvisionFieldsDoNotFit'
  readonly basis: 'use' | 'provide'
}

/** Something is said to have happened after the moment at which it is entered. */
export interface ClaimedInFuture {
  readonly _tag: 'ClaimedInFuture'
  readonly claimed: Instant
  readonly now: Instant
}

/** The consent is recorded with other facts. */
export interface ConsentAlreadyGiven {
  readonly _tag: 'ConsentAlreadyGiven'
  readonly differences: ReadonlyArray<Difference>
}

/** The customer has given no consent of this id that waits for such a confirmation. */
export interface UnknownConsent {
  readonly _tag: 'UnknownConsent'
  readonly consentId: ConsentId
}

/** The written confirmation was sent after the 14th day, or before the consent: the consent is void, ask again. */
export interface ConfirmationLate {
  readonly _tag: 'ConfirmationLate'
  readonly dueDay: CivilDate
  readonly sentOn: CivilDate
}

/** The link was followed after its last day: the consent is void, ask again. */
export interface LinkExpired {
  readonly _tag: 'LinkExpired'
  readonly days: number
  readonly lastDay: CivilDate
}

/** A prescribed consent is withdrawn in writing (PDPO s.2(3)(b)). */
export interface WrittenNoticeNeeded {
  readonly _tag: 'WrittenNoticeNeeded'
}

/** The use is not allowed. Every reason is listed. */
export interface UseRefused {
  readonly _tag: 'UseRefused'
  readonly reasons: ReadonlyArray<PermissionReason | HinderedBy>
}

/** A fact that keeps the use from being allowed, whatever was consented. */
export interface HinderedBy {
  readonly reason: Hindrance | 'channelNotNamed'
  readonly section: string
}

/** The use is authorised with other facts. */
export interface UseAlreadyAuthorised {
  readonly _tag: 'UseAlreadyAuthorised'
  readonly differences: ReadonlyArray<Difference>
}

/** The authorisation is older than five minutes, or the clock was set back behind it: ask for another use. */
export interface AuthorisationLapsed {
  readonly _tag: 'AuthorisationLapsed'
  readonly useId: UseId
  readonly validUntil: Instant
}

/** No such use was authorised. */
export interface NotAuthorised {
  readonly _tag: 'NotAuthorised'
  readonly useId: UseId
}

/** The provision is recorded with other facts. */
export interface AlreadyProvided {
  readonly _tag: 'AlreadyProvided'
  readonly differences: ReadonlyArray<Difference>
}

/** The customer turned out to be somebody else as well: that stream answers now. An application asks there by itself. */
export interface AlreadyMoved {
  readonly _tag: 'AlreadyMoved'
  readonly to: CustomerId
  readonly mergeId: MergeId
}

/** The customer is on the way from one stream to another. An application asks again by itself, until they have arrived. */
export interface MoveUnderWay {
  readonly _tag: 'MoveUnderWay'
  readonly customerId: CustomerId
}
