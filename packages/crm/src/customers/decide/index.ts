import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import type { CustomersCommand } from '../commands.js'
import type { UnknownCustomer } from '../rejections.js'
import type { Customer } from '../state.js'
import { confirmField, doubtField, retractStatement } from './accuracy.js'
import type { Decision } from './decision.js'
import { addIdentifier, markInvalid, removeIdentifier, verifyIdentifier } from './identifiers.js'
import { endRelation, recordRelation } from './relations.js'
import { closeNeed, recordName, recordNeed, recordOccasion, statePreference } from './saying.js'
import { assignOwner, changeStatus, register } from './standing.js'

const unknownCustomer: UnknownCustomer = { _tag: 'UnknownCustomer' }

/**
 * What follows from a command about a customer. Left `CustomerAlreadyRegistered` for a registration with other facts,
 * `UnknownCustomer` for everything about somebody who is not registered; what else is refused, and why, is said of each
 * rejection.
 */
export const decide = (command: CustomersCommand, customer: Customer, issued: Issued): Decision => {
  if (command.type === 'RegisterCustomer') return register(command, customer)
  if (customer._tag === 'Unknown') return E.left(unknownCustomer)
  switch (command.type) {
    case 'ChangeStatus':
      return changeStatus(command, customer)
    case 'AssignOwner':
      return assignOwner(command, customer)
    case 'RecordName':
      return recordName(command, customer, issued)
    case 'AddIdentifier':
      return addIdentifier(command, customer, issued)
    case 'VerifyIdentifier':
      return verifyIdentifier(command, customer)
    case 'MarkInvalid':
      return markInvalid(command, customer)
    case 'RemoveIdentifier':
      return removeIdentifier(command, customer)
    case 'StatePreference':
      return statePreference(command, customer, issued)
    case 'RecordNeed':
      return recordNeed(command, customer, issued)
    case 'CloseNeed':
      return closeNeed(command, customer)
    case 'RecordOccasion':
      return recordOccasion(command, customer, issued)
    case 'RecordRelation':
      return recordRelation(command, customer, issued)
    case 'EndRelation':
      return endRelation(command, customer)
    case 'RetractStatement':
      return retractStatement(command, customer, issued)
    case 'DoubtField':
      return doubtField(command, customer)
    case 'ConfirmField':
      return confirmField(command, customer)
  }
}
