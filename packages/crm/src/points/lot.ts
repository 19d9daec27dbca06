// A lot: points that came together, and where each of them is.
import type { CivilDate } from '../shared/civil-date.js'
import type { AwardId, LotId, MembershipId } from '../shared/ids.js'
import type { OpenLot } from './open-lots.js'

/** Where each point of a lot is: in exactly one of these. */
export interface Buckets {
  readonly available: number
  /** Earned, and to be spent from a day on. */
  readonly pending: number
  /** Put aside for something. */
  readonly held: number
  readonly spent: number
  readonly expired: number
  /** Claimed by a return, or taken by hand. */
  readonly reversed: number
  /** Went against a debt. */
  readonly absorbed: number
  /** Left for a lot of grace. */
  readonly moved: number
  /** Given to another member. */
  readonly given: number
  /** Left for another account of the same person. */
  readonly away: number
}

/** Points that came together, and where they are. */
export interface Lot extends OpenLot, Buckets {
  readonly awardId: AwardId | undefined
  readonly points: number
  readonly availableOn: CivilDate | undefined
  readonly comes: Comes | undefined
}

/** What only few lots have: those of grace, of transfers and of other accounts. */
export interface Comes {
  /** The account that recorded the lot, where it is not the one that it lies in. */
  readonly origin?: MembershipId
  /** The lot whose points it took over when that had lapsed. */
  readonly root?: LotId
  /** It came by a transfer and does not travel again. */
  readonly isGiven?: true
  /** The group that it was in until it left; its day stays since then. */
  readonly leftGroup?: number
}

/** What a new lot is made of. */
export interface NewLot {
  readonly lotId: LotId
  readonly points: number
  readonly earnedOn: CivilDate
  readonly lastDay?: CivilDate | undefined
  readonly group?: number | undefined
  readonly awardId?: AwardId | undefined
  readonly availableOn?: CivilDate | undefined
  readonly comes?: Comes | undefined
}

/** Whether points that can be spent from a day on, where one is said, are still to come on another. */
export const isToCome = (availableOn: CivilDate | undefined, onDay: CivilDate): boolean =>
  availableOn !== undefined && availableOn > onDay

/** A new lot on a day: all of it can be spent, or is still to come. */
export const lotOf = (made: NewLot, onDay: CivilDate): Lot => {
  const { lotId, points, earnedOn, lastDay, group, awardId, availableOn, comes } = made
  const isComing = isToCome(availableOn, onDay)
  // One literal with every member: lots are made by the thousand, and adding a member to a copy takes many times as long.
  return {
    lotId,
    awardId,
    earnedOn,
    lastDay,
    group,
    availableOn,
    comes,
    points,
    available: isComing ? 0 : points,
    pending: isComing ? points : 0,
    held: 0,
    spent: 0,
    expired: 0,
    reversed: 0,
    absorbed: 0,
    moved: 0,
    given: 0,
    away: 0,
  }
}
