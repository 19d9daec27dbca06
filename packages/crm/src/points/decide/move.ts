import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { moveIdOf } from '../../shared/derived-ids.js'
import type { MembershipId } from '../../shared/ids.js'
import { lookUp } from '../../shared/table.js'
import type { Account, Opened } from '../account.js'
import { lastDayIn, rollsIn } from '../buckets.js'
import type { FollowReversal, MoveLots, ReceiveLots, ReturnLots } from '../commands.js'
import type { LotDay, MovedLot, PointLotsMoved, ReversalFollowed } from '../events.js'
import { lotIn } from '../lots.js'
import { type Decision, momentOf, settledAround } from './around.js'
import { claim, goingOn } from './claim.js'
import { heldDaysOf } from './held-days.js'
import { dated, leavingFor } from './leaving.js'
import { aroundAny, hindranceOf } from './receive.js'
import { headOf, type Moment, sumOf } from './takes.js'

const placeIn = (account: Opened, origin: MembershipId): MembershipId =>
  account.elsewhere.find((one) => one.origin === origin)?.membershipId ?? account.membershipId

/**
 * Lets what some accounts recorded lie in another account from now on; nothing where it does so already. An account that has
 * never had a point hears of it too: what it will earn belongs there, and so does what is on its way to it.
 */
export const moveLots = (command: MoveLots, account: Account, issued: Issued): Decision => {
  const { membershipId, customerId, programmeId, zone, origins, to, toCustomerId } = command
  const place = { membershipId: to, customerId: toCustomerId }
  const moment = momentOf(account, zone, issued)
  if (account._tag === 'NotOpened') {
    if (to === membershipId) return E.right([])
    const moved: PointLotsMoved = {
      type: 'PointLotsMoved',
      membershipId,
      customerId,
      programmeId,
      at: moment.at,
      onDay: moment.onDay,
      moveId: moveIdOf(membershipId, 1),
      other: to,
      otherCustomerId: toCustomerId,
      zone,
      origins,
      points: 0,
      lots: [],
      debts: [],
    }
    return E.right([moved])
  }
  const changed = origins.filter((origin) => placeIn(account, origin) !== to)
  if (changed.length === 0) return E.right([])
  return settledAround(account, moment, (settled) =>
    E.right(leavingFor(settled, changed, place, moment)),
  )
}

/**
 * The days of a lot that comes back because nobody took it in: where its day moved until it left, it moves as if the lot had
 * stayed. Absent where it did not, where the account does not move its days any more, and where some of the lot lies here.
 */
const movingAgain = (
  account: Opened,
  { lotId, rolls: had }: MovedLot,
): { readonly before: LotDay; readonly after: LotDay } | undefined => {
  const lot = lotIn(account.lots, lotId)
  if (had === undefined || lot === undefined || lot.available + lot.pending > 0) return undefined
  const group = { lastDay: undefined, group: lot.comes?.leftGroup }
  const [kept, lastDay, rolls] = [
    lastDayIn(account, lot),
    lastDayIn(account, group),
    rollsIn(account, group),
  ]
  return kept === undefined || lastDay === undefined || rolls === undefined
    ? undefined
    : { before: { lastDay: kept }, after: { lastDay, rolls } }
}

// A lot as it will lie here: one that has been here before has the days that it has here.
const asHere = (
  account: Account,
  { rolls: _rolls, lastDay: given, bucket: _bucket, ...lot }: MovedLot,
  { onDay }: Moment,
): MovedLot => {
  const known = account._tag === 'Opened' ? lotIn(account.lots, lot.lotId) : undefined
  const isHere = account._tag === 'Opened' && known !== undefined
  const lastDay = isHere ? lastDayIn(account, known) : given
  const rolls = isHere ? rollsIn(account, known) : undefined
  const isComing = lot.availableOn !== undefined && lot.availableOn > onDay
  return {
    ...lot,
    bucket: isComing ? 'pending' : 'available',
    ...dated({ lastDay, rolls }),
  }
}

