// What went between accounts because customers turned out to be one person, or not after all. Stored for ever: add, never
// edit.
import type { Instant } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import type {
  AwardId,
  CustomerId,
  LotId,
  MembershipId,
  MoveId,
  PointsHoldId,
  ReturnId,
} from '../shared/ids.js'
import type { DeficitPolicy } from '../shared/programme-rules.js'
import type { Zone } from '../shared/zone.js'
import type { OfAccount, Take } from './event-parts.js'
import type { NotReceivable } from './transfer-events.js'

/** Points of a hold, and their last day before and after it stopped moving with what the account does, or began again. */
export interface HeldDays {
  readonly holdId: PointsHoldId
  readonly points: number
  readonly before: LotDay
  readonly after: LotDay
}

export interface LotDay {
  readonly lastDay: CivilDate
  readonly rolls?: number
}

interface Moved {
  readonly moveId: MoveId
  /** The account at the other end, and whose it is. */
  readonly other: MembershipId
  readonly otherCustomerId: CustomerId
  /** Points of all lots. */
  readonly points: number
  readonly lots: ReadonlyArray<MovedLot>
  readonly debts: ReadonlyArray<MovedDebt>
}

/** A lot, or what of it is free, with all that it keeps wherever it lies. */
export interface MovedLot {
  readonly lotId: LotId
  readonly points: number
  readonly bucket: 'available' | 'pending'
  readonly earnedOn: CivilDate
  readonly availableOn?: CivilDate
  readonly lastDay?: CivilDate
  /** In the account whose event this is, until the lot left it; the other one keeps the day. */
  readonly rolls?: number
  /** The account that recorded the lot. */
  readonly origin: MembershipId
  readonly awardId?: AwardId
  /** The lot whose points it took over when that had lapsed. */
  readonly root?: LotId
  /** It came by a transfer and does not travel again. */
  readonly isGiven?: true
}

export interface MovedDebt {
  readonly awardId: AwardId
  readonly returnId: ReturnId
  /** The account that recorded the award. */
  readonly origin: MembershipId
  readonly points: number
  readonly arisenAt: Instant
}

/**
 * Customers turned out to be one person, or not after all: what lay here of some origins lies in another account from now
 * on, and what of theirs comes free later follows it. Where `other` is the account itself, they stay from now on.
 */
export interface PointLotsMoved extends OfAccount, Moved {
  readonly type: 'PointLotsMoved'
  readonly zone: Zone
  readonly origins: ReadonlyArray<MembershipId>
  /**
   * Where lots leave whose day moved with what this account did: it stays as it is from now on, here, too, and so does that of
   * these parts of holds. Absent where no such lot leaves; lots of older events that have none went on moving here.
   */
  readonly held?: ReadonlyArray<HeldDays>
}

/** Lots and debts came from another account of the same person. */
export interface PointLotsReceived extends OfAccount, Moved {
  readonly type: 'PointLotsReceived'
  readonly zone: Zone
}

/** Lots cannot come in here, and go back. */
export interface PointLotsRefused extends OfAccount, Moved {
  readonly type: 'PointLotsRefused'
  readonly zone: Zone
  readonly because: NotReceivable
}

/** Lots and debts came back, and what is of their origins stays from now on. */
export interface PointLotsReturned extends OfAccount, Moved {
  readonly type: 'PointLotsReturned'
  readonly because: NotReceivable
  /** Where lots come back whose day moved until they left: it moves as if they had stayed, and so does that of these parts of holds. */
  readonly held?: ReadonlyArray<HeldDays>
}

/** Goods came back, and their points lie in another account: the claim follows them. */
export interface ReversalForwarded extends OfAccount {
  readonly type: 'ReversalForwarded'
  readonly moveId: MoveId
  readonly awardId: AwardId
  readonly returnId: ReturnId
  /** The account that recorded the award. */
  readonly origin: MembershipId
  readonly arisenAt: Instant
  readonly deficit: DeficitPolicy
  /** Where it goes, and whose account that is. */
  readonly other: MembershipId
  readonly otherCustomerId: CustomerId
  readonly points: number
  readonly lots: ReadonlyArray<ClaimedLot>
  /** Accounts that it has been to: it goes to each once. */
  readonly visited: ReadonlyArray<MembershipId>
}

/** A claim came here after its points. */
export interface ReversalFollowed extends OfAccount {
  readonly type: 'ReversalFollowed'
  readonly moveId: MoveId
  readonly awardId: AwardId
  readonly returnId: ReturnId
  readonly origin: MembershipId
  readonly arisenAt: Instant
  /** `takes` + `owed` + `forgiven` + `forwarded`. */
  readonly points: number
  readonly takes: ReadonlyArray<Take>
  readonly owed: number
  readonly forgiven: number
  readonly forwarded?: number
}

export interface ClaimedLot {
  readonly lotId: LotId
  readonly points: number
  /** Other accounts that parts of the lot went to, where the claim goes on to for what it does not find; absent where there are none. */
  readonly next?: ReadonlyArray<ClaimPlace>
}

/** An account that a claim goes to, and whose it is. */
export interface ClaimPlace {
  readonly membershipId: MembershipId
  readonly customerId: CustomerId
}
