// What has happened to a household. Stored for ever: add, never edit.
import type { CustomerId, HouseholdId } from '../shared/ids.js'

export type HouseholdsEvent = HouseholdFormed | HouseholdJoined | HouseholdLeft

/** Some customers live together. Who they are is said one by one. */
export interface HouseholdFormed {
  readonly type: 'HouseholdFormed'
  readonly householdId: HouseholdId
}

/** A customer belongs to a household. */
export interface HouseholdJoined {
  readonly type: 'HouseholdJoined'
  readonly householdId: HouseholdId
  readonly customerId: CustomerId
}

/** A customer does not belong to a household any more. */
export interface HouseholdLeft {
  readonly type: 'HouseholdLeft'
  readonly householdId: HouseholdId
  readonly customerId: CustomerId
}