/**
 * Takes in lots and debts that another account of the same person let go, once for each move. What cannot come in is refused
 * by an event, for a rejection leaves nothing behind that could send it back.
 */
export const receiveLots = (command: ReceiveLots, account: Account, issued: Issued): Decision => {
  const { membershipId, customerId, programmeId, zone, moveId, lots, debts } = command
  if (account._tag === 'Opened' && lookUp(account.arrivals, moveId) !== undefined) {
    return E.right([])
  }
  const moment = momentOf(account, zone, issued)
  const head = {
    membershipId,
    customerId,
    programmeId,
    at: moment.at,
    onDay: moment.onDay,
    moveId,
    other: command.fromMembershipId,
    otherCustomerId: command.fromCustomerId,
    zone,
    points: sumOf(lots),
    debts,
  }
  const because = hindranceOf(account, command)
  return aroundAny(account, moment, [
    because === undefined
      ? {
          type: 'PointLotsReceived',
          ...head,
          lots: lots.map((lot) => asHere(account, lot, moment)),
        }
      : { type: 'PointLotsRefused', ...head, lots, because },
  ])
}

/** Takes back lots and debts that could not come in. What is of their origins stays here from now on. */
export const returnLots = (command: ReturnLots, account: Account, issued: Issued): Decision => {
  const { moveId, lots, debts, because, otherMembershipId, otherCustomerId } = command
  const found = account._tag === 'Opened' ? lookUp(account.lettings, moveId) : undefined
  if (account._tag === 'NotOpened' || found === undefined) return E.left({ _tag: 'UnknownMove' })
  if (found === 'back') return E.right([])
  const moment = momentOf(account, account.zone, issued)
  return settledAround(account, moment, (settled) => {
    const turns = new Map(
      lots.flatMap((lot) => {
        const turn = movingAgain(settled, lot)
        return turn === undefined ? [] : [[lot.lotId, turn] as const]
      }),
    )
    return E.right([
      {
        type: 'PointLotsReturned',
        ...headOf(settled, moment),
        moveId,
        other: otherMembershipId,
        otherCustomerId,
        points: sumOf(lots),
        lots: lots.map((lot) => ({
          ...asHere(settled, lot, moment),
          ...turns.get(lot.lotId)?.after,
        })),
        debts,
        because,
        ...(turns.size === 0 ? {} : { held: heldDaysOf(settled, turns) }),
      },
    ])
  })
}

/** Claims points where they lie now, once; what is not here goes on to where it went, and the rest is owed or dropped. */
export const followReversal = (
  command: FollowReversal,
  account: Account,
  issued: Issued,
): Decision => {
  const { moveId, awardId, returnId, origin, arisenAt, deficit, lots, visited } = command
  if (account._tag === 'NotOpened') return E.left({ _tag: 'UnknownMove' })
  if (lookUp(account.arrivals, moveId) !== undefined) return E.right([])
  const moment = momentOf(account, account.zone, issued)
  return settledAround(account, moment, (settled) => {
    const { takes, onward, missing } = claim(settled, lots, visited)
    const forwarded = onward.reduce((all, one) => all + sumOf(one.lots), 0)
    const followed: ReversalFollowed = {
      type: 'ReversalFollowed',
      ...headOf(settled, moment),
      moveId,
      awardId,
      returnId,
      origin,
      arisenAt,
      points: sumOf(lots),
      takes,
      owed: deficit === 'carry' ? missing : 0,
      forgiven: deficit === 'carry' ? 0 : missing,
      ...(forwarded === 0 ? {} : { forwarded }),
    }
    return E.right([
      followed,
      ...goingOn(
        settled,
        onward,
        { awardId, returnId, origin, arisenAt, deficit, visited },
        moment,
      ),
    ])
  })
}
