// What has happened to a points account. Stored for ever: add, never edit.
import type {
  PointsAccountClosed,
  PointsAccountRested,
  PointsAccountResumed,
  PointsAdjusted,
} from './account-events.js'
import type { PointsAwarded, PointsReversed } from './award-events.js'
import type {
  PointLotsMoved,
  PointLotsReceived,
  PointLotsRefused,
  PointLotsReturned,
  ReversalFollowed,
  ReversalForwarded,
} from './move-events.js'
import type {
  DeficitAbsorbed,
  PointsCaptureRefused,
  PointsExpired,
  PointsHeld,
  PointsHoldRefused,
  PointsRedeemed,
  PointsReleased,
  RedemptionUndone,
} from './spending-events.js'
import type {
  PointsTransferRefused,
  PointsTransferredIn,
  PointsTransferredOut,
  TransferReturned,
} from './transfer-events.js'

export type * from './account-events.js'
export type * from './award-events.js'
export type * from './event-parts.js'
export type * from './move-events.js'
export type * from './spending-events.js'
export type * from './transfer-events.js'

export type PointsEvent =
  | PointsAwarded
  | PointsReversed
  | PointsRedeemed
  | RedemptionUndone
  | PointsExpired
  | DeficitAbsorbed
  | PointsHeld
  | PointsReleased
  | PointsHoldRefused
  | PointsCaptureRefused
  | PointsAdjusted
  | PointsTransferredOut
  | PointsTransferredIn
  | PointsTransferRefused
  | TransferReturned
  | PointsAccountClosed
  | PointsAccountRested
  | PointsAccountResumed
  | PointLotsMoved
  | PointLotsReceived
  | PointLotsRefused
  | PointLotsReturned
  | ReversalForwarded
  | ReversalFollowed

/**
 * What a balance follows from. What was refused to a gift moves no points, nor does a rest, nor a claim that goes on to
 * another account: they change no figure of this one.
 */
export type PointsMovement = Exclude<
  PointsEvent,
  | PointsHoldRefused
  | PointsCaptureRefused
  | PointsAccountRested
  | PointsAccountResumed
  | ReversalForwarded
>
