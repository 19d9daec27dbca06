import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import { differencesBetween } from '../shared/differences.js'
import type { ChangeStatus, CustomersCommand, RegisterCustomer } from './commands.js'
import type { CustomerRegistered, CustomerStatus, CustomersEvent } from './events.js'
import type { CustomersRejection } from './rejections.js'
import type { Customer } from './state.js'

type Decision = Either<CustomersRejection, ReadonlyArray<CustomersEvent>>

/**
 * What follows from a command about a customer. Left `CustomerAlreadyRegistered` for a registration with other facts,
 * `UnknownCustomer` and `StatusNotAllowed` for a change of status.
 */
export const decide = (command: CustomersCommand, customer: Customer): Decision => {
  switch (command.type) {
    case 'RegisterCustomer':
      return register(command, customer)
    case 'ChangeStatus':
      return changeStatus(command, customer)
  }
}

const register = (command: RegisterCustomer, customer: Customer): Decision => {
  const registered: CustomerRegistered = {
    ...command,
    type: 'CustomerRegistered',
    status: command.status ?? 'prospect',
  }
  if (customer._tag === 'Unknown') return E.right([registered])
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

const changeStatus = (
  { customerId, to, reasonCode }: ChangeStatus,
  customer: Customer,
): Decision => {
  if (customer._tag === 'Unknown') return E.left({ _tag: 'UnknownCustomer' })
  const from = customer.status
  if (from === to) return E.right([])
  const allowed = leadsTo[from]
  return allowed.includes(to)
    ? E.right([{ type: 'CustomerStatusChanged', customerId, from, to, reasonCode }])
    : E.left({ _tag: 'StatusNotAllowed', from, to, allowed })
}
