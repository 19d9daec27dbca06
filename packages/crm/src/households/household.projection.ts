import type { Projection } from '@patina/eventsourcing'
import type { CustomerId, HouseholdId } from '../shared/ids.js'
import type { HouseholdsEvent } from './events.js'

/** Who belongs to a household, by their ids in order. */
export interface HouseholdMembers {
  readonly customerIds: ReadonlyArray<CustomerId>
}

/** The members of each household. It shares nothing between them: what each has consented to is theirs alone. */
export const household: Projection<
  HouseholdId,
  HouseholdMembers,
  HouseholdsEvent,
  HouseholdsEvent
> = {
  name: 'households',
  version: 1,
  types: ['HouseholdFormed', 'HouseholdJoined', 'HouseholdLeft'],
  parts: ({ event }) => [[event.householdId, event]],
  initial: () => ({ customerIds: [] }),
  evolve: ({ customerIds }, event) => {
    switch (event.type) {
      case 'HouseholdFormed':
        return { customerIds }
      case 'HouseholdJoined':
        return {
          customerIds: [...new Set(customerIds).add(event.customerId)].sort(),
        }
      case 'HouseholdLeft':
        return { customerIds: customerIds.filter((one) => one !== event.customerId) }
    }
  },
}
