import { list, optional, record, view } from '@patina/eventsourcing'
import { personal } from '@patina/privacy'
import { giftIdCodec } from '../shared/codecs.js'
import { standingFields } from './gifts.codec.js'
import { type GiftHistory, type GiftOfPerson, giftHistory } from './history.projection.js'
import { giftNote, giftOccasion, giftTracking } from './kinds.js'

/** The gifts of each person, key customer id. */
export const giftHistoryView = view(giftHistory, {
  codec: record<GiftHistory>('GiftHistory', {
    gifts: list(
      record<GiftOfPerson>('GiftOfPerson', {
        giftId: giftIdCodec,
        ...standingFields,
        occasion: optional(personal(giftOccasion)),
        note: optional(personal(giftNote)),
        tracking: optional(personal(giftTracking)),
      }),
      { most: 100_000 },
    ),
  }),
  columns: { gifts: { kind: 'integer', of: ({ gifts }) => gifts.length } },
})
