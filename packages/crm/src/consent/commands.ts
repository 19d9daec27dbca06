// What can be asked about notices and consents.
import type { Instant } from '@patina/eventsourcing'
import type { Personal } from '@patina/privacy'
import type {
  Code,
  ConsentId,
  CustomerId,
  DataKind,
  EventId,
  MergeId,
  ProvisionId,
  PurposeCode,
  RecipientClass,
  RecipientId,
  SubjectClass,
  UseId,
} from '../shared/ids.js'
import type { Channel, ClearConsentEntry, Medium, OptOutScope } from './events.js'
import type { AdoptedNotice, Language, NoticeTerms } from './notice.js'

export type ConsentCommand =
  | AdoptNotice
  | PresentNotice
  | RecordSourceNotice
  | RecordCollection
  | GiveMarketingConsent
  | ConfirmOralConsent
  | ConfirmElectronicConsent
  | OptOut
  | GivePrescribedConsent
  | WithdrawPrescribedConsent
  | AuthoriseUse
  | RecordHandOver
  | ProvideData
  | TellRecipient
  | ExpectConsent
  | MoveConsent
  | AdoptConsent
  | ReturnConsent
  | ReopenConsent

/** How a stream is taken over and given back. Only the reaction to a merge sends these. */
export type MoveStep = ExpectConsent | MoveConsent | AdoptConsent | ReturnConsent | ReopenConsent

/** Adopt a notice, or a new version of it. */
export interface AdoptNotice {
  readonly type: 'AdoptNotice'
  readonly terms: NoticeTerms
}

/** Say that a customer was shown a notice that the shop has adopted. */
export interface PresentNotice {
  readonly type: 'PresentNotice'
  readonly customerId: CustomerId
  readonly notice: AdoptedNotice
  readonly lang: Language
  readonly medium: Medium
  readonly presentedAt: Instant
}

/** Say that who provided the data has stated in writing that the customer consented. */
export interface RecordSourceNotice {
  readonly type: 'RecordSourceNotice'
  readonly customerId: CustomerId
  readonly sourceId: RecipientId
  readonly kinds: ReadonlyArray<DataKind>
  readonly classes: ReadonlyArray<SubjectClass>
  readonly documentSha256: string
  readonly receivedAt: Instant
}

/** Say that kinds of data are collected from the customer for a purpose. */
export interface RecordCollection {
  readonly type: 'RecordCollection'
  readonly customerId: CustomerId
  readonly purpose: PurposeCode
  readonly kinds: ReadonlyArray<DataKind>
}

/** What a form can show for a consent: the last two are none. */
export type ConsentForm = 'explicit' | 'noObjection' | 'silence' | 'preTicked'

/** Enter a customer's consent to direct marketing. */
export interface GiveMarketingConsent {
  readonly type: 'GiveMarketingConsent'
  readonly customerId: CustomerId
  readonly consentId: ConsentId
  readonly basis: 'use' | 'provide'
  readonly form: ConsentForm
  readonly medium: Medium
  readonly noticeEventId: EventId
  readonly kinds: ReadonlyArray<DataKind>
  readonly classes: ReadonlyArray<SubjectClass>
  /** Of a consent to provide; refused of one to use. */
  readonly recipients?: ReadonlyArray<RecipientClass>
  /** Of a consent to provide: absent means not for gain. */
  readonly forGain?: boolean
  readonly receivedAt: Instant
  readonly expiresAt?: Instant
  /** Opt-outs of others who turned out to be the same person, that the customer was told of and takes back by this. */
  readonly answers?: ReadonlyArray<EventId>
  readonly collectionMethod?: Code
  /** What the form says, or where the recording lies. */
  readonly evidence?: Personal<string>
}

/** Say that a written confirmation of an oral consent was sent. */
export interface ConfirmOralConsent {
  readonly type: 'ConfirmOralConsent'
  readonly customerId: CustomerId
  readonly consentId: ConsentId
  readonly sentAt: Instant
  readonly sha256: string
}

/** Say that the customer has followed the link that was sent for an electronic consent. */
export interface ConfirmElectronicConsent {
  readonly type: 'ConfirmElectronicConsent'
  readonly customerId: CustomerId
  readonly consentId: ConsentId
  readonly confirmedAt: Instant
  /** Where the confirmation came from. */
  readonly origin?: Personal<string>
}

