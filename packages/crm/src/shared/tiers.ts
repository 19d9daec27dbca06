// Where a member stands on the ladder of tiers. Membership decides it, and says it in its events; points read it.
import type { CivilDate } from './civil-date.js'
import type { TierId } from './ids.js'

/** A tier, and through which day. Without a last day it is kept for good. */
export interface HeldTier {
  readonly tier: TierId
  readonly lastDay?: CivilDate
}

/** The events that say where the tier of a membership stands, and where time will lead it. */
export const tierTypes = [
  'TierRulesApplied',
  'QualifyingRecorded',
  'QualifyingReversed',
  'TierGranted',
  'TierChanged',
  'TierRenewed',
  'TierOutlookChanged',
] as const

/** What time alone will change: the tier from a day on, if nothing more happens. Without `tier` there is none. */
export interface TierAhead {
  readonly fromDay: CivilDate
  readonly tier?: TierId
  readonly lastDay?: CivilDate
}

/** Where a membership stands after an event, and where time will lead it: so that no reader decides anything again. */
export interface TierStanding {
  /** What was measured gives it. Absent: it gives none. */
  readonly held?: HeldTier
  /** What somebody has granted: a floor until its day. */
  readonly granted?: Required<HeldTier>
  /** The higher of the two; absent where there is none. */
  readonly tier?: TierId
  readonly lastDay?: CivilDate
  /** The first day whose sales earn at it: a sale earns at the tier that was held before it. */
  readonly earnsFrom: CivilDate
  /** In the order of days. */
  readonly ahead: ReadonlyArray<TierAhead>
}

/** The tier that sales earn at from a day on. Without `tier` there is none. */
export interface TierFrom {
  readonly fromDay: CivilDate
  readonly tier?: TierId
}

const fromOf = (fromDay: CivilDate, tier: TierId | undefined): TierFrom =>
  tier === undefined ? { fromDay } : { fromDay, tier }

/** What is known of the tiers of a membership by day, after an event: what was so stays, what lay ahead is as it is said now. */
export const withStanding = (
  known: ReadonlyArray<TierFrom>,
  { tier, earnsFrom, ahead }: TierStanding,
): ReadonlyArray<TierFrom> =>
  known
    .filter(({ fromDay }) => fromDay < earnsFrom)
    .concat(
      fromOf(earnsFrom, tier),
      ahead.map((one) => fromOf(one.fromDay, one.tier)),
    )

/**
 * The tier that the sales of a day earn at; `undefined` where there is none. It is the one that the day began with, so that
 * no sale of a day earns at what that day has earned; a grant counts from its own day on.
 */
export const tierOn = (known: ReadonlyArray<TierFrom>, day: CivilDate): TierId | undefined =>
  known.findLast(({ fromDay }) => fromDay <= day)?.tier
