import type { FactsOf, LogEvent, Reaction, ViewRead } from '@patina/eventsourcing'
import type {
  GiftCancelled,
  GiftLapsed,
  GiftRefused,
  GiftRequested,
  GiftReserved,
  GiftReturned,
} from '../gifts/events.js'
import type { GiftId, PointsHoldId, RedemptionId, UndoId } from '../shared/ids.js'
import { pointsForGiftsName } from '../shared/process.js'
import type { CaptureForGift, GiveBackForGift, HoldForGift } from './commands.js'
import { earnRules, rulesInForce } from './earn-rules.projection.js'

type Source = GiftRequested | GiftReserved | GiftRefused | GiftCancelled | GiftLapsed | GiftReturned

interface Reads extends Readonly<Record<string, ViewRead>> {
  readonly rules: { readonly of: typeof earnRules; readonly key: string }
}

type Sent = HoldForGift | CaptureForGift | GiveBackForGift

// One gift is one hold, one redemption, and at most one undo.
const namedBy = (giftId: GiftId) => {
  const text: string = giftId
  return {
    holdId: text as PointsHoldId,
    redemptionId: text as RedemptionId,
    undoId: text as UndoId,
  }
}

// What costs no points is none of its business.
const facts = ({ event }: LogEvent<Source>): Reads | undefined =>
  event.membershipId === undefined ? undefined : { rules: { of: earnRules, key: 'all' } }

const react = ({ event }: LogEvent<Source>, { rules }: FactsOf<Reads>): ReadonlyArray<Sent> => {
  const { giftId, membershipId } = event
  if (membershipId === undefined) return []
  const { holdId, redemptionId, undoId } = namedBy(giftId)
  switch (event.type) {
    case 'GiftRequested': {
      const { customerId, programmeId, points, onDay } = event
      const inForce =
        rules.value === undefined ? undefined : rulesInForce(rules.value, programmeId, onDay)
      return [
        {
          type: 'HoldForGift',
          membershipId,
          customerId,
          programmeId,
          holdId,
          points,
          ...(inForce === undefined ? {} : { rules: inForce }),
        },
      ]
    }
    case 'GiftReserved': {
      const { points } = event
      return points === undefined
        ? []
        : [{ type: 'CaptureForGift', membershipId, holdId, redemptionId, points }]
    }
    case 'GiftRefused':
    case 'GiftCancelled':
    case 'GiftLapsed':
    case 'GiftReturned':
      return [{ type: 'GiveBackForGift', membershipId, holdId, redemptionId, undoId }]
  }
}

/**
 * What points does about gifts: it puts points aside for one that is asked for, spends them when a piece is put by for it,
 * and gives them back to the same lots when it does not come about or comes back.
 */
export const pointsForGifts: Reaction<Source, Reads, Sent> = {
  name: pointsForGiftsName,
  types: [
    'GiftRequested',
    'GiftReserved',
    'GiftRefused',
    'GiftCancelled',
    'GiftLapsed',
    'GiftReturned',
  ],
  startsFrom: 'beginning',
  facts,
  react,
}
