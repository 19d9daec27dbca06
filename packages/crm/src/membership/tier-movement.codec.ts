import { list, optional, record, view } from '@patina/eventsourcing'
import { countCodec, programmeIdCodec, tierIdCodec } from '../shared/codecs.js'
import { tierCauseCodec } from './tier-events.codec.js'
import { type TierMovement, type TierMoves, tierMovement } from './tier-movement.projection.js'

/** How members moved between tiers, key month. */
export const tierMovementView = view(tierMovement, {
  codec: record<TierMovement>('TierMovement', {
    moves: list(
      record<TierMoves>('TierMoves', {
        programmeId: programmeIdCodec,
        from: optional(tierIdCodec),
        to: optional(tierIdCodec),
        cause: tierCauseCodec,
        count: countCodec,
      }),
      { most: 100_000 },
    ),
  }),
  columns: {},
})
