import { withoutSealed } from '../shared/without-sealed.js'
import type {
  BreachAssessed,
  BreachNotified,
  BreachSuspected,
  ClearPrivacyEntry,
  PrivacyRequestsEvent,
} from './events.js'

/** What decides the next command: all that was done about one customer's data, or about one breach. A stream holds one of the two. */
export interface PrivacyRequests {
  readonly entries: ReadonlyArray<ClearPrivacyEntry>
  readonly breach: ReadonlyArray<BreachSuspected | BreachAssessed | BreachNotified>
}

/** A customer who has asked for nothing, a breach that nobody suspects. */
export const initial: PrivacyRequests = { entries: [], breach: [] }

/** What stands after an event. */
export const evolve = (
  { entries, breach }: PrivacyRequests,
  event: PrivacyRequestsEvent,
): PrivacyRequests =>
  event.type === 'BreachSuspected' ||
  event.type === 'BreachAssessed' ||
  event.type === 'BreachNotified'
    ? { entries, breach: [...breach, event] }
    : { entries: [...entries, withoutSealed(event)], breach }
