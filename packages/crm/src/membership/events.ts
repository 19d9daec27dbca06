// What has happened to programmes and memberships. Stored for ever: add, never edit.
import type { CivilDate } from '../shared/civil-date.js'
import type { CustomerId, MembershipId, ProgrammeId, ReasonCode } from '../shared/ids.js'
import type { ProgrammeRules } from '../shared/programme-rules.js'

export type MembershipEvent = ProgrammeRulesAdopted | MembershipActivated | MembershipClosed

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
