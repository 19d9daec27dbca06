// Why a document was not recorded.
import type { CivilDate } from '../shared/civil-date.js'
import type { Difference } from '../shared/differences.js'
import type {
  CustomerId,
  DocumentNumber,
  ErasureId,
  LineId,
  RedemptionId,
  SaleId,
} from '../shared/ids.js'

export type SalesRejection =
  | DocumentAlreadyRecorded
  | AnotherSale
  | DatedInFuture
  | LineIdTwice
  | TotalsDoNotAdd
  | SaleRefused
  | TooLarge
  | UnknownSale
  | ReturnRefused
  | VoidRefused
  | ClaimRefused
  | SaleErasureRefused
  | UnknownErasure

/** A document of this shop and number is recorded with other content. Every difference is named. */
export interface DocumentAlreadyRecorded {
  readonly _tag: 'DocumentAlreadyRecorded'
  readonly documentNumber: DocumentNumber
  readonly differences: ReadonlyArray<Difference>
}

/** The id is not the one that follows from shop and document number. */
export interface AnotherSale {
  readonly _tag: 'AnotherSale'
  readonly expected: SaleId
  readonly found: SaleId
}

/** The document's day has not begun anywhere on earth. */
export interface DatedInFuture {
  readonly _tag: 'DatedInFuture'
  readonly day: CivilDate
  readonly today: CivilDate
}

/** Lines of one document share an id. */
export interface LineIdTwice {
  readonly _tag: 'LineIdTwice'
  readonly lineIds: ReadonlyArray<LineId>
}

/** The lines do not add up to what the document says, in minor units. */
export interface TotalsDoNotAdd {
  readonly _tag: 'TotalsDoNotAdd'
  /** What the document says. */
  readonly expected: number
  /** What its lines add up to. */
  readonly found: number
}

/** The sale does not fit together. Everything that is wrong is listed. */
export interface SaleRefused {
  readonly _tag: 'SaleRefused'
  readonly reasons: ReadonlyArray<
    | DiscountAboveTotal
    | LineDoesNotAdd
    | TaxAbovePaid
    | PieceOfSeveral
    | WarrantyBeforeSale
    | TendersDoNotAdd
    | RedemptionTwice
    | SizeOfUnknownLine
  >
}

/** The document is reduced by more than its lines come to. */
export interface DiscountAboveTotal {
  readonly _tag: 'DiscountAboveTotal'
  readonly discountMinor: number
  readonly totalMinor: number
}

/** The list price of a line less its discount is not what was paid for it, before any discount of the document. */
export interface LineDoesNotAdd {
  readonly _tag: 'LineDoesNotAdd'
  readonly lineId: LineId
  /** List price less discount, below 0 for a discount that is larger. */
  readonly expected: number
  readonly found: number
}

/** A line contains more tax than was paid for it in the end. */
export interface TaxAbovePaid {
  readonly _tag: 'TaxAbovePaid'
  readonly lineId: LineId
  readonly taxMinor: number
  readonly paidMinor: number
}

/** A line names one piece and sells several. */
export interface PieceOfSeveral {
  readonly _tag: 'PieceOfSeveral'
  readonly lineId: LineId
  readonly quantity: number
}

export interface WarrantyBeforeSale {
  readonly _tag: 'WarrantyBeforeSale'
  readonly lineId: LineId
  readonly startsOn: CivilDate
  readonly soldOn: CivilDate
}

/** What was tendered does not come to what was paid for the lines. */
export interface TendersDoNotAdd {
  readonly _tag: 'TendersDoNotAdd'
  /** What the lines add up to. */
  readonly expected: number
  /** What the tenders add up to. */
  readonly found: number
}

/** Tenders share a redemption. */
export interface RedemptionTwice {
  readonly _tag: 'RedemptionTwice'
  readonly redemptionIds: ReadonlyArray<RedemptionId>
}

/** A size is told of lines that the document does not have, or twice of one line. */
export interface SizeOfUnknownLine {
  readonly _tag: 'SizeOfUnknownLine'
  readonly lineIds: ReadonlyArray<LineId>
}

