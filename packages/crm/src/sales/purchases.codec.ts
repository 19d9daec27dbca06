import { integer, list, literal, optional, record, view } from '@patina/eventsourcing'
import {
  civilDateCodec,
  currencyCodec,
  documentNumberCodec,
  exchangeIdCodec,
  minorCodec,
  quantityCodec,
  skuCodec,
  storeIdCodec,
} from '../shared/codecs.js'
import { articleCodec, nameCodec } from './lines.codec.js'
import {
  type PurchaseDocument,
  type PurchaseHistory,
  type PurchaseLine,
  purchases,
} from './purchases.projection.js'

/**
 * What each customer has bought and given back, key customer id. Grows with every document, so it is not among the views
 * that every application keeps: ask for it with `asOf`, or open it with `ownViews`.
 */
export const purchasesView = view(purchases, {
  codec: record<PurchaseHistory>('PurchaseHistory', {
    documents: list(
      record<PurchaseDocument>('PurchaseDocument', {
        kind: literal(
          'SaleRecorded',
          'SaleVoided',
          'SaleClaimed',
          'SaleLinesReturned',
          'UnmatchedReturnRecorded',
        ),
        day: civilDateCodec,
        documentNumber: documentNumberCodec,
        storeId: storeIdCodec,
        currency: currencyCodec,
        units: integer(),
        amountMinor: integer(),
        exchangeId: optional(exchangeIdCodec),
        lines: list(
          record<PurchaseLine>('PurchaseLine', {
            sku: skuCodec,
            name: optional(nameCodec),
            article: optional(articleCodec),
            quantity: quantityCodec,
            amountMinor: minorCodec,
          }),
        ),
      }),
      { most: 1_000_000 },
    ),
  }),
  columns: {
    documents: { kind: 'integer', of: ({ documents }) => documents.length },
    last_on: {
      kind: 'text',
      isIndexed: true,
      of: ({ documents }) => documents.at(-1)?.day ?? null,
    },
  },
})
