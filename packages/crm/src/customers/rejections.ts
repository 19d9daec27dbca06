// Why something was not done to a customer's record.
import type { Difference } from '../shared/differences.js'
import type { CustomerStatus } from './events.js'

export type CustomersRejection = CustomerAlreadyRegistered | UnknownCustomer | StatusNotAllowed

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
