import { type Instant, type LogEvent, type Position, streamName } from '@patina/eventsourcing'
import { history } from '@patina/testing'
import { describe, expect, test } from 'vitest'
import type { PointsAwarded, PointsReversed } from '../points/events.js'
import type { SaleClaimed, SaleLinesReturned, SaleRecorded, SaleVoided } from '../sales/events.js'
import { adopted, idOf, noon, plainRules } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { membershipIdOf, saleIdOf } from '../shared/derived-ids.js'
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
import { openShop } from '../shop.arbitraries.js'
import type { AssessTier } from './commands.js'
import type { MembershipActivated, TierRulesApplied } from './events.js'
import { tiersForPoints } from './points.reaction.js'
import { tiersForSales } from './sales.reaction.js'
import { memberTiers, type TierSource } from './tiers.projection.js'

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

const membershipOf = (rules: AdoptedRules) => membershipIdOf(rules.programmeId, customerId)
const activated = (rules: AdoptedRules, since = '2024-01-01'): MembershipActivated => ({
  type: 'MembershipActivated',
  membershipId: membershipOf(rules),
  programmeId: rules.programmeId,
  customerId,
  since: civilDate(since),
})

const historyOf = (events: ReadonlyArray<TierSource>) =>
  history(
    events.map((event, n) => ({
      stream: streamName('sale', idOf('stre', n)),
      event,
      occurredAt: noon('2024-06-01') as Instant,
    })),
  )

// What the last of these events asks for, in a shop where they have all happened.
const askedAfter = (
  rules: ReadonlyArray<AdoptedRules>,
  ...events: ReadonlyArray<TierSource>
): ReadonlyArray<AssessTier> => {
  const logged = historyOf(events)
  const last = logged.at(-1) as LogEvent<never>
  const tiers = logged.reduce(memberTiers.evolve, memberTiers.initial(customerId))
  const asOf = '' as Position
  const facts = { rules: { value: { adopted: rules }, asOf }, tiers: { value: tiers, asOf } }
  const isOfPoints =
    last.event['type'] === 'PointsAwarded' || last.event['type'] === 'PointsReversed'
  return isOfPoints ? tiersForPoints.react(last, facts) : tiersForSales.react(last, facts)
}
const ofSale = (event: TierSource, ...rules: ReadonlyArray<AdoptedRules>) =>
  askedAfter(rules, ...rules.map((one) => activated(one)), event)
const onDay = sale.soldOn
const counts = (amount: number) => [{ day: sale.soldOn, onDay, amount }]

describe('a sale', () => {
  test('counts by what was paid, or as a visit, in each programme with tiers', () => {
    const [spend, visits] = [rulesOf(), rulesOf({ measure: 'visits' }, 2)]
    const look = { type: 'AssessTier', customerId, cause: { type: 'earned' } }
    expect(ofSale(sale, spend, visits)).toEqual([
      { ...look, rules: spend, counted: counts(15_000) },
      { ...look, rules: visits, counted: counts(2) },
    ])
    const plain = adopted({}, idOf('prog', 3))
    expect(ofSale(sale, plain, spend)).toEqual(ofSale(sale, spend))
    const members = [spend, visits].map((one) => activated(one))
    expect(askedAfter([spend, visits], ...members, sale, back)).toMatchObject([
      { counted: counts(7500), cause: { type: 'return', before: counts(15_000) } },
      { counted: counts(1), cause: { type: 'return', before: counts(2) } },
    ])
  })

  test('counts what was paid in money: points have counted when they were earned', () => {
    const byPoints = { minor: 5000, points: 50 }
    const paid = { ...sale, lines: sale.lines.map((line) => ({ ...line, byPoints })) }
    expect(ofSale(paid, rulesOf())).toMatchObject([{ counted: counts(10_000) }])
    const lines = back.lines.map((line) => ({ ...line, byPoints: { minor: 2500, points: 25 } }))
    const asked = askedAfter([rulesOf()], activated(rulesOf()), paid, { ...back, lines })
    expect(asked).toMatchObject([{ counted: counts(5000) }])
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
    expect(ofSale(claimed, rulesOf())).toMatchObject([{ counted: counts(7500) }])
    const { lines, totalMinor } = sale
    const why = reasonCode('mistaken')
    const whole = { ...document, lines, units, totalMinor, reasonCode: why }
    const voided: SaleVoided = { type: 'SaleVoided', ...whole }
    expect(askedAfter([rulesOf()], activated(rulesOf()), sale, voided)).toMatchObject([
      { counted: [], cause: { type: 'return', before: counts(15_000) } },
    ])
  })

  test('counts nothing without tiers, in another currency, before the rules, by points, or for nobody', () => {
    expect(ofSale(sale, adopted())).toEqual([])
    expect(ofSale(sale, rulesOf({ measure: 'points' }))).toEqual([])
    expect(ofSale({ ...sale, currency: 'GBP' as typeof sale.currency }, rulesOf())).toEqual([])
    expect(ofSale({ ...sale, soldOn: civilDate('2023-12-31') }, rulesOf())).toEqual([])
    // Tiers that are gone by the day of the sale count nothing any more.
    expect(ofSale(sale, rulesOf(), adopted({ version: 2 }))).toEqual([])
    const { customerId: _, ...unknown } = sale
    expect(tiersForSales.facts({ event: unknown } as LogEvent<SaleRecorded>)).toBeUndefined()
  })

  test('to who is no member on its day asks nothing', () => {
    const rules = rulesOf()
    expect(askedAfter([rules], sale)).toEqual([])
    expect(askedAfter([rules], activated(rules, '2024-06-02'), sale)).toEqual([])
  })

  test('that brings nobody near a threshold asks nothing, once somebody has looked', () => {
    const rules = rulesOf({ returns: 'atPeriodEnd' })
    const lines = sale.lines.map((line) => ({ ...line, paidMinor: 100 }))
    const small = (n: number): SaleRecorded => ({ ...sale, saleId: idOf('sale', n), lines })
    const applied: TierRulesApplied = {
      ...activated(rules),
      type: 'TierRulesApplied',
      onDay,
      standing: { earnsFrom: onDay, ahead: [] },
      rules: { version: rules.rules.version, sha256: rules.sha256 },
      zone: rules.rules.zone,
      currency: rules.rules.currency,
      tiers: rules.rules.tiers as TierRules,
    }
    const known = [activated(rules), small(1), applied]
    expect(askedAfter([rules], ...known, small(2))).toEqual([])
    expect(askedAfter([rules], ...known, small(2), { ...back, saleId: idOf('sale', 2) })).toEqual(
      [],
    )
    expect(askedAfter([rules], ...known, { ...sale, saleId: idOf('sale', 3) })).toHaveLength(1)
    // What came after it in the log is none of its business.
    const newer = { ...rules, rules: { ...rules.rules, version: 2 } }
    expect(askedAfter([rules, newer], ...known, small(2))).toHaveLength(1)
  })
})

