import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { plusDays } from '../../shared/civil-date.js'
import { membershipIdOf, transferLotIdOf } from '../../shared/derived-ids.js'
import { lookUp, valuesOf } from '../../shared/table.js'
import { type Account, deficitOf, type Opened } from '../account.js'
import { lastDayIn, rollsIn } from '../buckets.js'
import type { TransferPoints } from '../commands.js'
import type { GivenLot, PointsTransferredOut } from '../events.js'
import type { Lot } from '../lot.js'
import type { PointsRejection, TransferRefused } from '../rejections.js'
import { type Decision, momentOf, sameOr, settledAround } from './around.js'
import { notActive } from './not-active.js'
import { headOf, inChunks, type Moment, madeInOrder, sumOf } from './takes.js'

const usualMostPoints = 5000
const usualMostPointsAYear = 20_000
const usualLeastDays = 90

/** Gives points to another member, once for each id. They are under way until the other account has them, or they come back. */
export const transferPoints = (
  command: TransferPoints,
  account: Account,
  issued: Issued,
): Decision => {
  const moment = momentOf(account, zoneOf(command, account), issued)
  if (account._tag === 'NotOpened') {
    const refusal = refusalOf(command, account, moment)
    return E.left(refusal ?? { _tag: 'InsufficientPoints', asked: command.points, available: 0 })
  }
  const done = lookUp(account.transfers, command.transferId)
  if (done !== undefined) {
    const { points, toCustomerId } = command
    return sameOr(
      { points: done.points, toCustomerId: done.toCustomerId },
      { points, toCustomerId },
    )
  }
  return settledAround(account, moment, (settled) => {
    const parts = madeInOrder(settled, command.points, travels, partOf)
    const refusal = refusalOf(command, settled, moment, sumOf(parts))
    return refusal === undefined ? E.right(given(command, settled, moment, parts)) : E.left(refusal)
  })
}

const zoneOf = ({ rules }: TransferPoints, account: Account): Opened['zone'] =>
  account._tag === 'Opened' ? account.zone : rules.rules.zone

/** So many points of a lot that travel. */
interface Part {
  readonly lot: Lot
  readonly points: number
}

const partOf = (lot: Lot, points: number): Part => ({ lot, points })

// What came by a transfer does not travel twice.
const travels = ({ comes }: Lot): boolean => comes?.isGiven === undefined

const refusalOf = (
  command: TransferPoints,
  account: Account,
  moment: Moment,
  available = 0,
): PointsRejection | undefined => {
  const { programmeId: found, rules } = command.rules
  const inactive = notActive(account, moment)
  if (inactive !== undefined) return inactive
  if (account._tag === 'Opened' && account.programmeId !== found) {
    return { _tag: 'RulesOfAnotherProgramme', expected: account.programmeId, found }
  }
  const { effectiveOn } = rules
  if (effectiveOn > moment.onDay) return { _tag: 'RulesNotInForce', effectiveOn, day: moment.onDay }
  const reasons = [
    ...reasonsAgainst(command, account, moment),
    ...limitsPassed(command, account, moment),
    ...poverty(command, available),
  ]
  return reasons.length === 0 ? undefined : { _tag: 'TransferRefused', reasons }
}

type Reasons = TransferRefused['reasons']

const reasonsAgainst = (
  { membershipId, toCustomerId, rules: { programmeId, rules } }: TransferPoints,
  account: Account,
  { onDay }: Moment,
): Reasons => {
  const reasons: Reasons[number][] = []
  if (rules.transfer?.mostPoints === 0) {
    reasons.push({ _tag: 'NotTransferable', because: 'noTransfers' })
  }
  if (membershipIdOf(programmeId, toCustomerId) === membershipId) {
    reasons.push({ _tag: 'NotTransferable', because: 'toItself' })
  }
  if (account._tag === 'Opened' && account.closed !== undefined) {
    reasons.push({ _tag: 'NotTransferable', because: 'accountClosed' })
  }
  const deficit = deficitOf(account)
  if (deficit > 0) reasons.push({ _tag: 'AccountInDeficit', deficit })
  const opened = account._tag === 'Opened' ? account.openedOn : undefined
  const { leastDays = usualLeastDays } = rules.transfer ?? {}
  const from = opened === undefined ? undefined : plusDays(opened, leastDays)
  if (from === undefined) reasons.push({ _tag: 'AccountTooYoung' })
  else if (onDay < from) reasons.push({ _tag: 'AccountTooYoung', from })
  return reasons
}

const limitsPassed = (
  { points: asked, rules: { rules } }: TransferPoints,
  account: Account,
  { onDay }: Moment,
): Reasons => {
  const { mostPoints: limit = usualMostPoints, mostPointsAYear = usualMostPointsAYear } =
    rules.transfer ?? {}
  const left = Math.max(0, mostPointsAYear - givenIn(account, onDay.slice(0, 4)))
  return [
    ...(asked > limit ? [{ _tag: 'AboveTransferLimit', asked, limit } as const] : []),
    ...(asked > left ? [{ _tag: 'AboveYearLimit', asked, left } as const] : []),
  ]
}

// What was given in a calendar year and has not come back.
const givenIn = (account: Account, year: string): number =>
  account._tag === 'NotOpened'
    ? 0
    : valuesOf(account.transfers)
        .filter(({ onDay }) => onDay.startsWith(year))
        .flatMap(({ parts }) => parts)
        .reduce((all, { lots, isReturned }) => all + (isReturned ? 0 : sumOf(lots)), 0)

// What was found is all there is where it is less than what was asked for.
const poverty = ({ points: asked }: TransferPoints, available: number): Reasons =>
  asked > available ? [{ _tag: 'InsufficientPoints', asked, available }] : []

const given = (
  { transferId, toCustomerId, rules: { programmeId, sha256, rules } }: TransferPoints,
  account: Opened,
  moment: Moment,
  all: ReadonlyArray<Part>,
): ReadonlyArray<PointsTransferredOut> =>
  inChunks(all).map((parts, index) => ({
    type: 'PointsTransferredOut',
    ...headOf(account, moment),
    transferId,
    part: index + 1,
    other: membershipIdOf(programmeId, toCustomerId),
    otherCustomerId: toCustomerId,
    zone: account.zone,
    points: sumOf(parts),
    rules: { version: rules.version, sha256 },
    lots: parts.map((part): GivenLot => givenLot(part, transferId, account)),
  }))

// Whole literals: thousands may travel at once, and spreading members that may be there takes several times as long.
const givenLot = (
  { lot, points }: Part,
  transferId: TransferPoints['transferId'],
  account: Opened,
): GivenLot => {
  const { lotId: from, earnedOn } = lot
  const lotId = transferLotIdOf(transferId, from)
  const lastDay = lastDayIn(account, lot)
  if (lastDay === undefined) return { from, lotId, points, earnedOn }
  const rolls = rollsIn(account, lot)
  return rolls === undefined
    ? { from, lotId, points, earnedOn, lastDay }
    : { from, lotId, points, earnedOn, lastDay, rolls }
}
