// Why something was not done to a programme or a membership.
import type { CivilDate } from '../shared/civil-date.js'
import type { Difference } from '../shared/differences.js'
import type { CardId } from '../shared/ids.js'
import type { Rational } from '../shared/rational.js'

export type MembershipRejection =
  | VersionAlreadyAdopted
  | VersionNotNext
  | RulesRefused
  | AlreadyMember
  | NotAMember
  | MembershipEnded
  | EndsBeforeItBegins
  | CardTaken
  | CardNotActive

/** The version is adopted with other rules. */
export interface VersionAlreadyAdopted {
  readonly _tag: 'VersionAlreadyAdopted'
  readonly version: number
  readonly differences: ReadonlyArray<Difference>
}

/** Versions are counted without gaps. */
export interface VersionNotNext {
  readonly _tag: 'VersionNotNext'
  readonly expected: number
  readonly found: number
}

/** The rules cannot be adopted. Everything that is wrong is listed. */
export interface RulesRefused {
  readonly _tag: 'RulesRefused'
  readonly reasons: ReadonlyArray<EffectiveInPast | StepNotExact | FixedByFirstRules>
}

/** New rules never change the past: they hold from today on, in the zone of the programme, or later. */
export interface EffectiveInPast {
  readonly _tag: 'EffectiveInPast'
  readonly effectiveOn: CivilDate
  readonly today: CivilDate
}

/** A step of points is not worth whole minor units. */
export interface StepNotExact {
  readonly _tag: 'StepNotExact'
  readonly step: number
  readonly minorPerPoint: Rational
}

/** The zone and the currency of a programme are those of its first rules. */
export interface FixedByFirstRules {
  readonly _tag: 'FixedByFirstRules'
  readonly field: 'zone' | 'currency'
  readonly fixed: string
  readonly found: string
}

/** The customer is a member by other facts. */
export interface AlreadyMember {
  readonly _tag: 'AlreadyMember'
  readonly differences: ReadonlyArray<Difference>
}

/** The customer is no member of the programme. */
export interface NotAMember {
  readonly _tag: 'NotAMember'
}

/** The membership has been closed, by these facts or by others. */
export interface MembershipEnded {
  readonly _tag: 'MembershipEnded'
  readonly until: CivilDate
}

/** The last day lies before the first. */
export interface EndsBeforeItBegins {
  readonly _tag: 'EndsBeforeItBegins'
  readonly since: CivilDate
  readonly until: CivilDate
}

/** The member has or had a card of this id: a sealed number cannot be compared, so nobody can say that it is the same. */
export interface CardTaken {
  readonly _tag: 'CardTaken'
  readonly cardId: CardId
}

/** The member has no such card, or it was replaced. */
export interface CardNotActive {
  readonly _tag: 'CardNotActive'
  readonly cardId: CardId
}
