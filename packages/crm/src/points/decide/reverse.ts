import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { LineId } from '../../shared/ids.js'
import { claimOf, divide } from '../../shared/rational.js'
import { lookUp } from '../../shared/table.js'
import type { ReverseAward } from '../commands.js'
import type { PointsReversed, ReversedLine, Take } from '../events.js'
import type { PointsRejection, ReversalRefused } from '../rejections.js'
import { type Award, type AwardBonus, type AwardLine, lotsOf, type Opened } from '../state.js'
import { twice } from './lines.js'
import { headOf, type Moment, sumOf, takeOf } from './settle.js'

/**
 * What returned lines take back, exact to the line (docs/guide/points.md), and the bonuses that no longer hold for what is left: the
 * lots' own points that are still there, their own that have expired (they are gone already, so nothing is owed for them), and
 * the rest by the policy of the award.
 */
export const reverse = (
  command: ReverseAward,
  account: Opened,
  award: Award,
  moment: Moment,
): Either<PointsRejection, ReadonlyArray<PointsReversed>> => {
  const lineIds = twice(command.lines)
  if (lineIds.length > 0) return E.left({ _tag: 'LineIdTwice', lineIds })
  const lines = new Map(award.lines.map((line) => [line.lineId, line]))
  const reasons = reasonsAgainst(command, lines)
  if (reasons.length > 0) return E.left({ _tag: 'ReversalRefused', reasons })
  const byLine = claimsOf(command, lines)
  const lost = lostBonuses(command, award)
  const byBonus = lost.map(({ ruleId, points }) => ({ ruleId, points }))
  const takes = [
    ...byLine.flatMap(({ lineId, points }) => takesOf(account, lines.get(lineId), points)),
    ...lost.flatMap((bonus) => takesOf(account, bonus, bonus.points)),
  ]
  const points = sumOf(byLine) + sumOf(byBonus)
  const missing = points - sumOf(takes)
  const isOwed = award.deficit === 'carry'
  return E.right([
    {
      type: 'PointsReversed',
      ...headOf(account, moment),
      awardId: command.awardId,
      returnId: command.returnId,
      points,
      byLine,
      ...(byBonus.length === 0 ? {} : { byBonus }),
      takes,
      owed: isOwed ? missing : 0,
      forgiven: isOwed ? 0 : missing,
    },
  ])
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
const lostBonuses = (
  command: ReverseAward,
  { lines, bonuses = [] }: Award,
): ReadonlyArray<AwardBonus> => {
  if (bonuses.length === 0) return []
  const back = new Map(command.lines.map(({ lineId, quantity }) => [lineId, quantity]))
  let pieces = 0
  let countsMinor = 0
  for (const { lineId, quantity, returned, countsMinor: basis } of lines) {
    if (basis === undefined) continue
    const left = quantity - returned - (back.get(lineId) ?? 0)
    pieces += left
    countsMinor += divide(basis, left, quantity).whole
  }
  return bonuses.filter(
    ({ isGone, minimumMinor = 0 }) => !isGone && (pieces === 0 || countsMinor < minimumMinor),
  )
}

const takesOf = (
  { lots }: Opened,
  of: Pick<AwardLine, 'lotId' | 'graceLotIds'> | undefined,
  points: number,
): ReadonlyArray<Take> => {
  const takes: Take[] = []
  let missing = points
  for (const lotId of of === undefined ? [] : lotsOf(of)) {
    const lot = lookUp(lots, lotId)
    for (const bucket of ['available', 'expired'] as const) {
      const taken = Math.min(missing, lot?.[bucket] ?? 0)
      if (taken === 0) continue
      takes.push(takeOf({ lotId, lastDay: lot?.lastDay }, taken, bucket))
      missing -= taken
    }
  }
  return takes
}
