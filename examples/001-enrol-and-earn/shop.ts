// A shop that does not exist, its loyalty programme, a customer of its and what she buys.
import {
  type CivilDate,
  codeOf,
  currency,
  customerId as customer,
  documentNumber,
  lineId,
  programmeId as programme,
  sku,
  storeId,
  zone,
} from '@patina/crm'
import type { ProgrammeRules } from '@patina/crm/membership'
import { newId } from '@patina/eventsourcing'

export const customerId = customer(newId())
export const programmeId = programme(newId())
export const hongKong = zone('Asia/Hong_Kong')

/** One point for each HK$10, kept to the end of the next year. A hundred points pay HK$10. */
export const rulesFrom = (day: CivilDate): ProgrammeRules => ({
  version: 1,
  effectiveOn: day,
  zone: hongKong,
  currency: currency('HKD'),
  earn: { pointsPerMinor: [1, 1000], rounding: 'floor', place: 'line' },
  expiry: { type: 'yearEnd', years: 1 },
  deficit: 'carry',
  redemption: { step: 100, minimum: 100, minorPerPoint: [10, 1], graceDays: 30 },
})

/** How the customer came to the shop. */
export const walkIn = { source: codeOf('walk-in'), storeId: storeId('HARBOUR') }

/** A mantel clock for HK$4,800. */
export const clockSale = {
  documentNumber: documentNumber('INV-1'),
  storeId: storeId('HARBOUR'),
  currency: currency('HKD'),
  lines: [
    {
      lineId: lineId('1'),
      sku: sku('CLOCK-7'),
      quantity: 1,
      unitMinor: 480_000,
      paidMinor: 480_000,
    },
  ],
}
