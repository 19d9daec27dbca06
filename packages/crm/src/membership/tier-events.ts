// What has happened to the tier of a membership. Stored for ever: add, never edit.
import type { CivilDate } from '../shared/civil-date.js'
import type {
  CustomerId,
  MembershipId,
  ProgrammeId,
  QualifyingId,
  ReasonCode,
  ReversalId,
  StaffId,
  TierId,
} from '../shared/ids.js'
import type { Currency } from '../shared/money.js'
import type { RulesRef, TierRules } from '../shared/programme-rules.js'
import type { TierStanding } from '../shared/tiers.js'
import type { Zone } from '../shared/zone.js'

export type AboutTier =
  | TierRulesApplied
  | QualifyingRecorded
  | QualifyingReversed
  | TierGranted
  | TierChanged
  | TierRenewed
  | TierOutlookChanged

/** What every event about a tier says. */
export interface OfTier {
  readonly membershipId: MembershipId
  readonly programmeId: ProgrammeId
  readonly customerId: CustomerId
  /** The day that it happened on, in the zone of the programme; never before that of an earlier such event. */
  readonly onDay: CivilDate
  /** Where the membership stands after it, and where time will lead it. */
  readonly standing: TierStanding
}

/** From now on the tier of the membership is judged by these rules. */
export interface TierRulesApplied extends OfTier {
  readonly type: 'TierRulesApplied'
  readonly rules: RulesRef
  readonly zone: Zone
  /** What a sale must be paid in to count; absent in events from before it was said, and then all of them count. */
  readonly currency?: Currency
  /** The first day of the membership, which its years are counted from. */
  readonly since: CivilDate
  readonly tiers: TierRules
}

/**
 * Something counts towards the tier. Written for each sale, once; now what counts is told by the sales themselves, and this says
 * no more than {@link TierOutlookChanged}.
 */
export interface QualifyingRecorded extends OfTier {
  readonly type: 'QualifyingRecorded'
  readonly qualifyingId: QualifyingId
  /** The day that it counts on. */
  readonly qualifiedOn: CivilDate
  /** Minor units, points or pieces, by the measure of the rules. */
  readonly amount: number
}

/** Something that counted came back: as {@link QualifyingRecorded}, not written any more. */
export interface QualifyingReversed extends OfTier {
  readonly type: 'QualifyingReversed'
  readonly qualifyingId: QualifyingId
  readonly reversalId: ReversalId
  readonly qualifiedOn: CivilDate
  /** No more than what was left of it. */
  readonly amount: number
}

/** Somebody has granted a tier: until its last day it is a floor. The last grant counts. */
export interface TierGranted extends OfTier {
  readonly type: 'TierGranted'
  readonly tier: TierId
  readonly lastDay: CivilDate
  /** As an exception; or because another programme has such a tier. */
  readonly cause: 'override' | 'match'
  readonly reasonCode: ReasonCode
  readonly approver: StaffId
}

/** Why the tier in force is another, or holds to another day. */
export type TierCause = 'earned' | 'periodEnd' | 'return' | 'override' | 'match'

/** What was measured when it came to this. */
export interface TierFigures {
  /** The first and the last day that count. */
  readonly window: { readonly fromDay: CivilDate; readonly toDay: CivilDate }
  /** Minor units, points or days. */
  readonly measured: number
}

/** The tier in force is another one. */
export interface TierChanged extends OfTier {
  readonly type: 'TierChanged'
  readonly from?: TierId
  readonly to?: TierId
  readonly cause: TierCause
  /** The last day of the new tier; absent where it is kept for good, or there is none. */
  readonly lastDay?: CivilDate
  /** What the new tier asks for. */
  readonly threshold?: number
  /** Absent for a grant. */
  readonly figures?: TierFigures
}

/** The tier in force goes on, to another last day. */
export interface TierRenewed extends OfTier {
  readonly type: 'TierRenewed'
  readonly tier: TierId
  readonly cause: TierCause
  readonly lastDay?: CivilDate
  readonly figures?: TierFigures
}

/**
 * The tier in force stays as it is, through the same day, and where time will lead it is not what was said before: less has
 * come back, or more was bought, for when its last day is over, or something else stands behind what somebody has granted.
 */
export interface TierOutlookChanged extends OfTier {
  readonly type: 'TierOutlookChanged'
  readonly cause: TierCause
  readonly figures?: TierFigures
}
