import type { CustomerRegistered, CustomerStatus, CustomersEvent } from './events.js'

/** What decides the next command about a customer. */
export type Customer = Unknown | Registered

export interface Unknown {
  readonly _tag: 'Unknown'
}

export interface Registered {
  readonly _tag: 'Registered'
  /** The facts of the registration, to tell the same one from another. */
  readonly as: CustomerRegistered
  readonly status: CustomerStatus
}

/** A customer of whom nothing is recorded. */
export const initial: Customer = { _tag: 'Unknown' }

/** The customer after an event. Total: an event that makes no sense leaves the customer as it was. */
export const evolve = (customer: Customer, event: CustomersEvent): Customer => {
  switch (event.type) {
    case 'CustomerRegistered':
      return customer._tag === 'Registered'
        ? customer
        : { _tag: 'Registered', as: event, status: event.status }
    case 'CustomerStatusChanged':
      return customer._tag === 'Registered' ? { ...customer, status: event.to } : customer
  }
}
