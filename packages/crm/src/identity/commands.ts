// What can be asked about who is one person.
import type { Instant } from '@patina/eventsourcing'
import type { Code, CustomerId, ErasureId, MatchingId, MergeId, ReasonCode } from '../shared/ids.js'
import type { MatchingGround, MergeEvidence, Pin } from './events.js'

export type IdentityCommand =
  | MergeCustomers
  | CompleteMerge
  | UnmergeCustomers
  | CompleteUnmerge
  | DismissDuplicate
  | AuthoriseMatching
  | RecordAdverseActionNotice
  | NoteErasure

/** Say that two customers are one person. Each is first replaced by whoever represents it. */
export interface MergeCustomers {
  readonly type: 'MergeCustomers'
  readonly mergeId: MergeId
  /** Who is to represent both. */
  readonly survivorId: CustomerId
  readonly mergedId: CustomerId
  readonly evidence: MergeEvidence
  /** By default the later statement of each field is shown. */
  readonly pins?: ReadonlyArray<Pin>
  /** Whether the person loses something by it, such as points or a tier. Default `false`. */
  readonly isAdverse?: boolean
  /** Merge although somebody has said that they are two people. Default `false`. */
  readonly overridesDismissal?: boolean
}

/** Say that every stream knows of a merge. Only the reaction that told them does. */
export interface CompleteMerge {
  readonly type: 'CompleteMerge'
  readonly mergeId: MergeId
}

/** Say that a merge was wrong. Merges may be undone in any order. */
export interface UnmergeCustomers {
  readonly type: 'UnmergeCustomers'
  readonly mergeId: MergeId
  readonly reasonCode: ReasonCode
}

/** Say that every stream knows that a merge is undone, or given up. Only the reaction that told them does. */
export interface CompleteUnmerge {
  readonly type: 'CompleteUnmerge'
  readonly mergeId: MergeId
}

/** Say that two customers who look alike are two people. */
export interface DismissDuplicate {
  readonly type: 'DismissDuplicate'
  readonly customerId: CustomerId
  readonly otherId: CustomerId
  readonly reasonCode: ReasonCode
}

/** Say on what an automated comparison of many people rests. */
export interface AuthoriseMatching {
  readonly type: 'AuthoriseMatching'
  readonly matchingId: MatchingId
  readonly ground: MatchingGround
  readonly citation: Code
}

/** Say when a customer received the written notice of what is to be taken away. */
export interface RecordAdverseActionNotice {
  readonly type: 'RecordAdverseActionNotice'
  readonly matchingId: MatchingId
  readonly customerId: CustomerId
  readonly receivedAt: Instant
}

/** Say that a customer is to be erased, or that this came to nothing. Only the reaction to the decision does. */
export interface NoteErasure {
  readonly type: 'NoteErasure'
  readonly customerId: CustomerId
  readonly erasureId: ErasureId
  readonly standing: 'decided' | 'held'
}
