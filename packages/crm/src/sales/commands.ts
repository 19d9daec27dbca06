// What can be asked of the records of sales and returns.
import type { Personal } from '@patina/privacy'
import type { CivilDate } from '../shared/civil-date.js'
import type {
  CustomerId,
  DocumentNumber,
  LineId,
  ReasonCode,
  SaleId,
  StaffId,
  StoreId,
} from '../shared/ids.js'
import type { Currency } from '../shared/money.js'
import type { SaleLine, UnmatchedLine } from './events.js'

export type SalesCommand = RecordSale | ReturnLines | RecordReturnWithoutSale

/** Record a sale as its document says. The shop and the document number name it. */
export interface RecordSale {
  readonly type: 'RecordSale'
  readonly documentNumber: DocumentNumber
  readonly storeId: StoreId
  readonly staffId?: StaffId
  readonly customerId?: CustomerId
  readonly soldOn: CivilDate
  readonly currency: Currency
  readonly lines: ReadonlyArray<SaleLine>
  /** Who bought, where the document says so. Without a customer the name belongs to the sale, so `saleId` comes with it. */
  readonly buyer?: Personal<string>
  /** The id that follows from shop and document number: {@link saleIdOf}. Needed for a buyer without a customer. */
  readonly saleId?: SaleId
  /** What the document says at its foot. Where it is given, the lines must add up to it. */
  readonly totalMinor?: number
}

/** Take goods of a sale back. The shop and the number of the return document name the return. */
export interface ReturnLines {
  readonly type: 'ReturnLines'
  readonly saleId: SaleId
  readonly storeId: StoreId
  readonly returnDocument: DocumentNumber
  readonly returnedOn: CivilDate
  readonly lines: ReadonlyArray<LineBack>
  readonly reasonCode: ReasonCode
}

export interface LineBack {
  /** The line of the sale. */
  readonly lineId: LineId
  readonly quantity: number
  /** What the shop really pays back, in the currency of the sale. */
  readonly refundMinor: number
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
