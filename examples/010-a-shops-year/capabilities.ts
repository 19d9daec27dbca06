// What the shop's application is opened with, and how it reads a whole table of it.
import { crm } from '@patina/crm'
import { customerFactsView } from '@patina/crm/categories'
import { preferences } from '@patina/crm/preferences'
import { type KeptView, ownViews, type Tagged } from '@patina/eventsourcing'
import { type Application, type Listed, orThrow, type ReadOptions } from '@patina/patina'
import { imports } from './imported-files.js'
import { eventCountsView } from './log-size.js'

/**
 * The capabilities of the shop: those of the domain, how often its customers buy, what the rules of its categories ask, and
 * what is the example's own. The rules are asked once, when the year is over: so what keeps their facts is here, and what
 * asks them again at every sale is not.
 */
export const capabilities: readonly [
  ...typeof crm,
  typeof preferences,
  typeof imports,
  ReturnType<typeof ownViews>,
  ReturnType<typeof ownViews>,
] = [
  ...crm,
  preferences,
  imports,
  ownViews('category-facts', [customerFactsView]),
  ownViews('log-size', [eventCountsView]),
]

export type Shop = Application<typeof capabilities>

const pageLimit = 1000

/** Every view of a table, page by page. */
export async function* everyView<Key extends string, View, Event extends Tagged, Part>(
  application: Shop,
  view: KeptView<Key, View, Event, Part>,
  options: ReadOptions = {},
): AsyncGenerator<Listed<Key, View>, void, undefined> {
  let after: string | undefined
  for (;;) {
    const query = { limit: pageLimit, ...(after === undefined ? {} : { afterKey: after }) }
    const page = await orThrow(application.list(view, query, options))
    yield* page
    if (page.length < pageLimit) return
    after = page.at(-1)?.key
  }
}
