// The shop of the data set: its codes, its loyalty programme, and the ids that follow from what is in the file.

import {
  type CivilDate,
  type CustomerId,
  civilDate,
  codeOf,
  currency,
  customerId,
  documentNumber,
  instantAt,
  type MembershipId,
  programmeId,
  reasonCode,
  type SaleId,
  storeId,
  tierId,
  zone,
} from '@patina/crm'
import { membershipIdOf, type ProgrammeRules } from '@patina/crm/membership'
import { saleIdOf } from '@patina/crm/sales'
import { type Instant, uuidV5 } from '@patina/eventsourcing'

export const shop = {
  storeId: storeId('ONLINE-UK'),
  zone: zone('Europe/London'),
  currency: currency('GBP'),
  source: codeOf('web'),
  returned: reasonCode('returned'),
} as const

// Drawn once: the ids of the commands depend on it, and with them that a second run adds nothing.
const namespace = '6a1d5a5e-3c5b-4b0e-8a5f-2f6f7c1e9d10'

export const clubId = programmeId('c1b9a7f2-1d3e-4c5a-9b8f-7e6d5c4b3a29')

/** The first day of the data. */
export const firstDay: CivilDate = civilDate('2010-12-01')

/**
 * One point for each whole pound of an order, for half a year; a hundred points are worth a pound. Who spends a thousand
 * pounds in a year is silver, who spends five thousand is gold.
 */
export const clubRules: ProgrammeRules = {
  version: 1,
  effectiveOn: firstDay,
  zone: shop.zone,
  currency: shop.currency,
  earn: { pointsPerMinor: [1, 100], rounding: 'floor', place: 'order' },
  expiry: { type: 'afterMonths', months: 6 },
  deficit: 'carry',
  redemption: { step: 100, minimum: 100, minorPerPoint: [1, 1], graceDays: 30 },
  tiers: {
    levels: [
      { tier: tierId('silver'), threshold: 1000_00 },
      { tier: tierId('gold'), threshold: 5000_00 },
    ],
    measure: 'spend',
    window: { type: 'calendarYear' },
    downgrade: 'oneStep',
    returns: 'atPeriodEnd',
    leapRule: 'feb28',
  },
}

/** The pseudonym of the customer with this number in the file. */
export const customerOf = (number: string): CustomerId =>
  customerId(uuidV5(namespace, `customer/${number}`))

export const membershipOf = (customer: CustomerId): MembershipId => membershipIdOf(clubId, customer)

export const saleOf = (document: string): SaleId => saleIdOf(shop.storeId, documentNumber(document))

/** An id of something that the shop itself names, such as a category: the same in every run. */
export const idOf = (...parts: ReadonlyArray<string>): string => uuidV5(namespace, parts.join('/'))

/** The same for the same piece of work, in every run. */
export const commandIdOf = (...parts: ReadonlyArray<string>): string =>
  uuidV5(namespace, `command/${parts.join('/')}`)

/** The instant of a date and time on the clock of the shop, `YYYY-MM-DDTHH:MM:SS`. */
export const instantInShop = (local: string): Instant => instantAt(local, shop.zone)

const dayMs = 86_400_000

/** The day so many days after another. */
export const daysAfter = (day: CivilDate, days: number): CivilDate =>
  civilDate(new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10))

/** The moment at this hour on a day, on the clock of the shop. */
export const atHour = (day: CivilDate, hour: number): Instant =>
  instantInShop(`${day}T${String(hour).padStart(2, '0')}:00:00`)
