// Why something was not done about a request, the keeping and erasing of personal data, or a breach.
import type { Instant } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import type { Difference } from '../shared/differences.js'
import type { BreachId, Code, ErasureId, HoldId, RequestId } from '../shared/ids.js'
import type { RetentionClass } from '../shared/retention.js'
import type { RequestKind } from './events.js'
import type { RefusalGround } from './grounds.js'

export type PrivacyRequestsRejection =
  | AlreadyEntered
  | EnteredBeforeItHappened
  | UnknownRequest
  | RequestClosed
  | WrongKindOfRequest
  | AuthorityNotWritten
  | RequesterNotVerified
  | FeeNotAllowed
  | FeeItemNotAllowed
  | FeeUnpaid
  | CopyNotAsOfReceipt
  | RedactionNeedsNotice
  | PartialCopyRequired
  | ExtensionLate
  | RefusalLate
  | UnknownGround
  | TwoEarlierRequestsNeeded
  | OtherUserNeeded
  | NoCopySuppliedBefore
  | UnknownHold
  | HoldReleased
  | HoldInForce
  | FloorNotReached
  | RetentionNotStarted
  | NotDueYet
  | AccessRequestOpen
  | NothingDecided
  | ErasureUnderWay
  | UnknownErasure
  | UnknownBreach

/** It is recorded with other facts. */
export interface AlreadyEntered {
  readonly _tag: 'AlreadyEntered'
  readonly differences: ReadonlyArray<Difference>
}

/** Something is said to have happened after the moment at which it is entered. */
export interface EnteredBeforeItHappened {
  readonly _tag: 'EnteredBeforeItHappened'
  readonly claimed: Instant | CivilDate
  readonly now: Instant | CivilDate
}

/** The customer has made no such request. */
export interface UnknownRequest {
  readonly _tag: 'UnknownRequest'
  readonly requestId: RequestId
}

/** The request has been answered. */
export interface RequestClosed {
  readonly _tag: 'RequestClosed'
  readonly requestId: RequestId
}

/** This is not what a request of its kind is answered with. */
export interface WrongKindOfRequest {
  readonly _tag: 'WrongKindOfRequest'
  readonly expected: RequestKind
  readonly found: RequestKind
}

/** Who asks for somebody else needs an authority in writing (PDPO s.17A). */
export interface AuthorityNotWritten {
  readonly _tag: 'AuthorityNotWritten'
}

/** Nobody has shown yet who asks (PDPO s.20(1)(a), s.24(1)). */
export interface RequesterNotVerified {
  readonly _tag: 'RequesterNotVerified'
}

/** Only access costs anything (PDPO s.28). */
export interface FeeNotAllowed {
  readonly _tag: 'FeeNotAllowed'
  readonly kind: RequestKind
}

/** Items that are not a direct and necessary cost of the copy (PDPO s.28(3)). */
export interface FeeItemNotAllowed {
  readonly _tag: 'FeeItemNotAllowed'
  readonly items: ReadonlyArray<Code>
}

/** A fee was asked for and not paid (PDPO s.28(5)). */
export interface FeeUnpaid {
  readonly _tag: 'FeeUnpaid'
  readonly totalMinor: number
}

/** The copy does not show the data as it was when the request was received (PDPO s.19(3)). */
export interface CopyNotAsOfReceipt {
  readonly _tag: 'CopyNotAsOfReceipt'
  readonly receivedAt: Instant
  readonly found: Instant
}

/** What was left out is a refusal in part, and needs its notice first (PDPO s.21). */
export interface RedactionNeedsNotice {
  readonly _tag: 'RedactionNeedsNotice'
  readonly redactions: number
}

/** Whatever can be given goes with the notice (PDPO s.19(2)(b)). */
export interface PartialCopyRequired {
  readonly _tag: 'PartialCopyRequired'
}

/** More time is asked for before the time is over (PDPO s.19(2)(a)). */
export interface ExtensionLate {
  readonly _tag: 'ExtensionLate'
  readonly dueOn: CivilDate
  readonly today: CivilDate
}

/** A refusal that the law leaves to the shop is given within the 40 days, or not at all (PDPO s.21(1), s.25(1)). */
export interface RefusalLate {
  readonly _tag: 'RefusalLate'
  readonly dueOn: CivilDate
  readonly today: CivilDate
}

/** No section gives this ground against a request of this kind. */
export interface UnknownGround {
  readonly _tag: 'UnknownGround'
  readonly ground: RefusalGround
  readonly allowed: ReadonlyArray<RefusalGround>
}

/** Two or more similar requests must have come before (PDPO s.20(3)(c)). */
export interface TwoEarlierRequestsNeeded {
  readonly _tag: 'TwoEarlierRequestsNeeded'
  readonly found: number
}

/** The data user who controls the use is named (PDPO s.21(1)(c)). */
export interface OtherUserNeeded {
  readonly _tag: 'OtherUserNeeded'
}

/** A correction is asked for of data of which a copy was supplied (PDPO s.22(1)). */
export interface NoCopySuppliedBefore {
  readonly _tag: 'NoCopySuppliedBefore'
}

/** There is no such order to keep data. */
export interface UnknownHold {
  readonly _tag: 'UnknownHold'
  readonly holdId: HoldId
}

/** The hold of this id was released: one that is placed anew needs an id of its own. */
export interface HoldReleased {
  readonly _tag: 'HoldReleased'
  readonly holdId: HoldId
}

/** The data must be kept. */
export interface HoldInForce {
  readonly _tag: 'HoldInForce'
  readonly holdIds: ReadonlyArray<HoldId>
}

/** A law forbids to erase the class yet. */
export interface FloorNotReached {
  readonly _tag: 'FloorNotReached'
  readonly class: RetentionClass
  readonly law: string
  readonly until: CivilDate
}

/** Nobody has said from which day the period of the class runs. */
export interface RetentionNotStarted {
  readonly _tag: 'RetentionNotStarted'
  readonly class: RetentionClass
}

/** The class has not fallen due, and no request asks for its erasure. */
export interface NotDueYet {
  readonly _tag: 'NotDueYet'
  readonly class: RetentionClass
  readonly dueOn: CivilDate
}

/** A request for access or correction is open: nothing is erased on request meanwhile (PDPO s.19(3)). */
export interface AccessRequestOpen {
  readonly _tag: 'AccessRequestOpen'
  readonly requestIds: ReadonlyArray<RequestId>
}

/** The decision names no class to erase and none to keep, or one as both. */
export interface NothingDecided {
  readonly _tag: 'NothingDecided'
}

/** The hold comes too late: it was decided to erase these classes. */
export interface ErasureUnderWay {
  readonly _tag: 'ErasureUnderWay'
  readonly erasureIds: ReadonlyArray<ErasureId>
  readonly classes: ReadonlyArray<RetentionClass>
}

/** Nobody has decided such an erasure. */
export interface UnknownErasure {
  readonly _tag: 'UnknownErasure'
  readonly erasureId: ErasureId
}

/** There is no such breach. */
export interface UnknownBreach {
  readonly _tag: 'UnknownBreach'
  readonly breachId: BreachId
}