describe('points', () => {
  const awarded = (rules: AdoptedRules) =>
    ({
      type: 'PointsAwarded',
      customerId,
      programmeId: rules.programmeId,
      membershipId: membershipOf(rules),
      awardId: idOf('awar', 1),
      earnedOn: sale.soldOn,
      points: 15,
    }) as unknown as PointsAwarded
  const reversed = (rules: AdoptedRules) =>
    ({
      ...awarded(rules),
      type: 'PointsReversed',
      returnId: idOf('retu', 1),
      points: 5,
    }) as unknown as PointsReversed

  test('count where a programme counts them, and are claimed back', () => {
    const rules = rulesOf({ measure: 'points' })
    const look = { type: 'AssessTier', customerId, rules }
    expect(askedAfter([rules], activated(rules), awarded(rules))).toEqual([
      { ...look, counted: counts(15), cause: { type: 'earned' } },
    ])
    expect(askedAfter([rules], activated(rules), awarded(rules), reversed(rules))).toEqual([
      { ...look, counted: counts(10), cause: { type: 'return', before: counts(15) } },
    ])
    for (const none of [rulesOf(), adopted()]) {
      expect(askedAfter([none], activated(none), awarded(none))).toEqual([])
      expect(askedAfter([none], activated(none), awarded(none), reversed(none))).toEqual([])
    }
    expect(askedAfter([rulesOf({}, 2)], activated(rules), awarded(rules))).toEqual([])
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

  // Gold in 2024 and through 2025; what 2025 reaches, silver at 1000, is what 2026 begins with.
  const openClub = () => {
    const shop = openShop()
    const levels = ['silver', 'gold'].map((tier, n) => ({
      tier: tierId(tier),
      threshold: [1000, 5000][n] as number,
    }))
    const { programmeId, rules } = rulesOf({ levels, returns: 'atPeriodEnd' })
    const at = (day: string) => noon(day) as never
    shop.send({ type: 'AdoptRules', programmeId, rules }, at('2024-01-01'))
    const since = civilDate('2024-01-01')
    shop.send({ type: 'Admit', programmeId, customerId, since }, at('2024-01-01'))
    const { type: _, saleId: __, units: ___, totalMinor: ____, lines: all, ...document } = sale
    const buy = (n: number, paidMinor: number, soldOn: string, recordedOn = soldOn): void => {
      const bought = {
        ...document,
        documentNumber: documentNumber(`C-${n}`),
        soldOn: civilDate(soldOn),
        lines: all.map((line) => ({ ...line, paidMinor })),
      }
      shop.send({ type: 'RecordSale', ...bought }, at(recordedOn))
    }
    const bringBack = (n: number, day: string): void => {
      const saleId = saleIdOf(document.storeId, documentNumber(`C-${n}`))
      const { storeId: store, returnDocument, reasonCode: why } = back
      const returnedOn = civilDate(day)
      const lines = [{ lineId: lineId('1'), quantity: 1, refundMinor: 1 }]
      const returned = { saleId, storeId: store, returnDocument, returnedOn, lines }
      shop.send({ type: 'ReturnLines', ...returned, reasonCode: why }, at(day))
    }
    buy(1, 5000, '2024-06-01')
    const moves = () =>
      shop
        .entries()
        .flatMap(({ event }) =>
          event.type === 'TierChanged' ? [event as unknown as { onDay: string; to?: string }] : [],
        )
        .map(({ onDay, to }) => `${onDay} ${to ?? 'none'}`)
    return { buy, bringBack, moves }
  }

  test('lets nobody fall by what comes back after the year was judged', () => {
    const { buy, bringBack, moves } = openClub()
    buy(2, 1200, '2025-06-01')
    bringBack(2, '2026-01-05')
    buy(3, 100, '2026-02-01')
    buy(4, 5000, '2026-03-01')
    expect(moves()).toEqual(['2024-06-01 gold', '2026-01-01 silver', '2026-03-01 gold'])
  })

  test('lets nobody rise by what is recorded only after the year was judged', () => {
    const { buy, moves } = openClub()
    buy(2, 900, '2025-06-01')
    buy(3, 200, '2025-12-30', '2026-01-05')
    buy(4, 5000, '2026-03-01')
    expect(moves()).toEqual(['2024-06-01 gold', '2026-01-01 none', '2026-03-01 gold'])
  })
})
