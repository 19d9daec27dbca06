import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { Currency } from '../../shared/money.js'
import type { RedemptionRule } from '../../shared/programme-rules.js'
import { scale } from '../../shared/rational.js'
import { type Account, deficitOf } from '../account.js'
import type { HoldPoints, RedeemPoints } from '../commands.js'
import type { PointsRedeemed, PointsValue } from '../events.js'
import type { PointsRejection } from '../rejections.js'
import { notActive } from './not-active.js'
import { headOf, inChunks, type Moment, sumOf, takeInOrder } from './takes.js'

/** Spends points in the order of consumption (docs/guide/points.md). Reasons against it are looked for in one fixed order. */
export const redeem = (
  command: RedeemPoints,
  account: Account,
  moment: Moment,
): Either<PointsRejection, ReadonlyArray<PointsRedeemed>> => {
  const refusal = notActive(account, moment) ?? refusalOf(command, account, moment)
  if (refusal !== undefined) return E.left(refusal)
  if (account._tag === 'NotOpened') {
    return E.left({ _tag: 'InsufficientPoints', asked: command.points, available: 0 })
  }
  const { sha256, rules } = command.rules
  const { redemption, currency } = rules
  let before = 0
  const events = inChunks(takeInOrder(account, command.points)).map((takes): PointsRedeemed => {
    const points = sumOf(takes)
    const value = worthOf(redemption, currency, before, before + points)
    before += points
    return {
      type: 'PointsRedeemed',
      ...headOf(account, moment),
      redemptionId: command.redemptionId,
      points,
      takes,
      ...(value === undefined ? {} : { value }),
      for: command.for,
      rules: { version: rules.version, sha256 },
      graceDays: redemption.graceDays,
    }
  })
  return E.right(events)
}

/** The first reason against spending so many points, or putting them aside, where the membership is active. */
export const refusalOf = (
  { points: asked, rules: { programmeId: found, rules } }: RedeemPoints | HoldPoints,
  account: Account,
  { onDay: day }: Moment,
): PointsRejection | undefined => {
  const { effectiveOn, redemption } = rules
  const { step, minimum } = redemption
  if (account._tag === 'Opened' && account.programmeId !== found) {
    return { _tag: 'RulesOfAnotherProgramme', expected: account.programmeId, found }
  }
  if (effectiveOn > day) return { _tag: 'RulesNotInForce', effectiveOn, day }
  const deficit = deficitOf(account)
  if (deficit > 0) return { _tag: 'AccountInDeficit', deficit }
  if (asked % step !== 0) return { _tag: 'NotAMultiple', step, asked }
  if (asked < minimum) return { _tag: 'BelowMinimum', minimum, asked }
  const available = account._tag === 'Opened' ? account.available : 0
  return asked > available ? { _tag: 'InsufficientPoints', asked, available } : undefined
}

/**
 * The value of the points from `start` to `end` of a redemption: parts of one redemption add up to its value exactly.
 * Undefined where points have no value in money.
 */
export const worthOf = (
  { minorPerPoint: rate }: RedemptionRule,
  currency: Currency,
  start: number,
  end: number,
): PointsValue | undefined =>
  rate === undefined
    ? undefined
    : { currency, minor: scale(end, rate, 'floor') - scale(start, rate, 'floor') }