/** The lines add up to more than any document may. */
export interface TooLarge {
  readonly _tag: 'TooLarge'
  readonly field: 'totalMinor' | 'refundMinor'
  readonly limit: number
  readonly found: number
}

/** No sale is recorded of which lines could come back. */
export interface UnknownSale {
  readonly _tag: 'UnknownSale'
  readonly saleId: SaleId
}

/** The return does not fit the sale. Everything that is wrong is listed. */
export interface ReturnRefused {
  readonly _tag: 'ReturnRefused'
  readonly reasons: ReadonlyArray<SaleIsVoid | UnknownLine | ReturnExceedsSold | ReturnedBeforeSold>
}

export interface UnknownLine {
  readonly _tag: 'UnknownLine'
  readonly lineId: LineId
}

/** More pieces than are left of the line after earlier returns. */
export interface ReturnExceedsSold {
  readonly _tag: 'ReturnExceedsSold'
  readonly lineId: LineId
  readonly asked: number
  readonly left: number
}

export interface ReturnedBeforeSold {
  readonly _tag: 'ReturnedBeforeSold'
  readonly soldOn: CivilDate
  readonly returnedOn: CivilDate
}

/** The sale was voided: nothing of it is left. */
export interface SaleIsVoid {
  readonly _tag: 'SaleIsVoid'
}

/** The sale cannot be voided. Everything that hinders it is listed. */
export interface VoidRefused {
  readonly _tag: 'VoidRefused'
  readonly reasons: ReadonlyArray<VoidTooLate | HasReturns>
}

/** A sale is voided on its own day or not at all: what comes later is a return. */
export interface VoidTooLate {
  readonly _tag: 'VoidTooLate'
  readonly soldOn: CivilDate
  /** The day that it is where the shop is. */
  readonly today: CivilDate
}

/** Something of the sale came back already. */
export interface HasReturns {
  readonly _tag: 'HasReturns'
  readonly returns: number
}

/** The sale cannot be claimed. Everything that hinders it is listed. */
export interface ClaimRefused {
  readonly _tag: 'ClaimRefused'
  readonly reasons: ReadonlyArray<
    SaleIsVoid | AlreadyClaimed | ClaimedBeforeSold | ClaimTooLate | NothingLeft
  >
}

/** The sale is another customer's, by its document or by a claim. */
export interface AlreadyClaimed {
  readonly _tag: 'AlreadyClaimed'
}

/** The claim is dated before the sale. */
export interface ClaimedBeforeSold {
  readonly _tag: 'ClaimedBeforeSold'
  readonly soldOn: CivilDate
  /** The day that it is where the shop is. */
  readonly claimedOn: CivilDate
}

export interface ClaimTooLate {
  readonly _tag: 'ClaimTooLate'
  readonly soldOn: CivilDate
  /** The day that it is where the shop is. */
  readonly today: CivilDate
  /** Until so many days after the day of the sale it could be claimed. */
  readonly days: number
}

/** All goods of the sale came back. */
export interface NothingLeft {
  readonly _tag: 'NothingLeft'
}

/** What was sealed for a sale is not erased, for all of these reasons. */
export interface SaleErasureRefused {
  readonly _tag: 'SaleErasureRefused'
  readonly reasons: ReadonlyArray<SaleHasOwner | RecordStillKept>
}

/** The sale is a customer's, by its document or by a claim: what was sealed for it goes with the customer. */
export interface SaleHasOwner {
  readonly _tag: 'SaleHasOwner'
  readonly customerId: CustomerId
}

/** A law keeps the record of the sale, with whoever bought, until a day. */
export interface RecordStillKept {
  readonly _tag: 'RecordStillKept'
  readonly law: string
  readonly until: CivilDate
}

/** No such erasure was decided for the sale. */
export interface UnknownErasure {
  readonly _tag: 'UnknownErasure'
  readonly erasureId: ErasureId
}
