import type { Issued } from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import { differencesBetween } from '../../shared/differences.js'
import { lookUp } from '../../shared/table.js'
import { dayOf, type Zone } from '../../shared/zone.js'
import type {
  AwardPoints,
  PointsCommand,
  RedeemPoints,
  ReverseAward,
  UndoRedemption,
} from '../commands.js'
import type { PointsEvent } from '../events.js'
import type { PointsRejection } from '../rejections.js'
import type { Account, Opened } from '../state.js'
import { award } from './award.js'
import { redeem } from './redeem.js'
import { reverse } from './reverse.js'
import { type Moment, settle, thenSettle } from './settle.js'
import { undo } from './undo.js'

type Decision = Either<PointsRejection, ReadonlyArray<PointsEvent>>

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
    case 'UndoRedemption':
      return undoRedemption(command, account, issued)
    case 'SettleAccount':
      return settleAccount(account, issued)
  }
}

// The account's clock never goes back: an order that is entered late is decided after what was decided before.
const momentOf = (account: Account, zone: Zone, { at }: Issued): Moment => {
  const now = account._tag === 'Opened' && account.clock > at ? account.clock : at
  return { at: now, onDay: dayOf(now, zone) }
}

const sameOr = (recorded: object, found: object): Decision => {
  const differences = differencesBetween(recorded, found)
  return differences.length === 0 ? E.right([]) : E.left({ _tag: 'RecordedOtherwise', differences })
}

const awardPoints = (command: AwardPoints, account: Account, issued: Issued): Decision => {
  const moment = momentOf(account, command.rules.rules.zone, issued)
  if (account._tag === 'NotOpened') {
    return E.map((decided: ReadonlyArray<PointsEvent>) => thenSettle(account, decided, moment))(
      award(command, moment, issued),
    )
  }
  // Even if the rules have changed since: what an award gave was decided once.
  if (lookUp(account.awards, command.awardId) !== undefined) return E.right([])
  return settledAround(account, moment, () => award(command, moment, issued))
}

// Settles, decides on what is left, and settles what has come of it.
const settledAround = (
  account: Opened,
  moment: Moment,
  decideOn: (account: Opened) => Decision,
): Decision => {
  const before = settle(account, moment)
  const decided = decideOn(before.account)
  return E.isLeft(decided)
    ? decided
    : E.right([...before.events, ...thenSettle(before.account, decided.right, moment)])
}

const reverseAward = (command: ReverseAward, account: Account, issued: Issued): Decision => {
  const found = account._tag === 'Opened' ? lookUp(account.awards, command.awardId) : undefined
  if (account._tag === 'NotOpened' || found === undefined) return E.left({ _tag: 'UnknownAward' })
  const { returnId, lines } = command
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
    return sameOr({ points: done.points, for: done.for }, { points, for: purpose })
  }
  const moment = momentOf(account, account.zone, issued)
  const before = settle(account, moment)
  // Spending leaves nothing to settle: no lot lapses by it, and an account that owes cannot spend.
  const decided = redeem(command, before.account, moment)
  return E.isLeft(decided) ? decided : E.right([...before.events, ...decided.right])
}

const undoRedemption = (command: UndoRedemption, account: Account, issued: Issued): Decision => {
  const found =
    account._tag === 'Opened' ? lookUp(account.redemptions, command.redemptionId) : undefined
  if (account._tag === 'NotOpened' || found === undefined) {
    return E.left({ _tag: 'UnknownRedemption' })
  }
  const { undoId, points } = command
  const done = found.undos.find((one) => one.undoId === undoId)
  if (done !== undefined) return sameOr({ points: done.points }, { points })
  const moment = momentOf(account, account.zone, issued)
  return settledAround(account, moment, (settled) => undo(command, settled, found, moment))
}

const settleAccount = (account: Account, issued: Issued): Decision =>
  account._tag === 'NotOpened'
    ? E.right([])
    : E.right(settle(account, momentOf(account, account.zone, issued)).events)
