import type { LogEvent, Position, Tagged } from '@patina/eventsourcing'
import { instantOf } from '@patina/eventsourcing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SaleRecorded } from '../sales/index.js'
import { saleIdOf } from '../sales/index.js'
import { adopted, idOf, plainRules } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import type { EarningRules } from '../shared/earning-rules.js'
import {
  type CustomerId,
  codeOf,
  documentNumber,
  lineId,
  type ProgrammeId,
  reasonCode,
  sku,
  storeId,
} from '../shared/ids.js'
import { dayOf } from '../shared/zone.js'
import { openShop, type ShopEntry } from '../shop.arbitraries.js'
import { playedEarning } from './earning/arbitraries.js'
import type { PointsEvent } from './events.js'
import { type WhatIf, whatIf, whatIfReport } from './what-if.projection.js'

const programmeId = idOf<ProgrammeId>('prog', 1)
const store = storeId('HK1')
const customers = [1, 2].map((n) => idOf<CustomerId>('cust', n))

interface Step {
  readonly kind: 'sell' | 'takeBack' | 'void' | 'claim'
  readonly daysLater: number
  readonly who: number
  readonly which: number
  readonly lines: ReadonlyArray<{ readonly paid: number; readonly article: number }>
}

const steps: fc.Arbitrary<ReadonlyArray<Step>> = fc.array(
  fc.record({
    kind: fc.constantFrom<Step['kind']>(
      'sell',
      'sell',
      'sell',
      'takeBack',
      'takeBack',
      'void',
      'claim',
    ),
    daysLater: fc.constantFrom(0, 0, 1, 20),
    // The last one is nobody whom the shop knows.
    who: fc.nat(2),
    which: fc.nat(3),
    lines: fc.array(fc.record({ paid: fc.nat(9000), article: fc.nat(3) }), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
  { maxLength: 14 },
)

// Rules that can be adopted: their windows do not end before they begin, and the programme has no tiers.
const adoptable: fc.Arbitrary<EarningRules> = playedEarning.map((rules) => {
  const fit = <A extends object>(all: ReadonlyArray<A> | undefined) =>
    all?.map((one) => ({ ...one, tiers: undefined, until: undefined }))
  const { baseRules, multipliers, bonuses } = rules
  const text = JSON.stringify({
    ...rules,
    baseRules: fit(baseRules),
    multipliers: fit(multipliers),
    bonuses: fit(bonuses),
  })
  return JSON.parse(text) as EarningRules
})

const rulesWith = (earn: EarningRules) => ({
  ...plainRules,
  effectiveOn: civilDate('2024-01-01'),
  earn,
})

const brands = ['A', 'B', 'C', 'D'].map(codeOf)

/** What happens in a shop with these rules when all of this is done. */
const played = (all: ReadonlyArray<Step>, earn: EarningRules): ReadonlyArray<ShopEntry> => {
  const shop = openShop()
  let now = Date.UTC(2024, 0, 1, 4)
  shop.send({ type: 'AdoptRules', programmeId, rules: rulesWith(earn) }, instantOf(now))
  for (const customerId of customers) {
    const since = civilDate('2024-01-01')
    shop.send({ type: 'Admit', programmeId, customerId, since }, instantOf(now))
  }
  const sold: SaleRecorded['saleId'][] = []
  for (const [n, { kind, daysLater, who, which, lines }] of all.entries()) {
    now += daysLater * 86_400_000
    const today = dayOf(instantOf(now), plainRules.zone)
    const saleId = sold.at(-1 - (which % Math.max(1, sold.length))) ?? idOf('sale', 0)
    const customerId = customers[who]
    if (kind === 'sell') {
      const number = documentNumber(`S${n}`)
      sold.push(saleIdOf(store, number))
      shop.send(
        {
          type: 'RecordSale',
          documentNumber: number,
          storeId: store,
          ...(customerId === undefined ? {} : { customerId }),
          soldOn: today,
          currency: plainRules.currency,
          lines: lines.map(({ paid, article }, line) => ({
            lineId: lineId(String(line + 1)),
            sku: sku(`W${article}`),
            quantity: 2,
            unitMinor: paid,
            paidMinor: paid,
            article: { brand: brands[article] as (typeof brands)[number] },
          })),
        },
        instantOf(now),
      )
    } else if (kind === 'takeBack') {
      shop.send(
        {
          type: 'ReturnLines',
          saleId,
          storeId: store,
          returnDocument: documentNumber(`R${n}`),
          returnedOn: today,
          lines: [{ lineId: lineId('1'), quantity: 1 }],
          reasonCode: reasonCode('unwanted'),
        },
        instantOf(now),
      )
    } else if (kind === 'void') {
      shop.send({ type: 'VoidSale', saleId, reasonCode: reasonCode('mistake') }, instantOf(now))
    } else {
      const claim = { type: 'ClaimSale', saleId, proof: 'receipt' } as const
      shop.send({ ...claim, customerId: customerId ?? idOf('cust', 1) }, instantOf(now))
    }
  }
  return shop.entries()
}

const logged = (entries: ReadonlyArray<ShopEntry>): ReadonlyArray<LogEvent<Tagged>> =>
  entries.map(({ stream, event, occurredAt }, n) => ({
    id: idOf('even', n),
    stream,
    revision: n,
    part: 0,
    event,
    metadata: {
      schemaVersion: 1,
      occurredAt,
      actor: 'till-1',
      correlationId: idOf('corr', 1),
      causationId: idOf('caus', 1),
      commandId: idOf('cmd', n),
    },
    recordedAt: occurredAt,
    position: String(n).padStart(9, '0') as Position,
  }))

const foldedWith = (earn: EarningRules, entries: ReadonlyArray<ShopEntry>): WhatIf => {
  const { parts, initial, evolve, types } = whatIf([adopted(rulesWith(earn), programmeId)])
  return logged(entries)
    .filter(({ event }) => (types as ReadonlyArray<string>).includes(event.type))
    .flatMap((recorded) => parts(recorded as Parameters<typeof parts>[0]))
    .reduce((view, [, part]) => evolve(view, part), initial('all'))
}

const figuresOf = (entries: ReadonlyArray<ShopEntry>): Readonly<Record<string, object>> => {
  const figures: Record<string, { earned: number; takenBack: number }> = {}
  for (const { event } of entries) {
    const { customerId, type, points } = event as PointsEvent & { readonly points: number }
    if (type !== 'PointsAwarded' && type !== 'PointsReversed') continue
    figures[customerId] ??= { earned: 0, takenBack: 0 }
    figures[customerId][type === 'PointsAwarded' ? 'earned' : 'takenBack'] += points
  }
  return figures
}

const byCustomer = (view: WhatIf, which: 'recorded' | 'otherwise') =>
  Object.fromEntries(whatIfReport(view).customers.map((one) => [one.customerId, one[which]]))

describe('the same sales under other rules', () => {
  test('would have earned what a shop with these rules has, with every return, void and claim', () => {
    fc.assert(
      fc.property(steps, adoptable, adoptable, (all, rules, others) => {
        const [was, would] = [played(all, rules), played(all, others)]
        const view = foldedWith(others, was)
        const nobody = { earned: 0, takenBack: 0 }
        for (const customer of customers) {
          expect(byCustomer(view, 'recorded')[customer] ?? nobody).toEqual(
            figuresOf(was)[customer] ?? nobody,
          )
          expect(byCustomer(view, 'otherwise')[customer] ?? nobody).toEqual(
            figuresOf(would)[customer] ?? nobody,
          )
        }
      }),
      { numRuns: 60 },
    )
  })

  test('are the same under the same rules: no difference for anybody', () => {
    fc.assert(
      fc.property(steps, adoptable, (all, rules) => {
        const { total, customers: each } = whatIfReport(foldedWith(rules, played(all, rules)))
        expect(total.difference).toBe(0)
        for (const { difference } of each) expect(difference).toBe(0)
      }),
      { numRuns: 40 },
    )
  })

  test('are told by customer and in total, of the programmes that the rules name', () => {
    const all: ReadonlyArray<Step> = [0, 1, 0].map((who) => ({
      kind: 'sell',
      daysLater: 1,
      who,
      which: 0,
      lines: [{ paid: 10_000, article: 0 }],
    }))
    const plain: EarningRules = { pointsPerMinor: [1, 1000], rounding: 'floor', place: 'line' }
    const entries = played(all, plain)
    const twice: EarningRules = { ...plain, pointsPerMinor: [1, 500] }
    expect(whatIfReport(foldedWith(twice, entries))).toEqual({
      total: {
        recorded: { earned: 30, takenBack: 0 },
        otherwise: { earned: 60, takenBack: 0 },
        difference: 30,
      },
      customers: [
        {
          customerId: customers[0],
          recorded: { earned: 20, takenBack: 0 },
          otherwise: { earned: 40, takenBack: 0 },
          difference: 20,
        },
        {
          customerId: customers[1],
          recorded: { earned: 10, takenBack: 0 },
          otherwise: { earned: 20, takenBack: 0 },
          difference: 10,
        },
      ],
    })
    const ofOthers = whatIf([adopted({}, idOf('prog', 2))])
    const view = logged(entries)
      .flatMap((recorded) => ofOthers.parts(recorded as never))
      .reduce((before, [, part]) => ofOthers.evolve(before, part), ofOthers.initial('all'))
    expect(whatIfReport(view).customers).toEqual([])
  })
})
