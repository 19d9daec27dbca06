import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import { plusMinutes } from '../../shared/moments.js'
import type { Account, Opened } from '../account.js'
import type { CapturePoints, HoldPoints } from '../commands.js'
import type { PointsHeld, PointsRedeemed, PointsReleased, Take } from '../events.js'
import type { Hold } from '../holds.js'
import type { PointsRejection } from '../rejections.js'
import { evolve } from '../state.js'
import { notActive } from './not-active.js'
import { refusalOf, worthOf } from './redeem.js'
import { release } from './settle.js'
import { headOf, inChunks, type Moment, sumOf, takeInOrder, takeOf } from './takes.js'

const usualMinutes = 15
const longestMinutes = 24 * 60
const untilIssueMinutes = 14 * 24 * 60

/** Puts points aside, in the order of consumption (docs/guide/points.md). What speaks against it is what speaks against spending them. */
export const hold = (
  command: HoldPoints,
  account: Account,
  moment: Moment,
): Either<PointsRejection, ReadonlyArray<PointsHeld>> => {
  const inactive = notActive(account, moment)
  if (inactive !== undefined) return E.left(inactive)
  const isUntilIssue = command.until === 'issue'
  const mostMinutes = isUntilIssue ? untilIssueMinutes : longestMinutes
  const { minutes = isUntilIssue ? untilIssueMinutes : usualMinutes } = command
  if (minutes > mostMinutes) {
    return E.left({ _tag: 'HoldTooLong', askedMinutes: minutes, mostMinutes })
  }
  const refusal = refusalOf(command, account, moment)
  if (refusal !== undefined) return E.left(refusal)
  if (account._tag === 'NotOpened') {
    return E.left({ _tag: 'InsufficientPoints', asked: command.points, available: 0 })
  }
  const { sha256, rules } = command.rules
  const { version, redemption, currency } = rules
  const events = inChunks(takeInOrder(account, command.points)).map(
    (takes): PointsHeld => ({
      type: 'PointsHeld',
      ...headOf(account, moment),
      holdId: command.holdId,
      points: sumOf(takes),
      takes,
      endsAt: plusMinutes(moment.at, minutes),
      for: command.for,
      rules: { version, sha256 },
      redemption,
      currency,
    }),
  )
  return E.right(events)
}

/**
 * Spends what is held, under the rules that it was put aside under, and lets go of what is not needed. An account that owes
 * may do so: the points were promised before.
 */
export const capture = (
  { holdId, redemptionId, points: asked }: CapturePoints,
  account: Opened,
  held: Hold,
  moment: Moment,
): Either<PointsRejection, ReadonlyArray<PointsRedeemed | PointsReleased>> => {
  if (held.end !== undefined) return E.left({ _tag: 'HoldNotOpen', cause: held.end })
  const { step } = held.redemption
  if (asked % step !== 0) return E.left({ _tag: 'NotAMultiple', step, asked })
  if (asked > held.points) return E.left({ _tag: 'CaptureAboveHold', asked, held: held.points })
  let before = 0
  const redeemed = inChunks(firstOf(account, held.takes, asked)).map((takes): PointsRedeemed => {
    const points = sumOf(takes)
    const value = worthOf(held.redemption, held.currency, before, before + points)
    before += points
    return {
      type: 'PointsRedeemed',
      ...headOf(account, moment),
      redemptionId,
      holdId,
      points,
      takes,
      ...(value === undefined ? {} : { value }),
      for: held.for,
      rules: held.rules,
      graceDays: held.redemption.graceDays,
    }
  })
  if (asked === sumOf(held.takes)) return E.right(redeemed)
  const after = redeemed.reduce<Account>(evolve, account) as Opened
  return E.right([...redeemed, ...release(after, holdId, 'captured', moment)])
}

// So many points of takes, from the first on.
const firstOf = (
  account: Opened,
  takes: ReadonlyArray<Take>,
  points: number,
): ReadonlyArray<Take> => {
  const first: Take[] = []
  let missing = points
  for (const { lotId, points: held, bucket } of takes) {
    if (missing === 0) break
    const part = Math.min(missing, held)
    missing -= part
    first.push(takeOf(account, lotId, part, bucket))
  }
  return first
}
