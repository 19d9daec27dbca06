// What was sold, what came back, and whose it was. Stored for ever: add, never edit.
import type { ErasureOutcome, Personal } from '@patina/privacy'
import type { CivilDate } from '../shared/civil-date.js'
import type {
  Code,
  CustomerId,
  DocumentNumber,
  ErasureId,
  ExchangeId,
  LineId,
  MembershipId,
  QuotationId,
  ReasonCode,
  RedemptionId,
  ReturnId,
  SaleId,
  SerialNumber,
  Sku,
  StaffId,
  StoreId,
} from '../shared/ids.js'
import type { Currency } from '../shared/money.js'

export type SalesEvent =
  | SaleRecorded
  | BuyerRecorded
  | SizesRecorded
  | SaleLinesReturned
  | SaleVoided
  | SaleClaimed
  | SaleErasureDecided
  | SaleErasureConcluded
  | UnmatchedReturnRecorded

/** What documents say of goods and money, and nothing of people. */
export type DocumentEntry = SaleRecorded | SaleLinesReturned | UnmatchedReturnRecorded

/** What changes how much was sold: documents, and the voids of sales. */
export type TradeEntry = DocumentEntry | SaleVoided

/** A sale, as its document says. */
export interface SaleRecorded {
  readonly type: 'SaleRecorded'
  readonly saleId: SaleId
  readonly documentNumber: DocumentNumber
  readonly storeId: StoreId
  readonly staffId?: StaffId
  /** Absent for a sale over the counter to somebody unknown. */
  readonly customerId?: CustomerId
  /** The day of the document, where the shop is. */
  readonly soldOn: CivilDate
  readonly currency: Currency
  readonly lines: ReadonlyArray<SaleLine>
  /** Pieces of all lines. */
  readonly units: number
  /** What was paid for all lines. */
  readonly totalMinor: number
  /** What the whole document was reduced by: spread over the lines, whose discounts hold their shares. */
  readonly discountMinor?: number
  /** How it was paid, where that is recorded: adds up to the total. */
  readonly tenders?: ReadonlyArray<Tender>
  /** What it was bought for, a code of the shop such as `wedding`. */
  readonly occasion?: Code
  /** Absent for what the customer keeps, as far as the shop knows. */
  readonly giftFor?: GiftFor
  /** The quotation that the sale follows from. */
  readonly quotationId?: QuotationId
  /** The campaign that it answers. */
  readonly campaignRef?: Code
  /** Of an exchange: shared with the return of what was given back for it. */
  readonly exchangeId?: ExchangeId
}

/** Whom a gift is for: a customer, or somebody whom the shop does not know. */
export type GiftFor = CustomerId | 'somebody'

export interface SaleLine {
  readonly lineId: LineId
  readonly sku: Sku
  readonly name?: string
  readonly quantity: number
  /** The list price: of one piece, before any discount. */
  readonly unitMinor: number
  /** What was paid for the whole line, after every discount, with tax, in money and points. */
  readonly paidMinor: number
  readonly article?: Article
  /** The one piece that the line sells, where pieces are told apart. */
  readonly piece?: Piece
  /** What of the list price was not charged, the line's share of a discount of the document included. */
  readonly discountMinor?: number
  /** The tax that is contained in what was paid. */
  readonly taxMinor?: number
  /** What of the line was paid with points; absent for none. */
  readonly byPoints?: ByPoints
}

/** What an article is: codes of the lists that the shop keeps. */
export interface Article {
  readonly brand?: Code
  readonly collection?: Code
  /** What the maker calls the model. */
  readonly reference?: Code
  readonly category?: Code
  readonly metal?: Code
  readonly stone?: Code
}

export interface Piece {
  readonly serial: SerialNumber
  /** The number of the paper that comes with it, such as that of a stone. */
  readonly certificate?: DocumentNumber
  readonly warranty?: Warranty
}

/** What the seller promised with a piece. */
export interface Warranty {
  /** The first day on which it holds. */
  readonly startsOn: CivilDate
  readonly months: number
  /** What it begins with. */
  readonly basis: 'sale' | 'delivery' | 'registration'
}

/** A part of an amount that was paid with points: what they were worth, and how many they were. */
export interface ByPoints {
  readonly minor: number
  readonly points: number
}

/** One of the ways in which a sale was paid. */
export interface Tender {
  /** A code of the shop: `cash`, `card`, `points`. */
  readonly kind: Code
  readonly amountMinor: number
  /** Present where the amount was paid with points. */
  readonly redemption?: PointsSpent
}

/** Points of one redemption, and the account that they are in. */
export interface PointsSpent {
  readonly membershipId: MembershipId
  readonly redemptionId: RedemptionId
  readonly points: number
}

/**
 * Who bought, on a sale that names its buyer. An event of its own, so that a sale over the counter holds nothing sealed; kept
 * as long as the law keeps records of the year of the sale (Hong Kong: Cap. 112, s.51C).
 */
export interface BuyerRecorded {
  readonly type: 'BuyerRecorded'
  readonly saleId: SaleId
  /** Whose the name is; without a customer it belongs to the sale. */
  readonly customerId?: CustomerId
  readonly buyer: Personal<string>
}

