import { list, record, view } from '@patina/eventsourcing'
import { customerIdCodec, householdIdCodec } from '../shared/codecs.js'
import { type Belonging, belonging, type HouseholdOfCustomer } from './belonging.projection.js'

/** The households of each customer, key customer id. */
export const belongingView = view(belonging, {
  codec: record<Belonging>('Belonging', {
    households: list(
      record<HouseholdOfCustomer>('HouseholdOfCustomer', {
        householdId: householdIdCodec,
        customerId: customerIdCodec,
      }),
      { most: 1_000_000 },
    ),
  }),
  columns: { households: { kind: 'integer', of: ({ households }) => households.length } },
})