/** Stop direct marketing. Never refused. */
export interface OptOut {
  readonly type: 'OptOut'
  readonly customerId: CustomerId
  readonly scope: OptOutScope
  readonly of: 'use' | 'provision' | 'both'
  readonly channel: Code
  readonly receivedAt: Instant
  /** The request as it was received. */
  readonly raw?: Personal<string>
}

/** Enter a customer's prescribed consent to a purpose. */
export interface GivePrescribedConsent {
  readonly type: 'GivePrescribedConsent'
  readonly customerId: CustomerId
  readonly consentId: ConsentId
  readonly purpose: PurposeCode
  readonly form: ConsentForm
  readonly medium: Medium
  readonly receivedAt: Instant
  readonly evidence?: Personal<string>
}

/** Withdraw a prescribed consent. */
export interface WithdrawPrescribedConsent {
  readonly type: 'WithdrawPrescribedConsent'
  readonly customerId: CustomerId
  readonly purpose: PurposeCode
  readonly medium: Medium
  readonly receivedAt: Instant
  /** The notice in writing. */
  readonly notice?: Personal<string>
}

/** What keeps a use from being allowed besides a missing consent: known at the edge, told with the command. */
export type Hindrance =
  | 'suppressed'
  | 'onDoNotCallRegister'
  | 'identifierInvalid'
  | 'identifierDoubted'
  | 'deceased'
  | 'blocked'
  | 'openComplaint'
  | 'processingRestricted'
  | 'beingErased'
  | 'notEligible'

/** Ask whether one use in direct marketing is allowed: the gate of every send and every call. */
export interface AuthoriseUse {
  readonly type: 'AuthoriseUse'
  readonly customerId: CustomerId
  readonly useId: UseId
  readonly channel: Channel
  readonly kinds: ReadonlyArray<DataKind>
  readonly class: SubjectClass
  readonly hindrances: ReadonlyArray<Hindrance>
  readonly campaignId?: Code
}

/** Say that what was authorised has gone out. */
export interface RecordHandOver {
  readonly type: 'RecordHandOver'
  readonly customerId: CustomerId
  readonly useId: UseId
}

/** Provide data to somebody else for their direct marketing. */
export interface ProvideData {
  readonly type: 'ProvideData'
  readonly customerId: CustomerId
  readonly provisionId: ProvisionId
  readonly recipientId: RecipientId
  readonly recipientClass: RecipientClass
  readonly kinds: ReadonlyArray<DataKind>
  readonly class: SubjectClass
  readonly forGain: boolean
}

/** Say that a recipient was told in writing to cease. */
export interface TellRecipient {
  readonly type: 'TellRecipient'
  readonly customerId: CustomerId
  readonly recipientId: RecipientId
  readonly writtenAt: Instant
}

interface OfMove {
  /** Whose stream it is about. */
  readonly customerId: CustomerId
  readonly mergeId: MergeId
}

/** Say that the stream is about to take over another. */
export interface ExpectConsent extends OfMove {
  readonly type: 'ExpectConsent'
  readonly from: CustomerId
}

/** Close the stream and hand over what stands in it. */
export interface MoveConsent extends OfMove {
  readonly type: 'MoveConsent'
  readonly to: CustomerId
}

/** Take over what another stream has handed over. */
export interface AdoptConsent extends OfMove {
  readonly type: 'AdoptConsent'
  readonly from: CustomerId
  readonly members: ReadonlyArray<CustomerId>
  readonly entries: ReadonlyArray<ClearConsentEntry>
}

/** Hand customers back to the stream that they came from, with what was entered for them meanwhile. */
export interface ReturnConsent extends OfMove {
  readonly type: 'ReturnConsent'
  readonly to: CustomerId
  readonly members: ReadonlyArray<CustomerId>
}

/** Open a stream again that was handed over. */
export interface ReopenConsent extends OfMove {
  readonly type: 'ReopenConsent'
  readonly members: ReadonlyArray<CustomerId>
  readonly entries: ReadonlyArray<ClearConsentEntry>
}
