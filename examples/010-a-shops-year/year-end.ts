// What the shop does when a year's sales are in the log: it sorts its customers, and its best ones get gifts for their points.
import { type Instant, systemClock } from '@patina/eventsourcing'
import { orThrow } from '@patina/patina'
import type { Shop } from './capabilities.js'
import { bestCustomers, fillShelf, give } from './giving.js'
import { type Season, seasonAfter } from './season.js'
import { defineCategories, sortByHand, sortByRule } from './sorting.js'

/**
 * Closes the year that ends with a document of this moment. Everything goes through commands whose ids follow from what they
 * are about: done again, or after a run that was interrupted, it adds what is missing and nothing else. `undefined`: the
 * year is not over yet, and nothing is done. Throws when the store cannot go on.
 */
export const closeYear = async (
  application: Shop,
  lastAt: Instant,
): Promise<Season | undefined> => {
  const season = seasonAfter(lastAt)
  if (season.closedAt > systemClock()) return undefined
  // What follows from the sales is done first: who are the best, and what they have.
  await orThrow(application.settled)
  await defineCategories(application, season.sortedOn)
  await fillShelf(application, season)
  await orThrow(application.settled)
  await sortByHand(application, season.sortedOn, await bestCustomers(application))
  await orThrow(application.settled)
  await sortByRule(application, season.sortedOn)
  await give(application, season)
  return season
}
