// The days on which the shop closes its year: they follow from the last document, so every run has the same.
import { type CivilDate, dayOf } from '@patina/crm'
import type { Instant } from '@patina/eventsourcing'
import { atHour, daysAfter, shop } from './shop.js'

/** When what happens once the year's sales are known. */
export interface Season {
  /** Customers are sorted into categories, and the best of them ask for gifts. */
  readonly sortedOn: CivilDate
  readonly offeredOn: CivilDate
  readonly sentOn: CivilDate
  readonly collectedOn: CivilDate
  readonly arrivedOn: CivilDate
  readonly returnedOn: CivilDate
  /** The last day on which a gift can be collected. */
  readonly collectByDay: CivilDate
  readonly lapsedOn: CivilDate
  /** What the shop tells of its year, it tells as of this moment. */
  readonly closedAt: Instant
}

const noon = 12

/** The season that follows a last document. */
export const seasonAfter = (lastAt: Instant): Season => {
  const last = dayOf(lastAt, shop.zone)
  return {
    sortedOn: daysAfter(last, 1),
    offeredOn: daysAfter(last, 2),
    sentOn: daysAfter(last, 3),
    collectedOn: daysAfter(last, 5),
    arrivedOn: daysAfter(last, 6),
    returnedOn: daysAfter(last, 9),
    collectByDay: daysAfter(last, 15),
    lapsedOn: daysAfter(last, 16),
    closedAt: atHour(daysAfter(last, 22), noon),
  }
}
