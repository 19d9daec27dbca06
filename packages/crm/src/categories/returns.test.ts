// What rules say when goods come back: of the purchase that they were, and of the return itself.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { UnmatchedReturnRecorded } from '../sales/events.js'
import { idOf } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import {
  type CustomerId,
  documentNumber,
  type ReturnId,
  reasonCode,
  type SaleId,
  storeId,
} from '../shared/ids.js'
import { currency } from '../shared/money.js'
import { days } from './arbitraries.js'
import { evaluate } from './evaluate.js'
import { factEvents, loggedFacts } from './facts/arbitraries.js'
import { customerFacts, type FactEvent } from './facts.projection.js'
import type { CountOf, Rule, SumOf } from './rule.js'

const customerId = idOf<CustomerId>('cust', 1)
const hkd = currency('HKD')
const shop = { storeId: storeId('HARBOUR'), customerId, currency: hkd, lines: [] }

const sold = (n: number, day: string, units: number, totalMinor: number): FactEvent => ({
  type: 'SaleRecorded',
  ...shop,
  saleId: idOf<SaleId>('sale', n),
  documentNumber: documentNumber(`S-${n}`),
  soldOn: civilDate(day),
  units,
  totalMinor,
})

const back = (document: number, day: string, units: number, refundMinor: number) => ({
  ...shop,
  returnId: idOf<ReturnId>('retu', document),
  returnDocument: documentNumber(`R-${document}`),
  returnedOn: civilDate(day),
  units,
  refundMinor,
  reasonCode: reasonCode('unwanted'),
})

const backOf = (
  n: number,
  ...what: readonly [document: number, day: string, units: number, refundMinor: number]
): FactEvent => ({
  type: 'SaleLinesReturned',
  ...back(...what),
  saleId: idOf<SaleId>('sale', n),
  documentNumber: documentNumber(`S-${n}`),
  soldOn: civilDate('2024-01-01'),
})

const backOfNone = (
  ...what: readonly [document: number, day: string, units: number, refundMinor: number]
): UnmatchedReturnRecorded => ({ type: 'UnmatchedReturnRecorded', ...back(...what) })

// What the rule says on the day, and the places of the events that it says so for.
const said = (rule: Rule, day: string, ...events: ReadonlyArray<FactEvent>) => {
  const logged = loggedFacts(events)
  const facts = logged.reduce(customerFacts.evolve, customerFacts.initial(customerId))
  const { isTrue, because } = evaluate(rule, facts, civilDate(day))
  const ids = logged.map(({ id }) => id)
  return { isTrue, because: because.map((id) => ids.indexOf(id)).sort((a, b) => a - b) }
}

// Exactly so many, or so much.
const counted = (of: CountOf['of'], found: number, withinDays?: number): CountOf => ({
  type: 'count',
  of,
  atLeast: found,
  atMost: found,
  ...(withinDays === undefined ? {} : { withinDays }),
})
const summed = (of: SumOf['of'], found: number, withinDays?: number): SumOf => ({
  type: 'sum',
  ...(of === undefined ? {} : { of }),
  currency: hkd,
  atLeast: found,
  atMost: found,
  ...(withinDays === undefined ? {} : { withinDays }),
})

const isSo = (because: ReadonlyArray<number>) => ({ isTrue: true, because })

describe('of a sale that came back', () => {
  const kept = sold(1, '2024-05-01', 2, 500)
  const whole = sold(2, '2024-05-02', 3, 900)
  const all = [kept, whole, backOf(2, 1, '2024-06-01', 1, 300), backOf(2, 2, '2024-06-02', 2, 600)]

  test('whole, nothing is a purchase, and the returns are reasons', () => {
    expect(said(counted('purchases', 1), '2024-06-30', ...all)).toEqual(isSo([0, 1, 2, 3]))
    expect(said(counted('units', 2), '2024-06-30', ...all)).toEqual(isSo([0, 1, 2, 3]))
    expect(said(summed('purchases', 500), '2024-06-30', ...all)).toEqual(isSo([0, 1, 2, 3]))
  })

  test('in part, the rest is a purchase', () => {
    const part = all.slice(0, 3)
    expect(said(counted('purchases', 2), '2024-06-30', ...part)).toEqual(isSo([0, 1, 2]))
    expect(said(counted('units', 4), '2024-06-30', ...part)).toEqual(isSo([0, 1, 2]))
    expect(said(summed('net', 1_100), '2024-06-30', ...part)).toEqual(isSo([0, 1, 2]))
  })

  test('what came back counts on the day of the sale, and the return on its own', () => {
    // From 31 May to 3 June goods came back twice, and nothing was sold.
    expect(said(summed('purchases', 0, 4), '2024-06-03', ...all)).toEqual(isSo([]))
    expect(said(summed('net', 0, 4), '2024-06-03', ...all)).toEqual(isSo([]))
    expect(said(summed('refunds', 900, 4), '2024-06-03', ...all)).toEqual(isSo([2, 3]))
    expect(said(counted('returns', 2, 4), '2024-06-03', ...all)).toEqual(isSo([2, 3]))
    // A window of so many days ends with the day that is asked about.
    expect(said(counted('returns', 2, 2), '2024-06-02', ...all)).toEqual(isSo([2, 3]))
    expect(said(counted('returns', 1, 1), '2024-06-02', ...all)).toEqual(isSo([3]))
    expect(said(counted('returns', 1), '2024-06-01', ...all)).toEqual(isSo([2]))
  })
})

