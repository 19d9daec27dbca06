// What can be asked about requests, the keeping and erasing of personal data, and breaches.
import type { Instant } from '@patina/eventsourcing'
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
import type {
  CopyMoment,
  Correction,
  ErasureOutcome,
  Requester,
  RequestKind,
  RetentionException,
} from './events.js'
import type { RefusalGround } from './grounds.js'

export type PrivacyRequestsCommand =
  | ReceiveRequest
  | VerifyRequester
  | QuoteFee
  | RecordFee
  | SupplyCopy
  | ConfirmNotHeld
  | ExtendTime
  | RefuseRequest
  | RecordDisclosure
  | CorrectData
  | SupplyCorrectedCopy
  | TellThirdParty
  | AnnexNote
  | StartRetention
  | PlaceHold
  | ReleaseHold
  | NoteClaimedSale
  | DecideErasure
  | ConcludeErasure
  | SuspectBreach
  | AssessBreach
  | NotifyBreach

interface OfCustomer {
  readonly customerId: CustomerId
}

interface OfRequest extends OfCustomer {
  readonly requestId: RequestId
}

/** Enter a request. Never refused for being entered late. */
export interface ReceiveRequest extends OfRequest {
  readonly type: 'ReceiveRequest'
  readonly kind: RequestKind
  readonly by: Requester
  readonly receivedAt: Instant
  /** The request as it was made. */
  readonly text?: Personal<string>
}

/** Say that who asks has shown who they are. */
export interface VerifyRequester extends OfRequest {
  readonly type: 'VerifyRequester'
  readonly method: Code
  readonly authoritySha256?: string
}

/** Ask for a fee. Items are codes, so that what is not allowed can be told apart from what is not known. */
export interface QuoteFee extends OfRequest {
  readonly type: 'QuoteFee'
  readonly items: ReadonlyArray<QuotedItem>
  readonly currency: Currency
}

/** An item of a fee as it is asked for. */
export interface QuotedItem {
  readonly item: Code
  readonly amountMinor: number
}

/** Say that the fee was paid. */
export interface RecordFee extends OfRequest {
  readonly type: 'RecordFee'
}

/** Say that a copy was handed over. */
export interface SupplyCopy extends OfRequest {
  readonly type: 'SupplyCopy'
  readonly asOf: CopyMoment
  readonly sha256: string
  readonly redactions: number
}

/** Say that the person was told that no data is held. */
export interface ConfirmNotHeld extends OfRequest {
  readonly type: 'ConfirmNotHeld'
}

/** Say that the person was told why more time is needed. */
export interface ExtendTime extends OfRequest {
  readonly type: 'ExtendTime'
  readonly partialSha256?: string
  /** Nothing at all could be given yet. */
  readonly isNothingReady?: boolean
  readonly reasonCode: ReasonCode
  /** The reasons as the person is told them. */
  readonly reasons?: Personal<string>
}

/** Refuse a request in writing, in whole or in the places left out. */
export interface RefuseRequest extends OfRequest {
  readonly type: 'RefuseRequest'
  readonly ground: RefusalGround
  readonly extent: 'whole' | 'redactions'
  readonly particularsSha256: string
  readonly otherUser?: RecipientId
  /** The particulars themselves, for the log book. */
  readonly particulars?: Personal<string>
}

/** Say that data went to somebody outside the shop. */
export interface RecordDisclosure extends OfCustomer {
  readonly type: 'RecordDisclosure'
  readonly disclosureId: DisclosureId
  readonly recipientId: RecipientId
  readonly kinds: ReadonlyArray<DataKind>
  readonly disclosedOn: CivilDate
}

/** Say that data was corrected as asked. */
export interface CorrectData extends OfRequest {
  readonly type: 'CorrectData'
  readonly corrections: ReadonlyArray<Correction>
}

/** Say that the person has got a copy of the corrected data. */
export interface SupplyCorrectedCopy extends OfRequest {
  readonly type: 'SupplyCorrectedCopy'
  readonly sha256: string
}

/** Say that a recipient was sent the corrected data. */
export interface TellThirdParty extends OfRequest {
  readonly type: 'TellThirdParty'
  readonly recipientId: RecipientId
}

/** Put a note to an opinion that the person disputes. */
export interface AnnexNote extends OfRequest {
  readonly type: 'AnnexNote'
  readonly of: EventId
  readonly noteSha256: string
  readonly note?: Personal<string>
}

/** Say from which day the period of a class runs: the last sale, the end of a consent. */
export interface StartRetention extends OfCustomer {
  readonly type: 'StartRetention'
  readonly class: RetentionClass
  readonly since: CivilDate
}

/** Order to keep classes of data. */
export interface PlaceHold extends OfCustomer {
  readonly type: 'PlaceHold'
  readonly holdId: HoldId
  readonly classes: ReadonlyArray<RetentionClass>
  readonly law: Code
  readonly citation: Code
}

/** Lift such an order. */
export interface ReleaseHold extends OfCustomer {
  readonly type: 'ReleaseHold'
  readonly holdId: HoldId
  readonly reasonCode: ReasonCode
}

/** Say that a sale to somebody unknown was claimed. Only the reaction to the claim does. */
export interface NoteClaimedSale extends OfCustomer {
  readonly type: 'NoteClaimedSale'
  readonly saleId: SaleId
  readonly soldOn: CivilDate
}

/** Decide what is erased and what is kept. */
export interface DecideErasure extends OfCustomer {
  readonly type: 'DecideErasure'
  readonly erasureId: ErasureId
  readonly why: 'request' | 'retention'
  readonly requestId?: RequestId
  readonly classes: ReadonlyArray<RetentionClass>
  readonly exceptions: ReadonlyArray<RetentionException>
}

/** Say what became of a decision to erase. */
export interface ConcludeErasure extends OfCustomer {
  readonly type: 'ConcludeErasure'
  readonly erasureId: ErasureId
  readonly outcome: ErasureOutcome
}

/** Enter a breach that is suspected. */
export interface SuspectBreach {
  readonly type: 'SuspectBreach'
  readonly breachId: BreachId
  readonly suspectedAt: Instant
  /** How many days the shop gives itself to find out. */
  readonly assessWithinDays: number
}

/** Say what was found about a breach. */
export interface AssessBreach {
  readonly type: 'AssessBreach'
  readonly breachId: BreachId
  readonly isRealRisk: boolean
  readonly subjects: number
  /** How many days the shop gives itself to tell, where there is a real risk. */
  readonly notifyWithinDays: number
}

/** Say that somebody was told of a breach. */
export interface NotifyBreach {
  readonly type: 'NotifyBreach'
  readonly breachId: BreachId
  readonly to: 'commissioner' | 'subjects' | 'police'
}
