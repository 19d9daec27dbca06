// What has happened to a customer's record. Stored for ever: add, never edit.
import type { Personal } from '@patina/privacy'
import type { CivilDate } from '../shared/civil-date.js'
import type {
  Code,
  CustomerId,
  DataKind,
  EventId,
  IdentifierId,
  Market,
  NeedId,
  OccasionId,
  PurposeCode,
  ReasonCode,
  RelationId,
  SaleId,
  StaffId,
  StoreId,
} from '../shared/ids.js'
import type { EmailAddress, PhoneNumber } from '../shared/kinds.js'
import type { Budget } from './kinds.js'

export type CustomersEvent =
  | CustomerRegistered
  | CustomerStatusChanged
  | OwnerAssigned
  | NameRecorded
  | IdentifierAdded
  | IdentifierVerified
  | IdentifierFoundInvalid
  | IdentifierRemoved
  | PreferenceStated
  | NeedRecorded
  | NeedClosed
  | OccasionRecorded
  | RelationRecorded
  | RelationEnded
  | StatementRetracted
  | AccuracyDoubted
  | AccuracyConfirmed

/**
 * Where the shop stands with a customer. That somebody is dormant follows from the days of the last dealing and is not
 * stored.
 */
export type CustomerStatus = 'prospect' | 'active' | 'blocked' | 'deceased'

/** Which kinds of data may be collected for a purpose, by a version of the shop's own list (PDPO DPP1(1)). */
export interface CollectionList {
  readonly purpose: PurposeCode
  readonly version: number
  readonly sha256: string
  readonly kinds: ReadonlyArray<DataKind>
}

/** What was collected of a customer, for what, and by which list. */
export interface CollectedKinds extends Omit<CollectionList, 'kinds'> {
  /** In the order of their texts. */
  readonly kinds: ReadonlyArray<DataKind>
}

/** The shop has begun to keep a record of a customer. */
export interface CustomerRegistered {
  readonly type: 'CustomerRegistered'
  readonly customerId: CustomerId
  /** How the customer came to the shop: a code of the shop's own list. */
  readonly source: Code
  readonly storeId: StoreId
  /** The country or region that the customer trades from. */
  readonly market?: Market
  readonly status: 'prospect' | 'active'
  /** The notice that the customer was shown first, where something was collected of them. */
  readonly noticeEventId?: EventId
  readonly collected?: CollectedKinds
}

/** The shop sees a customer in another light. */
export interface CustomerStatusChanged {
  readonly type: 'CustomerStatusChanged'
  readonly customerId: CustomerId
  readonly from: CustomerStatus
  readonly to: CustomerStatus
  readonly reasonCode: ReasonCode
}

/** A member of staff looks after a customer, for a shop. */
export interface OwnerAssigned {
  readonly type: 'OwnerAssigned'
  readonly customerId: CustomerId
  readonly ownerId: StaffId
  readonly storeId: StoreId
}

/** What a statement puts right: the event of the earlier statement, and why that was wrong. Who and when is known of every event. */
export interface Correction {
  readonly of: EventId
  readonly reasonCode: ReasonCode
}

/** What was said of a customer, and can be doubted or put right later: it names itself. */
interface Statement {
  readonly customerId: CustomerId
  readonly eventId: EventId
}

/** What a name is to its bearer. */
export type NameRole = 'legal' | 'preferred' | 'former'

/** What a name is written in: Latin letters, traditional or simplified characters (ISO 15924). */
export type Script = 'Latn' | 'Hant' | 'Hans'

/** Which part of a name comes first, as it is written. */
export type NameOrder = 'familyFirst' | 'givenFirst'

/** A customer was called so. Of one role and script the later statement stands. */
export interface NameRecorded {
  readonly type: 'NameRecorded'
  readonly customerId: CustomerId
  readonly role: NameRole
  readonly script: Script
  readonly order: NameOrder
  readonly name: Personal<string>
  /** Absent where it was stored before statements could be doubted or corrected. */
  readonly eventId?: EventId
  readonly correction?: Correction
}

/** What the value of each kind of identifier is in the clear. */
export interface IdentifierValues {
  readonly phone: PhoneNumber
  readonly email: EmailAddress
  readonly postal: string
  readonly chat: string
  readonly external: string
}

/** By what a customer is reached, or known elsewhere. */
export type IdentifierKind = keyof IdentifierValues

/** There is a number or an address of a customer. Several people may share one. */
export type IdentifierAdded = {
  readonly [K in IdentifierKind]: IdentifierAddedOf<K>
}[IdentifierKind]

