// What has happened to requests about personal data, to its keeping and erasing, and to breaches. Stored for ever: add,
// never edit.
import type { Instant, Position } from '@patina/eventsourcing'
import type { Personal } from '@patina/privacy'
import type { CivilDate } from '../shared/civil-date.js'
import type {
  BreachId,
  Code,
  CustomerId,
  DataKind,
  DisclosureId,
  ErasureId,
  EventId,
  HoldId,
  ReasonCode,
  RecipientId,
  RequestId,
  SaleId,
} from '../shared/ids.js'
import type { Currency } from '../shared/money.js'
import type { RetentionClass } from '../shared/retention.js'
import type { WithoutSealed } from '../shared/without-sealed.js'
import type { RefusalGround } from './grounds.js'

export type PrivacyRequestsEvent =
  | PrivacyRequestReceived
  | RequesterVerified
  | AccessFeeQuoted
  | AccessFeePaid
  | AccessCopySupplied
  | NotHeldConfirmed
  | ExtensionNoticeSent
  | LogBookEntryRecorded
  | RequestRefused
  | DataDisclosed
  | DataCorrected
  | CorrectedCopySupplied
  | ThirdPartyTold
  | OpinionNoteAnnexed
  | RetentionStarted
  | RetentionHoldPlaced
  | RetentionHoldReleased
  | ClaimedSaleNoted
  | ErasureDecided
  | ErasureConcluded
  | BreachSuspected
  | BreachAssessed
  | BreachNotified

/** What happened to one customer: all but breaches. */
export type PrivacyEntry = Exclude<
  PrivacyRequestsEvent,
  BreachSuspected | BreachAssessed | BreachNotified
>

/** The same without what is sealed: what every decision is made on. */
export type ClearPrivacyEntry = WithoutSealed<PrivacyEntry>

interface OfCustomer {
  readonly customerId: CustomerId
}

interface OfRequest extends OfCustomer {
  readonly requestId: RequestId
}

/** What is asked for. */
export type RequestKind =
  | 'access'
  | 'correction'
  | 'erasure'
  | 'objection'
  | 'restriction'
  | 'portability'

/** Who asks: the person, or somebody who may for them (PDPO s.2(1), s.17A). */
export type Requester = 'self' | 'parent' | 'courtAppointee' | 'authorised'

/** A request about personal data came in. */
export interface PrivacyRequestReceived extends OfRequest {
  readonly type: 'PrivacyRequestReceived'
  readonly kind: RequestKind
  readonly by: Requester
  /** Legal clocks run from here. */
  readonly receivedAt: Instant
  /** The 40th day after it in Hong Kong, without any extension. */
  readonly dueOn: CivilDate
  /** The request as it was made. */
  readonly text?: Personal<string>
}

/** Who asks has shown who they are, and that they may. */
export interface RequesterVerified extends OfRequest {
  readonly type: 'RequesterVerified'
  readonly method: Code
  /** SHA-256 of the sealed authority in writing. */
  readonly authoritySha256?: string
}

/** A fee for a copy was asked for (PDPO s.28). */
export interface AccessFeeQuoted extends OfRequest {
  readonly type: 'AccessFeeQuoted'
  readonly items: ReadonlyArray<FeeItem>
  readonly currency: Currency
  readonly totalMinor: number
}

/** A cost that complying with a request directly has. */
export interface FeeItem {
  readonly item: FeeKind
  readonly amountMinor: number
}

/** Costs that are directly related to a request and necessary for it. */
export type FeeKind = 'copying' | 'postage' | 'medium'

/** The fee was paid. */
export interface AccessFeePaid extends OfRequest {
  readonly type: 'AccessFeePaid'
}

/** A copy was handed over: of the data as it was when the request was received (PDPO s.19(3)). */
export interface AccessCopySupplied extends OfRequest {
  readonly type: 'AccessCopySupplied'
  readonly asOf: CopyMoment
  /** SHA-256 of the sealed bytes of the copy. */
  readonly sha256: string
  /** How many places were left out. */
  readonly redactions: number
  readonly suppliedOn: CivilDate
  readonly isLate: boolean
}

/** The moment that a copy shows, on the recorded clock. */
export interface CopyMoment {
  readonly at: Instant
  /** The last position that was recorded by then. */
  readonly position: Position
}

/** The person was told that no data is held. */
export interface NotHeldConfirmed extends OfRequest {
  readonly type: 'NotHeldConfirmed'
  readonly confirmedOn: CivilDate
  readonly isLate: boolean
}

/** The person was told in time why more time is needed, with whatever could be given (PDPO s.19(2)). */
export interface ExtensionNoticeSent extends OfRequest {
  readonly type: 'ExtensionNoticeSent'
  /** SHA-256 of the sealed bytes of the part; absent where nothing could be given. */
  readonly partialSha256?: string
  readonly reasonCode: ReasonCode
  readonly sentOn: CivilDate
  /** The reasons as the person was told them. */
  readonly reasons?: Personal<string>
}

/** Why a request is refused stands in the log book (PDPO s.27), before the person is told. */
export interface LogBookEntryRecorded extends OfRequest {
  readonly type: 'LogBookEntryRecorded'
  readonly entryId: EventId
  readonly kind: RequestKind
  readonly ground: RefusalGround
  /** SHA-256 of the sealed particulars. */
  readonly particularsSha256: string
  readonly enteredOn: CivilDate
  /** It is kept through the day before this one. */
  readonly keepUntil: CivilDate
  readonly particulars?: Personal<string>
}

/** The person was told in writing that the request is refused, in whole or in the places left out (PDPO s.21, s.25). */
export interface RequestRefused extends OfRequest {
  readonly type: 'RequestRefused'
  readonly ground: RefusalGround
  readonly extent: 'whole' | 'redactions'
  /** The other data user who controls the use: of a refusal on s.20(3)(d) or s.24(3)(e). */
  readonly otherUser?: RecipientId
  readonly refusedOn: CivilDate
  readonly isLate: boolean
}

