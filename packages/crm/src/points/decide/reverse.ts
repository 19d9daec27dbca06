import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { LineId } from '../../shared/ids.js'
import { claimOf } from '../../shared/rational.js'
import { lookUp } from '../../shared/table.js'
import type { ReverseAward } from '../commands.js'
import type { PointsReversed, ReversedLine, Take } from '../events.js'
import type { PointsRejection, ReversalRefused } from '../rejections.js'
import { type Award, type AwardLine, lotsOf, type Opened } from '../state.js'
import { twice } from './lines.js'
import { headOf, type Moment, sumOf, takeOf } from './settle.js'

/**
 * What returned lines take back, exact to the line (docs/guide/points.md): the lot's own points that are still there, its own that
 * have expired (they are gone already, so nothing is owed for them), and the rest by the policy of the award.
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
  const takes = byLine.flatMap(({ lineId, points }) => takesOf(account, lines.get(lineId), points))
  const points = sumOf(byLine)
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

const takesOf = (
  { lots }: Opened,
  line: AwardLine | undefined,
  points: number,
): ReadonlyArray<Take> => {
  const takes: Take[] = []
  let missing = points
  for (const lotId of line === undefined ? [] : lotsOf(line)) {
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