/** One kind of {@link IdentifierAdded}. */
export interface IdentifierAddedOf<K extends IdentifierKind> {
  readonly type: 'IdentifierAdded'
  readonly customerId: CustomerId
  /** Also the unit that falls due alone: its key is destroyed without any other. */
  readonly identifierId: IdentifierId
  readonly kind: K
  readonly value: Personal<IdentifierValues[K]>
  /** Where it is used, such as `home`: a code of the shop's own list, and no text of the customer's. */
  readonly label?: Code
  readonly isPrimary: boolean
  /** Absent where it was stored before statements could be doubted. */
  readonly eventId?: EventId
}

/** It was found out that an identifier reaches the customer. */
export interface IdentifierVerified {
  readonly type: 'IdentifierVerified'
  readonly customerId: CustomerId
  readonly identifierId: IdentifierId
  readonly method: Code
}

/** It was found out that an identifier does not reach the customer. */
export interface IdentifierFoundInvalid {
  readonly type: 'IdentifierFoundInvalid'
  readonly customerId: CustomerId
  readonly identifierId: IdentifierId
  readonly cause: Code
}

/** An identifier is no longer the customer's. */
export interface IdentifierRemoved {
  readonly type: 'IdentifierRemoved'
  readonly customerId: CustomerId
  readonly identifierId: IdentifierId
}

/** How strongly a customer wishes for something, or against it. */
export type PreferenceStrength = 'must' | 'likes' | 'avoids'

/** A customer has said what they like, or do not. */
export interface PreferenceStated extends Statement {
  readonly type: 'PreferenceStated'
  /** What it is about, such as `metal`: a code of the shop's own list. */
  readonly topic: Code
  readonly strength: PreferenceStrength
  readonly value: Personal<string>
  readonly correction?: Correction
}

/** A customer looks for something. */
export interface NeedRecorded extends Statement {
  readonly type: 'NeedRecorded'
  readonly needId: NeedId
  readonly wanted: Personal<string>
  readonly budget?: Personal<Budget>
  /** The day by which it is wanted. */
  readonly by?: CivilDate
  readonly correction?: Correction
}

/** How a need ended: it was met here, it was met elsewhere, or it is no more. */
export type NeedOutcome = 'met' | 'metElsewhere' | 'dropped'

/** A customer does not look for it any more. */
export interface NeedClosed {
  readonly type: 'NeedClosed'
  readonly customerId: CustomerId
  readonly needId: NeedId
  readonly outcome: NeedOutcome
  /** The sale that met it. */
  readonly saleId?: SaleId
}

/** On which day 29 February is kept in a year without one. */
export type LeapRule = 'feb28' | 'mar1'

/** There is a day of the year that matters to a customer: a birthday, an anniversary. */
export interface OccasionRecorded extends Statement {
  readonly type: 'OccasionRecorded'
  readonly occasionId: OccasionId
  readonly kind: Personal<string>
  readonly date: Personal<string>
  readonly leapRule: LeapRule
  readonly correction?: Correction
}

/** One side of a relation between two customers: what the other is to this one. Each side is said by itself. */
export interface RelationRecorded extends Statement {
  readonly type: 'RelationRecorded'
  readonly relationId: RelationId
  readonly otherId: CustomerId
  readonly kind: Personal<string>
  readonly fromDay?: CivilDate
  readonly toDay?: CivilDate
  readonly correction?: Correction
}

/** For this side a relation has ended. */
export interface RelationEnded {
  readonly type: 'RelationEnded'
  readonly customerId: CustomerId
  readonly relationId: RelationId
  readonly otherId: CustomerId
  /** Its last day. */
  readonly toDay: CivilDate
}

/** A statement does not hold, and nothing takes its place. */
export interface StatementRetracted extends Statement {
  readonly type: 'StatementRetracted'
  readonly of: EventId
  readonly what: 'preference' | 'occasion'
  readonly reasonCode: ReasonCode
}

/** It is doubted that a statement is accurate: until it is confirmed, its value is not served (PDPO DPP2(1)). */
export interface AccuracyDoubted {
  readonly type: 'AccuracyDoubted'
  readonly customerId: CustomerId
  readonly of: EventId
  readonly reasonCode: ReasonCode
}

/** A statement that was doubted is accurate. */
export interface AccuracyConfirmed {
  readonly type: 'AccuracyConfirmed'
  readonly customerId: CustomerId
  readonly of: EventId
}
