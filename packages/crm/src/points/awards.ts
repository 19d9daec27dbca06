// What an account makes of what was bought, and of what of it came back.
import type { LineId } from '../shared/ids.js'
import { lookUp, put } from '../shared/table.js'
import { type Award, type AwardBonus, begun, type Opened } from './account.js'
import { active, grouped } from './activity.js'
import { taken, withAwardedLots } from './buckets.js'
import { withDebt } from './debts.js'
import type { AwardedBonus, PointsAwarded, PointsReversed } from './events.js'
import { lotsIn } from './lots-in.js'

/** The account with the points of an award; one that it has already it does not take twice. */
export const awarded = (before: Opened, event: PointsAwarded): Opened => {
  const { awardId, earnedOn, at, onDay, deficit, lots, points, withoutPoints, bonuses = [] } = event
  if (lookUp(before.awards, awardId) !== undefined) return before
  const [account, group] = grouped(
    points > 0 ? active(begun(before, onDay), onDay) : begun(before, onDay),
    lotsIn(event)[0] ?? {},
  )
  const award: Award = {
    earnedOn,
    deficit,
    lots,
    withoutPoints,
    ...(bonuses.length === 0
      ? {}
      : { bonuses: bonuses.map(bonusOf), countsMinor: countsOf(event) }),
    reversals: [],
  }
  const opened: Opened = {
    ...account,
    clock: at,
    awards: put(account.awards, awardId, award),
  }
  return withAwardedLots(opened, { lots: lotsIn(event), of: { awardId, earnedOn, group, onDay } })
}

// Bonuses are decided again when goods come back, so their award keeps what its lines count for them.
const countsOf = ({
  lots,
  withoutPoints,
  explanation,
}: PointsAwarded): ReadonlyMap<LineId, number> => {
  const counts = new Map([...lots, ...withoutPoints].map((one) => [one.lineId, one.basisMinor]))
  for (const { lineId, excludedBy } of explanation?.lines ?? []) {
    if (excludedBy !== undefined) counts.delete(lineId)
  }
  return counts
}

const bonusOf = ({ ruleId, points, minimumMinor, lotId }: AwardedBonus): AwardBonus => ({
  ruleId,
  points,
  ...(minimumMinor === undefined ? {} : { minimumMinor }),
  lotId,
  isGone: false,
})

/** The account without the points of what came back, and with what of them it owes. */
export const reversed = (account: Opened, event: PointsReversed): Opened => {
  const { awardId, returnId, at, byLine, byBonus = [], takes, owed } = event
  const award = lookUp(account.awards, awardId)
  if (award === undefined || award.reversals.some((one) => one.returnId === returnId)) {
    return account
  }
  const reversals = [...award.reversals, { returnId, byLine }]
  const gone = new Set(byBonus.map(({ ruleId }) => ruleId))
  const bonuses = award.bonuses?.map((one) =>
    gone.has(one.ruleId) ? { ...one, isGone: true } : one,
  )
  const next = {
    ...taken(account, takes, 'reversed'),
    awards: put(account.awards, awardId, {
      ...award,
      reversals,
      ...(bonuses === undefined ? {} : { bonuses }),
    }),
  }
  const { membershipId: origin } = account
  return withDebt(next, { awardId, returnId, origin, points: owed, arisenAt: at })
}
