// What can be asked of programmes and memberships.
import type { Personal } from '@patina/privacy'
import type { CivilDate } from '../shared/civil-date.js'
import type { CardId, CustomerId, ProgrammeId, ReasonCode } from '../shared/ids.js'
import type { ProgrammeRules } from '../shared/programme-rules.js'

export type MembershipCommand = AdoptRules | Admit | Close | IssueCard | ReplaceCard | BlockCard

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
