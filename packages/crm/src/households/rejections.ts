// Why something was not done to a household.
import type { CustomerId, HouseholdId } from '../shared/ids.js'

export type HouseholdsRejection = HouseholdTaken | UnknownHousehold | NotInHousehold

/** There is a household of this id, and some of the customers do not belong to it. */
export interface HouseholdTaken {
  readonly _tag: 'HouseholdTaken'
  readonly householdId: HouseholdId
  readonly missing: ReadonlyArray<CustomerId>
}

/** Nobody has formed the household. */
export interface UnknownHousehold {
  readonly _tag: 'UnknownHousehold'
  readonly householdId: HouseholdId
}

/** The customer never belonged to the household. */
export interface NotInHousehold {
  readonly _tag: 'NotInHousehold'
  readonly householdId: HouseholdId
  readonly customerId: CustomerId
}
