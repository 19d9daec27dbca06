import type { Projection } from '@patina/eventsourcing'
import type { CustomerId, HouseholdId } from '../shared/ids.js'
import type { HouseholdJoined, HouseholdLeft } from './events.js'

/** To which households a customer belongs, in the order of their ids. */
export interface Belonging {
  readonly households: ReadonlyArray<HouseholdOfCustomer>
}

/** By the recorded id, so that two records of one person in one household stay two. */
export interface HouseholdOfCustomer {
  readonly householdId: HouseholdId
  readonly customerId: CustomerId
}

const keyOf = ({ householdId, customerId }: HouseholdOfCustomer): string =>
  `${householdId} ${customerId}`

const inOrder = (a: HouseholdOfCustomer, b: HouseholdOfCustomer): number =>
  keyOf(a) < keyOf(b) ? -1 : 1

/** The households of each customer. */
export const belonging: Projection<
  CustomerId,
  Belonging,
  HouseholdJoined | HouseholdLeft,
  HouseholdJoined | HouseholdLeft
> = {
  name: 'customer_households',
  version: 1,
  types: ['HouseholdJoined', 'HouseholdLeft'],
  parts: ({ event }) => [[event.customerId, event]],
  initial: () => ({ households: [] }),
  evolve: ({ households }, { type, householdId, customerId }) => {
    const one: HouseholdOfCustomer = { householdId, customerId }
    const others = households.filter((other) => keyOf(other) !== keyOf(one))
    switch (type) {
      case 'HouseholdJoined':
        return { households: [...others, one].sort(inOrder) }
      case 'HouseholdLeft':
        return { households: others }
    }
  },
  combine: (members) => ({
    households: members.flatMap(({ households }) => households).sort(inOrder),
  }),
}
