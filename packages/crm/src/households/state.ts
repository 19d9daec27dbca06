import type { CustomerId } from '../shared/ids.js'
import type { HouseholdsEvent } from './events.js'

/** What decides the next command about a household. */
export interface Household {
  readonly isFormed: boolean
  /** Everybody who ever belonged to it, and whether they do by now. */
  readonly members: ReadonlyMap<CustomerId, boolean>
}

/** A household that nobody has formed. */
export const initial: Household = { isFormed: false, members: new Map() }

/** What stands after an event. Total: who leaves without having joined was never there. */
export const evolve = (household: Household, event: HouseholdsEvent): Household => {
  const { members } = household
  switch (event.type) {
    case 'HouseholdFormed':
      return { ...household, isFormed: true }
    case 'HouseholdJoined':
      return { ...household, members: new Map(members).set(event.customerId, true) }
    case 'HouseholdLeft':
      return members.has(event.customerId)
        ? { ...household, members: new Map(members).set(event.customerId, false) }
        : household
  }
}
