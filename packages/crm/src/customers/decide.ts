import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import { differencesBetween } from '../shared/differences.js'
import type { IdentifierId } from '../shared/ids.js'
import type {
  AddIdentifier,
  ChangeStatus,
  CustomersCommand,
  MarkInvalid,
  RecordName,
  RegisterCustomer,
  RemoveIdentifier,
  VerifyIdentifier,
} from './commands.js'
import type { CustomerRegistered, CustomerStatus, CustomersEvent } from './events.js'
import type { CustomersRejection, UnknownCustomer } from './rejections.js'
import type { Customer, Registered } from './state.js'

type Decision = Either<CustomersRejection, ReadonlyArray<CustomersEvent>>

/**
 * What follows from a command about a customer. Left `CustomerAlreadyRegistered` for a registration with other facts,
 * `UnknownCustomer` for everything about somebody who is not registered, `StatusNotAllowed` for a change of status,
 * `IdentifierTaken` and `UnknownIdentifier` for identifiers.
 */
export const decide = (command: CustomersCommand, customer: Customer): Decision => {
  if (command.type === 'RegisterCustomer') return register(command, customer)
  if (customer._tag === 'Unknown') return E.left(unknownCustomer)
  switch (command.type) {
    case 'ChangeStatus':
      return changeStatus(command, customer)
    case 'RecordName':
      return recordName(command)
    case 'AddIdentifier':
      return addIdentifier(command, customer)
    case 'VerifyIdentifier':
      return verifyIdentifier(command, customer)
    case 'MarkInvalid':
      return markInvalid(command, customer)
    case 'RemoveIdentifier':
      return removeIdentifier(command, customer)
  }
}

const unknownCustomer: UnknownCustomer = { _tag: 'UnknownCustomer' }

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
  { status: from }: Registered,
): Decision => {
  if (from === to) return E.right([])
  const allowed = leadsTo[from]
  return allowed.includes(to)
    ? E.right([{ type: 'CustomerStatusChanged', customerId, from, to, reasonCode }])
    : E.left({ _tag: 'StatusNotAllowed', from, to, allowed })
}

const recordName = (command: RecordName): Decision =>
  E.right([{ ...command, type: 'NameRecorded' }])

const addIdentifier = (command: AddIdentifier, { identifiers }: Registered): Decision => {
  const { identifierId, isPrimary = false } = command
  return identifiers.has(identifierId)
    ? E.left({ _tag: 'IdentifierTaken', identifierId })
    : E.right([{ ...command, type: 'IdentifierAdded', isPrimary }])
}

// One that was removed is none any more.
const livingIn = (identifiers: Registered['identifiers'], identifierId: IdentifierId) => {
  const standing = identifiers.get(identifierId)
  return standing?._tag === 'Removed' ? undefined : standing
}

const verifyIdentifier = (
  { customerId, identifierId, method }: VerifyIdentifier,
  { identifiers }: Registered,
): Decision => {
  const standing = livingIn(identifiers, identifierId)
  if (standing === undefined) return E.left({ _tag: 'UnknownIdentifier', identifierId })
  return standing._tag === 'Verified' && standing.method === method
    ? E.right([])
    : E.right([{ type: 'IdentifierVerified', customerId, identifierId, method }])
}

const markInvalid = (
  { customerId, identifierId, cause }: MarkInvalid,
  { identifiers }: Registered,
): Decision => {
  const standing = livingIn(identifiers, identifierId)
  if (standing === undefined) return E.left({ _tag: 'UnknownIdentifier', identifierId })
  return standing._tag === 'Invalid' && standing.cause === cause
    ? E.right([])
    : E.right([{ type: 'IdentifierFoundInvalid', customerId, identifierId, cause }])
}

const removeIdentifier = (
  { customerId, identifierId }: RemoveIdentifier,
  { identifiers }: Registered,
): Decision => {
  const standing = identifiers.get(identifierId)
  if (standing === undefined) return E.left({ _tag: 'UnknownIdentifier', identifierId })
  return standing._tag === 'Removed'
    ? E.right([])
    : E.right([{ type: 'IdentifierRemoved', customerId, identifierId }])
}
