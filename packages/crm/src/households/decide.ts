import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { FormHousehold, HouseholdsCommand, JoinHousehold, LeaveHousehold } from './commands.js'
import type { HouseholdJoined, HouseholdsEvent } from './events.js'
import type { HouseholdsRejection } from './rejections.js'
import type { Household } from './state.js'

type Decision = Either<HouseholdsRejection, ReadonlyArray<HouseholdsEvent>>

/**
 * What follows from a command about a household. Left `HouseholdTaken` for forming one that there is with other customers,
 * `UnknownHousehold` for one that nobody has formed, `NotInHousehold` for who leaves and never belonged to it.
 */
export const decide = (command: HouseholdsCommand, household: Household): Decision => {
  if (command.type === 'FormHousehold') return form(command, household)
  const { householdId } = command
  if (!household.isFormed) return E.left({ _tag: 'UnknownHousehold', householdId })
  return command.type === 'JoinHousehold' ? join(command, household) : leave(command, household)
}

const form = (
  { householdId, customerIds }: FormHousehold,
  { isFormed, members }: Household,
): Decision => {
  const missing = customerIds.filter((customerId) => !members.has(customerId))
  if (isFormed) {
    return missing.length === 0
      ? E.right([])
      : E.left({ _tag: 'HouseholdTaken', householdId, missing })
  }
  return E.right([
    { type: 'HouseholdFormed', householdId },
    ...customerIds.map(
      (customerId): HouseholdJoined => ({ type: 'HouseholdJoined', householdId, customerId }),
    ),
  ])
}

const join = ({ householdId, customerId }: JoinHousehold, { members }: Household): Decision =>
  members.get(customerId) === true
    ? E.right([])
    : E.right([{ type: 'HouseholdJoined', householdId, customerId }])

const leave = ({ householdId, customerId }: LeaveHousehold, { members }: Household): Decision => {
  const isMember = members.get(customerId)
  if (isMember === undefined) return E.left({ _tag: 'NotInHousehold', householdId, customerId })
  return isMember ? E.right([{ type: 'HouseholdLeft', householdId, customerId }]) : E.right([])
}
