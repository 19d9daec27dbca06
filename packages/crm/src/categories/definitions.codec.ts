import { list, record, view } from '@patina/eventsourcing'
import { definedCategoryCodec } from './codec.js'
import { type Definitions, definitions } from './definitions.projection.js'

/** The categories of the shop, key `all`. */
export const definitionsView = view(definitions, {
  codec: record<Definitions>('Definitions', {
    categories: list(definedCategoryCodec, { most: 100_000 }),
  }),
  columns: { categories: { kind: 'integer', of: ({ categories }) => categories.length } },
})