/** The sizes of pieces that were sold: of a body, and so sealed as the buyer is. */
export interface SizesRecorded {
  readonly type: 'SizesRecorded'
  readonly saleId: SaleId
  readonly customerId?: CustomerId
  readonly sizes: ReadonlyArray<LineSize>
}

export interface LineSize {
  /** The line of the sale. */
  readonly lineId: LineId
  readonly size: Personal<string>
}

/** Goods of a sale that came back. One return document may touch several sales: each has its own such event. */
export interface SaleLinesReturned {
  readonly type: 'SaleLinesReturned'
  readonly saleId: SaleId
  readonly documentNumber: DocumentNumber
  readonly soldOn: CivilDate
  /** Whose sale it was, also by a claim. */
  readonly customerId?: CustomerId
  readonly giftFor?: GiftFor
  readonly returnId: ReturnId
  readonly returnDocument: DocumentNumber
  /** The shop that took the goods back; it need not be the one that sold them. */
  readonly storeId: StoreId
  readonly returnedOn: CivilDate
  readonly currency: Currency
  readonly lines: ReadonlyArray<ReturnedLine>
  readonly units: number
  readonly refundMinor: number
  readonly reasonCode: ReasonCode
  readonly exchangeId?: ExchangeId
  /** The points that go back, by redemption, the last redemption first. */
  readonly undone?: ReadonlyArray<PointsSpent>
}

export interface ReturnedLine {
  /** The line of the sale. */
  readonly lineId: LineId
  readonly sku: Sku
  readonly quantity: number
  /** What had been paid for these pieces: over all returns of a line exactly what was paid for it. */
  readonly paidMinor: number
  /** What the shop really gave back, in money and points. */
  readonly refundMinor: number
  /** What of it was given back in points; absent for none. */
  readonly byPoints?: ByPoints
  /** As on the line of the sale. */
  readonly article?: Article
}

/** A sale that was taken back whole on its own day, as if it had never been. It says again all that the sale had said. */
export interface SaleVoided {
  readonly type: 'SaleVoided'
  readonly saleId: SaleId
  readonly documentNumber: DocumentNumber
  readonly storeId: StoreId
  /** Whose sale it was, also by a claim. */
  readonly customerId?: CustomerId
  readonly giftFor?: GiftFor
  /** The day of the sale, and so of the void. */
  readonly soldOn: CivilDate
  readonly currency: Currency
  readonly lines: ReadonlyArray<SaleLine>
  readonly units: number
  readonly totalMinor: number
  readonly tenders?: ReadonlyArray<Tender>
  readonly reasonCode: ReasonCode
  /** The points that go back, by redemption, the last redemption first. */
  readonly undone?: ReadonlyArray<PointsSpent>
}

/** A sale to somebody unknown turned out to be a customer's. It says again what of the sale had not come back by then. */
export interface SaleClaimed {
  readonly type: 'SaleClaimed'
  readonly saleId: SaleId
  readonly documentNumber: DocumentNumber
  readonly storeId: StoreId
  readonly customerId: CustomerId
  readonly giftFor?: GiftFor
  /** What it was bought for, and what it answers, as its document says: points may hang on it. */
  readonly occasion?: Code
  readonly campaignRef?: Code
  readonly soldOn: CivilDate
  readonly claimedOn: CivilDate
  readonly currency: Currency
  /** The lines of which something is left, each with the pieces and the amounts that are left. */
  readonly lines: ReadonlyArray<SaleLine>
  readonly units: number
  readonly totalMinor: number
  readonly proof: ClaimProof
}

/** What was sealed for a sale to somebody unknown is to go: its record has fallen due. Nothing is erased by this event alone. */
export interface SaleErasureDecided {
  readonly type: 'SaleErasureDecided'
  readonly saleId: SaleId
  readonly erasureId: ErasureId
  readonly decidedOn: CivilDate
}

/** What became of it: the keys are gone and every copy with them, or a hold on the sale at the fence kept it all. */
export interface SaleErasureConcluded {
  readonly type: 'SaleErasureConcluded'
  readonly saleId: SaleId
  readonly erasureId: ErasureId
  /** If it was not carried out the decision is void. */
  readonly outcome: ErasureOutcome
  readonly concludedOn: CivilDate
}

/** How it was shown whose the sale is. */
export type ClaimProof = 'receipt' | 'card' | 'phone'

/** Goods that came back without a sale that they could be matched to: to be reviewed, and no points are touched. */
export interface UnmatchedReturnRecorded {
  readonly type: 'UnmatchedReturnRecorded'
  readonly returnId: ReturnId
  readonly returnDocument: DocumentNumber
  readonly storeId: StoreId
  readonly staffId?: StaffId
  readonly customerId?: CustomerId
  readonly returnedOn: CivilDate
  readonly currency: Currency
  readonly lines: ReadonlyArray<UnmatchedLine>
  readonly units: number
  readonly refundMinor: number
  readonly reasonCode: ReasonCode
}

export interface UnmatchedLine {
  /** The line of the return document. */
  readonly lineId: LineId
  readonly sku: Sku
  readonly name?: string
  readonly quantity: number
  readonly refundMinor: number
}
