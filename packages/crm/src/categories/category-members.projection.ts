import type { Projection } from '@patina/eventsourcing'
import type { CategoryId, CustomerId, EventId } from '../shared/ids.js'
import type { CategoryEntry } from './events.js'
import { type Holding, withEntry } from './holdings.js'

/** One customer of one category, with why the rule said so last. */
export interface CategoryMember {
  readonly holding?: Holding
  readonly because: ReadonlyArray<EventId>
}

/** What a row of the members of a category is found by. */
export type CategoryMemberKey = `${CategoryId}.${CustomerId}`

/** The row of a customer in a category. */
export const memberKeyOf = (categoryId: CategoryId, customerId: CustomerId): CategoryMemberKey =>
  `${categoryId}.${customerId}`

/**
 * The members of each category: a row for each customer who ever stood to it in any way, so that a category of very many is
 * never one large view. Ask `belongsOn` of `holding` for a day.
 */
export const categoryMembers: Projection<
  CategoryMemberKey,
  CategoryMember,
  CategoryEntry,
  CategoryEntry
> = {
  name: 'category_members',
  version: 1,
  types: ['CategoryAssigned', 'CategoryUnassigned', 'CategoryEntered', 'CategoryLeft'],
  parts: ({ event }) => [[memberKeyOf(event.categoryId, event.customerId), event]],
  initial: () => ({ because: [] }),
  evolve: ({ holding: before, because }, event) => {
    const [holding] = withEntry(before === undefined ? [] : [before], event)
    const why =
      event.type === 'CategoryEntered' || event.type === 'CategoryLeft' ? event.because : because
    return holding === undefined ? { because: why } : { holding, because: why }
  },
}
