import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import { plusDays } from '../../shared/civil-date.js'
import { graceLotIdOf } from '../../shared/derived-ids.js'
import type { Opened, Redemption } from '../account.js'
import { lastDayIn, rollsIn } from '../buckets.js'
import type { UndoRedemption } from '../commands.js'
import type { Back, GraceLot, RedemptionUndone } from '../events.js'
import { lotIn } from '../lots.js'
import type { PointsRejection } from '../rejections.js'
import { headOf, inChunks, type Moment, sumOf } from './takes.js'

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
  const events = inChunks(lastTaken(account, redemption, points)).map((given): RedemptionUndone => {
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
  { lots, until }: Opened,
  { graceDays }: Redemption,
  { onDay }: Moment,
): GraceLot => {
  const lastDay = plusDays(onDay, graceDays)
  return {
    lotId: graceLotIdOf(undoId, from),
    from,
    points,
    earnedOn: lotIn(lots, from)?.earnedOn ?? onDay,
    // In an account that was closed until a day nothing lives longer.
    lastDay: until !== undefined && until < lastDay ? until : lastDay,
  }
}

// What was taken last and is not undone yet.
const lastTaken = (
  account: Opened,
  { takes, undone }: Redemption,
  points: number,
): ReadonlyArray<Back> => {
  const given: Back[] = []
  let skipped = undone
  let missing = points
  for (const { lotId, points: taken } of takes.toReversed()) {
    const isUndone = Math.min(skipped, taken)
    skipped -= isUndone
    const part = Math.min(missing, taken - isUndone)
    missing -= part
    if (part > 0) {
      given.push(backOf(account, lotId, part))
    }
    if (missing === 0) break
  }
  return given
}

/** Points that go back to a lot, with its last day as the account stands. */
export const backOf = (account: Opened, lotId: Back['lotId'], points: number): Back => {
  const lot = lotIn(account.lots, lotId)
  const lastDay = lot && lastDayIn(account, lot)
  const rolls = lot && rollsIn(account, lot)
  if (lastDay === undefined) return { lotId, points }
  return rolls === undefined ? { lotId, points, lastDay } : { lotId, points, lastDay, rolls }
}
