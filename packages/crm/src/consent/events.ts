// What has happened to notices and consents. Stored for ever: add, never edit.
// An event names itself by `eventId`, so that a later one can say what allowed it or what it answers; `decidedAt` is the
// moment of the decision, and never earlier than that of an event before it in the stream.
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
import type { WithoutSealed } from '../shared/without-sealed.js'
import type { AdoptedNotice, Language, NoticeTerms } from './notice.js'

export type ConsentEvent =
  | NoticeAdopted
  | NoticePresented
  | SourceNoticeReceived
  | DataCollected
  | MarketingConsentGiven
  | OralConsentConfirmed
  | ElectronicConsentConfirmed
  | MarketingOptedOut
  | PrescribedConsentGiven
  | PrescribedConsentWithdrawn
  | MarketingUseAuthorised
  | UseHandedOver
  | DataProvided
  | RecipientToldToCease
  | ConsentExpected
  | ConsentMoved
  | ConsentAdopted
  | ConsentReturned
  | ConsentReopened

/** How the stream of a customer is taken over by that of another who turned out to be the same person, and given back. */
export type ConsentMove =
  | ConsentExpected
  | ConsentMoved
  | ConsentAdopted
  | ConsentReturned
  | ConsentReopened

/** What one customer was told, has said and was used for. */
export type ConsentEntry = Exclude<ConsentEvent, NoticeAdopted | ConsentMove>

/** The same without what is sealed: what every decision is made on. An entry is one, too. */
export type ClearConsentEntry = WithoutSealed<ConsentEntry>

/** The shop has adopted a version of a notice. */
export interface NoticeAdopted {
  readonly type: 'NoticeAdopted'
  readonly terms: NoticeTerms
  /** See {@link AdoptedNotice}. */
  readonly sha256: string
}

interface Entry {
  readonly eventId: EventId
  readonly customerId: CustomerId
  readonly decidedAt: Instant
}

/** A customer was shown a notice, or heard it. */
export interface NoticePresented extends Entry {
  readonly type: 'NoticePresented'
  readonly notice: AdoptedNotice
  readonly lang: Language
  /** SHA-256 of the exact bytes that were shown. */
  readonly textSha256: string
  readonly medium: Medium
  readonly presentedAt: Instant
}

/** How something was said. */
export type Medium = 'written' | 'electronic' | 'oral'

/** Somebody who provided the data has stated in writing that the customer consented (PDPO s.35D(2)). */
export interface SourceNoticeReceived extends Entry {
  readonly type: 'SourceNoticeReceived'
  readonly sourceId: RecipientId
  readonly kinds: ReadonlyArray<DataKind>
  readonly classes: ReadonlyArray<SubjectClass>
  readonly documentSha256: string
  readonly receivedAt: Instant
}

/** Kinds of data were collected from a customer for a purpose, under a notice. */
export interface DataCollected extends Entry {
  readonly type: 'DataCollected'
  readonly purpose: PurposeCode
  readonly kinds: ReadonlyArray<DataKind>
  readonly noticeEventId: EventId
}

/** A customer consents to direct marketing (PDPO s.35A): kinds × classes × use or provision, under one notice. */
export interface MarketingConsentGiven extends Entry {
  readonly type: 'MarketingConsentGiven'
  readonly consentId: ConsentId
  /** For the shop's own marketing, or for that of others. */
  readonly basis: 'use' | 'provide'
  readonly form: 'explicit' | 'noObjection'
  readonly medium: Medium
  readonly noticeEventId: EventId
  readonly kinds: ReadonlyArray<DataKind>
  readonly classes: ReadonlyArray<SubjectClass>
  /** Classes of persons: of a consent to provide. */
  readonly recipients?: ReadonlyArray<RecipientClass>
  /** Whether the data may be provided for gain: of a consent to provide. */
  readonly forGain?: boolean
  /** Legal clocks run from here. */
  readonly receivedAt: Instant
  readonly expiresAt?: Instant
  /** Opt-outs of others who turned out to be the same person: this consent is given although they were said. */
  readonly answers?: ReadonlyArray<EventId>
  /** How it was collected, from the shop's list. */
  readonly collectionMethod?: Code
  /** The form or the recording. */
  readonly evidence?: Personal<string>
}

/** A written confirmation of an oral consent was sent (PDPO s.35E(1)(b)). */
export interface OralConsentConfirmed extends Entry {
  readonly type: 'OralConsentConfirmed'
  readonly consentId: ConsentId
  readonly sentAt: Instant
  /** SHA-256 of the sealed bytes of what was sent. */
  readonly sha256: string
}

/** The customer has confirmed an electronic consent, by the link that was sent for it. */
export interface ElectronicConsentConfirmed extends Entry {
  readonly type: 'ElectronicConsentConfirmed'
  readonly consentId: ConsentId
  readonly confirmedAt: Instant
  readonly origin?: Personal<string>
}

/** A customer requires the shop to stop (PDPO s.35G, s.35L). It acts from here on, on every channel. */
export interface MarketingOptedOut extends Entry {
  readonly type: 'MarketingOptedOut'
  readonly scope: OptOutScope
  readonly of: 'use' | 'provision' | 'both'
  readonly channel: Code
  readonly receivedAt: Instant
  /** Provisions that it covers and whose recipients have not been told to cease. */
  readonly owed: ReadonlyArray<Owed>
  /** As it was received. */
  readonly raw?: Personal<string>
}

