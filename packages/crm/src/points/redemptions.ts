// What an account makes of points that were spent, and of those that came back because that was undone.
import type { UndoId } from '../shared/ids.js'
import { lookUp, put } from '../shared/table.js'
import type { Opened, Redemption } from './account.js'
import { type Move, moved, taken, withNewLots } from './buckets.js'
import type { PointsRedeemed, RedemptionUndone } from './events.js'
import { captured } from './holds.js'
import { type Lot, lotOf } from './lot.js'
import { lotIn } from './lots.js'

/** The account without points that were spent; one of very many lots comes in parts. */
export const redeemed = (account: Opened, event: PointsRedeemed): Opened => {
  const { redemptionId, holdId, takes, points, graceDays } = event
  const before = lookUp(account.redemptions, redemptionId)
  const redemption: Redemption =
    before === undefined
      ? {
          for: event.for,
          ...(holdId === undefined ? {} : { holdId }),
          points,
          takes,
          graceDays,
          undone: 0,
          undos: [],
        }
      : { ...before, points: before.points + points, takes: [...before.takes, ...takes] }
  return {
    ...captured(taken(account, takes, 'spent'), event),
    redemptions: put(account.redemptions, redemptionId, redemption),
  }
}

/** The account with points that are back in the very lots that they came from, or in lots of grace. */
export const undone = (account: Opened, event: RedemptionUndone): Opened => {
  const { redemptionId, undoId, points, back, graceLots } = event
  const redemption = lookUp(account.redemptions, redemptionId)
  if (redemption === undefined) return account
  const next = moved(account, [
    ...back.map(
      ({ lotId, points: some }): Move => ({ lotId, points: some, from: 'spent', to: 'available' }),
    ),
    ...graceLots.map(
      (one): Move => ({ lotId: one.from, points: one.points, from: 'spent', to: 'moved' }),
    ),
  ])
  return {
    ...graced(next, graceLots),
    redemptions: put(account.redemptions, redemptionId, {
      ...redemption,
      undone: redemption.undone + points,
      undos: withUndo(redemption.undos, undoId, points),
    }),
  }
}

// The undo of very many lots is several events of one undo.
const withUndo = (
  undos: Redemption['undos'],
  undoId: UndoId,
  points: number,
): Redemption['undos'] => {
  const last = undos.at(-1)
  return last?.undoId === undoId
    ? undos.with(-1, { undoId, points: last.points + points })
    : [...undos, { undoId, points }]
}

// A lot of grace belongs to the lot that its points were earned in, so that a claim finds them.
const graced = (account: Opened, graceLots: RedemptionUndone['graceLots']): Opened => {
  const added: Lot[] = []
  let { graces } = account
  for (const { lotId, from, points, earnedOn, lastDay } of graceLots) {
    const lapsed = lotIn(account.lots, from)
    if (lapsed === undefined) continue
    const { awardId, comes: { leftGroup: _left, ...comes } = {} } = lapsed
    const root = comes.root ?? from
    added.push(
      lotOf({ lotId, points, earnedOn, lastDay, awardId, comes: { ...comes, root } }, earnedOn),
    )
    graces = put(graces, root, [...(lookUp(graces, root) ?? []), lotId])
  }
  return withNewLots({ ...account, graces }, added)
}
