// What an account makes of what was bought, and of what of it came back.
import type { LotId } from '../shared/ids.js'
import { lookUp, put } from '../shared/table.js'
import { type Award, type AwardLine, begun, type Opened } from './account.js'
import { active, grouped } from './activity.js'
import { lotOf, taken, withNewLots } from './buckets.js'
import { withDebt } from './debts.js'
import type { AwardedBonus, AwardedLot, PointsAwarded, PointsReversed } from './events.js'
import { lotsIn } from './lots-in.js'

/** The account with the points of an award; one that it has already it does not take twice. */
export const awarded = (before: Opened, event: PointsAwarded): Opened => {
  const { awardId, earnedOn, at, onDay, deficit, lots, points, withoutPoints, bonuses = [] } = event
  if (lookUp(before.awards, awardId) !== undefined) return before
  const [account, group] = grouped(
    points > 0 ? active(begun(before, onDay), onDay) : begun(before, onDay),
    lotsIn(event)[0] ?? {},
  )
  const lines: ReadonlyArray<AwardLine> = [
    ...lots.map((lot) => lineOf(lot, lot.points, lot.lotId)),
    ...withoutPoints.map((line) => lineOf(line, 0, undefined)),
  ]
  const award: Award =
    bonuses.length === 0
      ? { earnedOn, deficit, lines, reversals: [] }
      : { earnedOn, deficit, ...withBonuses(lines, bonuses, event), reversals: [] }
  const opened: Opened = {
    ...account,
    clock: at,
    awards: put(account.awards, awardId, award),
  }
  return withNewLots(
    opened,
    lotsIn(event).map(({ lotId, points: ofLot, lastDay, availableOn }) =>
      lotOf(
        {
          lotId,
          points: ofLot,
          earnedOn,
          lastDay: group === undefined ? lastDay : undefined,
          group,
          awardId,
          availableOn,
        },
        onDay,
      ),
    ),
  )
}

const lineOf = (
  { lineId, quantity }: Pick<AwardedLot, 'lineId' | 'quantity'>,
  points: number,
  lotId: LotId | undefined,
): AwardLine => ({ lineId, quantity, points, returned: 0, lotId })

// Bonuses are decided again when goods come back, so their award keeps what its lines count for them.
const withBonuses = (
  lines: ReadonlyArray<AwardLine>,
  bonuses: ReadonlyArray<AwardedBonus>,
  { lots, withoutPoints, explanation }: PointsAwarded,
): Pick<Award, 'lines' | 'bonuses'> => {
  const counts = new Map([...lots, ...withoutPoints].map((one) => [one.lineId, one.basisMinor]))
  for (const { lineId, excludedBy } of explanation?.lines ?? []) {
    if (excludedBy !== undefined) counts.delete(lineId)
  }
  return {
    lines: lines.map((line) => {
      const countsMinor = counts.get(line.lineId)
      return countsMinor === undefined ? line : { ...line, countsMinor }
    }),
    bonuses: bonuses.map(({ ruleId, points, minimumMinor, lotId }) => ({
      ruleId,
      points,
      ...(minimumMinor === undefined ? {} : { minimumMinor }),
      lotId,
      isGone: false,
    })),
  }
}

/** The account without the points of what came back, and with what of them it owes. */
export const reversed = (account: Opened, event: PointsReversed): Opened => {
  const { awardId, returnId, at, byLine, byBonus = [], takes, owed } = event
  const award = lookUp(account.awards, awardId)
  if (award === undefined || award.reversals.some((one) => one.returnId === returnId)) {
    return account
  }
  const back = new Map(byLine.map(({ lineId, quantity }) => [lineId, quantity]))
  const lines = award.lines.map((line) => {
    const quantity = back.get(line.lineId)
    return quantity === undefined ? line : { ...line, returned: line.returned + quantity }
  })
  const reversals = [...award.reversals, { returnId, byLine }]
  const gone = new Set(byBonus.map(({ ruleId }) => ruleId))
  const bonuses = award.bonuses?.map((one) =>
    gone.has(one.ruleId) ? { ...one, isGone: true } : one,
  )
  const next = {
    ...taken(account, takes, 'reversed'),
    awards: put(account.awards, awardId, {
      ...award,
      lines,
      reversals,
      ...(bonuses === undefined ? {} : { bonuses }),
    }),
  }
  const { membershipId: origin } = account
  return withDebt(next, { awardId, returnId, origin, points: owed, arisenAt: at })
}
