import { type Fields, literal, optional, record, view } from '@patina/eventsourcing'
import type * as t from 'io-ts'
import {
  civilDateCodec,
  customerIdCodec,
  giftItemIdCodec,
  somePointsCodec,
  storeIdCodec,
} from '../shared/codecs.js'
import { type GiftStanding, giftStandings, stageAfter } from './gifts.projection.js'
import type { GiftStage } from './state.js'
import { reasonsCodec, worthCodec } from './terms.codec.js'

const stageCodec: t.Type<GiftStage, unknown> = literal(...Object.values(stageAfter))

/** The members of a gift's standing. */
export const standingFields: Fields<GiftStanding> = {
  customerId: optional(customerIdCodec),
  itemId: optional(giftItemIdCodec),
  storeId: optional(storeIdCodec),
  points: optional(somePointsCodec),
  worth: optional(worthCodec),
  askedOn: optional(civilDateCodec),
  stage: optional(stageCodec),
  onDay: optional(civilDateCodec),
  collectByDay: optional(civilDateCodec),
  reasons: optional(reasonsCodec),
}

/** Gifts, key gift id. */
export const giftStandingsView = view(giftStandings, {
  codec: record<GiftStanding>('GiftStanding', standingFields),
  columns: {
    customer_id: { kind: 'text', isIndexed: true, of: ({ customerId }) => customerId ?? null },
    item_id: { kind: 'text', of: ({ itemId }) => itemId ?? null },
    store_id: { kind: 'text', of: ({ storeId }) => storeId ?? null },
    stage: { kind: 'text', isIndexed: true, of: ({ stage }) => stage ?? null },
    asked_on: { kind: 'text', of: ({ askedOn }) => askedOn ?? null },
    points: { kind: 'integer', of: ({ points }) => points ?? null },
    worth_minor: { kind: 'integer', of: ({ worth }) => worth?.minor ?? null },
    collect_by_day: { kind: 'text', of: ({ collectByDay }) => collectByDay ?? null },
  },
})
