import type { Instant, LogEvent, Position, Projection } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import type { CategoryId, CustomerId } from '../shared/ids.js'
import type { CategoryEntry } from './events.js'
import { belongsOn, type Holding, inOrder, withEntry } from './holdings.js'

/** To which categories a customer belongs, and how that came. */
export interface CustomerCategories {
  /** How the customer stands to each category by now. */
  readonly holdings: ReadonlyArray<Holding>
  /** Every assignment, entry and exit with its reason or with the events that it followed from, in the order of the log. */
  readonly history: ReadonlyArray<CategoryStep>
}

export interface CategoryStep {
  readonly event: CategoryEntry
  readonly occurredAt: Instant
  readonly position: Position
}

const byPosition = (a: CategoryStep, b: CategoryStep): number =>
  a.position === b.position ? 0 : a.position < b.position ? -1 : 1

/** The categories of each customer. Who asks by it whether somebody belongs names the day: see {@link categoriesOn}. */
export const customerCategories: Projection<CustomerId, CustomerCategories, CategoryEntry> = {
  name: 'customer_categories',
  version: 1,
  types: ['CategoryAssigned', 'CategoryUnassigned', 'CategoryEntered', 'CategoryLeft'],
  parts: (recorded) => [[recorded.event.customerId, recorded]],
  initial: () => ({ holdings: [], history: [] }),
  evolve: ({ holdings, history }, recorded: LogEvent<CategoryEntry>) => {
    const { event, position, metadata } = recorded
    return {
      holdings: withEntry(holdings, event),
      history: [...history, { event, occurredAt: metadata.occurredAt, position }],
    }
  },
  combine: (members) => ({
    holdings: members.flatMap(({ holdings }) => holdings).sort(inOrder),
    history: members.flatMap(({ history }) => history).sort(byPosition),
  }),
}

/** The categories that a customer belongs to on a day, in the order of their ids. */
export const categoriesOn = (
  { holdings }: Pick<CustomerCategories, 'holdings'>,
  day: CivilDate,
): ReadonlyArray<CategoryId> => [
  ...new Set(
    holdings.filter((holding) => belongsOn(holding, day)).map(({ categoryId }) => categoryId),
  ),
]
