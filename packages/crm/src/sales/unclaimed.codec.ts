import { flag, optional, record, view } from '@patina/eventsourcing'
import {
  civilDateCodec,
  countCodec,
  currencyCodec,
  documentNumberCodec,
  minorCodec,
  storeIdCodec,
} from '../shared/codecs.js'
import { eraseDueOn, isOpen, type UnclaimedSale, unclaimed } from './unclaimed.projection.js'

/**
 * Sales to somebody unknown, key sale id; listed by `open_since`, which is `NULL` for what nobody can claim any more, and by
 * `erase_due_on`, which is `NULL` where nothing is sealed that does not go with a customer. Not
 * among the views that every application keeps: `ownViews` opens it.
 */
export const unclaimedView = view(unclaimed, {
  codec: record<UnclaimedSale>('UnclaimedSale', {
    documentNumber: optional(documentNumberCodec),
    storeId: optional(storeIdCodec),
    soldOn: optional(civilDateCodec),
    currency: optional(currencyCodec),
    totalMinor: minorCodec,
    units: countCodec,
    returnedUnits: countCodec,
    isClaimed: flag,
    isVoid: flag,
    isSealed: flag,
    isErased: flag,
  }),
  columns: {
    document_number: { kind: 'text', of: ({ documentNumber }) => documentNumber ?? null },
    store_id: { kind: 'text', of: ({ storeId }) => storeId ?? null },
    open_since: {
      kind: 'text',
      isIndexed: true,
      of: (sale) => (isOpen(sale) ? (sale.soldOn ?? null) : null),
    },
    erase_due_on: { kind: 'text', isIndexed: true, of: (sale) => eraseDueOn(sale) ?? null },
    total_minor: { kind: 'integer', of: ({ totalMinor }) => totalMinor },
  },
})
