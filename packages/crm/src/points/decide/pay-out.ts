import { payOutIdOf } from '../../shared/derived-ids.js'
import { codeOf } from '../../shared/ids.js'
import { lookUp } from '../../shared/table.js'
import type { Opened } from '../account.js'
import type { Closed } from '../closing.js'
import type { PointsRedeemed } from '../events.js'
import { worthOf } from './redeem.js'
import { headOf, inChunks, type Moment, sumOf, takeInOrder } from './takes.js'

const closing = codeOf('closing')

/** Spends all that can be spent, at the rate that the account was closed with. All of it is one redemption, whenever it comes. */
export const payOut = (
  account: Opened,
  { rules, redemption, currency }: Closed,
  moment: Moment,
): ReadonlyArray<PointsRedeemed> => {
  if (rules === undefined || redemption === undefined || currency === undefined) return []
  const redemptionId = payOutIdOf(account.membershipId)
  let before = lookUp(account.redemptions, redemptionId)?.points ?? 0
  return inChunks(takeInOrder(account, account.available)).map((takes): PointsRedeemed => {
    const points = sumOf(takes)
    const value = worthOf(redemption, currency, before, before + points)
    before += points
    return {
      type: 'PointsRedeemed',
      ...headOf(account, moment),
      redemptionId,
      points,
      takes,
      ...(value === undefined ? {} : { value }),
      for: closing,
      rules,
      graceDays: redemption.graceDays,
    }
  })
}
