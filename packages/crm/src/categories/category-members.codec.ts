import { list, optional, record, view } from '@patina/eventsourcing'
import { eventIdCodec } from '../shared/codecs.js'
import { type CategoryMember, categoryMembers } from './category-members.projection.js'
import { mostBecause } from './codec.js'
import { holdingCodec } from './customer-categories.codec.js'

/** The members of each category, key category id and customer id with a dot between; listed by `category_id`. */
export const categoryMembersView = view(categoryMembers, {
  codec: record<CategoryMember>('CategoryMember', {
    holding: optional(holdingCodec),
    because: list(eventIdCodec, { most: mostBecause }),
  }),
  columns: {
    category_id: {
      kind: 'text',
      isIndexed: true,
      of: ({ holding }) => holding?.categoryId ?? null,
    },
    customer_id: { kind: 'text', of: ({ holding }) => holding?.customerId ?? null },
    said: { kind: 'text', of: ({ holding }) => holding?.word?.as ?? null },
    said_from: { kind: 'text', of: ({ holding }) => holding?.word?.fromDay ?? null },
    said_through: { kind: 'text', of: ({ holding }) => holding?.word?.toDay ?? null },
    in_from: { kind: 'text', of: ({ holding }) => holding?.stay?.fromDay ?? null },
    in_until: { kind: 'text', of: ({ holding }) => holding?.stay?.untilDay ?? null },
  },
})
