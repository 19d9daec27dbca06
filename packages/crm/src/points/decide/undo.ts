import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import { plusDays } from '../../shared/civil-date.js'
import { graceLotIdOf } from '../../shared/derived-ids.js'
import { lookUp } from '../../shared/table.js'
import type { UndoRedemption } from '../commands.js'
import type { Back, GraceLot, RedemptionUndone } from '../events.js'
import type { PointsRejection } from '../rejections.js'
import type { Opened, Redemption } from '../state.js'
import { headOf, inChunks, type Moment, sumOf } from './settle.js'

/**
 * Gives points of a redemption back to the very lots that they came from, last taken first (docs/guide/points.md), so that redeeming
 * n and undoing k is redeeming n − k. Points of a lot that has lapsed meanwhile live on in a lot of grace.
 */
export const undo = (
  command: UndoRedemption,
  account: Opened,
  redemption: Redemption,
  moment: Moment,
): Either<PointsRejection, ReadonlyArray<RedemptionUndone>> => {
  const { redemptionId, undoId, points } = command
  const left = redemption.points - redemption.undone
  if (points > left) return E.left({ _tag: 'UndoExceedsRedeemed', asked: points, left })
  const events = inChunks(lastTaken(redemption, points)).map((given): RedemptionUndone => {
    const isAlive = ({ lastDay }: Back): boolean => lastDay === undefined || lastDay >= moment.onDay
    return {
      type: 'RedemptionUndone',
      ...headOf(account, moment),
      redemptionId,
      undoId,
      points: sumOf(given),
      back: given.filter(isAlive),
      graceLots: given
        .filter((one) => !isAlive(one))
        .map((one) => graceLotOf(one, command, account, redemption, moment)),
    }
  })
  return E.right(events)
}

const graceLotOf = (
  { lotId: from, points }: Back,
  { undoId }: UndoRedemption,
  { lots }: Opened,
  { graceDays }: Redemption,
  { onDay }: Moment,
): GraceLot => ({
  lotId: graceLotIdOf(undoId, from),
  from,
  points,
  earnedOn: lookUp(lots, from)?.earnedOn ?? onDay,
  lastDay: plusDays(onDay, graceDays),
})

// What was taken last and is not undone yet.
const lastTaken = ({ takes, undone }: Redemption, points: number): ReadonlyArray<Back> => {
  const given: Back[] = []
  let skipped = undone
  let missing = points
  for (const { lotId, points: taken, lastDay } of takes.toReversed()) {
    const isUndone = Math.min(skipped, taken)
    skipped -= isUndone
    const part = Math.min(missing, taken - isUndone)
    missing -= part
    if (part > 0) {
      given.push(lastDay === undefined ? { lotId, points: part } : { lotId, points: part, lastDay })
    }
    if (missing === 0) break
  }
  return given
}
