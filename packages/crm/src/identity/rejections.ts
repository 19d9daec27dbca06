// Why two customers were not made one person, or not two again.
import type { Instant } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import type { Difference } from '../shared/differences.js'
import type { Code, CustomerId, MatchingId, MergeId } from '../shared/ids.js'

export type IdentityRejection =
  | AlreadyOnePerson
  | MergeUnderWay
  | MergeRecordedOtherwise
  | MergeUndone
  | MergeRefused
  | NotMerged
  | LaterMergesStand
  | MatchingRecordedOtherwise
  | NoticeInFuture

/** They are one person by now. */
export interface AlreadyOnePerson {
  readonly _tag: 'AlreadyOnePerson'
  readonly representativeId: CustomerId
}

/** One of the two is being merged or unmerged at the moment: that takes no longer than its reactions do. */
export interface MergeUnderWay {
  readonly _tag: 'MergeUnderWay'
  readonly mergeIds: ReadonlyArray<MergeId>
}

/** There is a merge of this id, and it is another one. */
export interface MergeRecordedOtherwise {
  readonly _tag: 'MergeRecordedOtherwise'
  readonly differences: ReadonlyArray<Difference>
}

/** The merge of this id was undone: to merge the two again takes a new id. */
export interface MergeUndone {
  readonly _tag: 'MergeUndone'
  readonly mergeId: MergeId
}

/** The two are not merged, for all of these reasons. */
export interface MergeRefused {
  readonly _tag: 'MergeRefused'
  readonly reasons: ReadonlyArray<MergeReason>
}

export type MergeReason =
  | PairDismissed
  | SubjectErased
  | PinOfStranger
  | PinnedTwice
  | MatchingNotAuthorised
  | NoticeNotReceived
  | NoticePeriodRunning

/** Somebody has said that customers of the two sides are two people. */
export interface PairDismissed {
  readonly _tag: 'PairDismissed'
  readonly pairs: ReadonlyArray<readonly [CustomerId, CustomerId]>
}

/** Of some nothing is left to compare: they were erased, or it is decided that they will be. */
export interface SubjectErased {
  readonly _tag: 'SubjectErased'
  readonly customerIds: ReadonlyArray<CustomerId>
}

/** A field is to be shown as somebody has it who is on neither side. */
export interface PinOfStranger {
  readonly _tag: 'PinOfStranger'
  readonly customerIds: ReadonlyArray<CustomerId>
}

/** A field is to be shown as two of them have it. */
export interface PinnedTwice {
  readonly _tag: 'PinnedTwice'
  readonly fields: ReadonlyArray<Code>
}

/** The comparison that takes something away rests on nothing (PDPO s.30). */
export interface MatchingNotAuthorised {
  readonly _tag: 'MatchingNotAuthorised'
  readonly matchingId: MatchingId
}

/** One of the two sides has had no written notice of what is to be taken away (PDPO s.30(5)). */
export interface NoticeNotReceived {
  readonly _tag: 'NoticeNotReceived'
  readonly customerIds: ReadonlyArray<CustomerId>
}

/** The seven days from the receipt of the notice last through this day (PDPO s.30(5)). */
export interface NoticePeriodRunning {
  readonly _tag: 'NoticePeriodRunning'
  readonly until: CivilDate
}

/** There is no merge of this id. */
export interface NotMerged {
  readonly _tag: 'NotMerged'
  readonly mergeId: MergeId
}

/**
 * These merges were asked for under ids that lie on different sides when this one is undone: who had them made said that the two
 * are one person, and without this merge they would not be. Undo them first, and ask for them again.
 */
export interface LaterMergesStand {
  readonly _tag: 'LaterMergesStand'
  readonly mergeIds: ReadonlyArray<MergeId>
}

/** The comparison was authorised otherwise. */
export interface MatchingRecordedOtherwise {
  readonly _tag: 'MatchingRecordedOtherwise'
  readonly differences: ReadonlyArray<Difference>
}

/** A notice cannot have been received later than it is entered. */
export interface NoticeInFuture {
  readonly _tag: 'NoticeInFuture'
  readonly receivedAt: Instant
  readonly now: Instant
}
