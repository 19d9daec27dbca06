import { integer, record, text, view } from '@patina/eventsourcing'
import { type Till, tills } from './tills.projection.js'

/** The tills as they are kept: a table with these columns beside the view itself. */
export const tillsView = view(tills, {
  codec: record<Till>('Till', {
    day: text(10),
    currency: text(3),
    storeId: text(64),
    sales: integer(),
    takenMinor: integer(),
    paidBackMinor: integer(0),
  }),
  columns: {
    day: { kind: 'text', isIndexed: true, of: ({ day }) => day },
    currency: { kind: 'text', of: ({ currency }) => currency },
    store_id: { kind: 'text', of: ({ storeId }) => storeId },
    sales: { kind: 'integer', of: ({ sales }) => sales },
    taken_minor: { kind: 'integer', of: ({ takenMinor }) => takenMinor },
    paid_back_minor: { kind: 'integer', of: ({ paidBackMinor }) => paidBackMinor },
  },
})