test('one document that takes back goods of two sales is one return', () => {
  const events = [
    sold(1, '2024-05-01', 2, 500),
    sold(2, '2024-05-02', 3, 900),
    backOf(1, 7, '2024-06-01', 1, 250),
    backOf(2, 7, '2024-06-01', 2, 600),
    backOfNone(7, '2024-06-01', 1, 10),
  ]
  expect(said(counted('returns', 1), '2024-06-30', ...events)).toEqual(isSo([2, 3, 4]))
  expect(said(counted('returnedUnits', 4), '2024-06-30', ...events)).toEqual(isSo([2, 3, 4]))
})

describe('goods whose sale nobody found', () => {
  const loose = backOfNone(1, '2024-06-01', 1, 120)
  const events = [sold(1, '2024-05-01', 2, 500), loose]

  test('are less of what was spent net, on the day on which they came back, and of no purchase', () => {
    expect(said(counted('purchases', 1), '2024-06-30', ...events)).toEqual(isSo([0]))
    expect(said(counted('units', 2), '2024-06-30', ...events)).toEqual(isSo([0]))
    expect(said(summed('purchases', 500), '2024-06-30', ...events)).toEqual(isSo([0]))
    expect(said(summed('net', 380), '2024-06-30', ...events)).toEqual(isSo([0, 1]))
    expect(said(summed('net', 500), '2024-05-31', ...events)).toEqual(isSo([0]))
    expect(said(summed('net', -120, 30), '2024-06-30', ...events)).toEqual(isSo([1]))
    expect(said(summed('refunds', 120), '2024-06-30', ...events)).toEqual(isSo([1]))
  })

  test('count in their own currency alone', () => {
    const all = [...events, { ...loose, currency: currency('GBP') }]
    expect(said(summed('net', 380), '2024-06-30', ...all)).toEqual(isSo([0, 1]))
    expect(said(summed('refunds', 120), '2024-06-30', ...all)).toEqual(isSo([1]))
    expect(said(counted('returns', 1), '2024-06-30', ...all)).toEqual(isSo([1, 2]))
  })
})

test('a sale that was voided is neither a purchase nor a return', () => {
  const events: ReadonlyArray<FactEvent> = [
    sold(1, '2024-05-01', 2, 500),
    {
      type: 'SaleVoided',
      ...shop,
      saleId: idOf<SaleId>('sale', 1),
      documentNumber: documentNumber('S-1'),
      soldOn: civilDate('2024-05-01'),
      units: 2,
      totalMinor: 500,
      reasonCode: reasonCode('mistake'),
    },
  ]
  expect(said(counted('purchases', 0), '2024-06-30', ...events)).toEqual(isSo([0, 1]))
  expect(said(counted('returns', 0), '2024-06-30', ...events)).toEqual(isSo([]))
  expect(said(summed('net', 0), '2024-06-30', ...events)).toEqual(isSo([0, 1]))
})

test('a sum that does not say what of means what it meant before there was anything to say', () => {
  fc.assert(
    fc.property(factEvents(), days, fc.integer({ min: -200, max: 900 }), (events, day, found) => {
      const [plain, of] = [summed(undefined, found), summed('purchases', found)]
      const without = events.filter(({ type }) => type !== 'UnmatchedReturnRecorded')
      expect(said(plain, day, ...events)).toEqual(said(of, day, ...events))
      expect(said(plain, day, ...events).isTrue).toBe(said(plain, day, ...without).isTrue)
      expect(said(plain, day, ...without)).toEqual(said(summed('net', found), day, ...without))
    }),
  )
})
