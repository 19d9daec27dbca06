import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { adjustmentLotIdOf, membershipIdOf } from '../../shared/derived-ids.js'
import { lastDayOf } from '../../shared/expiry.js'
import { lookUp } from '../../shared/table.js'
import type { Account } from '../account.js'
import type { AdjustPoints } from '../commands.js'
import type { AdjustedLot, PointsAdjusted, Take } from '../events.js'
import type { PointsRejection } from '../rejections.js'
import { accountClosed, type Decision, momentOf, sameOr, settledAround } from './around.js'
import { notActive } from './not-active.js'
import { thenSettle } from './settle.js'
import { inChunks, type Moment, sumOf, takeInOrder } from './takes.js'

/** What is adjusted without anybody's approval, where the rules do not say. */
const usualApprovedAbove = 1000

/** Gives or takes points by hand, once for each id. */
export const adjustPoints = (command: AdjustPoints, account: Account, issued: Issued): Decision => {
  const { adjustmentId, points, reasonCode, approver, rules } = command
  if (account._tag === 'NotOpened') {
    const moment = momentOf(account, rules.rules.zone, issued)
    const decided = adjust(command, account, moment, issued)
    return E.isLeft(decided) ? decided : E.right(thenSettle(account, decided.right, moment))
  }
  const done = lookUp(account.adjustments, adjustmentId)
  // A note is sealed, and sealed words cannot be compared: they do not count.
  if (done !== undefined) return sameOr(done, { points, reasonCode, approver })
  const moment = momentOf(account, account.zone, issued)
  return settledAround(account, moment, (settled) => adjust(command, settled, moment, issued))
}

const adjust = (
  command: AdjustPoints,
  account: Account,
  moment: Moment,
  { by }: Issued,
): Decision => {
  const refusal = notActive(account, moment) ?? refusalOf(command, account, moment, by)
  if (refusal !== undefined) return E.left(refusal)
  const { points } = command
  if (points > 0) return E.right([eventOf(command, moment, points, [])])
  const available = account._tag === 'Opened' ? account.available : 0
  if (account._tag === 'NotOpened' || -points > available) {
    return E.left({ _tag: 'InsufficientPoints', asked: -points, available })
  }
  const events = inChunks(takeInOrder(account, -points)).map((takes) =>
    eventOf(command, moment, -sumOf(takes), takes),
  )
  // What was said of it stands once.
  return E.right(events.map((event, index) => (index === 0 ? event : withoutNote(event))))
}

const withoutNote = ({ note: _, ...event }: PointsAdjusted): PointsAdjusted => event

const refusalOf = (
  { points, approver, rules: { programmeId: found, rules } }: AdjustPoints,
  account: Account,
  { onDay: day }: Moment,
  by: string,
): PointsRejection | undefined => {
  if (account._tag === 'Opened' && account.programmeId !== found) {
    return { _tag: 'RulesOfAnotherProgramme', expected: account.programmeId, found }
  }
  if (rules.effectiveOn > day) {
    return { _tag: 'RulesNotInForce', effectiveOn: rules.effectiveOn, day }
  }
  if (account._tag === 'Opened' && account.closed !== undefined) {
    return accountClosed(account.closed)
  }
  const { approvedAbove } = rules.adjustment ?? { approvedAbove: usualApprovedAbove }
  const isApproved = approver !== undefined && approver !== (by as string)
  if (Math.abs(points) <= approvedAbove || isApproved) return undefined
  const because = approver === undefined ? 'missing' : 'isTheActor'
  return { _tag: 'NoApprover', approvedAbove, points, because }
}

const eventOf = (
  command: AdjustPoints,
  moment: Moment,
  points: number,
  takes: ReadonlyArray<Take>,
): PointsAdjusted => {
  const { customerId, adjustmentId, reasonCode, approver, note, rules: adopted } = command
  const { programmeId, sha256, rules } = adopted
  return {
    type: 'PointsAdjusted',
    membershipId: membershipIdOf(programmeId, customerId),
    customerId,
    programmeId,
    at: moment.at,
    onDay: moment.onDay,
    adjustmentId,
    zone: rules.zone,
    points,
    reasonCode,
    ...(approver === undefined ? {} : { approver }),
    ...(note === undefined ? {} : { note }),
    rules: { version: rules.version, sha256 },
    ...(points > 0 ? { lot: lotFor(command, points, moment) } : {}),
    takes,
  }
}

// What is given by hand is earned on the day on which it is given.
const lotFor = (
  { adjustmentId, rules: { rules } }: AdjustPoints,
  points: number,
  { onDay: earnedOn }: Moment,
): AdjustedLot => {
  const lastDay = lastDayOf(rules.expiry, earnedOn)
  return {
    lotId: adjustmentLotIdOf(adjustmentId),
    points,
    earnedOn,
    ...(lastDay === undefined ? {} : { lastDay }),
    ...(rules.expiry.type === 'inactivity' ? { rolls: rules.expiry.months } : {}),
  }
}
