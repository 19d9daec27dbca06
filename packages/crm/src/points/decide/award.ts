import type { Issued } from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import { bonusLotIdOf, lotIdOf, membershipIdOf } from '../../shared/derived-ids.js'
import { isPlain, plainOf } from '../../shared/earning-rules.js'
import { availableOnOf, lastDayOf } from '../../shared/expiry.js'
import { mostMinor } from '../../shared/money.js'
import { latestDayAt } from '../../shared/zone.js'
import type { Account } from '../account.js'
import type { AwardPoints } from '../commands.js'
import { cutToCaps, rawLinesOf, uncutLines } from '../earning/earned-points.js'
import type { AwardExplanation } from '../earning/explanation.js'
import { pointsOf } from '../earning/plain.js'
import { rulesMet } from '../earning/rules-met.js'
import type { AwardedBonus, AwardedLot, LineWithoutPoints, PointsAwarded } from '../events.js'
import type { PointsRejection, TooLarge } from '../rejections.js'
import { usedOf } from './caps.js'
import { twice } from './lines.js'
import { type Moment, sumOf } from './takes.js'

/** What lines earn: one lot for each that earns points, and one for each bonus of the order. */
export const award = (
  command: AwardPoints,
  account: Account,
  moment: Moment,
  issued: Issued,
): Either<PointsRejection, ReadonlyArray<PointsAwarded>> => {
  const flaw = flawOf(command, issued)
  if (flaw !== undefined) return E.left(flaw)
  const earned = earnedBy(command, account)
  return E.isLeft(earned) ? earned : E.right([awarded(command, moment, earned.right)])
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

/** What the lines of an award come to, in their order, and the order as a whole. */
interface Earned {
  readonly bases: ReadonlyArray<number>
  readonly points: ReadonlyArray<number>
  readonly bonuses: ReadonlyArray<number>
  /** Absent where the plain rule was all. */
  readonly explanation?: AwardExplanation
}

/** No award is of more: what the largest document earns at the highest rate, before it is multiplied. */
const mostPoints = 1000 * mostMinor

const earnedBy = (command: AwardPoints, account: Account): Either<TooLarge, Earned> => {
  const { lines, rules } = command
  const { earn } = rules.rules
  const isAllPaid = lines.every(
    ({ taxMinor, paidByPointsMinor }) => taxMinor === undefined && paidByPointsMinor === undefined,
  )
  // Nearly every award: what follows would come to the same, at several times the cost.
  if (isAllPaid && isPlain(earn)) {
    const bases = lines.map(({ basisMinor }) => basisMinor)
    return E.right({ bases, points: pointsOf(bases, earn), bonuses: [] })
  }
  const facts: ReadonlyArray<string> = [
    ...(command.facts ?? []),
    ...(isFirst(account) ? ['firstPurchase'] : []),
  ]
  const circumstances = { ...command, facts, usedOf: usedOf(account, command) }
  const { explanation, bases } = rulesMet(earn, lines, circumstances)
  const uncut = uncutLines(earn, rawLinesOf(earn, explanation, bases))
  const all = uncut.reduce((sum, points) => sum + points, 0n)
  if (all > BigInt(mostPoints)) {
    return E.left({ _tag: 'TooLarge', field: 'points', limit: mostPoints, found: Number(all) })
  }
  const { lines: points, bonuses } = cutToCaps(explanation, uncut.map(Number))
  return E.right({ bases, points, bonuses, explanation })
}

// Whether nothing has been bought before. What was brought back since was a purchase all the same.
const isFirst = (account: Account): boolean =>
  account._tag === 'NotOpened' || account.awards.root === undefined

const awarded = (
  command: AwardPoints,
  moment: Moment,
  { bases, points, bonuses, explanation }: Earned,
): PointsAwarded => {
  const { customerId, awardId, saleId, earnedOn, lines } = command
  const { programmeId, sha256, rules } = command.rules
  const { at, onDay } = moment
  const days = daysOf(command, moment)
  const lots: AwardedLot[] = []
  const withoutPoints: LineWithoutPoints[] = []
  for (const [index, { lineId, quantity }] of lines.entries()) {
    const earned = points[index] ?? 0
    const basisMinor = bases[index] ?? 0
    if (earned === 0) withoutPoints.push({ lineId, quantity, basisMinor })
    else {
      const lotId = lotIdOf(awardId, lineId)
      lots.push({ lotId, lineId, quantity, basisMinor, points: earned, ...days })
    }
  }
  const bonusLots = bonusLotsOf(command, bonuses, days, explanation)
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
    points: sumOf(lots) + sumOf(bonusLots),
    lots,
    withoutPoints,
    ...(bonusLots.length === 0 ? {} : { bonuses: bonusLots }),
    rules: { version: rules.version, sha256 },
    earn: plainOf(rules.earn),
    ...(explanation === undefined ? {} : { explanation }),
    expiry: rules.expiry,
    deficit: rules.deficit,
  }
}

type Days = Pick<AwardedLot, 'availableOn' | 'lastDay' | 'rolls'>

const daysOf = ({ earnedOn, rules: { rules } }: AwardPoints, { onDay }: Moment): Days => {
  const { expiry } = rules
  const isRolling = expiry.type === 'inactivity'
  const availableOn = availableOnOf(rules.earn, earnedOn)
  // An award is an activity of its own: days that roll count from the day on which it is decided.
  const lastDay = lastDayOf(expiry, isRolling && onDay > earnedOn ? onDay : earnedOn, availableOn)
  return {
    ...(availableOn === earnedOn ? {} : { availableOn }),
    ...(lastDay === undefined ? {} : { lastDay }),
    ...(isRolling ? { rolls: expiry.months } : {}),
  }
}

// What a cap has left of each bonus. One of which it has left nothing is a bonus in the explanation alone.
const bonusLotsOf = (
  { awardId }: AwardPoints,
  points: ReadonlyArray<number>,
  days: Days,
  explanation: AwardExplanation | undefined,
): ReadonlyArray<AwardedBonus> =>
  (explanation?.bonuses ?? []).flatMap(({ ruleId, minimumMinor }, index) => {
    const earned = points[index] ?? 0
    if (earned === 0) return []
    const bonus = { lotId: bonusLotIdOf(awardId, ruleId), ruleId, points: earned }
    return [{ ...bonus, ...(minimumMinor === undefined ? {} : { minimumMinor }), ...days }]
  })
