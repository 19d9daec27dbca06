// Why something was not done to a programme or a membership.
import type { CivilDate } from '../shared/civil-date.js'
import type { Difference } from '../shared/differences.js'
import type { EarningFlaw } from '../shared/earning-flaws.js'
import type { CardId, CustomerId, StaffId, TierId } from '../shared/ids.js'
import type { TierMeasure } from '../shared/programme-rules.js'
import type { Rational } from '../shared/rational.js'
import type { TermsRef } from './events.js'

export type MembershipRejection =
  | VersionAlreadyAdopted
  | VersionNotNext
  | RulesRefused
  | AlreadyApplied
  | TermsDiffer
  | AdmissionRefused
  | AlreadyMember
  | NotAMember
  | NotActive
  | MembershipEnded
  | EndsBeforeItBegins
  | DayTooEarly
  | StillRunning
  | WithoutEnd
  | CardTaken
  | CardNotActive
  | SelfReferral
  | AlreadyReferred
  | NoTiers
  | GrantRefused

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
  readonly reasons: ReadonlyArray<
    | EffectiveInPast
    | StepNotExact
    | FixedByFirstRules
    | ThresholdsNotAscending
    | TierTwice
    | TierMissing
    | MeasureFixed
    | EarningFlaw
  >
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

/** A tier asks for no more than the one below it. */
export interface ThresholdsNotAscending {
  readonly _tag: 'ThresholdsNotAscending'
  readonly tier: TierId
  readonly threshold: number
  /** What the tier below it asks for. */
  readonly below: number
}

/** Two tiers have one name. */
export interface TierTwice {
  readonly _tag: 'TierTwice'
  readonly tier: TierId
}

/** Members may hold a tier that the new rules do not know. */
export interface TierMissing {
  readonly _tag: 'TierMissing'
  readonly tier: TierId
}

/** What is counted is that of the first rules with tiers: points and money cannot be added up. */
export interface MeasureFixed {
  readonly _tag: 'MeasureFixed'
  readonly fixed: TierMeasure
  readonly found: TierMeasure
}

/** The customer has applied by other facts. */
export interface AlreadyApplied {
  readonly _tag: 'AlreadyApplied'
  readonly differences: ReadonlyArray<Difference>
}

/** The version of the terms was accepted with another text. */
export interface TermsDiffer {
  readonly _tag: 'TermsDiffer'
  readonly accepted: TermsRef
  readonly found: TermsRef
}

/** The customer is not admitted. Every reason is listed. */
export interface AdmissionRefused {
  readonly _tag: 'AdmissionRefused'
  readonly reasons: ReadonlyArray<TermsNotAccepted | TooYoung>
}

/** The terms were not accepted, or older ones were. */
export interface TermsNotAccepted {
  readonly _tag: 'TermsNotAccepted'
  readonly required: TermsRef
  readonly accepted: TermsRef | null
}

/** The customer is not of the age that the programme asks for. */
export interface TooYoung {
  readonly _tag: 'TooYoung'
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

/** The membership rests, or has lapsed. */
export interface NotActive {
  readonly _tag: 'NotActive'
  readonly standing: 'Suspended' | 'Lapsed'
}

/** The membership has been closed, by these facts or by others, and can neither go on after that day nor be prolonged. */
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

/** The day lies before what has happened to the membership already, or, for an end that is moved, before today. */
export interface DayTooEarly {
  readonly _tag: 'DayTooEarly'
  readonly earliest: CivilDate
  readonly found: CivilDate
}

/** The last day of the membership lies ahead: it does not lapse yet, and nothing becomes of its points yet. */
export interface StillRunning {
  readonly _tag: 'StillRunning'
  readonly through: CivilDate
  readonly today: CivilDate
}

/** The membership was given without a last day: it neither lapses nor is renewed. */
export interface WithoutEnd {
  readonly _tag: 'WithoutEnd'
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

/** Nobody brings themselves, nor somebody of their own household. */
export interface SelfReferral {
  readonly _tag: 'SelfReferral'
}

/** The member was brought by somebody already. */
export interface AlreadyReferred {
  readonly _tag: 'AlreadyReferred'
  readonly byCustomerId: CustomerId
  readonly referredOn: CivilDate
}

/** The rules of the programme have no tiers. */
export interface NoTiers {
  readonly _tag: 'NoTiers'
  readonly version: number
}

/** A tier is not granted. Every reason is listed. */
export interface GrantRefused {
  readonly _tag: 'GrantRefused'
  readonly reasons: ReadonlyArray<NoApprover | UnknownTier | GrantOver>
}

/** Nobody has approved it, or only who asks for it. */
export interface NoApprover {
  readonly _tag: 'NoApprover'
  readonly approver: StaffId | null
}

/** The rules have no such tier. */
export interface UnknownTier {
  readonly _tag: 'UnknownTier'
  readonly tier: TierId
}

/** The last day of the grant has passed. */
export interface GrantOver {
  readonly _tag: 'GrantOver'
  readonly lastDay: CivilDate
  readonly today: CivilDate
}
