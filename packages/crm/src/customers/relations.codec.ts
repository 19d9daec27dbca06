import { list, optional, record, view } from '@patina/eventsourcing'
import { personal } from '@patina/privacy'
import { civilDateCodec, customerIdCodec, eventIdCodec, relationIdCodec } from '../shared/codecs.js'
import { relation } from './kinds.js'
import {
  isOneSided,
  type Relation,
  type RelationHalf,
  type RelationSide,
  type Relations,
  relations,
} from './relations.projection.js'

/** The relations of each customer, key customer id. */
export const relationsView = view(relations, {
  codec: record<Relations>('Relations', {
    relations: list(
      record<Relation>('Relation', {
        relationId: relationIdCodec,
        otherId: customerIdCodec,
        own: optional(
          record<RelationSide>('RelationSide', {
            eventId: eventIdCodec,
            kind: personal(relation),
            fromDay: optional(civilDateCodec),
            toDay: optional(civilDateCodec),
          }),
        ),
        theirs: optional(record<RelationHalf>('RelationHalf', { toDay: optional(civilDateCodec) })),
      }),
      { most: 1_000_000 },
    ),
  }),
  columns: {
    relations: { kind: 'integer', of: ({ relations }) => relations.length },
    one_sided: {
      kind: 'integer',
      isIndexed: true,
      of: ({ relations }) => relations.filter(isOneSided).length,
    },
  },
})
