export type { Coverage, Gap } from '../shared/coverage.js'
export { membershipIdOf } from '../shared/derived-ids.js'
export type * from '../shared/earning-flaws.js'
export type * from '../shared/earning-rules.js'
export type { MembershipStanding } from '../shared/membership-standing.js'
export type * from '../shared/programme-rules.js'
export type * from '../shared/tiers.js'
export { membership, streamOf } from './capability.js'
export { commandCodecs, eventCodecs } from './codec.js'
export type * from './commands.js'
export { decide } from './decide/index.js'
export type * from './events.js'
export { memberCardView } from './member-card.codec.js'
export { type Card, isMemberOn, type MemberCard, memberCard } from './member-card.projection.js'
export { tiersForPoints } from './points.reaction.js'
export { referralsView } from './referrals.codec.js'
export { type Referral, type Referrals, referrals } from './referrals.projection.js'
export type * from './rejections.js'
export { tiersForSales } from './sales.reaction.js'
export { type CardStanding, evolve, initial, type Membership } from './state.js'
export { type TiersDue, tiersDue } from './sweep.js'
export { memberTermsView } from './terms.codec.js'
export { type MemberTerms, memberTerms, mustAccept } from './terms.projection.js'
export { tierMovementView } from './tier-movement.codec.js'
export { type TierMovement, type TierMoves, tierMovement } from './tier-movement.projection.js'
export { tierRulesView } from './tier-rules.codec.js'
export { type TierRulesAdopted, tierRules } from './tier-rules.projection.js'
export type { Bought, Earned, MembershipDays, Qualifying, TierRecord } from './tiers/qualifying.js'
export { anniversaryIn, type Days } from './tiers/windows.js'
export { memberTiersView } from './tiers.codec.js'
export {
  type MemberTier,
  type MemberTiers,
  memberTiers,
  type NextTier,
  qualifyingIn,
  type TierMove,
  type TierSource,
  tierIn,
} from './tiers.projection.js'
