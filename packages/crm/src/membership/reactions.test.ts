import type { LogEvent, Position } from '@patina/eventsourcing'
import { describe, expect, test } from 'vitest'
import { openShop } from '../arbitraries.js'
import type { PointsAwarded, PointsReversed } from '../points/events.js'
import type { SaleClaimed, SaleLinesReturned, SaleRecorded, SaleVoided } from '../sales/events.js'
import { adopted, idOf, noon, plainRules } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { saleIdOf, voidIdOf } from '../shared/derived-ids.js'
import {
  type CustomerId,
  documentNumber,
  lineId,
  reasonCode,
  sku,
  storeId,
  tierId,
} from '../shared/ids.js'
import type { AdoptedRules, TierRules } from '../shared/programme-rules.js'
import { tiersForPoints } from './points.reaction.js'
import { tiersForSales } from './sales.reaction.js'

const customerId = idOf<CustomerId>('cust', 1)
const tiers: TierRules = {
  levels: [{ tier: tierId('gold'), threshold: 15_000 }],
  measure: 'spend',
  window: { type: 'calendarYear' },
  downgrade: 'toEarned',
  returns: 'atOnce',
  leapRule: 'feb28',
}
const rulesOf = (changes: Partial<TierRules> = {}, n = 1): AdoptedRules =>
  adopted({ tiers: { ...tiers, ...changes } }, idOf('prog', n))

const sale: SaleRecorded = {
  type: 'SaleRecorded',
  saleId: idOf('sale', 1),
  documentNumber: documentNumber('A-1'),
  storeId: storeId('HK1'),
  customerId,
  soldOn: civilDate('2024-06-01'),
  currency: plainRules.currency,
  lines: [{ lineId: lineId('1'), sku: sku('W1'), quantity: 2, unitMinor: 9000, paidMinor: 15_000 }],
  units: 2,
  totalMinor: 15_000,
}
const back: SaleLinesReturned = {
  type: 'SaleLinesReturned',
  saleId: sale.saleId,
  documentNumber: sale.documentNumber,
  soldOn: sale.soldOn,
  customerId,
  returnId: idOf('retu', 1),
  returnDocument: documentNumber('R-1'),
  storeId: storeId('HK2'),
  returnedOn: civilDate('2024-09-01'),
  currency: plainRules.currency,
  lines: [{ lineId: lineId('1'), sku: sku('W1'), quantity: 1, paidMinor: 7500, refundMinor: 7000 }],
  units: 1,
  refundMinor: 7000,
  reasonCode: reasonCode('faulty'),
}

const asOf = '' as Position
const factsOf = (...all: ReadonlyArray<AdoptedRules>) => ({
  rules: { value: { adopted: all }, asOf },
})
const ofSale = (
  event: SaleRecorded | SaleClaimed | SaleLinesReturned | SaleVoided,
  ...rules: ReadonlyArray<AdoptedRules>
) => tiersForSales.react({ event } as LogEvent<typeof event>, factsOf(...rules))

describe('a sale', () => {
  test('counts by what was paid, or as a visit, in each programme with tiers', () => {
    const [spend, visits] = [rulesOf(), rulesOf({ measure: 'visits' }, 2)]
    const counted = { qualifyingId: sale.saleId, qualifiedOn: sale.soldOn }
    expect(ofSale(sale, spend, visits)).toEqual([
      { type: 'RecordQualifying', customerId, ...counted, amount: 15_000, rules: spend },
      { type: 'RecordQualifying', customerId, ...counted, amount: 2, rules: visits },
    ])
    const reversed = { type: 'ReverseQualifying', customerId, qualifyingId: sale.saleId }
    expect(ofSale(back, spend, visits)).toMatchObject([
      { ...reversed, programmeId: idOf('prog', 1), reversalId: idOf('retu', 1), amount: 7500 },
      { ...reversed, programmeId: idOf('prog', 2), reversalId: idOf('retu', 1), amount: 1 },
    ])
  })

  test('counts what was paid in money: points have counted when they were earned', () => {
    const byPoints = { minor: 5000, points: 50 }
    const lines = sale.lines.map((line) => ({ ...line, byPoints }))
    expect(ofSale({ ...sale, lines }, rulesOf())).toMatchObject([{ amount: 10_000 }])
    const returned = back.lines.map((line) => ({ ...line, byPoints: { minor: 2500, points: 25 } }))
    expect(ofSale({ ...back, lines: returned }, rulesOf())).toMatchObject([{ amount: 5000 }])
  })

  test('that is claimed counts as what is left of it, and one that is voided counts back as a whole', () => {
    const { saleId, documentNumber: number, storeId: store, soldOn, currency, units } = sale
    const document = {
      saleId,
      documentNumber: number,
      storeId: store,
      customerId,
      soldOn,
      currency,
    }
    const left = sale.lines.map((line) => ({ ...line, quantity: 1, paidMinor: 7500 }))
    const claimed: SaleClaimed = {
      type: 'SaleClaimed',
      ...document,
      claimedOn: civilDate('2024-06-05'),
      lines: left,
      units: 1,
      totalMinor: 7500,
      proof: 'receipt',
    }
    expect(ofSale(claimed, rulesOf())).toMatchObject([
      { type: 'RecordQualifying', qualifyingId: saleId, qualifiedOn: soldOn, amount: 7500 },
    ])
    const { lines, totalMinor } = sale
    const why = reasonCode('mistaken')
    const whole = { ...document, lines, units, totalMinor, reasonCode: why }
    const voided: SaleVoided = { type: 'SaleVoided', ...whole }
    expect(ofSale(voided, rulesOf())).toEqual([
      {
        type: 'ReverseQualifying',
        programmeId: idOf('prog', 1),
        customerId,
        qualifyingId: saleId,
        reversalId: voidIdOf(saleId),
        amount: 15_000,
      },
    ])
  })

  test('counts nothing without tiers, in another currency, before the rules, by points, or for nobody', () => {
    expect(ofSale(sale, adopted())).toEqual([])
    expect(ofSale(sale, rulesOf({ measure: 'points' }))).toEqual([])
    expect(ofSale({ ...sale, currency: 'GBP' as typeof sale.currency }, rulesOf())).toEqual([])
    expect(ofSale({ ...sale, soldOn: civilDate('2023-12-31') }, rulesOf())).toEqual([])
    const given = sale.lines.map((line) => ({ ...line, paidMinor: 0 }))
    expect(ofSale({ ...sale, lines: given, totalMinor: 0 }, rulesOf())).toEqual([])
    // Tiers that are gone by the day of the sale count nothing any more.
    expect(ofSale(sale, rulesOf(), adopted({ version: 2 }))).toEqual([])
    const { customerId: _, ...unknown } = sale
    expect(tiersForSales.facts({ event: unknown } as LogEvent<SaleRecorded>)).toBeUndefined()
  })
})

