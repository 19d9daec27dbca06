import type { FactsOf, LogEvent, Reaction, ViewRead } from '@patina/eventsourcing'
import type {
  PointsCaptureRefused,
  PointsHeld,
  PointsHoldRefused,
  PointsRedeemed,
  PointsReleased,
} from '../points/events.js'
import { codeOf, type GiftId, type PointsHoldId } from '../shared/ids.js'
import { giftsForPointsName } from '../shared/process.js'
import type { ContinueGift, RefuseGift } from './commands.js'
import { giftStandings } from './gifts.projection.js'

type Source =
  | PointsHeld
  | PointsHoldRefused
  | PointsReleased
  | PointsRedeemed
  | PointsCaptureRefused

interface Reads extends Readonly<Record<string, ViewRead>> {
  readonly gift: { readonly of: typeof giftStandings; readonly key: string }
}

// One gift is one hold.
const giftOf = (holdId: PointsHoldId): GiftId => holdId as string as GiftId

// What a capture leaves is no news: the capture is.
const facts = ({ event }: LogEvent<Source>): Reads | undefined =>
  event.holdId === undefined || (event.type === 'PointsReleased' && event.cause === 'captured')
    ? undefined
    : { gift: { of: giftStandings, key: event.holdId } }

const react = (
  { event }: LogEvent<Source>,
  { gift }: FactsOf<Reads>,
): ReadonlyArray<ContinueGift | RefuseGift> => {
  // Points are put aside for other things, too.
  if (gift.value === undefined || event.holdId === undefined) return []
  const giftId = giftOf(event.holdId)
  switch (event.type) {
    case 'PointsHeld':
      return [{ type: 'ContinueGift', giftId, step: 'points' }]
    case 'PointsHoldRefused': {
      const { reason, points: asked, available } = event
      const reasons = [{ type: 'PointsRefused', reason, asked, available } as const]
      return [{ type: 'RefuseGift', giftId, step: 'points', reasons }]
    }
    case 'PointsRedeemed': {
      const { redemptionId } = event
      // Somebody has spent them on something else: the capture for the gift will be refused.
      return (redemptionId as string) === giftId
        ? [{ type: 'ContinueGift', giftId, step: 'capture', redemptionId }]
        : []
    }
    case 'PointsCaptureRefused':
      return [lost(giftId, event.reason)]
    case 'PointsReleased':
      return [lost(giftId, codeOf(event.cause))]
  }
}

const lost = (giftId: GiftId, reason: PointsCaptureRefused['reason']): RefuseGift => ({
  type: 'RefuseGift',
  giftId,
  step: 'capture',
  reasons: [{ type: 'PointsLost', reason }],
})

/** What gifts do about points: they hear what became of those that were asked for. */
export const giftsForPoints: Reaction<Source, Reads, ContinueGift | RefuseGift> = {
  name: giftsForPointsName,
  types: [
    'PointsHeld',
    'PointsHoldRefused',
    'PointsReleased',
    'PointsRedeemed',
    'PointsCaptureRefused',
  ],
  startsFrom: 'beginning',
  facts,
  react,
}
