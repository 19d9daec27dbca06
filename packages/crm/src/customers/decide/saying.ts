// What is said of a customer, and sealed: no decision reads it, so only ids and days can be wrong.
import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { eventIdOf } from '../../shared/moments.js'
import type {
  CloseNeed,
  RecordName,
  RecordNeed,
  RecordOccasion,
  StatePreference,
} from '../commands.js'
import { aboutOf, type Registered } from '../state.js'
import { checkedCorrection, type Decision } from './decision.js'

/** The customer is called so. */
export const recordName = (command: RecordName, customer: Registered, issued: Issued): Decision =>
  E.map(() => [{ eventId: eventIdOf(issued), ...command, type: 'NameRecorded' as const }])(
    checkedCorrection(customer, command.correction, aboutOf(command)),
  )

/** The customer likes something, or does not. */
export const statePreference = (
  command: StatePreference,
  customer: Registered,
  issued: Issued,
): Decision =>
  E.map(() => [{ eventId: eventIdOf(issued), ...command, type: 'PreferenceStated' as const }])(
    checkedCorrection(customer, command.correction, aboutOf(command)),
  )

/** The customer looks for something. */
export const recordNeed = (command: RecordNeed, customer: Registered, issued: Issued): Decision => {
  const { needId, correction } = command
  if (correction === undefined && customer.needs.has(needId)) {
    return E.left({ _tag: 'NeedTaken', needId })
  }
  const end = customer.needs.get(needId)
  if (end !== undefined) {
    return E.left({ _tag: 'NeedAlreadyClosed', needId, outcome: end.outcome })
  }
  return E.map(() => [{ eventId: eventIdOf(issued), ...command, type: 'NeedRecorded' as const }])(
    checkedCorrection(customer, correction, aboutOf(command)),
  )
}

/** A need has come to its end. */
export const closeNeed = (command: CloseNeed, { needs }: Registered): Decision => {
  const { needId, outcome, saleId } = command
  if (!needs.has(needId)) return E.left({ _tag: 'UnknownNeed', needId })
  const end = needs.get(needId)
  if (end === undefined) return E.right([{ ...command, type: 'NeedClosed' }])
  return end.outcome === outcome && end.saleId === saleId
    ? E.right([])
    : E.left({ _tag: 'NeedAlreadyClosed', needId, outcome: end.outcome })
}

/** A day of the year matters to the customer. */
export const recordOccasion = (
  command: RecordOccasion,
  customer: Registered,
  issued: Issued,
): Decision => {
  const { occasionId, correction, leapRule = 'feb28' } = command
  if (correction === undefined && customer.occasions.has(occasionId)) {
    return E.left({ _tag: 'OccasionTaken', occasionId })
  }
  const recorded = { ...command, type: 'OccasionRecorded' as const, leapRule }
  return E.map(() => [{ ...recorded, eventId: eventIdOf(issued) }])(
    checkedCorrection(customer, correction, aboutOf(command)),
  )
}
