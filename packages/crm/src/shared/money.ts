// Amounts are whole minor units (cents, pence, yen) of a currency that stands beside them.
import type { Branded } from '@patina/eventsourcing'
import { appended } from './copies.js'

/** A currency by its ISO 4217 code: three capital letters. */
export type Currency = Branded<string, 'Currency'>

const pattern = /^[A-Z]{3}$/

/** Says whether the value has the form of an ISO 4217 code. */
export const isCurrency = (value: unknown): value is Currency =>
  typeof value === 'string' && pattern.test(value)

/** A currency. Throws a `TypeError` for a text that is no ISO 4217 code: that is a bug. */
export const currency = (code: string): Currency => {
  if (!isCurrency(code)) throw new TypeError('expected an ISO 4217 code')
  return code
}

/** The largest amount of one document, in minor units: beyond it sums and products would need care everywhere. */
export const mostMinor = 1_000_000_000_000

/** What was sold for and paid back in one currency, in minor units; `netMinor` is the difference. */
export interface Turnover {
  readonly currency: Currency
  readonly grossMinor: number
  readonly refundedMinor: number
  readonly netMinor: number
}

const added = (a: Turnover, b: Turnover): Turnover => ({
  currency: a.currency,
  grossMinor: a.grossMinor + b.grossMinor,
  refundedMinor: a.refundedMinor + b.refundedMinor,
  netMinor: a.netMinor + b.netMinor,
})

const sold = (currency: Currency, grossMinor: number, refundedMinor: number): Turnover => ({
  currency,
  grossMinor,
  refundedMinor,
  netMinor: grossMinor - refundedMinor,
})

const byCurrency = (a: Turnover, b: Turnover): number => (a.currency < b.currency ? -1 : 1)

const join = (all: ReadonlyArray<Turnover>, one: Turnover): ReadonlyArray<Turnover> => {
  // Most shops have one currency, and every line of every document comes by here.
  const [only] = all
  if (all.length === 1 && only?.currency === one.currency) return [added(only, one)]
  const index = all.findIndex(({ currency }) => currency === one.currency)
  const before = all[index]
  return before === undefined
    ? appended(all, one).sort(byCurrency)
    : all.with(index, added(before, one))
}

/** Adds a sale to what is known for each currency, in the order of the codes. Currencies are never added up. */
export const addSold = (
  all: ReadonlyArray<Turnover>,
  currency: Currency,
  grossMinor: number,
): ReadonlyArray<Turnover> => join(all, sold(currency, grossMinor, 0))

/** Adds a refund to what is known for each currency. */
export const addRefunded = (
  all: ReadonlyArray<Turnover>,
  currency: Currency,
  refundedMinor: number,
): ReadonlyArray<Turnover> => join(all, sold(currency, 0, refundedMinor))

/** Adds up what several views know for each currency. */
export const joinTurnovers = (
  views: ReadonlyArray<ReadonlyArray<Turnover>>,
): ReadonlyArray<Turnover> => views.flat().reduce(join, [])

/** The one currency there is; `null` when there is none or several, so that no column mixes them. */
export const soleTurnover = (all: ReadonlyArray<Turnover>): Turnover | null =>
  all.length === 1 ? (all[0] ?? null) : null
