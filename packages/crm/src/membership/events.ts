// What has happened to programmes and memberships. Stored for ever: add, never edit.
import type { Personal } from '@patina/privacy'
import type { CivilDate } from '../shared/civil-date.js'
import type { CardId, CustomerId, MembershipId, ProgrammeId, ReasonCode } from '../shared/ids.js'
import type { ProgrammeRules } from '../shared/programme-rules.js'
import type {
  QualifyingRecorded,
  QualifyingReversed,
  TierChanged,
  TierGranted,
  TierOutlookChanged,
  TierRenewed,
  TierRulesApplied,
} from './tier-events.js'

export type * from './tier-events.js'

export type MembershipEvent =
  | ProgrammeRulesAdopted
  | MembershipApplied
  | TermsAccepted
  | MembershipActivated
  | MembershipSuspended
  | MembershipResumed
  | MembershipRenewed
  | MembershipLapsed
  | MembershipClosed
  | CardIssued
  | CardReplaced
  | CardBlocked
  | ReferralRecorded
  | TierRulesApplied
  | QualifyingRecorded
  | QualifyingReversed
  | TierGranted
  | TierChanged
  | TierRenewed
  | TierOutlookChanged

/** A programme has new rules, or its first. */
export interface ProgrammeRulesAdopted {
  readonly type: 'ProgrammeRulesAdopted'
  readonly programmeId: ProgrammeId
  readonly rules: ProgrammeRules
  /** SHA-256 of the rules as JSON without spaces, members in alphabetical order; lower-case hexadecimal. */
  readonly sha256: string
}

/** A version of the terms of a programme. */
export interface TermsRef {
  readonly version: number
  /** SHA-256 of the text that was shown, in lower-case hexadecimal. */
  readonly sha256: string
}

interface OfMember {
  readonly membershipId: MembershipId
  readonly programmeId: ProgrammeId
  readonly customerId: CustomerId
}

/** A customer asks to become a member. */
export interface MembershipApplied extends OfMember {
  readonly type: 'MembershipApplied'
  readonly appliedOn: CivilDate
  /** The terms that were accepted with it; absent where none were. */
  readonly terms?: TermsRef
}

/** A version of the terms was accepted. */
export interface TermsAccepted extends OfMember {
  readonly type: 'TermsAccepted'
  readonly terms: TermsRef
  readonly acceptedOn: CivilDate
}

/** A customer is a member. */
export interface MembershipActivated {
  readonly type: 'MembershipActivated'
  readonly membershipId: MembershipId
  readonly programmeId: ProgrammeId
  readonly customerId: CustomerId
  /** The first day of the membership, in the zone of the programme. */
  readonly since: CivilDate
  /** The last day that it was given for; absent where it has no end. */
  readonly through?: CivilDate
}

/** A membership rests: from this day on nothing is earned. */
export interface MembershipSuspended extends OfMember {
  readonly type: 'MembershipSuspended'
  readonly fromDay: CivilDate
  readonly reasonCode: ReasonCode
  /** The last day of the membership, where it was closed before and still goes on. */
  readonly until?: CivilDate
}

/** A membership that rested goes on: this day earns again. */
export interface MembershipResumed extends OfMember {
  readonly type: 'MembershipResumed'
  readonly fromDay: CivilDate
}

/** A membership was prolonged. Where it had run out, the days before `fromDay` stay without one. */
export interface MembershipRenewed extends OfMember {
  readonly type: 'MembershipRenewed'
  readonly fromDay: CivilDate
  readonly through: CivilDate
}

/** The last day of a membership has passed, and nobody has renewed it. */
export interface MembershipLapsed extends OfMember {
  readonly type: 'MembershipLapsed'
  readonly through: CivilDate
}

/** A membership has come to its end, or will on a day that lies ahead. Of several such events the last one stands. */
export interface MembershipClosed {
  readonly type: 'MembershipClosed'
  readonly membershipId: MembershipId
  readonly programmeId: ProgrammeId
  readonly customerId: CustomerId
  readonly since: CivilDate
  /** Its last day, in the zone of the programme. */
  readonly until: CivilDate
  readonly by: 'member' | 'shop'
  readonly reasonCode: ReasonCode
  /** What becomes of its points; absent where that was not said, and they live out their days. */
  readonly points?: ClosingPoints
}

/** What becomes of the points of a membership that ends. */
export type ClosingPoints = PointsForfeited | PointsPaidOut | PointsUntil

/** All expire. */
export interface PointsForfeited {
  readonly type: 'forfeit'
}

/** What is available is spent at what points are worth, the rest expires. */
export interface PointsPaidOut {
  readonly type: 'payOut'
}

/** They can be spent through a day. */
export interface PointsUntil {
  readonly type: 'until'
  readonly lastDay: CivilDate
}

/** A member has a card. */
export interface CardIssued extends OfMember {
  readonly type: 'CardIssued'
  readonly cardId: CardId
  readonly number: Personal<string>
}

/** A card was taken out of use, and another one that was issued stands in its place. */
export interface CardReplaced extends OfMember {
  readonly type: 'CardReplaced'
  readonly cardId: CardId
  readonly byCardId: CardId
  readonly reasonCode: ReasonCode
}

/** A card was taken out of use. The membership and its points stay as they are. */
export interface CardBlocked extends OfMember {
  readonly type: 'CardBlocked'
  readonly cardId: CardId
  readonly reasonCode: ReasonCode
}

/** A member was brought by another. In the stream of who came. */
export interface ReferralRecorded extends OfMember {
  readonly type: 'ReferralRecorded'
  /** Who brought them. */
  readonly byCustomerId: CustomerId
  readonly byMembershipId: MembershipId
  readonly referredOn: CivilDate
}
