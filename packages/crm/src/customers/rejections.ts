// Why something was not done to a customer's record.

import type { CivilDate } from '../shared/civil-date.js'
import type { Difference } from '../shared/differences.js'
import type {
  CustomerId,
  DataKind,
  EventId,
  IdentifierId,
  NeedId,
  OccasionId,
  PurposeCode,
  RelationId,
} from '../shared/ids.js'
import type { CustomerStatus, NeedOutcome } from './events.js'

export type CustomersRejection =
  | CustomerAlreadyRegistered
  | CollectionRefused
  | UnknownCustomer
  | StatusNotAllowed
  | IdentifierTaken
  | UnknownIdentifier
  | NeedTaken
  | UnknownNeed
  | NeedAlreadyClosed
  | OccasionTaken
  | RelationTaken
  | RelationToSelf
  | RelationEndsTooEarly
  | UnknownRelation
  | UnknownStatement
  | StatementSuperseded
  | StatementOfOtherKind

/** The customer is registered with other facts. */
export interface CustomerAlreadyRegistered {
  readonly _tag: 'CustomerAlreadyRegistered'
  readonly differences: ReadonlyArray<Difference>
}

/** The customer is not registered, for all of these reasons. */
export interface CollectionRefused {
  readonly _tag: 'CollectionRefused'
  readonly reasons: ReadonlyArray<CollectionReason>
}

export type CollectionReason = NoticeNotPresented | FieldNotAllowed

/** Something is collected, and no notice was shown on or before that (PDPO DPP1(3)). */
export interface NoticeNotPresented {
  readonly _tag: 'NoticeNotPresented'
}

/** Kinds that the list has not for this purpose; the number of an identity card, or a part of it, whatever the list says. */
export interface FieldNotAllowed {
  readonly _tag: 'FieldNotAllowed'
  readonly fields: ReadonlyArray<DataKind>
  readonly purpose: PurposeCode
}

/** Nobody has registered the customer. */
export interface UnknownCustomer {
  readonly _tag: 'UnknownCustomer'
}

/** The status does not lead to the one asked for; `allowed` are those that it leads to. */
export interface StatusNotAllowed {
  readonly _tag: 'StatusNotAllowed'
  readonly from: CustomerStatus
  readonly to: CustomerStatus
  readonly allowed: ReadonlyArray<CustomerStatus>
}

/** There is or was an identifier of this id: a sealed value cannot be compared, so nobody can say that it is the same. */
export interface IdentifierTaken {
  readonly _tag: 'IdentifierTaken'
  readonly identifierId: IdentifierId
}

/** The customer has no identifier of this id, or no longer. */
export interface UnknownIdentifier {
  readonly _tag: 'UnknownIdentifier'
  readonly identifierId: IdentifierId
}

/** There is or was a need of this id: a sealed value cannot be compared. A correction names the event that it corrects. */
export interface NeedTaken {
  readonly _tag: 'NeedTaken'
  readonly needId: NeedId
}

/** The customer has no need of this id. */
export interface UnknownNeed {
  readonly _tag: 'UnknownNeed'
  readonly needId: NeedId
}

/** The need ended already, in another way; or it is to be corrected after its end. */
export interface NeedAlreadyClosed {
  readonly _tag: 'NeedAlreadyClosed'
  readonly needId: NeedId
  readonly outcome: NeedOutcome
}

/** There is or was an occasion of this id. */
export interface OccasionTaken {
  readonly _tag: 'OccasionTaken'
  readonly occasionId: OccasionId
}

/** This side of a relation of this id is recorded already. */
export interface RelationTaken {
  readonly _tag: 'RelationTaken'
  readonly relationId: RelationId
}

/** Nobody is related to themselves. */
export interface RelationToSelf {
  readonly _tag: 'RelationToSelf'
  readonly customerId: CustomerId
}

/** A relation cannot end before it begins. */
export interface RelationEndsTooEarly {
  readonly _tag: 'RelationEndsTooEarly'
  readonly fromDay: CivilDate
  readonly toDay: CivilDate
}

/** The customer has said nothing of a relation of this id. */
export interface UnknownRelation {
  readonly _tag: 'UnknownRelation'
  readonly relationId: RelationId
}

/** No event of this id says something of the customer that could be doubted, corrected or retracted. */
export interface UnknownStatement {
  readonly _tag: 'UnknownStatement'
  readonly of: EventId
}

/** The statement was corrected or retracted already, by the event that is named. */
export interface StatementSuperseded {
  readonly _tag: 'StatementSuperseded'
  readonly of: EventId
  readonly by: EventId
}

/** The statement is about something else than what is asked: `found` says what it is about, in the words of the commands. */
export interface StatementOfOtherKind {
  readonly _tag: 'StatementOfOtherKind'
  readonly of: EventId
  readonly expected: string
  readonly found: string
}
