import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { lookUp } from '../../shared/table.js'
import type { Account } from '../account.js'
import type { UndoRedemption } from '../commands.js'
import { type Decision, momentOf, sameOr, settledAround } from './around.js'
import { undo } from './undo.js'

/** Undoes a redemption, or some points of it, once for each undo. */
export const undoRedemption = (
  command: UndoRedemption,
  account: Account,
  issued: Issued,
): Decision => {
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
