// What a made-up shop does with points.
import { membershipIdOf } from './membership/index.js'
import type { PointsCommand, PointsRedeemed } from './points/index.js'
import { idOf } from './shared/arbitraries.js'
import { codeOf } from './shared/ids.js'
import type { Moment, PointsStep } from './steps.arbitraries.js'

/** What is asked of the accounts. */
export const pointsCommand = (
  kind: PointsStep,
  { shop, today, count, programme, known, amount, earlier }: Moment,
): PointsCommand => {
  const account = membershipIdOf(programme, known)
  switch (kind) {
    case 'redeem': {
      const rules = shop.rulesOn(programme, today)
      return rules === undefined
        ? { type: 'SettleAccount', membershipId: account }
        : {
            type: 'RedeemPoints',
            membershipId: account,
            redemptionId: idOf('rede', count),
            points: 1 + (amount % 9),
            for: codeOf('voucher'),
            rules,
          }
    }
    case 'undo': {
      const redeemed = earlier<PointsRedeemed>('PointsRedeemed')
      return {
        type: 'UndoRedemption',
        membershipId: redeemed?.membershipId ?? account,
        undoId: idOf('undo', count),
        redemptionId: redeemed?.redemptionId ?? idOf('rede', 0),
        points: 1 + (amount % 5),
      }
    }
    case 'settle':
      return { type: 'SettleAccount', membershipId: account }
  }
}
