import { list, record, view } from '@patina/eventsourcing'
import { customerIdCodec, reasonCodeCodec } from '../shared/codecs.js'
import { type Dismissal, type Dismissals, dismissals } from './dismissals.projection.js'

/** Who is not the same person as each customer, key customer id: the pairs that are not to be proposed again. */
export const dismissalsView = view(dismissals, {
  codec: record<Dismissals>('Dismissals', {
    others: list(
      record<Dismissal>('Dismissal', {
        customerId: customerIdCodec,
        reasonCode: reasonCodeCodec,
      }),
      { most: 100_000 },
    ),
  }),
  columns: { others: { kind: 'integer', of: ({ others }) => others.length } },
})
