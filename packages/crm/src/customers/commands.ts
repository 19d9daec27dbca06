// What can be asked of a customer's record.
import type { Code, CustomerId, Market, ReasonCode, StoreId } from '../shared/ids.js'
import type { CustomerStatus } from './events.js'

export type CustomersCommand = RegisterCustomer | ChangeStatus

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
