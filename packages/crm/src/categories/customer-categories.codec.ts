import { instantCodec, integer, list, oneOf, optional, record, view } from '@patina/eventsourcing'
import { categoryIdCodec, civilDateCodec, codeCodec, customerIdCodec } from '../shared/codecs.js'
import { entryCodecs, positionCodec, wordFields } from './codec.js'
import {
  type CategoryStep,
  type CustomerCategories,
  customerCategories,
} from './customer-categories.projection.js'
import type { CategoryEntry } from './events.js'
import type { Holding, Stay, Word } from './holdings.js'

export const holdingCodec = record<Holding>('Holding', {
  customerId: customerIdCodec,
  categoryId: categoryIdCodec,
  exclusiveGroup: optional(codeCodec),
  word: optional(record<Word>('Word', wordFields)),
  stay: optional(
    record<Stay>('Stay', {
      fromDay: civilDateCodec,
      untilDay: optional(civilDateCodec),
      ruleVersion: integer(1, 1_000_000),
    }),
  ),
})

const most = 1_000_000

/** The categories of each customer, key customer id. */
export const customerCategoriesView = view(customerCategories, {
  codec: record<CustomerCategories>('CustomerCategories', {
    holdings: list(holdingCodec, { most }),
    history: list(
      record<CategoryStep>('CategoryStep', {
        event: oneOf<CategoryEntry>('CategoryEntry', entryCodecs),
        occurredAt: instantCodec,
        position: positionCodec,
      }),
      { most },
    ),
  }),
  // Where in the log an entry stands says nothing about the customer.
  comparable: ({ holdings, history }) => ({
    holdings,
    history: history.map(({ position: _, ...step }) => step),
  }),
  columns: {
    categories: { kind: 'integer', of: ({ holdings }) => holdings.length },
  },
})
