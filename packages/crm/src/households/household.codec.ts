import { list, record, view } from '@patina/eventsourcing'
import { customerIdCodec } from '../shared/codecs.js'
import { type HouseholdMembers, household } from './household.projection.js'

/** The members of each household, key household id. */
export const householdView = view(household, {
  codec: record<HouseholdMembers>('HouseholdMembers', {
    customerIds: list(customerIdCodec, { most: 1_000_000 }),
  }),
  columns: {
    members: { kind: 'integer', isIndexed: true, of: ({ customerIds }) => customerIds.length },
  },
})
