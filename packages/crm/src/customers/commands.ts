// What can be asked of a customer's record.
import type { Personal } from '@patina/privacy'
import type { Code, CustomerId, IdentifierId, Market, ReasonCode, StoreId } from '../shared/ids.js'
import type {
  CustomerStatus,
  IdentifierKind,
  IdentifierValues,
  NameOrder,
  NameRole,
  Script,
} from './events.js'

export type CustomersCommand =
  | RegisterCustomer
  | ChangeStatus
  | RecordName
  | AddIdentifier
  | VerifyIdentifier
  | MarkInvalid
  | RemoveIdentifier

/** Begin to keep a record of a customer, as a prospect if nothing else is said. */
export interface RegisterCustomer {
  readonly type: 'RegisterCustomer'
  readonly customerId: CustomerId
  readonly source: Code
  readonly storeId: StoreId
  readonly market?: Market
  readonly status?: 'prospect' | 'active'
}

/** See a customer in another light, for a reason. */
export interface ChangeStatus {
  readonly type: 'ChangeStatus'
  readonly customerId: CustomerId
  readonly to: CustomerStatus
  readonly reasonCode: ReasonCode
}

/** Write down what a customer is called. A name cannot be compared with an earlier one, so each is recorded anew. */
export interface RecordName {
  readonly type: 'RecordName'
  readonly customerId: CustomerId
  readonly role: NameRole
  readonly script: Script
  readonly order: NameOrder
  readonly name: Personal<string>
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
