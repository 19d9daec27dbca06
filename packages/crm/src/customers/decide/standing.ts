import * as E from 'fp-ts/lib/Either.js'
import { differencesBetween } from '../../shared/differences.js'
import type { AssignOwner, ChangeStatus, RegisterCustomer } from '../commands.js'
import type { CustomerRegistered, CustomerStatus } from '../events.js'
import type { Customer, Registered } from '../state.js'
import { collectedOf, collectionReasons } from './collecting.js'
import type { Decision } from './decision.js'

/** The record begins. */
export const register = (command: RegisterCustomer, customer: Customer): Decision => {
  const { collecting: _, ...facts } = command
  const registered: CustomerRegistered = {
    ...facts,
    type: 'CustomerRegistered',
    status: command.status ?? 'prospect',
    ...collectedOf(command),
  }
  if (customer._tag === 'Unknown') {
    const reasons = collectionReasons(command)
    return reasons.length === 0
      ? E.right([registered])
      : E.left({ _tag: 'CollectionRefused', reasons })
  }
  const differences = differencesBetween(customer.as, registered)
  return differences.length === 0
    ? E.right([])
    : E.left({ _tag: 'CustomerAlreadyRegistered', differences })
}

// Nobody becomes a prospect again; a block can be lifted, and a report of a death can be mistaken.
const leadsTo: Readonly<Record<CustomerStatus, ReadonlyArray<CustomerStatus>>> = {
  prospect: ['active', 'blocked', 'deceased'],
  active: ['blocked', 'deceased'],
  blocked: ['active', 'deceased'],
  deceased: ['active'],
}

/** The shop sees the customer in another light. */
export const changeStatus = (
  { customerId, to, reasonCode }: ChangeStatus,
  { status: from }: Registered,
): Decision => {
  if (from === to) return E.right([])
  const allowed = leadsTo[from]
  return allowed.includes(to)
    ? E.right([{ type: 'CustomerStatusChanged', customerId, from, to, reasonCode }])
    : E.left({ _tag: 'StatusNotAllowed', from, to, allowed })
}

/** Somebody looks after the customer. */
export const assignOwner = (command: AssignOwner, { owner }: Registered): Decision =>
  owner?.ownerId === command.ownerId && owner.storeId === command.storeId
    ? E.right([])
    : E.right([{ ...command, type: 'OwnerAssigned' }])
