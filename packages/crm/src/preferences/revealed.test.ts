import type { LogEvent } from '@patina/eventsourcing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SaleClaimed, SaleLine, SaleLinesReturned, SaleRecorded } from '../sales/events.js'
import { idOf } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import {
  type CustomerId,
  codeOf,
  customerId,
  documentNumber,
  lineId,
  reasonCode,
  sku,
  storeId,
} from '../shared/ids.js'
import { currency } from '../shared/money.js'
import { type RevealedPreference, revealed, type Tally } from './revealed.projection.js'
import { sharesByMoney, sharesByUnits } from './shares.js'

type AnyEvent = Parameters<typeof revealed.parts>[0]['event']
const [me, other] = [1, 2].map((n) => customerId(idOf('cust', n))) as [CustomerId, CustomerId]

const folded = (events: ReadonlyArray<AnyEvent>, whose: CustomerId): RevealedPreference =>
  events
    .flatMap((event) => revealed.parts({ event } as LogEvent<AnyEvent>))
    .filter(([key]) => key === whose)
    .reduce((view, [, part]) => revealed.evolve(view, part), revealed.initial(whose))

const line = (
  n: number,
  quantity: number,
  paidMinor: number,
  brand?: string,
  category?: string,
) => ({
  lineId: lineId(String(n)),
  sku: sku(`W${n}`),
  quantity,
  unitMinor: paidMinor,
  paidMinor,
  ...(brand === undefined && category === undefined
    ? {}
    : {
        article: {
          ...(brand === undefined ? {} : { brand: codeOf(brand) }),
          ...(category === undefined ? {} : { category: codeOf(category) }),
        },
      }),
})
const sale = (
  n: number,
  lines: ReadonlyArray<SaleLine>,
  more: Partial<SaleRecorded> = {},
): SaleRecorded => ({
  type: 'SaleRecorded',
  saleId: idOf('sale', n),
  documentNumber: documentNumber(`A-${n}`),
  storeId: storeId('HK1'),
  customerId: me,
  soldOn: civilDate('2024-06-01'),
  currency: currency('HKD'),
  lines,
  units: lines.reduce((sum, { quantity }) => sum + quantity, 0),
  totalMinor: lines.reduce((sum, { paidMinor }) => sum + paidMinor, 0),
  ...more,
})
const back = (of: SaleRecorded, lines: SaleLinesReturned['lines']): SaleLinesReturned => {
  const { saleId, documentNumber: number, soldOn, currency: inCurrency } = of
  return {
    type: 'SaleLinesReturned',
    saleId,
    documentNumber: number,
    soldOn,
    ...(of.customerId === undefined ? {} : { customerId: of.customerId }),
    ...(of.giftFor === undefined ? {} : { giftFor: of.giftFor }),
    returnId: idOf('retu', 1),
    returnDocument: documentNumber('R-1'),
    storeId: storeId('HK1'),
    returnedOn: civilDate('2024-06-02'),
    currency: inCurrency,
    lines,
    units: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    refundMinor: 0,
    reasonCode: reasonCode('unwanted'),
  }
}
const whole = (of: SaleRecorded): SaleLinesReturned =>
  back(
    of,
    of.lines.map(({ unitMinor: _, ...one }) => ({ ...one, refundMinor: one.paidMinor })),
  )

