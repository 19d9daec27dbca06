import fc from 'fast-check'
import {
  codeTexts,
  customerIds,
  markets,
  reasonCodes,
  records,
  storeIds,
} from '../shared/arbitraries.js'
import type { CustomerId } from '../shared/ids.js'
import type { CustomersCommand } from './commands.js'
import type { CustomerStatus, CustomersEvent } from './events.js'

export const statuses = fc.constantFrom<CustomerStatus>('prospect', 'active', 'blocked', 'deceased')
const beginnings = fc.constantFrom<'prospect' | 'active'>('prospect', 'active')

/** Any event about a customer. */
export const customersEvents = (
  customerId: fc.Arbitrary<CustomerId> = customerIds,
): fc.Arbitrary<CustomersEvent> =>
  fc.oneof(
    records<
      CustomersEvent & { type: 'CustomerRegistered' },
      'type' | 'customerId' | 'source' | 'storeId' | 'status'
    >(
      {
        type: fc.constant('CustomerRegistered'),
        customerId,
        source: codeTexts,
        storeId: storeIds,
        status: beginnings,
      },
      { market: markets },
    ),
    fc.record({
      type: fc.constant('CustomerStatusChanged' as const),
      customerId,
      from: statuses,
      to: statuses,
      reasonCode: reasonCodes,
    }),
  )

/** Any command about a customer. */
export const customersCommands = (
  customerId: fc.Arbitrary<CustomerId> = customerIds,
): fc.Arbitrary<CustomersCommand> =>
  fc.oneof(
    records<
      CustomersCommand & { type: 'RegisterCustomer' },
      'type' | 'customerId' | 'source' | 'storeId'
    >(
      { type: fc.constant('RegisterCustomer'), customerId, source: codeTexts, storeId: storeIds },
      { market: markets, status: beginnings },
    ),
    fc.record({
      type: fc.constant('ChangeStatus' as const),
      customerId,
      to: statuses,
      reasonCode: reasonCodes,
    }),
  )
