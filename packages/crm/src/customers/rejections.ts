// Why something was not done to a customer's record.
import type { Difference } from '../shared/differences.js'
import type { IdentifierId } from '../shared/ids.js'
import type { CustomerStatus } from './events.js'

export type CustomersRejection =
  | CustomerAlreadyRegistered
  | UnknownCustomer
  | StatusNotAllowed
  | IdentifierTaken
  | UnknownIdentifier

/** The customer is registered with other facts. */
export interface CustomerAlreadyRegistered {
  readonly _tag: 'CustomerAlreadyRegistered'
  readonly differences: ReadonlyArray<Difference>
}

/** Nobody has registered the customer. */
export interface UnknownCustomer {
  readonly _tag: 'UnknownCustomer'
}

/** The status does not lead to the one asked for; `allowed` are those that it leads to. */
export interface StatusNotAllowed {
  readonly _tag: 'StatusNotAllowed'
  readonly from: CustomerStatus
  readonly to: CustomerStatus
  readonly allowed: ReadonlyArray<CustomerStatus>
}

/** There is or was an identifier of this id: a sealed value cannot be compared, so nobody can say that it is the same. */
export interface IdentifierTaken {
  readonly _tag: 'IdentifierTaken'
  readonly identifierId: IdentifierId
}

/** The customer has no identifier of this id, or no longer. */
export interface UnknownIdentifier {
  readonly _tag: 'UnknownIdentifier'
  readonly identifierId: IdentifierId
}
