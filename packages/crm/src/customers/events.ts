// What has happened to a customer's record. Stored for ever: add, never edit.
import type { Personal } from '@patina/privacy'
import type { Code, CustomerId, IdentifierId, Market, ReasonCode, StoreId } from '../shared/ids.js'
import type { EmailAddress, PhoneNumber } from '../shared/kinds.js'

export type CustomersEvent =
  | CustomerRegistered
  | CustomerStatusChanged
  | NameRecorded
  | IdentifierAdded
  | IdentifierVerified
  | IdentifierFoundInvalid
  | IdentifierRemoved

/**
 * Where the shop stands with a customer. That somebody is dormant follows from the days of the last dealing and is not
 * stored.
 */
export type CustomerStatus = 'prospect' | 'active' | 'blocked' | 'deceased'

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
}

/** The shop sees a customer in another light. */
export interface CustomerStatusChanged {
  readonly type: 'CustomerStatusChanged'
  readonly customerId: CustomerId
  readonly from: CustomerStatus
  readonly to: CustomerStatus
  readonly reasonCode: ReasonCode
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
