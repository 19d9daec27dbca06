// What has happened to the question who is one person. Stored for ever: add, never edit.
import type { Instant } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import type { Code, CustomerId, ErasureId, MatchingId, MergeId, ReasonCode } from '../shared/ids.js'
import type { BothSides, Pin } from '../shared/person.projection.js'

export type { Pin } from '../shared/person.projection.js'

export type IdentityEvent =
  | MergeBegun
  | CustomersMerged
  | MergeGivenUp
  | MergeTakenBack
  | UnmergeBegun
  | CustomersUnmerged
  | DuplicateDismissed
  | MatchingAuthorised
  | AdverseActionNoticeReceived
  | ErasureNoted

/** What speaks for two customers being one person. */
export interface MergeEvidence {
  /** How it was found out: a code of the shop's own list. */
  readonly method: Code
  /** The automated comparison that it came from, if any. */
  readonly matching?: MatchingUsed
}

/** An automated comparison, and of how many people. */
export interface MatchingUsed {
  readonly matchingId: MatchingId
  readonly people: number
}

/** The two customers as they were asked for. */
export interface MergeAsked {
  readonly survivorId: CustomerId
  readonly mergedId: CustomerId
}

interface OfMerge {
  readonly mergeId: MergeId
  /** Who represents the one side, and will represent both. */
  readonly survivorId: CustomerId
  /** Who represents the other side, and will be represented. */
  readonly mergedId: CustomerId
}

/**
 * It was decided that two customers are one person. They are when every stream that has to know does: `CustomersMerged`. If one of
 * them is to be erased by then, they never are: `MergeGivenUp`.
 */
export interface MergeBegun extends OfMerge {
  readonly type: 'MergeBegun'
  readonly asked: MergeAsked
  readonly pins: ReadonlyArray<Pin>
  readonly evidence: MergeEvidence
  /** Whether something is taken away by it, such as points or a tier. */
  readonly isAdverse: boolean
}

/** Two customers are one person from here on. Nothing that was recorded of either is changed. */
export interface CustomersMerged extends BothSides {
  readonly type: 'CustomersMerged'
  readonly pins: ReadonlyArray<Pin>
  readonly evidence: MergeEvidence
}

/**
 * A merge that had begun will not be: an erasure of somebody on one of the sides was decided before it was complete. What was
 * moved for it goes back, and then it is over: `MergeTakenBack`.
 */
export interface MergeGivenUp extends BothSides {
  readonly type: 'MergeGivenUp'
  /** Who is to be erased, in the order of their ids. */
  readonly erased: ReadonlyArray<CustomerId>
}

/** Nothing is left of a merge that was given up. The two were never one person. */
export interface MergeTakenBack extends OfMerge {
  readonly type: 'MergeTakenBack'
}

/** It was decided that a merge was wrong. It is undone when every stream that has to know does: `CustomersUnmerged`. */
export interface UnmergeBegun extends BothSides {
  readonly type: 'UnmergeBegun'
  readonly reasonCode: ReasonCode
}

/** What one merge had joined is two people again. */
export interface CustomersUnmerged extends BothSides {
  readonly type: 'CustomersUnmerged'
  /** Whom the merge had led to: it has the pins, which go with the merge. */
  readonly intoId: CustomerId
  readonly reasonCode: ReasonCode
}

/** Somebody has looked: these two are not one person. */
export interface DuplicateDismissed {
  readonly type: 'DuplicateDismissed'
  /** The lesser of the two ids. */
  readonly a: CustomerId
  readonly b: CustomerId
  readonly reasonCode: ReasonCode
}

/** On what an automated comparison of many people rests (PDPO s.30). */
export type MatchingGround =
  | 'prescribedConsent'
  | 'commissionerConsent'
  | 'gazettedClass'
  | 'scheduledLaw'

/** An automated comparison of many people is allowed. */
export interface MatchingAuthorised {
  readonly type: 'MatchingAuthorised'
  readonly matchingId: MatchingId
  readonly ground: MatchingGround
  readonly citation: Code
}

/** A customer has the written notice of what is to be taken away because of a comparison (PDPO s.30(5)). */
export interface AdverseActionNoticeReceived {
  readonly type: 'AdverseActionNoticeReceived'
  readonly matchingId: MatchingId
  readonly customerId: CustomerId
  readonly receivedAt: Instant
  /** The day in Hong Kong. */
  readonly receivedOn: CivilDate
}

/** It was decided to erase a customer, or that came to nothing: it was held, or the customer had become one with another. */
export interface ErasureNoted {
  readonly type: 'ErasureNoted'
  readonly customerId: CustomerId
  readonly erasureId: ErasureId
  readonly standing: 'decided' | 'held'
}
