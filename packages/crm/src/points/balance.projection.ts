import type { LogEvent, Projection } from '@patina/eventsourcing'
import { withMembers } from '../shared/copies.js'
import type { MembershipId } from '../shared/ids.js'
import {
  active,
  type Balance,
  expected,
  holding,
  matured,
  named,
  nothing,
  soonestFirst,
  spendable,
  withHeldDays,
  withLots,
  without,
} from './balance.js'
import { read } from './balance-in-time.js'
import { allDated, comingIn, inBucket } from './dated-lots.js'
import { type Dated, sumOf } from './dated-points.js'
import type {
  PointLotsReceived,
  PointLotsReturned,
  PointsAccountClosed,
  PointsEvent,
} from './events.js'
import { lotsIn } from './lots-in.js'
import { movements, movesPoints } from './movements.js'

const paidBy = (debts: ReadonlyArray<{ readonly points: number }>): number =>
  debts.reduce((all, { points }) => all + points, 0)

const evolve = (before: Balance, event: PointsEvent): Balance => {
  const { customerId, programmeId, membershipId, onDay } = event
  const isFirst = before.customerId !== customerId || before.programmeId !== programmeId
  const known = isFirst ? withMembers(before, named(before, { customerId, programmeId })) : before
  const balance = matured(known, onDay, membershipId)
  switch (event.type) {
    case 'PointsAwarded': {
      const rolled = event.points > 0 ? active(balance, event) : balance
      const after = withLots(rolled, lotsIn(event), event)
      const earned = balance.earned + event.points
      return event.zone === balance.zone
        ? { ...after, earned }
        : withMembers(after, { earned, ...named(balance, event) })
    }
    case 'PointsReversed':
    case 'ReversalFollowed':
      return {
        ...without(balance, event.takes, event),
        expired: balance.expired - sumOf(inBucket(event.takes, 'expired', event)),
        reversed: balance.reversed + paidBy(event.takes),
        owed: balance.owed + event.owed,
        forgiven: balance.forgiven + event.forgiven,
      }
    case 'PointsRedeemed': {
      const { holdId, takes } = event
      const left = without(balance, takes, event)
      // What was taken names the days from before: only then do they move.
      const after = active(
        holdId === undefined ? left : holding(left, holdId, inBucket(takes, 'held', event), -1),
        event,
      )
      return { ...after, spent: balance.spent + event.points }
    }
    case 'RedemptionUndone':
      return {
        ...withLots(balance, [...event.back, ...event.graceLots], event),
        spent: balance.spent - event.points,
      }
    case 'PointsExpired':
      return {
        ...without(balance, event.takes, event),
        expired: balance.expired + event.points,
      }
    case 'DeficitAbsorbed':
      return {
        ...without(balance, event.takes, event),
        absorbed: balance.absorbed + event.points,
        owed: balance.owed - event.points,
      }
    case 'PointsHeld': {
      const { holdId, endsAt } = event
      const takes = allDated(event.takes, event)
      return holding(spendable(balance, takes, -1), holdId, takes, 1, endsAt)
    }
    // What was refused moves nothing, nor does a rest.
    case 'PointsAccountRested':
    case 'PointsAccountResumed':
    case 'PointsHoldRefused':
    case 'PointsCaptureRefused':
      return before
    case 'PointsReleased': {
      const takes = allDated(event.takes, event)
      return holding(spendable(balance, takes, 1), event.holdId, takes, -1)
    }
    case 'PointsAdjusted': {
      const { lot, takes } = event
      const given = lot === undefined ? [] : [lot]
      return withMembers(withLots(without(balance, takes, event), given, event), {
        adjusted: balance.adjusted + paidBy(given),
        reversed: balance.reversed + paidBy(takes),
        ...named(balance, event),
      })
    }
    case 'PointsTransferredOut':
      return {
        ...spendable(balance, allDated(event.lots, event), -1),
        given: balance.given + event.points,
      }
    case 'PointsTransferredIn':
      return withMembers(withLots(balance, event.lots, event), {
        received: balance.received + event.points,
        ...named(balance, event),
      })
    case 'PointsTransferRefused':
    case 'PointLotsRefused':
      return withMembers(balance, named(balance, event))
    case 'TransferReturned':
      return { ...withLots(balance, event.back, event), given: balance.given - event.points }
    case 'PointsAccountClosed':
      return shortened(balance, event)
    case 'PointLotsMoved':
      return {
        ...withHeldDays(without(balance, event.lots, event), event),
        moved: balance.moved - event.points,
        owed: balance.owed - paidBy(event.debts),
      }
    case 'PointLotsReceived':
      return withMembers(withMoved(balance, event), named(balance, event))
    case 'PointLotsReturned':
      return withMoved(withHeldDays(balance, event), event)
    case 'ReversalForwarded':
      return balance
  }
}

const withMoved = (balance: Balance, event: PointLotsReceived | PointLotsReturned): Balance => ({
  ...withLots(balance, event.lots, event),
  moved: balance.moved + event.points,
  owed: balance.owed + paidBy(event.debts),
})

const shortened = (balance: Balance, event: PointsAccountClosed): Balance => {
  const { until, shortened: before } = event
  if (until === undefined) return balance
  const after = before.map(({ rolls: _rolls, lastDay = until, ...one }) => ({
    ...one,
    lastDay: lastDay < until ? lastDay : until,
  }))
  const coming = after.filter(({ bucket }) => bucket === 'pending')
  const open = after.filter(({ bucket }) => bucket === 'available')
  return expected(
    spendable(without(balance, before, event), allDated(open, event), 1),
    comingIn(coming, event),
    1,
  )
}

const joined = (a: Balance, b: Balance): Balance => {
  const lasting: Dated = { points: b.lasting }
  return {
    ...expected(spendable(a, [...b.expiries, lasting], 1), b.coming, 1),
    ...named(a, b),
    held: a.held + b.held,
    holds: [...a.holds, ...b.holds].sort(soonestFirst),
    earned: a.earned + b.earned,
    adjusted: a.adjusted + b.adjusted,
    received: a.received + b.received,
    moved: a.moved + b.moved,
    spent: a.spent + b.spent,
    expired: a.expired + b.expired,
    reversed: a.reversed + b.reversed,
    absorbed: a.absorbed + b.absorbed,
    given: a.given + b.given,
    owed: a.owed + b.owed,
    forgiven: a.forgiven + b.forgiven,
  }
}

/**
 * The balance of each membership: by bucket, with every future expiry and every open hold. Read at an instant, it leaves out
 * what has lapsed by then, and holds that are over.
 */
export const balance: Projection<MembershipId, Balance, PointsEvent, PointsEvent> = {
  name: 'points_balance',
  version: 4,
  types: movements,
  parts: ({ event }: LogEvent<PointsEvent>) =>
    movesPoints(event) ? [[event.membershipId, event]] : [],
  initial: () => nothing,
  evolve,
  combine: (members) => members.reduce(joined),
  read,
}
