import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { lookUp } from '../../shared/table.js'
import type { Account } from '../account.js'
import type { AwardPoints, PointsCommand, RedeemPoints, ReverseAward } from '../commands.js'
import type { PointsEvent } from '../events.js'
import { adjustPoints } from './adjust.js'
import { accountClosed, type Decision, momentOf, sameOr, settledAround } from './around.js'
import { award } from './award.js'
import { closeAccount } from './close.js'
import { captureForGift, giveBackForGift, holdForGift } from './for-gifts.js'
import { capturePoints, holdPoints, releasePoints } from './holds.js'
import { followReversal, moveLots, receiveLots, returnLots } from './move.js'
import { receiveTransfer, returnTransfer } from './receive.js'
import { redeem } from './redeem.js'
import { restAccount, resumeAccount } from './rest.js'
import { reverse } from './reverse.js'
import { settle, thenSettle } from './settle.js'
import { transferPoints } from './transfer.js'
import { undoRedemption } from './undoing.js'

/**
 * What follows from a command about a points account. Whatever has lapsed by then is dealt with first, whether it was swept
 * or not, and what comes in makes good what is owed at once.
 */
export const decide = (command: PointsCommand, account: Account, issued: Issued): Decision => {
  switch (command.type) {
    case 'AwardPoints':
      return awardPoints(command, account, issued)
    case 'ReverseAward':
      return reverseAward(command, account, issued)
    case 'RedeemPoints':
      return redeemPoints(command, account, issued)
    case 'HoldPoints':
      return holdPoints(command, account, issued)
    case 'CapturePoints':
      return capturePoints(command, account, issued)
    case 'ReleasePoints':
      return releasePoints(command, account, issued)
    case 'UndoRedemption':
      return undoRedemption(command, account, issued)
    case 'SettleAccount':
      return settleAccount(account, issued)
    case 'HoldForGift':
      return holdForGift(command, account, issued)
    case 'CaptureForGift':
      return captureForGift(command, account, issued)
    case 'GiveBackForGift':
      return giveBackForGift(command, account, issued)
    case 'AdjustPoints':
      return adjustPoints(command, account, issued)
    case 'TransferPoints':
      return transferPoints(command, account, issued)
    case 'ReceiveTransfer':
      return receiveTransfer(command, account, issued)
    case 'ReturnTransfer':
      return returnTransfer(command, account, issued)
    case 'CloseAccount':
      return closeAccount(command, account, issued)
    case 'RestAccount':
      return restAccount(command, account, issued)
    case 'ResumeAccount':
      return resumeAccount(command, account, issued)
    case 'MoveLots':
      return moveLots(command, account, issued)
    case 'ReceiveLots':
      return receiveLots(command, account, issued)
    case 'ReturnLots':
      return returnLots(command, account, issued)
    case 'FollowReversal':
      return followReversal(command, account, issued)
  }
}

const awardPoints = (command: AwardPoints, account: Account, issued: Issued): Decision => {
  const moment = momentOf(account, command.rules.rules.zone, issued)
  if (account._tag === 'NotOpened') {
    return E.map((decided: ReadonlyArray<PointsEvent>) => thenSettle(account, decided, moment))(
      award(command, account, moment, issued),
    )
  }
  // Even if the rules have changed since: what an award gave was decided once.
  if (lookUp(account.awards, command.awardId) !== undefined) return E.right([])
  if (account.closed !== undefined) return E.left(accountClosed(account.closed))
  return settledAround(account, moment, (settled) => award(command, settled, moment, issued))
}

const reverseAward = (command: ReverseAward, account: Account, issued: Issued): Decision => {
  const found = account._tag === 'Opened' ? lookUp(account.awards, command.awardId) : undefined
  const { returnId, lines, mayBeUnknown } = command
  if (account._tag === 'NotOpened' || found === undefined) {
    return mayBeUnknown === true ? E.right([]) : E.left({ _tag: 'UnknownAward' })
  }
  const done = found.reversals.find((one) => one.returnId === returnId)
  if (done !== undefined) {
    const recorded = done.byLine.map(({ lineId, quantity }) => ({ lineId, quantity }))
    return sameOr({ lines: recorded }, { lines })
  }
  const moment = momentOf(account, account.zone, issued)
  return settledAround(account, moment, (settled) => reverse(command, settled, found, moment))
}

const redeemPoints = (command: RedeemPoints, account: Account, issued: Issued): Decision => {
  if (account._tag === 'NotOpened') {
    return redeem(command, account, momentOf(account, command.rules.rules.zone, issued))
  }
  const { points, for: purpose } = command
  const done = lookUp(account.redemptions, command.redemptionId)
  if (done !== undefined) {
    const { points: recorded, for: what, holdId } = done
    return sameOr({ points: recorded, for: what, holdId }, { points, for: purpose })
  }
  const moment = momentOf(account, account.zone, issued)
  const before = settle(account, moment)
  // Spending leaves nothing to settle: no lot lapses by it, and an account that owes cannot spend.
  const decided = redeem(command, before.account, moment)
  return E.isLeft(decided) ? decided : E.right([...before.events, ...decided.right])
}

const settleAccount = (account: Account, issued: Issued): Decision =>
  account._tag === 'NotOpened'
    ? E.right([])
    : E.right(settle(account, momentOf(account, account.zone, issued)).events)
