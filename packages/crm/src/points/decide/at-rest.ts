// What nothing can happen to at the moment at which it is decided: told from the event, without folding it.
import type { CivilDate } from '../../shared/civil-date.js'
import type { Account } from '../account.js'
import type { PointsEvent } from '../events.js'
import { lotsIn } from '../lots-in.js'
import type { Moment } from './takes.js'

interface MayLapse {
  readonly lastDay?: CivilDate
}

// Whether points that come in stay where they come, as long as they have not lapsed: nothing is owed, nothing belongs
// elsewhere, and nothing is wound up.
const isQuiet = (account: Account): boolean =>
  account._tag === 'NotOpened' ||
  (account.debts.length === 0 &&
    account.elsewhere.length === 0 &&
    (account.closed === undefined || account.closed.policy === 'until'))

/**
 * Whether nothing is left to settle after these events, decided for a settled account. It may say no where there is nothing
 * either. What only takes points away leaves nothing behind that lapses, and a settled account that owes has none to spend.
 */
export const areAtRest = (
  account: Account,
  events: ReadonlyArray<PointsEvent>,
  { at, onDay }: Moment,
): boolean => {
  const isAlive = ({ lastDay }: MayLapse): boolean => lastDay === undefined || lastDay >= onDay
  const stay = (...lots: ReadonlyArray<ReadonlyArray<MayLapse>>): boolean =>
    isQuiet(account) && lots.every((some) => some.every(isAlive))
  return events.every((event) => {
    switch (event.type) {
      case 'PointsAwarded':
        return stay(lotsIn(event))
      case 'PointsAdjusted':
        return event.lot === undefined || stay([event.lot])
      case 'PointsReleased':
        return stay(event.takes)
      case 'RedemptionUndone':
        return stay(event.back, event.graceLots)
      case 'TransferReturned':
        return stay(event.back)
      case 'PointsTransferredIn':
        return stay(event.lots)
      case 'PointsHeld':
        return event.endsAt > at
      case 'PointsReversed':
      case 'ReversalFollowed':
        return event.owed === 0
      case 'PointsAccountClosed':
        return event.until !== undefined && event.until >= onDay
      case 'PointsAccountRested':
      case 'PointsAccountResumed':
      case 'PointLotsMoved':
      case 'PointsExpired':
      case 'PointsRedeemed':
      case 'PointsTransferRefused':
      case 'PointsTransferredOut':
      case 'ReversalForwarded':
        return true
      default:
        return false
    }
  })
}
