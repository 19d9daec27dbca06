export { awardIdOf, lotIdOf } from '../shared/derived-ids.js'
export { lastDayOf } from '../shared/expiry.js'
export { type Account, initial } from './account.js'
export { balanceView } from './balance.codec.js'
export type { Balance, HeldPoints } from './balance.js'
export { balance } from './balance.projection.js'
export { points, streamOf } from './capability.js'
export { commandCodecs, eventCodecs } from './codec.js'
export type * from './commands.js'
export type { ComingPoints, ExpiringPoints, Rolling } from './dated-points.js'
export { decide } from './decide/index.js'
export { earnRulesView } from './earn-rules.codec.js'
export {
  type EarnRules,
  type EveryProgramme,
  earnRules,
  rulesInForce,
} from './earn-rules.projection.js'
export {
  type AwardSteps,
  awardSteps,
  type BonusSteps,
  type LineSteps,
} from './earning/award-steps.js'
export { type EarnedPoints, earnedPoints } from './earning/earned-points.js'
export type * from './earning/explanation.js'
export { pointsOf } from './earning/plain.js'
export type * from './events.js'
export { pointsForGifts } from './gifts.reaction.js'
export { pointsForIdentity } from './identity.reaction.js'
export { liabilityView } from './liability.codec.js'
export {
  type AccountBalance,
  type Liability,
  type LiabilityReport,
  type LiabilityRow,
  liability,
  liabilityOf,
  type Valuation,
} from './liability.projection.js'
export { membersView } from './members.codec.js'
export {
  type MembershipPeriod,
  type Memberships,
  members,
  type ReferredMembership,
} from './members.projection.js'
export { pointsForMembership } from './membership.reaction.js'
export { pointsForPoints } from './points.reaction.js'
export type * from './rejections.js'
export { pointsForSales } from './sales.reaction.js'
export { evolve } from './state.js'
export { statementView } from './statement.codec.js'
export {
  type Statement,
  type StatementLine,
  statement,
  statementAt,
} from './statement.projection.js'
export {
  type CustomerWhatIf,
  type EarnedFigures,
  type OtherAccount,
  type WhatIf,
  type WhatIfFigures,
  type WhatIfReport,
  whatIf,
  whatIfReport,
} from './what-if.projection.js'
