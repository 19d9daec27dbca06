import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import type { IdentifierId } from '../../shared/ids.js'
import { eventIdOf } from '../../shared/moments.js'
import type { AddIdentifier, MarkInvalid, RemoveIdentifier, VerifyIdentifier } from '../commands.js'
import type { Registered } from '../state.js'
import type { Decision } from './decision.js'

/** A number or an address comes into the record. */
export const addIdentifier = (
  command: AddIdentifier,
  { identifiers }: Registered,
  issued: Issued,
): Decision => {
  const { identifierId, isPrimary = false } = command
  return identifiers.has(identifierId)
    ? E.left({ _tag: 'IdentifierTaken', identifierId })
    : E.right([{ eventId: eventIdOf(issued), ...command, type: 'IdentifierAdded', isPrimary }])
}

// One that was removed is none any more.
const livingIn = (identifiers: Registered['identifiers'], identifierId: IdentifierId) => {
  const standing = identifiers.get(identifierId)
  return standing?._tag === 'Removed' ? undefined : standing
}

/** It was found out that it reaches the customer. */
export const verifyIdentifier = (
  { customerId, identifierId, method }: VerifyIdentifier,
  { identifiers }: Registered,
): Decision => {
  const standing = livingIn(identifiers, identifierId)
  if (standing === undefined) return E.left({ _tag: 'UnknownIdentifier', identifierId })
  return standing._tag === 'Verified' && standing.method === method
    ? E.right([])
    : E.right([{ type: 'IdentifierVerified', customerId, identifierId, method }])
}

/** It was found out that it does not. */
export const markInvalid = (
  { customerId, identifierId, cause }: MarkInvalid,
  { identifiers }: Registered,
): Decision => {
  const standing = livingIn(identifiers, identifierId)
  if (standing === undefined) return E.left({ _tag: 'UnknownIdentifier', identifierId })
  return standing._tag === 'Invalid' && standing.cause === cause
    ? E.right([])
    : E.right([{ type: 'IdentifierFoundInvalid', customerId, identifierId, cause }])
}

/** It leaves the record for good. */
export const removeIdentifier = (
  { customerId, identifierId }: RemoveIdentifier,
  { identifiers }: Registered,
): Decision => {
  const standing = identifiers.get(identifierId)
  if (standing === undefined) return E.left({ _tag: 'UnknownIdentifier', identifierId })
  return standing._tag === 'Removed'
    ? E.right([])
    : E.right([{ type: 'IdentifierRemoved', customerId, identifierId }])
}
