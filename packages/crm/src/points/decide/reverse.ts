import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { LineId } from '../../shared/ids.js'
import { claimOf, divide } from '../../shared/rational.js'
import type { Award, AwardBonus, Opened } from '../account.js'
import { type AwardLine, linesOf } from '../award-lines.js'
import type { ReverseAward } from '../commands.js'
import type { ClaimedLot, PointsReversed, ReversalForwarded, ReversedLine } from '../events.js'
import type { PointsRejection, ReversalRefused } from '../rejections.js'
import { claim, goingOn } from './claim.js'
import { twice } from './lines.js'
import { headOf, type Moment, sumOf } from './takes.js'

/**
 * What returned lines take back, exact to the line (docs/guide/points.md), and the bonuses that no longer hold for what is left: the
 * lots' own points that are still there, their own that have expired (they are gone already, so nothing is owed for them), those
 * that went to another account of the same person, where the claim follows them, and the rest by the policy of the award.
 */
export const reverse = (
  command: ReverseAward,
  account: Opened,
  award: Award,
  moment: Moment,
): Either<PointsRejection, ReadonlyArray<PointsReversed | ReversalForwarded>> => {
  const lineIds = twice(command.lines)
  if (lineIds.length > 0) return E.left({ _tag: 'LineIdTwice', lineIds })
  const lines = new Map(linesOf(award).map((line) => [line.lineId, line]))
  const reasons = reasonsAgainst(command, lines)
  if (reasons.length > 0) return E.left({ _tag: 'ReversalRefused', reasons })
  const byLine = claimsOf(command, lines)
  const lost = lostBonuses(command, award)
  const byBonus = lost.map(({ ruleId, points }) => ({ ruleId, points }))
  const lots = [
    ...byLine.map(({ lineId, points }) => ({ lotId: lines.get(lineId)?.lotId, points })),
    ...lost,
  ].flatMap(
    ({ lotId, points }): ReadonlyArray<ClaimedLot> =>
      lotId === undefined || points === 0 ? [] : [{ lotId, points }],
  )
  const { takes, onward, missing } = claim(account, lots, [])
  const forwarded = onward.reduce((all, one) => all + sumOf(one.lots), 0)
  const { deficit } = award
  const reversed: PointsReversed = {
    type: 'PointsReversed',
    ...headOf(account, moment),
    awardId: command.awardId,
    returnId: command.returnId,
    points: sumOf(byLine) + sumOf(byBonus),
    byLine,
    ...(byBonus.length === 0 ? {} : { byBonus }),
    takes,
    owed: deficit === 'carry' ? missing : 0,
    forgiven: deficit === 'carry' ? 0 : missing,
    ...(forwarded === 0 ? {} : { forwarded }),
  }
  const { awardId, returnId, at: arisenAt } = reversed
  const { membershipId: origin } = account
  const claimed = { awardId, returnId, origin, arisenAt, deficit, visited: [] }
  return E.right([reversed, ...goingOn(account, onward, claimed, moment)])
}

type Lines = ReadonlyMap<LineId, AwardLine>

const reasonsAgainst = (command: ReverseAward, lines: Lines): ReversalRefused['reasons'] =>
  command.lines.flatMap(({ lineId, quantity: asked }): ReversalRefused['reasons'] => {
    const line = lines.get(lineId)
    if (line === undefined) return [{ _tag: 'UnknownLine', lineId }]
    const left = line.quantity - line.returned
    return asked > left ? [{ _tag: 'ReversalExceedsAwarded', lineId, asked, left }] : []
  })

const claimsOf = (command: ReverseAward, lines: Lines): ReadonlyArray<ReversedLine> =>
  command.lines.map(({ lineId, quantity }) => {
    const line = lines.get(lineId)
    const points =
      line === undefined ? 0 : claimOf(line.points, line.quantity, line.returned, quantity)
    return { lineId, quantity, points }
  })

// Decided again for what the customer keeps, under the rules and facts of the award: a bonus needs a piece that counts for it,
// and its minimum. Whatever else it asked for was true of the sale and stays so.
const lostBonuses = (command: ReverseAward, award: Award): ReadonlyArray<AwardBonus> => {
  const { bonuses = [] } = award
  if (bonuses.length === 0) return []
  const back = new Map(command.lines.map(({ lineId, quantity }) => [lineId, quantity]))
  let pieces = 0
  let countsMinor = 0
  for (const { lineId, quantity, returned, countsMinor: basis } of linesOf(award)) {
    if (basis === undefined) continue
    const left = quantity - returned - (back.get(lineId) ?? 0)
    pieces += left
    countsMinor += divide(basis, left, quantity).whole
  }
  return bonuses.filter(
    ({ isGone, minimumMinor = 0 }) => !isGone && (pieces === 0 || countsMinor < minimumMinor),
  )
}
