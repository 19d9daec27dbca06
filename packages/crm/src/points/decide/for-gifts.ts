// What the process of gifts asks of an account. It can only go back on what has happened, so a refusal is an event.
import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { codeOf, type PointsHoldId } from '../../shared/ids.js'
import { byHand, pointsForGiftsName } from '../../shared/process.js'
import { lookUp } from '../../shared/table.js'
import type { Account } from '../account.js'
import type { CaptureForGift, GiveBackForGift, HoldForGift } from '../commands.js'
import type { OfAccount, PointsHoldRefused } from '../events.js'
import { type Decision, momentOf, momentOfAny } from './around.js'
import { capturePoints, holdPoints, releasePoints } from './holds.js'
import { notActive } from './not-active.js'
import { headOf } from './takes.js'
import { undoRedemption } from './undoing.js'

const gift = codeOf('gift')
const noRules = { _tag: 'NoRulesInForce' } as const

const isRefused = ({ refused }: Account, holdId: PointsHoldId): boolean =>
  refused !== undefined && lookUp(refused, holdId) !== undefined

/** Puts points aside until the gift is issued, or says by an event why not. Once it has said so, it stays so. */
export const holdForGift = (command: HoldForGift, account: Account, issued: Issued): Decision => {
  const refusal = byHand(issued, pointsForGiftsName)
  if (refusal !== undefined) return E.left(refusal)
  const { membershipId, holdId, points, rules } = command
  if (isRefused(account, holdId)) return E.right([])
  if (rules === undefined) {
    const { _tag: reason } = notActive(account, momentOfAny(account, undefined, issued)) ?? noRules
    return E.right([holdRefused(command, account, issued, reason)])
  }
  const decided = holdPoints(
    { type: 'HoldPoints', membershipId, holdId, points, for: gift, until: 'issue', rules },
    account,
    issued,
  )
  if (E.isRight(decided)) return decided
  return E.right([holdRefused(command, account, issued, decided.left._tag)])
}

const holdRefused = (
  command: HoldForGift,
  account: Account,
  issued: Issued,
  reason: string,
): PointsHoldRefused => ({
  type: 'PointsHoldRefused',
  ...headFor(command, account, issued),
  holdId: command.holdId,
  reason: codeOf(reason),
  points: command.points,
  available: account._tag === 'Opened' ? account.available : 0,
})

const headFor = (command: HoldForGift, account: Account, issued: Issued): OfAccount => {
  const moment = momentOfAny(account, command.rules?.rules.zone, issued)
  if (account._tag === 'Opened') return headOf(account, moment)
  const { membershipId, customerId, programmeId } = command
  return { membershipId, customerId, programmeId, at: moment.at, onDay: moment.onDay }
}

/** Spends what is held for the gift, or says by an event that the hold was over. */
export const captureForGift = (
  command: CaptureForGift,
  account: Account,
  issued: Issued,
): Decision => {
  const refusal = byHand(issued, pointsForGiftsName)
  if (refusal !== undefined) return E.left(refusal)
  const { holdId } = command
  if (isRefused(account, holdId)) return E.right([])
  const decided = capturePoints({ ...command, type: 'CapturePoints' }, account, issued)
  if (E.isRight(decided) || account._tag === 'NotOpened') return decided
  return E.right([
    {
      type: 'PointsCaptureRefused',
      ...headOf(account, momentOf(account, account.zone, issued)),
      holdId,
      reason: codeOf(decided.left._tag),
      points: command.points,
    },
  ])
}

/** Frees what is held for the gift, or undoes what was spent on it: whichever it has come to. Nothing where it is neither. */
export const giveBackForGift = (
  { membershipId, holdId, redemptionId, undoId }: GiveBackForGift,
  account: Account,
  issued: Issued,
): Decision => {
  const refusal = byHand(issued, pointsForGiftsName)
  if (refusal !== undefined) return E.left(refusal)
  const hold = account._tag === 'Opened' ? lookUp(account.holds, holdId) : undefined
  if (account._tag === 'NotOpened' || hold === undefined) return E.right([])
  if (hold.end === undefined) {
    return releasePoints({ type: 'ReleasePoints', membershipId, holdId }, account, issued)
  }
  const spent = lookUp(account.redemptions, redemptionId)
  const points = spent?.holdId === holdId ? spent.points - spent.undone : 0
  return points === 0
    ? E.right([])
    : undoRedemption(
        { type: 'UndoRedemption', membershipId, undoId, redemptionId, points },
        account,
        issued,
      )
}
