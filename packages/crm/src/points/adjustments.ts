// What an account makes of points that were given or taken by hand.
import { lookUp, put } from '../shared/table.js'
import { type Adjustment, begun, type Opened } from './account.js'
import { grouped } from './activity.js'
import { taken, withNewLots } from './buckets.js'
import type { PointsAdjusted } from './events.js'
import { lotOf } from './lot.js'

/** The account with what was given in a lot of its own, or without what was taken. */
export const adjusted = (before: Opened, event: PointsAdjusted): Opened => {
  const { adjustmentId, points, reasonCode, approver, lot, takes, onDay } = event
  const known = lookUp(before.adjustments, adjustmentId)
  const adjustment: Adjustment = {
    points: points + (known?.points ?? 0),
    reasonCode,
    ...(approver === undefined ? {} : { approver }),
  }
  const noted: Opened = {
    ...before,
    adjustments: put(before.adjustments, adjustmentId, adjustment),
  }
  if (lot === undefined) return taken(noted, takes, 'reversed')
  const [account, group] = grouped(begun(noted, onDay), lot)
  const { lotId, points: given, earnedOn, lastDay } = lot
  const made = { lotId, points: given, earnedOn, group }
  return withNewLots(account, [lotOf(group === undefined ? { ...made, lastDay } : made, onDay)])
}
