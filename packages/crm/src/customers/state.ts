import type { Code, IdentifierId } from '../shared/ids.js'
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
  /** Every identifier that there ever was, and how it stands. Of its value nothing. */
  readonly identifiers: ReadonlyMap<IdentifierId, IdentifierStanding>
}

export type IdentifierStanding = Unproven | Verified | Invalid | Removed

/** Nobody has found out whether it reaches the customer. */
export interface Unproven {
  readonly _tag: 'Unproven'
}

export interface Verified {
  readonly _tag: 'Verified'
  readonly method: Code
}

export interface Invalid {
  readonly _tag: 'Invalid'
  readonly cause: Code
}

export interface Removed {
  readonly _tag: 'Removed'
}

/** A customer of whom nothing is recorded. */
export const initial: Customer = { _tag: 'Unknown' }

const withStanding = (
  customer: Registered,
  id: IdentifierId,
  standing: IdentifierStanding,
): Registered => ({
  ...customer,
  identifiers: new Map(customer.identifiers).set(id, standing),
})

/** The customer after an event. Total: an event that makes no sense leaves the customer as it was. */
export const evolve = (customer: Customer, event: CustomersEvent): Customer => {
  if (event.type === 'CustomerRegistered') {
    return customer._tag === 'Registered'
      ? customer
      : { _tag: 'Registered', as: event, status: event.status, identifiers: new Map() }
  }
  if (customer._tag === 'Unknown') return customer
  switch (event.type) {
    case 'CustomerStatusChanged':
      return { ...customer, status: event.to }
    case 'NameRecorded':
      return customer
    case 'IdentifierAdded':
      return customer.identifiers.has(event.identifierId)
        ? customer
        : withStanding(customer, event.identifierId, { _tag: 'Unproven' })
    case 'IdentifierVerified':
      return changed(customer, event.identifierId, { _tag: 'Verified', method: event.method })
    case 'IdentifierFoundInvalid':
      return changed(customer, event.identifierId, { _tag: 'Invalid', cause: event.cause })
    case 'IdentifierRemoved':
      return changed(customer, event.identifierId, { _tag: 'Removed' })
  }
}

// What is removed stays removed, and what was never added cannot change.
const changed = (
  customer: Registered,
  id: IdentifierId,
  standing: IdentifierStanding,
): Registered => {
  const before = customer.identifiers.get(id)
  return before === undefined || before._tag === 'Removed'
    ? customer
    : withStanding(customer, id, standing)
}
