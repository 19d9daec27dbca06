import type { LogEvent, Projection } from '@patina/eventsourcing'
import type { SaleClaimed, SaleLinesReturned, SaleRecorded, SaleVoided } from '../sales/events.js'
import type { CivilDate } from '../shared/civil-date.js'
import { appended } from '../shared/copies.js'
import type { CustomerId } from '../shared/ids.js'

/** The days on which a customer bought something that did not come back. */
export interface PurchaseDays {
  readonly days: ReadonlyArray<PurchaseDay>
}

/** One day, however many documents it has. */
export interface PurchaseDay {
  readonly day: CivilDate
  /** Pieces bought on the day, less those of them that came back later. */
  readonly units: number
}

type DayEvent = SaleRecorded | SaleLinesReturned | SaleVoided | SaleClaimed

// Most days come in their order, behind the last one.
const add = (days: ReadonlyArray<PurchaseDay>, one: PurchaseDay): ReadonlyArray<PurchaseDay> => {
  const last = days.at(-1)
  if (last !== undefined && last.day < one.day) return appended(days, one)
  const before = days.find(({ day }) => day === one.day)
  const others = days.filter((other) => other !== before)
  const units = (before?.units ?? 0) + one.units
  return units === 0
    ? others
    : appended(others, { day: one.day, units }).sort((a, b) => (a.day < b.day ? -1 : 1))
}

const signs = { SaleRecorded: 1, SaleClaimed: 1, SaleLinesReturned: -1, SaleVoided: -1 } as const

// A return counts on the day of its sale: what came back was never bought.
const dayOf = ({ type, soldOn, units }: DayEvent): PurchaseDay => ({
  day: soldOn,
  units: 0 + signs[type] * units,
})

/** The days on which each customer bought something: gaps and cycles follow from them. Gifts are purchases of who pays. */
export const purchaseDays: Projection<CustomerId, PurchaseDays, DayEvent, PurchaseDay> = {
  name: 'purchase_days',
  version: 1,
  types: ['SaleRecorded', 'SaleLinesReturned', 'SaleVoided', 'SaleClaimed'],
  parts: ({ event }: LogEvent<DayEvent>) =>
    event.customerId === undefined ? [] : [[event.customerId, dayOf(event)]],
  initial: () => ({ days: [] }),
  evolve: ({ days }, one) => ({ days: add(days, one) }),
  combine: (members) => ({ days: members.flatMap(({ days }) => days).reduce(add, []) }),
  occurredSafe: true,
}