describe('points', () => {
  const of = { customerId, programmeId: idOf('prog', 1), membershipId: idOf('memb', 1) }
  const awarded = {
    type: 'PointsAwarded',
    ...of,
    awardId: idOf('awar', 1),
    earnedOn: civilDate('2024-06-01'),
    points: 15,
  } as unknown as PointsAwarded
  const reversed = {
    type: 'PointsReversed',
    ...of,
    awardId: idOf('awar', 1),
    returnId: idOf('retu', 1),
    points: 5,
  } as unknown as PointsReversed
  const react = (event: PointsAwarded | PointsReversed, rules: AdoptedRules) =>
    tiersForPoints.react({ event } as LogEvent<typeof event>, factsOf(rules))

  test('count where a programme counts them, and are claimed back', () => {
    const rules = rulesOf({ measure: 'points' })
    expect(react(awarded, rules)).toEqual([
      {
        type: 'RecordQualifying',
        customerId,
        qualifyingId: idOf('awar', 1),
        qualifiedOn: '2024-06-01',
        amount: 15,
        rules,
      },
    ])
    expect(react(reversed, rules)).toEqual([
      {
        type: 'ReverseQualifying',
        programmeId: idOf('prog', 1),
        customerId,
        qualifyingId: idOf('awar', 1),
        reversalId: idOf('retu', 1),
        amount: 5,
      },
    ])
    for (const none of [rulesOf(), adopted(), rulesOf({ measure: 'points' }, 2)]) {
      expect(react(awarded, none)).toEqual([])
      expect(react(reversed, none)).toEqual([])
    }
  })
})

describe('the shop as a whole', () => {
  test('lets a member rise by what they buy and fall by what they bring back', () => {
    const shop = openShop()
    const at = (day: string) => noon(day) as never
    const { programmeId, rules } = rulesOf()
    shop.send({ type: 'AdoptRules', programmeId, rules }, at('2024-01-01'))
    const since = civilDate('2024-01-01')
    shop.send({ type: 'Admit', programmeId, customerId, since }, at('2024-01-01'))
    const { type: _, saleId: __, units: ___, totalMinor: ____, ...document } = sale
    shop.send({ type: 'RecordSale', ...document }, at('2024-06-01'))
    const { storeId: store, returnDocument, returnedOn, reasonCode: why } = back
    const saleId = saleIdOf(document.storeId, document.documentNumber)
    shop.send(
      {
        type: 'ReturnLines',
        saleId,
        storeId: store,
        returnDocument,
        returnedOn,
        lines: [{ lineId: lineId('1'), quantity: 1, refundMinor: 7500 }],
        reasonCode: why,
      },
      at('2024-09-01'),
    )
    const moves = shop.entries().filter(({ event }) => event.type === 'TierChanged')
    expect(moves.map(({ event }) => event)).toMatchObject([
      { to: 'gold', cause: 'earned', onDay: '2024-06-01' },
      { from: 'gold', cause: 'return', onDay: '2024-09-01' },
    ])
  })
})
