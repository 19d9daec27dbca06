// Shapes that were stored once and are read for ever: never edited. What they say today stands in codec.ts.
import type { CivilDate } from '../shared/civil-date.js'
import type {
  CustomerId,
  DocumentNumber,
  LineId,
  ReasonCode,
  ReturnId,
  SaleId,
  Sku,
  StoreId,
} from '../shared/ids.js'
import type { Currency } from '../shared/money.js'

/** Its lines did not say what had been paid for the pieces, so that readers took what was refunded for it. */
export interface SaleLinesReturnedV1 {
  readonly type: 'SaleLinesReturned'
  readonly saleId: SaleId
  readonly documentNumber: DocumentNumber
  readonly soldOn: CivilDate
  readonly customerId?: CustomerId
  readonly returnId: ReturnId
  readonly returnDocument: DocumentNumber
  readonly storeId: StoreId
  readonly returnedOn: CivilDate
  readonly currency: Currency
  readonly lines: ReadonlyArray<ReturnedLineV1>
  readonly units: number
  readonly refundMinor: number
  readonly reasonCode: ReasonCode
}

export interface ReturnedLineV1 {
  readonly lineId: LineId
  readonly sku: Sku
  readonly quantity: number
  readonly refundMinor: number
}
