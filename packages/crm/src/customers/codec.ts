import {
  type ByType,
  type EventCodecs,
  eventCodec,
  literal,
  optional,
  record,
} from '@patina/eventsourcing'
import type * as t from 'io-ts'
import {
  codeCodec,
  customerIdCodec,
  marketCodec,
  reasonCodeCodec,
  storeIdCodec,
} from '../shared/codecs.js'
import type { ChangeStatus, CustomersCommand, RegisterCustomer } from './commands.js'
import type {
  CustomerRegistered,
  CustomerStatus,
  CustomerStatusChanged,
  CustomersEvent,
} from './events.js'

export const statusCodec: t.Type<CustomerStatus, unknown> = literal(
  'prospect',
  'active',
  'blocked',
  'deceased',
)

const customerRegistered: t.Type<CustomerRegistered, unknown> = record<CustomerRegistered>(
  'CustomerRegistered',
  {
    type: literal('CustomerRegistered'),
    customerId: customerIdCodec,
    source: codeCodec,
    storeId: storeIdCodec,
    market: optional(marketCodec),
    status: literal('prospect', 'active'),
  },
)

const customerStatusChanged: t.Type<CustomerStatusChanged, unknown> = record<CustomerStatusChanged>(
  'CustomerStatusChanged',
  {
    type: literal('CustomerStatusChanged'),
    customerId: customerIdCodec,
    from: statusCodec,
    to: statusCodec,
    reasonCode: reasonCodeCodec,
  },
)

/** How the events of customers are stored. */
export const eventCodecs: EventCodecs<CustomersEvent> = {
  CustomerRegistered: eventCodec(customerRegistered),
  CustomerStatusChanged: eventCodec(customerStatusChanged),
}

/** Which commands about customers are let in. */
export const commandCodecs: ByType<CustomersCommand> = {
  RegisterCustomer: record<RegisterCustomer>('RegisterCustomer', {
    type: literal('RegisterCustomer'),
    customerId: customerIdCodec,
    source: codeCodec,
    storeId: storeIdCodec,
    market: optional(marketCodec),
    status: optional(literal('prospect', 'active')),
  }),
  ChangeStatus: record<ChangeStatus>('ChangeStatus', {
    type: literal('ChangeStatus'),
    customerId: customerIdCodec,
    to: statusCodec,
    reasonCode: reasonCodeCodec,
  }),
}
