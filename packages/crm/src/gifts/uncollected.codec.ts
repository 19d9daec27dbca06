import { list, record, view } from '@patina/eventsourcing'
import { civilDateCodec, customerIdCodec, giftIdCodec, giftItemIdCodec } from '../shared/codecs.js'
import {
  type UncollectedGifts,
  uncollectedGifts,
  type WaitingGift,
} from './uncollected.projection.js'

const waitingCodec = list(
  record<WaitingGift>('WaitingGift', {
    giftId: giftIdCodec,
    customerId: customerIdCodec,
    itemId: giftItemIdCodec,
    collectByDay: civilDateCodec,
  }),
  { most: 100_000 },
)

/** What waits in each shop, key the code of the shop. */
export const uncollectedGiftsView = view(uncollectedGifts, {
  codec: record<UncollectedGifts>('UncollectedGifts', {
    waiting: waitingCodec,
    overdue: waitingCodec,
  }),
  columns: {
    waiting: { kind: 'integer', of: ({ waiting }) => waiting.length },
    next_day: { kind: 'text', of: ({ waiting }) => waiting[0]?.collectByDay ?? null },
  },
})
