import { list, record, view } from '@patina/eventsourcing'
import { codeCodec, customerIdCodec, mergeIdCodec, positionCodec } from '../shared/codecs.js'
import { type Joining, type Person, person, type StandingPin } from '../shared/person.projection.js'

const members = list(customerIdCodec, { most: 20_000 })

/** Which person each customer is that was ever to be merged, key customer id: in SQL an old id leads to `representative_id`. */
export const personView = view(person, {
  codec: record<Person>('Person', {
    representativeId: customerIdCodec,
    members,
    represented: members,
    pins: list(
      record<StandingPin>('StandingPin', {
        field: codeCodec,
        customerId: customerIdCodec,
        mergeId: mergeIdCodec,
        statedAt: positionCodec,
      }),
      { most: 100_000 },
    ),
    joining: list(
      record<Joining>('Joining', { mergeId: mergeIdCodec, customerId: customerIdCodec }),
    ),
  }),
  // Where in the log a pin was stated says nothing about the person.
  comparable: ({ pins, ...rest }) => ({
    ...rest,
    pins: pins.map(({ statedAt: _, ...pin }) => pin),
  }),
  columns: {
    representative_id: { kind: 'text', isIndexed: true, of: (one) => one.representativeId },
    members: { kind: 'integer', of: (one) => one.members.length },
  },
})
