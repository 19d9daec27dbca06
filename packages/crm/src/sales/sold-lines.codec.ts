import { flag, optional, record, view } from '@patina/eventsourcing'
import {
  civilDateCodec,
  codeCodec,
  countCodec,
  currencyCodec,
  customerIdCodec,
  minorCodec,
  quantityCodec,
  skuCodec,
  storeIdCodec,
} from '../shared/codecs.js'
import { articleCodec, giftForCodec } from './lines.codec.js'
import { type LineFacts, leftOfLine, type SoldLine, soldLines } from './sold-lines.projection.js'

const factsCodec = record<LineFacts>('LineFacts', {
  customerId: optional(customerIdCodec),
  giftFor: optional(giftForCodec),
  occasion: optional(codeCodec),
  campaignRef: optional(codeCodec),
  storeId: storeIdCodec,
  soldOn: civilDateCodec,
  currency: currencyCodec,
  sku: skuCodec,
  article: optional(articleCodec),
  quantity: quantityCodec,
  unitMinor: minorCodec,
  paidMinor: minorCodec,
  taxMinor: optional(minorCodec),
  pointsMinor: optional(minorCodec),
})

/**
 * Every line that was sold, key `<sale id>/<line>`; `units` and `paid_minor` are what is left of it. A row for each line is a
 * large table, so it is not among the views that every application keeps: `ownViews` opens it.
 */
export const soldLinesView = view(soldLines, {
  codec: record<SoldLine>('SoldLine', {
    sold: optional(factsCodec),
    claimedBy: optional(customerIdCodec),
    isVoid: flag,
    returnedUnits: countCodec,
    returnedMinor: countCodec,
    refundedMinor: countCodec,
  }),
  columns: {
    customer_id: {
      kind: 'text',
      isIndexed: true,
      of: ({ sold, claimedBy }) => sold?.customerId ?? claimedBy ?? null,
    },
    sold_on: { kind: 'text', isIndexed: true, of: ({ sold }) => sold?.soldOn ?? null },
    store_id: { kind: 'text', of: ({ sold }) => sold?.storeId ?? null },
    sku: { kind: 'text', of: ({ sold }) => sold?.sku ?? null },
    brand: { kind: 'text', of: ({ sold }) => sold?.article?.brand ?? null },
    category: { kind: 'text', of: ({ sold }) => sold?.article?.category ?? null },
    currency: { kind: 'text', of: ({ sold }) => sold?.currency ?? null },
    units: { kind: 'integer', of: (line) => leftOfLine(line).units },
    paid_minor: { kind: 'integer', of: (line) => leftOfLine(line).paidMinor },
  },
})
