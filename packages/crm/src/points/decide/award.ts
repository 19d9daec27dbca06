import type { Issued } from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import { lotIdOf, membershipIdOf } from '../../shared/derived-ids.js'
import { mostMinor } from '../../shared/money.js'
import { latestDayAt } from '../../shared/zone.js'
import type { AwardPoints } from '../commands.js'
import { lastDayOf, pointsOf } from '../earning.js'
import type { AwardedLot, LineWithoutPoints, PointsAwarded } from '../events.js'
import type { PointsRejection } from '../rejections.js'
import { twice } from './lines.js'
import { type Moment, sumOf } from './settle.js'

/** What lines earn: one lot for each that earns points. */
export const award = (
  command: AwardPoints,
  moment: Moment,
  issued: Issued,
): Either<PointsRejection, ReadonlyArray<PointsAwarded>> => {
  const flaw = flawOf(command, issued)
  return flaw === undefined ? E.right([awarded(command, moment)]) : E.left(flaw)
}

const flawOf = (
  { earnedOn, lines, rules: { rules } }: AwardPoints,
  { at }: Issued,
): PointsRejection | undefined => {
  const today = latestDayAt(at)
  if (earnedOn > today) return { _tag: 'DatedInFuture', day: earnedOn, today }
  const { effectiveOn } = rules
  if (effectiveOn > earnedOn) return { _tag: 'RulesNotInForce', effectiveOn, day: earnedOn }
  const lineIds = twice(lines)
  if (lineIds.length > 0) return { _tag: 'LineIdTwice', lineIds }
  const found = lines.reduce((all, { basisMinor }) => all + basisMinor, 0)
  return found > mostMinor
    ? { _tag: 'TooLarge', field: 'basisMinor', limit: mostMinor, found }
    : undefined
}

const awarded = (command: AwardPoints, { at, onDay }: Moment): PointsAwarded => {
  const { customerId, awardId, saleId, earnedOn, lines } = command
  const { programmeId, sha256, rules } = command.rules
  const points = pointsOf(
    lines.map(({ basisMinor }) => basisMinor),
    rules.earn,
  )
  const lastDay = lastDayOf(rules.expiry, earnedOn)
  const lots: AwardedLot[] = []
  const withoutPoints: LineWithoutPoints[] = []
  for (const [index, { lineId, quantity, basisMinor }] of lines.entries()) {
    const earned = points[index] ?? 0
    if (earned === 0) withoutPoints.push({ lineId, quantity, basisMinor })
    else {
      const lotId = lotIdOf(awardId, lineId)
      const lot = { lotId, lineId, quantity, basisMinor, points: earned }
      lots.push(lastDay === undefined ? lot : { ...lot, lastDay })
    }
  }
  return {
    type: 'PointsAwarded',
    membershipId: membershipIdOf(programmeId, customerId),
    customerId,
    programmeId,
    at,
    onDay,
    awardId,
    ...(saleId === undefined ? {} : { saleId }),
    earnedOn,
    zone: rules.zone,
    points: sumOf(lots),
    lots,
    withoutPoints,
    rules: { version: rules.version, sha256 },
    earn: rules.earn,
    expiry: rules.expiry,
    deficit: rules.deficit,
  }
}
