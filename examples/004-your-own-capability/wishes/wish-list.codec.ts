import { instantCodec, integer, list, record, text, view } from '@patina/eventsourcing'
import { type Wish, type WishList, wishList } from './wish-list.projection.js'

const wish = record<Wish>('Wish', { sku: text(64), madeAt: instantCodec })

/** The wish lists as they are kept; listed by `open`, from the shortest to the longest. */
export const wishListView = view(wishList, {
  codec: record<WishList>('WishList', { open: list(wish), granted: integer(0) }),
  columns: {
    open: { kind: 'integer', isIndexed: true, of: ({ open }) => open.length },
    granted: { kind: 'integer', of: ({ granted }) => granted },
  },
})
