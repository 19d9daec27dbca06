import type { Branded, LogEvent, Projection } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import { appended } from '../shared/copies.js'
import type { Code, StoreId } from '../shared/ids.js'
import {
  addRefunded,
  addSold,
  type Currency,
  joinTurnovers,
  type Turnover,
} from '../shared/money.js'
import type { TradeEntry } from './events.js'

/** A day of a shop: `2025-03-01/HARBOUR`. */
export type StoreDayId = Branded<string, 'StoreDayId'>

/** What a shop sold and took back on a day, by the days on the documents themselves. */
export interface StoreDay {
  /** Sales documents, those that were voided left out. */
  readonly sales: number
  readonly soldLines: number
  readonly soldUnits: number
  /** Lines that came back to this shop, with or without a known sale. */
  readonly returnedLines: number
  readonly returnedUnits: number
  readonly turnover: ReadonlyArray<Turnover>
  /** How sales were paid, as far as documents say so, in the order of currency and kind. */
  readonly tendered: ReadonlyArray<TenderTotal>
}

/** What was tendered in one way. */
export interface TenderTotal {
  readonly kind: Code
  readonly currency: Currency
  readonly amountMinor: number
}

/** The day of a shop. */
export const storeDayId = (storeId: StoreId, day: CivilDate): StoreDayId =>
  `${day}/${storeId}` as StoreDayId

const closed: StoreDay = {
  sales: 0,
  soldLines: 0,
  soldUnits: 0,
  returnedLines: 0,
  returnedUnits: 0,
  turnover: [],
  tendered: [],
}

const inOrder = (a: TenderTotal, b: TenderTotal): number => {
  if (a.currency !== b.currency) return a.currency < b.currency ? -1 : 1
  return a.kind < b.kind ? -1 : 1
}

const add = (all: ReadonlyArray<TenderTotal>, one: TenderTotal): ReadonlyArray<TenderTotal> => {
  const index = all.findIndex(
    ({ kind, currency }) => kind === one.kind && currency === one.currency,
  )
  const before = all[index]
  if (before === undefined) return appended(all, one).sort(inOrder)
  return all.with(index, { ...before, amountMinor: before.amountMinor + one.amountMinor })
}

// What a document changes is a day itself: adding days up is all there is.
const dayOf = (event: TradeEntry): readonly [StoreDayId, StoreDay] => {
  const { storeId, currency, units } = event
  const lines = event.lines.length
  switch (event.type) {
    case 'SaleRecorded':
    case 'SaleVoided': {
      const sign = event.type === 'SaleVoided' ? -1 : 1
      const tendered = (event.tenders ?? []).reduce<ReadonlyArray<TenderTotal>>(
        (all, { kind, amountMinor }) =>
          add(all, { kind, currency, amountMinor: sign * amountMinor }),
        [],
      )
      return [
        storeDayId(storeId, event.soldOn),
        {
          ...closed,
          sales: sign,
          soldLines: sign * lines,
          soldUnits: 0 + sign * units,
          turnover: addSold([], currency, 0 + sign * event.totalMinor),
          tendered,
        },
      ]
    }
    case 'SaleLinesReturned':
    case 'UnmatchedReturnRecorded':
      return [
        storeDayId(storeId, event.returnedOn),
        {
          ...closed,
          returnedLines: lines,
          returnedUnits: units,
          turnover: addRefunded([], currency, event.refundMinor),
        },
      ]
  }
}

const joined = (a: StoreDay, b: StoreDay): StoreDay => ({
  sales: a.sales + b.sales,
  soldLines: a.soldLines + b.soldLines,
  soldUnits: a.soldUnits + b.soldUnits,
  returnedLines: a.returnedLines + b.returnedLines,
  returnedUnits: a.returnedUnits + b.returnedUnits,
  turnover: joinTurnovers([a.turnover, b.turnover]),
  tendered: b.tendered.reduce(add, a.tendered),
})

/** What each shop sold and took back on each day: for who closes the till. */
export const storeDays: Projection<StoreDayId, StoreDay, TradeEntry, StoreDay> = {
  name: 'store_days',
  version: 1,
  types: ['SaleRecorded', 'SaleVoided', 'SaleLinesReturned', 'UnmatchedReturnRecorded'],
  parts: ({ event }: LogEvent<TradeEntry>) => [dayOf(event)],
  initial: () => closed,
  evolve: joined,
  combine: (days) => days.reduce(joined),
  occurredSafe: true,
}
