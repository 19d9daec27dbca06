import { record, view } from '@patina/eventsourcing'
import { countCodec, turnoversCodec } from '../shared/codecs.js'
import { soleTurnover } from '../shared/money.js'
import { type MonthOfSales, salesByMonth } from './sales-by-month.projection.js'

/**
 * Sales and returns by month, key `YYYY-MM`. Columns of amounts are `NULL` in a month of several currencies.
 */
export const salesByMonthView = view(salesByMonth, {
  codec: record<MonthOfSales>('MonthOfSales', {
    sales: countCodec,
    soldLines: countCodec,
    soldUnits: countCodec,
    returnedLines: countCodec,
    returnedUnits: countCodec,
    unmatchedLines: countCodec,
    unmatchedUnits: countCodec,
    turnover: turnoversCodec,
  }),
  columns: {
    sales: { kind: 'integer', of: ({ sales }) => sales },
    sold_units: { kind: 'integer', of: ({ soldUnits }) => soldUnits },
    returned_units: { kind: 'integer', of: ({ returnedUnits }) => returnedUnits },
    unmatched_lines: { kind: 'integer', of: ({ unmatchedLines }) => unmatchedLines },
    currency: { kind: 'text', of: ({ turnover }) => soleTurnover(turnover)?.currency ?? null },
    gross_minor: {
      kind: 'integer',
      of: ({ turnover }) => soleTurnover(turnover)?.grossMinor ?? null,
    },
    refunded_minor: {
      kind: 'integer',
      of: ({ turnover }) => soleTurnover(turnover)?.refundedMinor ?? null,
    },
    net_minor: { kind: 'integer', of: ({ turnover }) => soleTurnover(turnover)?.netMinor ?? null },
  },
})
