import { flag, integer, list, optional, record, view } from '@patina/eventsourcing'
import { countCodec, sha256Codec, storeIdCodec } from '../shared/codecs.js'
import { type CatalogueItem, type GiftStock, giftCatalogue } from './catalogue.projection.js'
import { termsCodec } from './terms.codec.js'

const all = (item: CatalogueItem, of: (stock: GiftStock) => number): number =>
  item.stock.reduce((sum, one) => sum + of(one), 0)

/** The catalogue of gifts, key item id. */
export const giftCatalogueView = view(giftCatalogue, {
  codec: record<CatalogueItem>('CatalogueItem', {
    listed: optional(
      record<NonNullable<CatalogueItem['listed']>>('Listed', {
        version: integer(1, 1_000_000),
        sha256: sha256Codec,
        terms: termsCodec,
      }),
    ),
    isWithdrawn: flag,
    stock: list(
      record<GiftStock>('GiftStock', {
        storeId: storeIdCodec,
        // A fold of events in any order may pass through figures that no shop ever had.
        onHand: integer(),
        reserved: integer(),
        received: countCodec,
        issued: countCodec,
        returned: countCodec,
        corrected: integer(),
      }),
      { most: 100_000 },
    ),
  }),
  columns: {
    name: { kind: 'text', of: ({ listed }) => listed?.terms.name ?? null },
    points: { kind: 'integer', isIndexed: true, of: ({ listed }) => listed?.terms.points ?? null },
    is_withdrawn: { kind: 'integer', of: ({ isWithdrawn }) => (isWithdrawn ? 1 : 0) },
    on_hand: { kind: 'integer', of: (item) => all(item, ({ onHand }) => onHand) },
    reserved: { kind: 'integer', of: (item) => all(item, ({ reserved }) => reserved) },
  },
})
