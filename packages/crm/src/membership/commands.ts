// What can be asked of programmes and memberships.
import type { CivilDate } from '../shared/civil-date.js'
import type { CustomerId, ProgrammeId, ReasonCode } from '../shared/ids.js'
import type { ProgrammeRules } from '../shared/programme-rules.js'

export type MembershipCommand = AdoptRules | Admit | Close

/** Give a programme its first rules, or new ones from a day on. */
export interface AdoptRules {
  readonly type: 'AdoptRules'
  readonly programmeId: ProgrammeId
  readonly rules: ProgrammeRules
}

/** Make a customer a member. Nobody becomes one unasked. */
export interface Admit {
  readonly type: 'Admit'
  readonly programmeId: ProgrammeId
  readonly customerId: CustomerId
  /** The first day of the membership, in the zone of the programme. */
  readonly since: CivilDate
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
}
