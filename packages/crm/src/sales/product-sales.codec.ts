import { integer, optional, record, view } from '@patina/eventsourcing'
import { civilDateCodec, countCodec, turnoversCodec } from '../shared/codecs.js'
import { soleTurnover } from '../shared/money.js'
import { nameCodec } from './lines.codec.js'
import { type ProductSales, productSales } from './product-sales.projection.js'

/**
 * How each article sells, key SKU. `revenue_minor` is net of refunds and `NULL` for an article sold in several currencies.
 */
export const productSalesView = view(productSales, {
  codec: record<ProductSales>('ProductSales', {
    name: optional(nameCodec),
    namedOn: optional(civilDateCodec),
    soldLines: countCodec,
    soldUnits: countCodec,
    returnedUnits: countCodec,
    netUnits: integer(),
    turnover: turnoversCodec,
  }),
  columns: {
    name: { kind: 'text', of: ({ name }) => name ?? null },
    quantity: { kind: 'integer', isIndexed: true, of: ({ netUnits }) => netUnits },
    currency: { kind: 'text', of: ({ turnover }) => soleTurnover(turnover)?.currency ?? null },
    revenue_minor: {
      kind: 'integer',
      isIndexed: true,
      of: ({ turnover }) => soleTurnover(turnover)?.netMinor ?? null,
    },
  },
})
