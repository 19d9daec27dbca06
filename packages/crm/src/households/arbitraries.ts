import { entriesOf, type HistoryEntry } from '@patina/testing'
import fc from 'fast-check'
import { idOf } from '../shared/arbitraries.js'
import type { CustomerId, HouseholdId } from '../shared/ids.js'
import type { HouseholdsCommand } from './commands.js'
import type { HouseholdsEvent } from './events.js'

/** A few customers, so that they meet. */
const fewCustomers = fc.constantFrom(
  ...[1, 2, 3].map((n): CustomerId => idOf<CustomerId>('cust', n)),
)

/** Any event of a household. */
export const householdsEvents = (
  householdId: HouseholdId = idOf('hous', 1),
): fc.Arbitrary<HouseholdsEvent> =>
  fc.oneof(
    fc.constant({ type: 'HouseholdFormed' as const, householdId }),
    fc
      .tuple(fc.constantFrom('HouseholdJoined' as const, 'HouseholdLeft' as const), fewCustomers)
      .map(([type, customerId]) => ({ type, householdId, customerId })),
  )

/** Any command about one household. */
export const householdsCommands: fc.Arbitrary<HouseholdsCommand> = fc.oneof(
  fc.uniqueArray(fewCustomers, { minLength: 1 }).map((customerIds) => ({
    type: 'FormHousehold' as const,
    householdId: idOf<HouseholdId>('hous', 1),
    customerIds,
  })),
  fc
    .tuple(fc.constantFrom('JoinHousehold' as const, 'LeaveHousehold' as const), fewCustomers)
    .map(([type, customerId]) => ({
      type,
      householdId: idOf<HouseholdId>('hous', 1),
      customerId,
    })),
)

/** Histories of some households. */
export const householdHistories: fc.Arbitrary<ReadonlyArray<HistoryEntry>> = fc.array(
  entriesOf('household', (id) => householdsEvents(id as HouseholdId)),
  { maxLength: 24, size: 'max' },
)
