// A shop that does not exist, with a programme of two tiers.
import {
  type CivilDate,
  civilDate,
  codeOf,
  currency,
  customerId as customer,
  documentNumber,
  lineId,
  programmeId as programme,
  sku,
  storeId,
  tierId,
  zone,
} from '@patina/crm'
import type { ProgrammeRules } from '@patina/crm/membership'
import { newId } from '@patina/eventsourcing'

export const customerId = customer(newId())
export const programmeId = programme(newId())
const silver = tierId('silver')
export const gold = tierId('gold')

/** Silver from HK$10,000 in a calendar year, gold from HK$50,000. */
export const rules: ProgrammeRules = {
  version: 1,
  effectiveOn: civilDate('2026-03-01'),
  zone: zone('Asia/Hong_Kong'),
  currency: currency('HKD'),
  earn: { pointsPerMinor: [1, 1000], rounding: 'floor', place: 'line' },
  expiry: { type: 'yearEnd', years: 1 },
  deficit: 'carry',
  redemption: { step: 100, minimum: 100, minorPerPoint: [10, 1], graceDays: 30 },
  tiers: {
    levels: [
      { tier: silver, threshold: 1_000_000 },
      { tier: gold, threshold: 5_000_000 },
    ],
    measure: 'spend',
    window: { type: 'calendarYear' },
    downgrade: 'toEarned',
    returns: 'atPeriodEnd',
    leapRule: 'feb28',
  },
}

/** How the customer came to the shop. */
export const walkIn = { source: codeOf('walk-in'), storeId: storeId('HARBOUR') }

/** A watch that does not exist, on a day. */
export const watchOf = (amountMinor: number, soldOn: CivilDate, document: string) => ({
  documentNumber: documentNumber(document),
  storeId: storeId('HARBOUR'),
  soldOn,
  currency: currency('HKD'),
  lines: [
    {
      lineId: lineId('1'),
      sku: sku('WATCH-3'),
      quantity: 1,
      unitMinor: amountMinor,
      paidMinor: amountMinor,
    },
  ],
})
