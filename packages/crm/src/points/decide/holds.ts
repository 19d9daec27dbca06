import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { lookUp } from '../../shared/table.js'
import type { Account } from '../account.js'
import type { CapturePoints, HoldPoints, ReleasePoints } from '../commands.js'
import { type Decision, momentOf, sameOr, settledAround } from './around.js'
import { capture, hold } from './hold.js'
import { release } from './settle.js'

/** Puts points aside, once for each id. */
export const holdPoints = (command: HoldPoints, account: Account, issued: Issued): Decision => {
  if (account._tag === 'NotOpened') {
    return hold(command, account, momentOf(account, command.rules.rules.zone, issued))
  }
  const { points, for: purpose } = command
  const done = lookUp(account.holds, command.holdId)
  if (done !== undefined) {
    return sameOr({ points: done.points, for: done.for }, { points, for: purpose })
  }
  const moment = momentOf(account, account.zone, issued)
  return settledAround(account, moment, (settled) => hold(command, settled, moment))
}

/** Captures a hold, once for each redemption. */
export const capturePoints = (
  command: CapturePoints,
  account: Account,
  issued: Issued,
): Decision => {
  const { holdId, redemptionId, points } = command
  if (account._tag === 'NotOpened' || lookUp(account.holds, holdId) === undefined) {
    return E.left({ _tag: 'HoldUnknown' })
  }
  const done = lookUp(account.redemptions, redemptionId)
  if (done !== undefined) {
    return sameOr({ points: done.points, holdId: done.holdId }, { points, holdId })
  }
  const moment = momentOf(account, account.zone, issued)
  return settledAround(account, moment, (settled) => {
    const held = lookUp(settled.holds, holdId)
    return held === undefined
      ? E.left({ _tag: 'HoldUnknown' })
      : capture(command, settled, held, moment)
  })
}

/** Lets a hold go; one that is free already stays so. */
export const releasePoints = (
  { holdId }: ReleasePoints,
  account: Account,
  issued: Issued,
): Decision => {
  const found = account._tag === 'Opened' ? lookUp(account.holds, holdId) : undefined
  if (account._tag === 'NotOpened' || found === undefined) return E.left({ _tag: 'HoldUnknown' })
  if (found.end === 'captured') return E.left({ _tag: 'HoldNotOpen', cause: found.end })
  if (found.end !== undefined) return E.right([])
  const moment = momentOf(account, account.zone, issued)
  // A hold whose time is over by then is released by settling, and has nothing left to let go of.
  return settledAround(account, moment, (settled) =>
    E.right(release(settled, holdId, 'released', moment)),
  )
}
