// A shop that does not exist, and two of its members.
import {
  type CivilDate,
  civilDate,
  codeOf,
  currency,
  customerId,
  documentNumber,
  lineId,
  programmeId as programme,
  sku,
  storeId,
  zone,
} from '@patina/crm'
import { membershipIdOf, type ProgrammeRules } from '@patina/crm/membership'
import { type Instant, newId } from '@patina/eventsourcing'

export const programmeId = programme(newId())
export const member = customerId(newId())
export const friend = customerId(newId())
export const account = membershipIdOf(programmeId, member)
export const firstDay = civilDate('2024-01-02')

/** One point for each HK$10. What is bought earns points after a fortnight, and they are kept to the end of the next year. */
export const rules: ProgrammeRules = {
  version: 1,
  effectiveOn: firstDay,
  zone: zone('Asia/Hong_Kong'),
  currency: currency('HKD'),
  earn: { pointsPerMinor: [1, 1000], rounding: 'floor', place: 'line', pendingDays: 14 },
  expiry: { type: 'yearEnd', years: 1 },
  deficit: 'carry',
  redemption: { step: 10, minimum: 100, minorPerPoint: [10, 1], graceDays: 30 },
}

/** Noon in Hong Kong. */
export const noon = (day: string): Instant => `${day}T04:00:00.000Z` as Instant

/** A purchase for so many Hong Kong dollars. */
export const saleOf = (number: string, soldOn: CivilDate, dollars: number) =>
  ({
    type: 'RecordSale',
    documentNumber: documentNumber(number),
    storeId: storeId('HARBOUR'),
    customerId: member,
    soldOn,
    currency: currency('HKD'),
    lines: [
      {
        lineId: lineId('1'),
        sku: sku('CLOCK-7'),
        quantity: 1,
        unitMinor: dollars * 100,
        paidMinor: dollars * 100,
      },
    ],
  }) as const

export const walkIn = { source: codeOf('walk-in'), storeId: storeId('HARBOUR') }
