import type { LogEvent, Projection } from '@patina/eventsourcing'
import { type Month, monthOf } from '../shared/civil-date.js'
import {
  addRefunded,
  addSold,
  type Currency,
  joinTurnovers,
  type Turnover,
} from '../shared/money.js'
import type { TradeEntry } from './events.js'

/** What was sold and what came back in a month, by the day on each document itself. */
export interface MonthOfSales {
  /** Sales documents, those that were voided left out. */
  readonly sales: number
  readonly soldLines: number
  readonly soldUnits: number
  /** Lines that came back of a known sale, in the month of their return. */
  readonly returnedLines: number
  readonly returnedUnits: number
  /** Lines that came back without a known sale. They are refunded all the same. */
  readonly unmatchedLines: number
  readonly unmatchedUnits: number
  readonly turnover: ReadonlyArray<Turnover>
}

/** What one document adds to a month. */
export interface MonthPart {
  readonly kind: 'sale' | 'void' | 'return' | 'unmatchedReturn'
  readonly lines: number
  readonly units: number
  readonly currency: Currency
  readonly amountMinor: number
}

const partOf = (event: TradeEntry): readonly [Month, MonthPart] => {
  const { currency, units } = event
  const lines = event.lines.length
  switch (event.type) {
    case 'SaleRecorded':
      return [
        monthOf(event.soldOn),
        { kind: 'sale', lines, units, currency, amountMinor: event.totalMinor },
      ]
    case 'SaleVoided':
      return [
        monthOf(event.soldOn),
        { kind: 'void', lines, units, currency, amountMinor: event.totalMinor },
      ]
    case 'SaleLinesReturned':
      return [
        monthOf(event.returnedOn),
        { kind: 'return', lines, units, currency, amountMinor: event.refundMinor },
      ]
    case 'UnmatchedReturnRecorded':
      return [
        monthOf(event.returnedOn),
        { kind: 'unmatchedReturn', lines, units, currency, amountMinor: event.refundMinor },
      ]
  }
}

const emptyMonth: MonthOfSales = {
  sales: 0,
  soldLines: 0,
  soldUnits: 0,
  returnedLines: 0,
  returnedUnits: 0,
  unmatchedLines: 0,
  unmatchedUnits: 0,
  turnover: [],
}

const evolve = (
  month: MonthOfSales,
  { kind, lines, units, currency, amountMinor }: MonthPart,
): MonthOfSales => {
  switch (kind) {
    case 'sale':
      return {
        ...month,
        sales: month.sales + 1,
        soldLines: month.soldLines + lines,
        soldUnits: month.soldUnits + units,
        turnover: addSold(month.turnover, currency, amountMinor),
      }
    case 'void':
      return {
        ...month,
        sales: month.sales - 1,
        soldLines: month.soldLines - lines,
        soldUnits: month.soldUnits - units,
        turnover: addSold(month.turnover, currency, 0 - amountMinor),
      }
    case 'return':
      return {
        ...month,
        returnedLines: month.returnedLines + lines,
        returnedUnits: month.returnedUnits + units,
        turnover: addRefunded(month.turnover, currency, amountMinor),
      }
    case 'unmatchedReturn':
      return {
        ...month,
        unmatchedLines: month.unmatchedLines + lines,
        unmatchedUnits: month.unmatchedUnits + units,
        turnover: addRefunded(month.turnover, currency, amountMinor),
      }
  }
}

/** Sales and returns by the month of the document's own day; a return counts in the month of the return. */
export const salesByMonth: Projection<Month, MonthOfSales, TradeEntry, MonthPart> = {
  name: 'sales_by_month',
  version: 2,
  types: ['SaleRecorded', 'SaleVoided', 'SaleLinesReturned', 'UnmatchedReturnRecorded'],
  parts: ({ event }: LogEvent<TradeEntry>) => [partOf(event)],
  initial: () => emptyMonth,
  evolve,
  combine: (months) => ({
    sales: total(months, ({ sales }) => sales),
    soldLines: total(months, ({ soldLines }) => soldLines),
    soldUnits: total(months, ({ soldUnits }) => soldUnits),
    returnedLines: total(months, ({ returnedLines }) => returnedLines),
    returnedUnits: total(months, ({ returnedUnits }) => returnedUnits),
    unmatchedLines: total(months, ({ unmatchedLines }) => unmatchedLines),
    unmatchedUnits: total(months, ({ unmatchedUnits }) => unmatchedUnits),
    turnover: joinTurnovers(months.map(({ turnover }) => turnover)),
  }),
  occurredSafe: true,
}

const total = (months: ReadonlyArray<MonthOfSales>, of: (month: MonthOfSales) => number): number =>
  months.reduce((all, month) => all + of(month), 0)
