import { integer, list, record, view } from '@patina/eventsourcing'
import { codeCodec, countCodec, currencyCodec, turnoversCodec } from '../shared/codecs.js'
import { soleTurnover } from '../shared/money.js'
import { type StoreDay, storeDays, type TenderTotal } from './store-days.projection.js'

/**
 * What each shop sold and took back on each day, key `YYYY-MM-DD/<store>`. Columns of amounts are `NULL` on a day of several
 * currencies. Not among the views that every application keeps: `ownViews` opens it.
 */
export const storeDaysView = view(storeDays, {
  codec: record<StoreDay>('StoreDay', {
    sales: countCodec,
    soldLines: countCodec,
    soldUnits: countCodec,
    returnedLines: countCodec,
    returnedUnits: countCodec,
    turnover: turnoversCodec,
    tendered: list(
      record<TenderTotal>('TenderTotal', {
        kind: codeCodec,
        currency: currencyCodec,
        amountMinor: integer(),
      }),
    ),
  }),
  columns: {
    sales: { kind: 'integer', of: ({ sales }) => sales },
    sold_units: { kind: 'integer', of: ({ soldUnits }) => soldUnits },
    returned_units: { kind: 'integer', of: ({ returnedUnits }) => returnedUnits },
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