describe('what purchases show', () => {
  test('is counted by brand and by category, in pieces and in what was paid', () => {
    const view = folded(
      [
        sale(1, [line(1, 2, 500, 'ALPHA', 'watch'), line(2, 1, 100, 'BETA')]),
        sale(2, [line(1, 1, 300, 'ALPHA', 'ring'), line(2, 4, 40)]),
      ],
      me,
    )
    expect(view.brands).toEqual([
      { code: 'ALPHA', units: 3, paid: [{ currency: 'HKD', minor: 800 }] },
      { code: 'BETA', units: 1, paid: [{ currency: 'HKD', minor: 100 }] },
    ])
    expect(view.categories.map(({ code, units }) => [code, units])).toEqual([
      ['ring', 1],
      ['watch', 2],
    ])
    expect(view.all).toEqual({ units: 8, paid: [{ currency: 'HKD', minor: 940 }] })
  })

  test('is nothing of what came back, whatever was refunded for it', () => {
    const bought = sale(1, [line(1, 2, 500, 'ALPHA', 'watch')])
    const [first] = whole(bought).lines
    const half = back(bought, [{ ...first, quantity: 1, paidMinor: 250, refundMinor: 0 } as never])
    expect(folded([bought, half], me).brands).toEqual([
      { code: 'ALPHA', units: 1, paid: [{ currency: 'HKD', minor: 250 }] },
    ])
    expect(folded([bought, half, half], me)).toEqual(revealed.initial(me))
  })

  test('of a gift is what the one who gets it has; of a gift to somebody unknown nothing', () => {
    const lines = [line(1, 1, 500, 'ALPHA')]
    const gift = sale(1, lines, { giftFor: other })
    expect(folded([gift], me)).toEqual(revealed.initial(me))
    expect(folded([gift], other).brands).toHaveLength(1)
    expect(folded([gift, whole(gift)], other)).toEqual(revealed.initial(other))
    const unknown = sale(2, lines, { giftFor: 'somebody' })
    expect(folded([unknown], me)).toEqual(revealed.initial(me))
  })

  test('of a sale that is claimed is what was left of it, and of a gift in it nothing more', () => {
    const { customerId: _, ...counter } = sale(1, [line(1, 2, 500, 'ALPHA')])
    const claimed = {
      ...counter,
      type: 'SaleClaimed',
      customerId: me,
      claimedOn: civilDate('2024-06-02'),
      proof: 'card',
      lines: [line(1, 1, 250, 'ALPHA')],
      units: 1,
      totalMinor: 250,
    } as SaleClaimed
    expect(folded([counter, claimed], me).all).toEqual({
      units: 1,
      paid: [{ currency: 'HKD', minor: 250 }],
    })
    const gift = { ...counter, giftFor: other }
    const events = [gift, { ...claimed, giftFor: other }]
    expect(folded(events, me)).toEqual(revealed.initial(me))
    expect(folded(events, other).all.units).toBe(2)
  })

  test('keeps currencies apart', () => {
    const view = folded(
      [
        sale(1, [line(1, 1, 500, 'ALPHA')]),
        sale(2, [line(1, 1, 70, 'ALPHA')], { currency: currency('GBP') }),
      ],
      me,
    )
    expect(view.brands[0]?.paid).toEqual([
      { currency: 'GBP', minor: 70 },
      { currency: 'HKD', minor: 500 },
    ])
    expect(sharesByMoney(view.brands, currency('GBP'))).toEqual([{ code: 'ALPHA', perMille: 1000 }])
    expect(sharesByMoney(view.brands, currency('JPY'))).toEqual([])
  })
})

const drawnLines = fc.array(
  fc.tuple(
    fc.integer({ min: 1, max: 4 }),
    fc.nat(50),
    fc.constantFrom(undefined, 'ALPHA', 'BETA', 'GAMMA'),
    fc.constantFrom(undefined, 'watch', 'ring'),
  ),
  { minLength: 1, maxLength: 3 },
)
const history = fc.array(fc.tuple(drawnLines, fc.boolean(), fc.constantFrom('HKD', 'GBP')), {
  maxLength: 6,
})

describe('laws of what purchases show', () => {
  test('is what adding up the lines that are kept gives, and what came back leaves no trace', () => {
    fc.assert(
      fc.property(history, (all) => {
        const sales = all.map(([lines, , of], n) =>
          sale(
            n,
            lines.map(([quantity, paid, brand, category], index) =>
              line(index, quantity, paid, brand, category),
            ),
            { currency: currency(of) },
          ),
        )
        const kept = sales.filter((_, n) => all[n]?.[1] === false)
        const returns = sales.filter((one) => !kept.includes(one)).map(whole)
        const view = folded([...sales, ...returns], me)
        expect(view).toEqual(folded(kept, me))
        // The oracle adds up lines and knows no view.
        const lines = kept.flatMap((one) => one.lines.map((of) => ({ ...of, in: one.currency })))
        for (const { code, units, paid } of view.brands) {
          const ofBrand = lines.filter(({ article }) => article?.brand === code)
          expect(units).toBe(ofBrand.reduce((sum, { quantity }) => sum + quantity, 0))
          for (const { currency: inCurrency, minor } of paid) {
            const inIt = ofBrand.filter((one) => one.in === inCurrency)
            expect(minor).toBe(inIt.reduce((sum, { paidMinor }) => sum + paidMinor, 0))
          }
        }
        const brands = new Set(lines.flatMap(({ article }) => article?.brand ?? []))
        expect(view.brands.map(({ code }) => code)).toEqual([...brands].sort())
      }),
    )
  })

  test('shares are thousandths that add up, in the order of what they are of', () => {
    const tallies = fc.uniqueArray(
      fc.record<Tally>({
        code: fc.constantFrom('A', 'B', 'C', 'D', 'E').map(codeOf),
        units: fc.integer({ min: -2, max: 40 }),
        paid: fc.constant([]),
      }),
      { selector: ({ code }) => code },
    )
    fc.assert(
      fc.property(tallies, (all) => {
        const shares = sharesByUnits(all)
        const some = all.filter(({ units }) => units > 0)
        const total = some.reduce((sum, { units }) => sum + units, 0)
        expect(shares.map(({ code }) => code).sort()).toEqual(some.map(({ code }) => code).sort())
        expect(shares.reduce((sum, { perMille }) => sum + perMille, 0)).toBe(
          some.length === 0 ? 0 : 1000,
        )
        for (const { code, perMille } of shares) {
          const units = some.find((one) => one.code === code)?.units ?? 0
          expect(Math.abs(perMille * total - 1000 * units)).toBeLessThan(total)
        }
      }),
    )
  })
})
