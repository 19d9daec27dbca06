// What can be asked of the records of sales and returns.
import type { ErasureOutcome, Personal } from '@patina/privacy'
import type { CivilDate } from '../shared/civil-date.js'
import type {
  Code,
  CustomerId,
  DocumentNumber,
  ErasureId,
  ExchangeId,
  LineId,
  QuotationId,
  ReasonCode,
  SaleId,
  StaffId,
  StoreId,
} from '../shared/ids.js'
import type { Currency } from '../shared/money.js'
import type { Zone } from '../shared/zone.js'
import type { ClaimProof, GiftFor, LineSize, SaleLine, Tender, UnmatchedLine } from './events.js'

export type SalesCommand =
  | RecordSale
  | ReturnLines
  | VoidSale
  | ClaimSale
  | DecideSaleErasure
  | ConcludeSaleErasure
  | RecordReturnWithoutSale

/** Record a sale as its document says. The shop and the document number name it. */
export interface RecordSale {
  readonly type: 'RecordSale'
  readonly documentNumber: DocumentNumber
  readonly storeId: StoreId
  readonly staffId?: StaffId
  readonly customerId?: CustomerId
  readonly soldOn: CivilDate
  readonly currency: Currency
  readonly lines: ReadonlyArray<LineSold>
  /** A discount of the whole document, not yet taken off its lines: spread over them by what is paid for each. */
  readonly discountMinor?: number
  /** How it was paid. Where they are given, they add up to what is paid for the lines. */
  readonly tenders?: ReadonlyArray<Tender>
  readonly occasion?: Code
  readonly giftFor?: GiftFor
  readonly quotationId?: QuotationId
  readonly campaignRef?: Code
  readonly exchangeId?: ExchangeId
  /** Who bought, where the document says so. Without a customer the name belongs to the sale, so `saleId` comes with it. */
  readonly buyer?: Personal<string>
  /** The sizes of what was sold, by line. Without a customer they belong to the sale, so `saleId` comes with them. */
  readonly sizes?: ReadonlyArray<LineSize>
  /** The id that follows from shop and document number: {@link saleIdOf}. Needed for what is sealed without a customer. */
  readonly saleId?: SaleId
  /** What the document says at its foot. Where it is given, the lines must add up to it, less the discount. */
  readonly totalMinor?: number
}

/** A line as the document has it: what of it was paid with points follows from the tenders. */
export type LineSold = Omit<SaleLine, 'byPoints'>

/** Take goods of a sale back. The shop and the number of the return document name the return. */
export interface ReturnLines {
  readonly type: 'ReturnLines'
  readonly saleId: SaleId
  readonly storeId: StoreId
  readonly returnDocument: DocumentNumber
  readonly returnedOn: CivilDate
  readonly lines: ReadonlyArray<LineBack>
  readonly reasonCode: ReasonCode
  /** How a sale that was paid in money and points is given back. Absent: in proportion. */
  readonly refundBy?: RefundBy
  readonly exchangeId?: ExchangeId
}

export type RefundBy = 'proportion' | 'pointsFirst' | 'moneyFirst'

export interface LineBack {
  /** The line of the sale. */
  readonly lineId: LineId
  readonly quantity: number
  /** What the shop really gives back, in the currency of the sale. Absent: what had been paid for the pieces. */
  readonly refundMinor?: number
}

/** Take a whole sale back on its own day, before anything of it came back. */
export interface VoidSale {
  readonly type: 'VoidSale'
  readonly saleId: SaleId
  readonly reasonCode: ReasonCode
  /** Where the shop's day begins and ends. Absent: Hong Kong. */
  readonly zone?: Zone
}

/** Say whose a sale to somebody unknown was. */
export interface ClaimSale {
  readonly type: 'ClaimSale'
  readonly saleId: SaleId
  readonly customerId: CustomerId
  readonly proof: ClaimProof
  /** How many days after its own a sale can be claimed. Absent: 14. */
  readonly withinDays?: number
  /** Where the shop's day begins and ends. Absent: Hong Kong. */
  readonly zone?: Zone
}

/** Decide that what was sealed for a sale to somebody unknown is erased, when its record has fallen due. */
export interface DecideSaleErasure {
  readonly type: 'DecideSaleErasure'
  readonly saleId: SaleId
  readonly erasureId: ErasureId
}

/** Say what became of such a decision. */
export interface ConcludeSaleErasure {
  readonly type: 'ConcludeSaleErasure'
  readonly saleId: SaleId
  readonly erasureId: ErasureId
  readonly outcome: ErasureOutcome
}

/** Take goods back for which no sale was found. */
export interface RecordReturnWithoutSale {
  readonly type: 'RecordReturnWithoutSale'
  readonly storeId: StoreId
  readonly returnDocument: DocumentNumber
  readonly staffId?: StaffId
  readonly customerId?: CustomerId
  readonly returnedOn: CivilDate
  readonly currency: Currency
  readonly lines: ReadonlyArray<UnmatchedLine>
  readonly reasonCode: ReasonCode
}
