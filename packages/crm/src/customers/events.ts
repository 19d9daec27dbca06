// What has happened to a customer's record. Stored for ever: add, never edit.
import type { Code, CustomerId, Market, ReasonCode, StoreId } from '../shared/ids.js'

export type CustomersEvent = CustomerRegistered | CustomerStatusChanged

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
