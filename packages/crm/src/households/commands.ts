// What can be asked of a household.
import type { CustomerId, HouseholdId } from '../shared/ids.js'

export type HouseholdsCommand = FormHousehold | JoinHousehold | LeaveHousehold

/** Form a household, under an id that was drawn for it, of these customers. */
export interface FormHousehold {
  readonly type: 'FormHousehold'
  readonly householdId: HouseholdId
  readonly customerIds: ReadonlyArray<CustomerId>
}

/** Let a customer belong to it. One may belong to several. */
export interface JoinHousehold {
  readonly type: 'JoinHousehold'
  readonly householdId: HouseholdId
  readonly customerId: CustomerId
}

/** Let a customer leave it. */
export interface LeaveHousehold {
  readonly type: 'LeaveHousehold'
  readonly householdId: HouseholdId
  readonly customerId: CustomerId
}