/** What an opt-out covers. */
export type OptOutScope = OptOutOfAll | OptOutOfSome

/** Everything, named in a notice or not. */
export interface OptOutOfAll {
  readonly type: 'all'
}

/** These kinds of data for these classes of marketing subjects. */
export interface OptOutOfSome {
  readonly type: 'some'
  readonly kinds: ReadonlyArray<DataKind>
  readonly classes: ReadonlyArray<SubjectClass>
}

/** A recipient who must be told in writing to cease (PDPO s.35L). */
export interface Owed {
  readonly provisionId: ProvisionId
  readonly recipientId: RecipientId
}

/** A customer consents expressly and voluntarily to a new purpose (PDPO DPP3, s.2(3)). */
export interface PrescribedConsentGiven extends Entry {
  readonly type: 'PrescribedConsentGiven'
  readonly consentId: ConsentId
  readonly purpose: PurposeCode
  readonly medium: Medium
  readonly receivedAt: Instant
  readonly evidence?: Personal<string>
}

/** A prescribed consent was withdrawn by notice in writing (PDPO s.2(3)(b)). Earlier acts stay lawful. */
export interface PrescribedConsentWithdrawn extends Entry {
  readonly type: 'PrescribedConsentWithdrawn'
  readonly purpose: PurposeCode
  readonly medium: Exclude<Medium, 'oral'>
  readonly receivedAt: Instant
  readonly notice?: Personal<string>
}

/** One use in direct marketing was allowed, by these consents, until a moment. */
export interface MarketingUseAuthorised extends Entry {
  readonly type: 'MarketingUseAuthorised'
  readonly useId: UseId
  readonly channel: Channel
  readonly kinds: ReadonlyArray<DataKind>
  readonly class: SubjectClass
  /** What allows it: one for each kind. */
  readonly by: ReadonlyArray<AllowedBy>
  /** The customer has never been marketed to: the free way out must be told (PDPO s.35F). */
  readonly isFirstUse: boolean
  /** What is not handed over by then is asked for again. */
  readonly validUntil: Instant
  readonly campaignId?: Code
}

/** How a customer is reached. */
export type Channel = 'email' | 'sms' | 'call' | 'post' | 'chat'

/** The consent that allows a kind of data to be used. */
export interface AllowedBy {
  readonly kind: DataKind
  readonly eventId: EventId
}

/** What was authorised went out. */
export interface UseHandedOver extends Entry {
  readonly type: 'UseHandedOver'
  readonly useId: UseId
  readonly authorisationEventId: EventId
  readonly handedOverAt: Instant
  /** The opt-out that came between authorisation and hand-over. */
  readonly overtakenBy?: EventId
}

/** Data went to somebody else for their direct marketing (PDPO s.35K). */
export interface DataProvided extends Entry {
  readonly type: 'DataProvided'
  readonly provisionId: ProvisionId
  readonly recipientId: RecipientId
  readonly recipientClass: RecipientClass
  readonly kinds: ReadonlyArray<DataKind>
  readonly class: SubjectClass
  readonly forGain: boolean
  readonly by: ReadonlyArray<AllowedBy>
}

/** A recipient was told in writing to cease (PDPO s.35L). */
export interface RecipientToldToCease extends Entry {
  readonly type: 'RecipientToldToCease'
  readonly recipientId: RecipientId
  readonly writtenAt: Instant
  readonly provisionIds: ReadonlyArray<ProvisionId>
}

interface Move {
  /** Whose stream it is. */
  readonly customerId: CustomerId
  readonly mergeId: MergeId
}

/** Another stream is about to be taken over: from here on this one answers for those only whom it knows. */
export interface ConsentExpected extends Move {
  readonly type: 'ConsentExpected'
  readonly from: CustomerId
}

/** The stream is closed: whatever is asked of it is asked of the other, so that one stream orders every use. */
export interface ConsentMoved extends Move {
  readonly type: 'ConsentMoved'
  readonly to: CustomerId
  /** Whom the stream has answered for. */
  readonly members: ReadonlyArray<CustomerId>
  /** All that decides, in the order in which it was entered. What is sealed stays where it was. */
  readonly entries: ReadonlyArray<ClearConsentEntry>
}

/** The stream answers for more customers: whatever one of them refuses, the person has refused. */
export interface ConsentAdopted extends Move {
  readonly type: 'ConsentAdopted'
  readonly from: CustomerId
  readonly members: ReadonlyArray<CustomerId>
  readonly entries: ReadonlyArray<ClearConsentEntry>
}

/** The stream answers for these no more. What was entered for them meanwhile goes with them. */
export interface ConsentReturned extends Move {
  readonly type: 'ConsentReturned'
  readonly to: CustomerId
  readonly members: ReadonlyArray<CustomerId>
  readonly entries: ReadonlyArray<ClearConsentEntry>
}

/** The stream is open again, with all that was entered for its customers wherever that was. */
export interface ConsentReopened extends Move {
  readonly type: 'ConsentReopened'
  readonly members: ReadonlyArray<CustomerId>
  readonly entries: ReadonlyArray<ClearConsentEntry>
}
