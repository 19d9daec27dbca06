// What can be asked of a customer's record.
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
  ReasonCode,
  RelationId,
  SaleId,
  StaffId,
  StoreId,
} from '../shared/ids.js'
import type {
  CollectionList,
  Correction,
  CustomerStatus,
  IdentifierKind,
  IdentifierValues,
  LeapRule,
  NameOrder,
  NameRole,
  NeedOutcome,
  PreferenceStrength,
  Script,
} from './events.js'
import type { Budget } from './kinds.js'

export type CustomersCommand =
  | RegisterCustomer
  | ChangeStatus
  | AssignOwner
  | RecordName
  | AddIdentifier
  | VerifyIdentifier
  | MarkInvalid
  | RemoveIdentifier
  | StatePreference
  | RecordNeed
  | CloseNeed
  | RecordOccasion
  | RecordRelation
  | EndRelation
  | RetractStatement
  | DoubtField
  | ConfirmField

/** Begin to keep a record of a customer, as a prospect if nothing else is said. */
export interface RegisterCustomer {
  readonly type: 'RegisterCustomer'
  readonly customerId: CustomerId
  readonly source: Code
  readonly storeId: StoreId
  readonly market?: Market
  readonly status?: 'prospect' | 'active'
  /** The notice that the customer was shown first: wanted where something is collected. */
  readonly noticeEventId?: EventId
  readonly collecting?: Collecting
}

/** What is collected of a customer with the registration, and the list in force that says what may be. */
export interface Collecting {
  readonly kinds: ReadonlyArray<DataKind>
  readonly list: CollectionList
}

/** See a customer in another light, for a reason. */
export interface ChangeStatus {
  readonly type: 'ChangeStatus'
  readonly customerId: CustomerId
  readonly to: CustomerStatus
  readonly reasonCode: ReasonCode
}

/** Let a member of staff look after a customer, for a shop. */
export interface AssignOwner {
  readonly type: 'AssignOwner'
  readonly customerId: CustomerId
  readonly ownerId: StaffId
  readonly storeId: StoreId
}

/** Write down what a customer is called. A name cannot be compared with an earlier one, so each is recorded anew. */
export interface RecordName {
  readonly type: 'RecordName'
  readonly customerId: CustomerId
  readonly role: NameRole
  readonly script: Script
  readonly order: NameOrder
  readonly name: Personal<string>
  /** The name of this role and script that it puts right. */
  readonly correction?: Correction
}

/** Add a number or an address, under an id that was drawn for it. */
export type AddIdentifier = { readonly [K in IdentifierKind]: AddIdentifierOf<K> }[IdentifierKind]

/** One kind of {@link AddIdentifier}. */
export interface AddIdentifierOf<K extends IdentifierKind> {
  readonly type: 'AddIdentifier'
  readonly customerId: CustomerId
  readonly identifierId: IdentifierId
  readonly kind: K
  readonly value: Personal<IdentifierValues[K]>
  readonly label?: Code
  /** Default `false`. */
  readonly isPrimary?: boolean
}

/** Say that an identifier reaches the customer, and how that was found out. */
export interface VerifyIdentifier {
  readonly type: 'VerifyIdentifier'
  readonly customerId: CustomerId
  readonly identifierId: IdentifierId
  readonly method: Code
}

/** Say that an identifier does not reach the customer, and why. */
export interface MarkInvalid {
  readonly type: 'MarkInvalid'
  readonly customerId: CustomerId
  readonly identifierId: IdentifierId
  readonly cause: Code
}

/** Take an identifier out of the record. */
export interface RemoveIdentifier {
  readonly type: 'RemoveIdentifier'
  readonly customerId: CustomerId
  readonly identifierId: IdentifierId
}

/** Write down what a customer likes, or does not. A value cannot be compared with an earlier one, so each is stated anew. */
export interface StatePreference {
  readonly type: 'StatePreference'
  readonly customerId: CustomerId
  readonly topic: Code
  readonly strength: PreferenceStrength
  readonly value: Personal<string>
  /** The preference on this topic that it puts right. */
  readonly correction?: Correction
}

/** Write down what a customer looks for, under an id that was drawn for it; with a correction, under the id that it has. */
export interface RecordNeed {
  readonly type: 'RecordNeed'
  readonly customerId: CustomerId
  readonly needId: NeedId
  readonly wanted: Personal<string>
  readonly budget?: Personal<Budget>
  readonly by?: CivilDate
  readonly correction?: Correction
}

/** Say how a need ended. */
export interface CloseNeed {
  readonly type: 'CloseNeed'
  readonly customerId: CustomerId
  readonly needId: NeedId
  readonly outcome: NeedOutcome
  readonly saleId?: SaleId
}

/** Write down a day of the year, under an id that was drawn for it; with a correction, under the id that it has. */
export interface RecordOccasion {
  readonly type: 'RecordOccasion'
  readonly customerId: CustomerId
  readonly occasionId: OccasionId
  readonly kind: Personal<string>
  readonly date: Personal<string>
  /** Default `feb28`. */
  readonly leapRule?: LeapRule
  readonly correction?: Correction
}

/** Write down what another customer is to this one. The other side says its half itself, under the same id. */
export interface RecordRelation {
  readonly type: 'RecordRelation'
  readonly customerId: CustomerId
  readonly relationId: RelationId
  readonly otherId: CustomerId
  readonly kind: Personal<string>
  readonly fromDay?: CivilDate
  readonly toDay?: CivilDate
  readonly correction?: Correction
}

/** Say the last day of a relation, for this side. */
export interface EndRelation {
  readonly type: 'EndRelation'
  readonly customerId: CustomerId
  readonly relationId: RelationId
  readonly toDay: CivilDate
}

/** Take back a preference or an occasion that nothing takes the place of. */
export interface RetractStatement {
  readonly type: 'RetractStatement'
  readonly customerId: CustomerId
  readonly of: EventId
  readonly reasonCode: ReasonCode
}

/** Doubt that a statement is accurate. */
export interface DoubtField {
  readonly type: 'DoubtField'
  readonly customerId: CustomerId
  readonly of: EventId
  readonly reasonCode: ReasonCode
}

/** Say that a statement is accurate after all. */
export interface ConfirmField {
  readonly type: 'ConfirmField'
  readonly customerId: CustomerId
  readonly of: EventId
}
