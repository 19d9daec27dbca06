// What can be asked of programmes and memberships.
import type { Personal } from '@patina/privacy'
import type { CivilDate } from '../shared/civil-date.js'
import type { CardId, CustomerId, ProgrammeId, ReasonCode, StaffId, TierId } from '../shared/ids.js'
import type { AdoptedRules, ProgrammeRules } from '../shared/programme-rules.js'
import type { ClosingPoints, TermsRef } from './events.js'
import type { Qualifying } from './tiers/qualifying.js'

export type MembershipCommand =
  | AdoptRules
  | Apply
  | AcceptTerms
  | Admit
  | Suspend
  | Resume
  | Renew
  | Lapse
  | Close
  | IssueCard
  | ReplaceCard
  | BlockCard
  | Refer
  | AssessTier
  | OverrideTier
  | MatchTier

/** Give a programme its first rules, or new ones from a day on. */
export interface AdoptRules {
  readonly type: 'AdoptRules'
  readonly programmeId: ProgrammeId
  readonly rules: ProgrammeRules
}

interface OfCustomer {
  readonly programmeId: ProgrammeId
  readonly customerId: CustomerId
}

/** Note that a customer asks to become a member. */
export interface Apply extends OfCustomer {
  readonly type: 'Apply'
  readonly appliedOn: CivilDate
  /** The terms that are accepted with it. */
  readonly terms?: TermsRef
}

/** Note that somebody who applied, or is a member, has accepted a version of the terms. */
export interface AcceptTerms extends OfCustomer {
  readonly type: 'AcceptTerms'
  readonly terms: TermsRef
  readonly acceptedOn: CivilDate
}

/** Make a customer a member. Nobody becomes one unasked. */
export interface Admit extends OfCustomer {
  readonly type: 'Admit'
  /** The first day of the membership, in the zone of the programme. */
  readonly since: CivilDate
  /** The last day that it is given for; absent where it has no end. */
  readonly through?: CivilDate
  /** The terms that must have been accepted; absent where there are none. */
  readonly terms?: TermsRef
  /** Whether the customer is of the age that the programme asks for; absent where it asks for none. */
  readonly isOldEnough?: boolean
}

/** Let a membership rest from a day on. */
export interface Suspend extends OfCustomer {
  readonly type: 'Suspend'
  readonly fromDay: CivilDate
  readonly reasonCode: ReasonCode
}

/** Let a membership that rests go on from a day on. */
export interface Resume extends OfCustomer {
  readonly type: 'Resume'
  readonly fromDay: CivilDate
}

/** Prolong a membership, also one that has lapsed. */
export interface Renew extends OfCustomer {
  readonly type: 'Renew'
  /** The day that it is renewed on: the first one again, where the membership had run out. */
  readonly fromDay: CivilDate
  /** The new last day. */
  readonly through: CivilDate
}

/** Record that the last day of a membership has passed: what a sweep says of each. */
export interface Lapse extends OfCustomer {
  readonly type: 'Lapse'
  /** The day that it is in the zone of the programme. */
  readonly today: CivilDate
}

/** End a membership. */
export interface Close {
  readonly type: 'Close'
  readonly programmeId: ProgrammeId
  readonly customerId: CustomerId
  /** The last day of the membership, in the zone of the programme. */
  readonly until: CivilDate
  readonly by: 'member' | 'shop'
  readonly reasonCode: ReasonCode
  /** What becomes of its points; absent: they live out their days. */
  readonly points?: ClosingPoints
}

/** Give a member a card, under an id that was drawn for it. */
export interface IssueCard {
  readonly type: 'IssueCard'
  readonly programmeId: ProgrammeId
  readonly customerId: CustomerId
  readonly cardId: CardId
  readonly number: Personal<string>
}

/** Give a member a new card in the place of one that is lost, worn or blocked. */
export interface ReplaceCard {
  readonly type: 'ReplaceCard'
  readonly programmeId: ProgrammeId
  readonly customerId: CustomerId
  /** The card to take out of use. */
  readonly cardId: CardId
  readonly byCardId: CardId
  /** The number of the new card. */
  readonly number: Personal<string>
  readonly reasonCode: ReasonCode
}

/** Take a card out of use. */
export interface BlockCard {
  readonly type: 'BlockCard'
  readonly programmeId: ProgrammeId
  readonly customerId: CustomerId
  readonly cardId: CardId
  readonly reasonCode: ReasonCode
}

/** Record that a member was brought by another. */
export interface Refer extends OfCustomer {
  readonly type: 'Refer'
  /** Who brought them. */
  readonly byCustomerId: CustomerId
  /** Whether the two are one person in two records, or live in one household: somebody looks it up. */
  readonly areOneHousehold: boolean
  readonly referredOn: CivilDate
}

/**
 * Look whether the tier is still the right one: what a sweep asks of each membership, and what follows from a sale, an award of
 * points or a return that can have changed it. Who is no member on the day of a sale stays without.
 */
export interface AssessTier {
  readonly type: 'AssessTier'
  readonly customerId: CustomerId
  readonly rules: AdoptedRules
  /** What counts: somebody looks it up, see `qualifyingIn`. */
  readonly counted: ReadonlyArray<Qualifying>
  /** What gives rise to it; absent where nothing but time does. */
  readonly cause?: QualifyingEarned | QualifyingReturned
}

/** The last of what counts is new. */
export interface QualifyingEarned {
  readonly type: 'earned'
}

/** Something came back. */
export interface QualifyingReturned {
  readonly type: 'return'
  /** What had counted before it came back. */
  readonly before: ReadonlyArray<Qualifying>
}

/** Grant a tier as an exception, as a floor until its last day. */
export interface OverrideTier extends Grant {
  readonly type: 'OverrideTier'
}

/** Grant a tier because the member has such a tier elsewhere. */
export interface MatchTier extends Grant {
  readonly type: 'MatchTier'
}

interface Grant {
  readonly customerId: CustomerId
  readonly tier: TierId
  readonly lastDay: CivilDate
  readonly reasonCode: ReasonCode
  /** Somebody else than who asks for it. */
  readonly approver?: StaffId
  readonly rules: AdoptedRules
  /** What counts towards it: somebody looks it up, see `qualifyingIn`. */
  readonly counted: ReadonlyArray<Qualifying>
}
