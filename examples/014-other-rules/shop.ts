// A shop that does not exist, two members, what they buy, and two sets of rules for their points.
import {
  type CivilDate,
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
import type { ProgrammeRules } from '@patina/crm/membership'
import type { RecordSale } from '@patina/crm/sales'
import { newId } from '@patina/eventsourcing'
import type { Said } from '@patina/privacy'

export const programmeId = programme(newId())
export const hongKong = zone('Asia/Hong_Kong')
export const harbour = storeId('HARBOUR')

/** Two members, in the order of their ids. */
export const [first, second] = [newId(), newId()].sort().map(customerId) as [
  ReturnType<typeof customerId>,
  ReturnType<typeof customerId>,
]

/** A point for HK$10, half as many again for rings, 50 for an order of HK$2,000, and none for delivery. */
export const rulesFrom = (effectiveOn: CivilDate): ProgrammeRules => ({
  version: 1,
  effectiveOn,
  zone: hongKong,
  currency: currency('HKD'),
  earn: {
    pointsPerMinor: [1, 1000],
    rounding: 'floor',
    place: 'order',
    exclusions: [{ ruleId: codeOf('no-delivery'), scope: { categories: [codeOf('delivery')] } }],
    multipliers: [
      { ruleId: codeOf('rings'), value: [3, 2], scope: { categories: [codeOf('ring')] } },
    ],
    bonuses: [{ ruleId: codeOf('over-2000'), points: 50, minimumMinor: 200_000 }],
    caps: { order: 400 },
  },
  expiry: { type: 'yearEnd', years: 1 },
  deficit: 'carry',
  redemption: { step: 100, minimum: 100, minorPerPoint: [10, 1], graceDays: 30 },
})

/** Two points for HK$10 and nothing else. */
export const otherRulesFrom = (effectiveOn: CivilDate): ProgrammeRules => ({
  ...rulesFrom(effectiveOn),
  earn: { pointsPerMinor: [1, 500], rounding: 'floor', place: 'order' },
})

const lineOf = (id: number, category: string, paidMinor: number, quantity = 1) => ({
  lineId: lineId(String(id)),
  sku: sku(`${category.toUpperCase()}-7`),
  quantity,
  unitMinor: paidMinor / quantity,
  paidMinor,
  article: { category: codeOf(category) },
})

/** A pair of rings for HK$2,400, a box for HK$95.50, and their delivery. */
export const rings: Omit<Said<RecordSale>, 'soldOn'> = {
  type: 'RecordSale',
  documentNumber: documentNumber('INV-1'),
  storeId: harbour,
  customerId: first,
  currency: currency('HKD'),
  lines: [lineOf(1, 'ring', 240_000, 2), lineOf(2, 'box', 9550), lineOf(3, 'delivery', 6000)],
}

/** A clock for HK$1,200. */
export const clock: Omit<Said<RecordSale>, 'soldOn'> = {
  ...rings,
  documentNumber: documentNumber('INV-2'),
  customerId: second,
  lines: [lineOf(1, 'clock', 120_000)],
}
