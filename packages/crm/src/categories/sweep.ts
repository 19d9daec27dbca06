import { type Sweep, sweep } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import type { CustomerId } from '../shared/ids.js'
import { definitionsView } from './definitions.codec.js'
import type { Permits } from './evaluate.js'
import { customerFactsView } from './facts.codec.js'
import { verdictsOn } from './verdicts.js'

/** The day that categories are brought up to, and what customers permit, where rules ask it. */
export interface CategoriesDue {
  /** In Hong Kong, and not after today. */
  readonly onDay: CivilDate
  /** By default rules that ask what a customer permits are left as they are. */
  readonly permits?: (customerId: CustomerId) => Permits
}

/**
 * Brings all categories by rule up to a day: who has come to belong to one, or does not any more, by nothing but the days that
 * have passed or by another category. What `sweep` of an application takes, once a day: it wants `categoriesByRule` among the
 * capabilities. Repeated on the same day it does nothing.
 */
export const categoriesDue: Sweep<CategoriesDue> = sweep(
  'categories_due',
  customerFactsView,
  { view: definitionsView, key: 'all' },
  (customerId, facts, definitions, { onDay, permits }: CategoriesDue) =>
    definitions === undefined
      ? []
      : verdictsOn(definitions, customerId, facts, onDay, permits?.(customerId)),
)
