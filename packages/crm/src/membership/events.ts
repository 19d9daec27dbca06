// What has happened to programmes and memberships. Stored for ever: add, never edit.
import type { Personal } from '@patina/privacy'
import type { CivilDate } from '../shared/civil-date.js'
import type { CardId, CustomerId, MembershipId, ProgrammeId, ReasonCode } from '../shared/ids.js'
import type { ProgrammeRules } from '../shared/programme-rules.js'

export type MembershipEvent =
  | ProgrammeRulesAdopted
  | MembershipActivated
  | MembershipClosed
  | CardIssued
  | CardReplaced
  | CardBlocked

/** A programme has new rules, or its first. */
export interface ProgrammeRulesAdopted {
  readonly type: 'ProgrammeRulesAdopted'
  readonly programmeId: ProgrammeId
  readonly rules: ProgrammeRules
  /** SHA-256 of the rules as JSON without spaces, members in alphabetical order; lower-case hexadecimal. */
  readonly sha256: string
}

/** A customer is a member. */
export interface MembershipActivated {
  readonly type: 'MembershipActivated'
  readonly membershipId: MembershipId
  readonly programmeId: ProgrammeId
  readonly customerId: CustomerId
  /** The first day of the membership, in the zone of the programme. */
  readonly since: CivilDate
}

/** A membership has come to its end. */
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
}

interface OfMember {
  readonly membershipId: MembershipId
  readonly programmeId: ProgrammeId
  readonly customerId: CustomerId
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
