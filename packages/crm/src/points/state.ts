// What each event makes of a points account: one line for each, the doing stands with its noun.
import { emptyTable, put } from '../shared/table.js'
import { type Account, begun, type HasRefusals, type NotOpened, type Opened } from './account.js'
import { active } from './activity.js'
import { adjusted } from './adjustments.js'
import { awarded, reversed } from './awards.js'
import { matured, taken } from './buckets.js'
import { closed } from './closing.js'
import { paidOff } from './debts.js'
import type {
  PointsAccountRested,
  PointsAccountResumed,
  PointsCaptureRefused,
  PointsEvent,
  PointsHoldRefused,
} from './events.js'
import { held, released } from './holds.js'
import { noLots } from './lots.js'
import { cameHere, followed, forwarded, gotBack, letGo, refusedMove } from './moves.js'
import { redeemed, undone } from './redemptions.js'
import { rested, resumed } from './resting.js'
import { cameIn, refused, returned, wentOut } from './transfers.js'

/** The account after an event. Total: an event that makes no sense leaves the account as it was. */
export const evolve = (account: Account, event: PointsEvent): Account => {
  if (account._tag === 'NotOpened' && isRefusal(event)) return withRefusal(account, event)
  if (account._tag === 'NotOpened' && isRest(event)) {
    return { ...withRest(account, event), clock: event.at }
  }
  const opened = account._tag === 'Opened' ? account : openedBy(event, account)
  if (opened === undefined) return account
  const next = applied(matured(opened, event.onDay), event)
  // An event that opens an account and says nothing more leaves it as it was.
  return account._tag === 'NotOpened' && next === opened ? account : next
}

type Refusal = PointsHoldRefused | PointsCaptureRefused

const isRefusal = (event: PointsEvent): event is Refusal =>
  event.type === 'PointsHoldRefused' || event.type === 'PointsCaptureRefused'

type Rest = PointsAccountRested | PointsAccountResumed

const isRest = (event: PointsEvent): event is Rest =>
  event.type === 'PointsAccountRested' || event.type === 'PointsAccountResumed'

const withRest = <A extends Account>(account: A, event: Rest): A =>
  event.type === 'PointsAccountRested' ? rested(account, event) : resumed(account, event)

const withRefusal = <A extends HasRefusals>(account: A, { type, holdId }: Refusal): A => {
  const what = type === 'PointsHoldRefused' ? 'hold' : 'capture'
  return {
    ...account,
    refused: put<'hold' | 'capture'>(account.refused ?? emptyTable, holdId, what),
  }
}

/** The same for an account that knows which points can be spent by then: time is dealt with elsewhere. */
export const applied = (account: Opened, event: PointsEvent): Opened => {
  const next = changed(account, event)
  return next === account || next.clock === event.at ? next : { ...next, clock: event.at }
}

const changed = (account: Opened, event: PointsEvent): Opened => {
  switch (event.type) {
    case 'PointsAwarded':
      return awarded(account, event)
    case 'PointsHoldRefused':
    case 'PointsCaptureRefused':
      return withRefusal(account, event)
    case 'PointsReversed':
      return reversed(account, event)
    case 'PointsRedeemed':
      return redeemed(active(account, event.onDay), event)
    case 'RedemptionUndone':
      return undone(account, event)
    case 'PointsExpired':
      return taken(account, event.takes, 'expired')
    case 'DeficitAbsorbed':
      return paidOff(taken(account, event.takes, 'absorbed'), event.debts)
    case 'PointsHeld':
      return held(account, event)
    case 'PointsReleased':
      return released(account, event)
    case 'PointsAdjusted':
      return adjusted(account, event)
    case 'PointsTransferredOut':
      return wentOut(account, event)
    case 'PointsTransferredIn':
      return cameIn(begun(account, event.onDay), event)
    case 'PointsTransferRefused':
      return refused(account, event)
    case 'TransferReturned':
      return returned(account, event)
    case 'PointsAccountClosed':
      return closed(account, event)
    case 'PointsAccountRested':
    case 'PointsAccountResumed':
      return withRest(account, event)
    case 'PointLotsMoved':
      return letGo(account, event)
    case 'PointLotsReceived':
      return cameHere(begun(account, event.onDay), event)
    case 'PointLotsRefused':
      return refusedMove(account, event)
    case 'PointLotsReturned':
      return gotBack(account, event)
    case 'ReversalForwarded':
      return forwarded(account, event)
    case 'ReversalFollowed':
      return followed(account, event)
  }
}

// Whatever says its zone may be the first that an account hears of.
const openedBy = (event: PointsEvent, before: NotOpened): Opened | undefined => {
  if (!('zone' in event)) return undefined
  const { membershipId, customerId, programmeId, zone, at } = event
  return {
    _tag: 'Opened',
    membershipId,
    customerId,
    programmeId,
    zone,
    clock: at,
    lots: noLots,
    open: [],
    coming: [],
    available: 0,
    groups: [],
    holds: emptyTable,
    openHolds: [],
    awards: emptyTable,
    redemptions: emptyTable,
    adjustments: emptyTable,
    graces: emptyTable,
    transfers: emptyTable,
    arrivals: emptyTable,
    elsewhere: [],
    moves: 0,
    lettings: emptyTable,
    whereabouts: emptyTable,
    debts: [],
    ...(before.refused === undefined ? {} : { refused: before.refused }),
    ...(before.rests === undefined ? {} : { rests: before.rests }),
  }
}