/** Data went to somebody outside the shop. */
export interface DataDisclosed extends OfCustomer {
  readonly type: 'DataDisclosed'
  readonly disclosureId: DisclosureId
  readonly recipientId: RecipientId
  readonly kinds: ReadonlyArray<DataKind>
  readonly disclosedOn: CivilDate
}

/** Data was corrected as asked (PDPO s.23). */
export interface DataCorrected extends OfRequest {
  readonly type: 'DataCorrected'
  readonly corrections: ReadonlyArray<Correction>
  readonly correctedOn: CivilDate
  readonly isLate: boolean
  /** Those to whom the data went in the 12 months before: each must get the corrected copy with the reasons. */
  readonly recipients: ReadonlyArray<RecipientId>
  /** The last day for the copies, without any extension. */
  readonly dueOn: CivilDate
}

/** An event that was wrong, and the one that puts it right. */
export interface Correction {
  readonly of: EventId
  readonly by: EventId
}

/** The person has got a copy of the corrected data, free of charge. */
export interface CorrectedCopySupplied extends OfRequest {
  readonly type: 'CorrectedCopySupplied'
  readonly sha256: string
  readonly suppliedOn: CivilDate
}

/** A recipient was sent the corrected data with the reasons. */
export interface ThirdPartyTold extends OfRequest {
  readonly type: 'ThirdPartyTold'
  readonly recipientId: RecipientId
  readonly toldOn: CivilDate
}

/** A note was put to an opinion that the person disputes (PDPO s.25(2)): the one is not used without the other. */
export interface OpinionNoteAnnexed extends OfRequest {
  readonly type: 'OpinionNoteAnnexed'
  /** The event that holds the opinion. */
  readonly of: EventId
  /** SHA-256 of the sealed note. */
  readonly noteSha256: string
  readonly annexedOn: CivilDate
  readonly note?: Personal<string>
}

/** The period of a class of data runs from a day. A later one moves it. */
export interface RetentionStarted extends OfCustomer {
  readonly type: 'RetentionStarted'
  readonly class: RetentionClass
  readonly since: CivilDate
  readonly dueOn: CivilDate
}

/** Classes of data must be kept. */
export interface RetentionHoldPlaced extends OfCustomer {
  readonly type: 'RetentionHoldPlaced'
  readonly holdId: HoldId
  readonly classes: ReadonlyArray<RetentionClass>
  readonly law: Code
  /** Where the law says so, or the number of the proceedings: never a name. */
  readonly citation: Code
}

/** They need not be kept for this any more. */
export interface RetentionHoldReleased extends OfCustomer {
  readonly type: 'RetentionHoldReleased'
  readonly holdId: HoldId
  readonly reasonCode: ReasonCode
}

/**
 * A sale to somebody unknown turned out to be the customer's. What was sealed for the sale, its buyer and sizes, is of the class
 * `transaction`, and goes with that class of the customer.
 */
export interface ClaimedSaleNoted extends OfCustomer {
  readonly type: 'ClaimedSaleNoted'
  readonly saleId: SaleId
  readonly soldOn: CivilDate
  /** The day on which the record of the sale falls due, and so the class at the earliest. */
  readonly dueOn: CivilDate
}

/** What is erased, and what is kept and why. Nothing is erased by this event alone. */
export interface ErasureDecided extends OfCustomer {
  readonly type: 'ErasureDecided'
  readonly erasureId: ErasureId
  /** On a request, or because it fell due (PDPO s.26). */
  readonly why: 'request' | 'retention'
  readonly requestId?: RequestId
  readonly classes: ReadonlyArray<RetentionClass>
  /** The claimed sales whose buyers and sizes go with the class `transaction`. Absent for none. */
  readonly sales?: ReadonlyArray<SaleId>
  readonly exceptions: ReadonlyArray<RetentionException>
  readonly decidedOn: CivilDate
}

/** What became of a decision to erase: the keys are gone and every copy with them, or nothing is. */
export interface ErasureConcluded extends OfCustomer {
  readonly type: 'ErasureConcluded'
  readonly erasureId: ErasureId
  readonly outcome: ErasureOutcome
  readonly requestId?: RequestId
  readonly classes: ReadonlyArray<RetentionClass>
  readonly concludedOn: CivilDate
}

/**
 * How a decision to erase ended. If not carried out it is void, and what was asked for is open again: held by a hold at the
 * fence, or merged with somebody else meanwhile, about whom nothing was decided.
 */
export type ErasureOutcome = 'carriedOut' | 'held' | 'merged'

/** A class that is kept: by what law, and until when. */
export interface RetentionException {
  readonly class: RetentionClass
  readonly law: Code
  readonly citation: Code
  readonly until: CivilDate
}

/** Personal data may have been lost, or seen by who may not. */
export interface BreachSuspected {
  readonly type: 'BreachSuspected'
  readonly breachId: BreachId
  readonly suspectedAt: Instant
  readonly assessBy: CivilDate
}

/** What was found about it. */
export interface BreachAssessed {
  readonly type: 'BreachAssessed'
  readonly breachId: BreachId
  readonly isRealRisk: boolean
  /** How many persons are concerned. */
  readonly subjects: number
  readonly assessedOn: CivilDate
  /** By when to tell, where there is a real risk. */
  readonly notifyBy?: CivilDate
}

/** Somebody was told of it. */
export interface BreachNotified {
  readonly type: 'BreachNotified'
  readonly breachId: BreachId
  readonly to: 'commissioner' | 'subjects' | 'police'
  readonly notifiedOn: CivilDate
}
