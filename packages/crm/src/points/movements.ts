// Which events a balance follows from: it folds them, a statement has a line for each, and what a shop owes is their sum.
import type { PointsEvent, PointsMovement } from './events.js'

/** Their names. A movement that is missing here does not compile where a statement is printed. */
export const movements = [
  'PointsAwarded',
  'PointsReversed',
  'PointsRedeemed',
  'RedemptionUndone',
  'PointsExpired',
  'DeficitAbsorbed',
  'PointsHeld',
  'PointsReleased',
  'PointsAdjusted',
  'PointsTransferredOut',
  'PointsTransferredIn',
  'PointsTransferRefused',
  'TransferReturned',
  'PointsAccountClosed',
  'PointLotsMoved',
  'PointLotsReceived',
  'PointLotsRefused',
  'PointLotsReturned',
  'ReversalFollowed',
] as const satisfies ReadonlyArray<PointsMovement['type']>

const types: ReadonlyArray<PointsEvent['type']> = movements

/** Says whether a balance follows from an event. */
export const movesPoints = (event: PointsEvent): event is PointsMovement =>
  types.includes(event.type)
