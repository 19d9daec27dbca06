// What was sold and what came back. Stored for ever: add, never edit.
import type { Personal } from '@patina/privacy'
import type { CivilDate } from '../shared/civil-date.js'
import type {
  CustomerId,
  DocumentNumber,
  LineId,
  ReasonCode,
  ReturnId,
  SaleId,
  Sku,
  StaffId,
  StoreId,
} from '../shared/ids.js'
import type { Currency } from '../shared/money.js'

export type SalesEvent = SaleRecorded | BuyerRecorded | SaleLinesReturned | UnmatchedReturnRecorded

/** What a document says of goods and money, and nothing of people. */
export type DocumentEntry = Exclude<SalesEvent, BuyerRecorded>

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
}

export interface SaleLine {
  readonly lineId: LineId
  readonly sku: Sku
  readonly name?: string
  readonly quantity: number
  /** The price of one piece before any discount. */
  readonly unitMinor: number
  /** What was paid for the whole line. */
  readonly paidMinor: number
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

/** Goods of a sale that came back. One return document may touch several sales: each has its own such event. */
export interface SaleLinesReturned {
  readonly type: 'SaleLinesReturned'
  readonly saleId: SaleId
  readonly documentNumber: DocumentNumber
  readonly soldOn: CivilDate
  readonly customerId?: CustomerId
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
}

export interface ReturnedLine {
  /** The line of the sale. */
  readonly lineId: LineId
  readonly sku: Sku
  readonly quantity: number
  /** What the shop really paid back. */
  readonly refundMinor: number
}

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
