import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { lookUp } from '../../shared/table.js'
import type { Account } from '../account.js'
import type { ReceiveTransfer, ReturnTransfer } from '../commands.js'
import type { NotReceivable, PointsEvent, ReceivedLot } from '../events.js'
import { arrivalOf } from '../transfers.js'
import { type Decision, momentOf, settledAround } from './around.js'
import { thenSettle } from './settle.js'
import { type Moment, sumOf } from './takes.js'
import { backOf } from './undo.js'

/** Why an account takes nothing in, if it does not. */
export const hindranceOf = (
  account: Account,
  { isMember }: { readonly isMember: boolean },
): NotReceivable | undefined => {
  if (account._tag === 'Opened' && account.closed !== undefined) return 'accountClosed'
  return isMember ? undefined : 'notAMember'
}

/** Settles around what a command does to an account that may not be opened yet. */
export const aroundAny = (
  account: Account,
  moment: Moment,
  events: ReadonlyArray<PointsEvent>,
): Decision =>
  account._tag === 'NotOpened'
    ? E.right(thenSettle(account, events, moment))
    : settledAround(account, moment, () => E.right(events))

/**
 * Takes in what another member gave, once for each part. What cannot come in is refused by an event, for a rejection leaves
 * nothing behind that could send the points back.
 */
export const receiveTransfer = (
  command: ReceiveTransfer,
  account: Account,
  issued: Issued,
): Decision => {
  const { membershipId, customerId, programmeId, zone, transferId, part, lots } = command
  const arrival = arrivalOf(command.fromMembershipId, command)
  if (account._tag === 'Opened' && lookUp(account.arrivals, arrival) !== undefined) {
    return E.right([])
  }
  const moment = momentOf(account, zone, issued)
  const head = {
    membershipId,
    customerId,
    programmeId,
    at: moment.at,
    onDay: moment.onDay,
    transferId,
    part,
    other: command.fromMembershipId,
    otherCustomerId: command.fromCustomerId,
    zone,
    points: sumOf(lots),
  }
  const because = hindranceOf(account, command)
  const received = lots.map(
    ({ lotId, points, earnedOn, lastDay }): ReceivedLot => ({
      lotId,
      points,
      earnedOn,
      ...(lastDay === undefined ? {} : { lastDay }),
    }),
  )
  return aroundAny(account, moment, [
    because === undefined
      ? { type: 'PointsTransferredIn', ...head, lots: received }
      : { type: 'PointsTransferRefused', ...head, because },
  ])
}

/** Takes back what could not come in, to the very lots that it was out of. */
export const returnTransfer = (
  { transferId, part, because }: ReturnTransfer,
  account: Account,
  issued: Issued,
): Decision => {
  const transfer = account._tag === 'Opened' ? lookUp(account.transfers, transferId) : undefined
  const given = transfer?.parts.find((one) => one.part === part)
  if (account._tag === 'NotOpened' || transfer === undefined || given === undefined) {
    return E.left({ _tag: 'UnknownTransfer' })
  }
  if (given.isReturned) return E.right([])
  const moment = momentOf(account, account.zone, issued)
  const { membershipId, customerId, programmeId } = account
  return settledAround(account, moment, (settled) =>
    E.right([
      {
        type: 'TransferReturned',
        membershipId,
        customerId,
        programmeId,
        at: moment.at,
        onDay: moment.onDay,
        transferId,
        part,
        other: transfer.toMembershipId,
        otherCustomerId: transfer.toCustomerId,
        points: sumOf(given.lots),
        because,
        back: given.lots.map(({ from, points }) => backOf(settled, from, points)),
      },
    ]),
  )
}
