// Why a document was not recorded.
import type { CivilDate } from '../shared/civil-date.js'
import type { Difference } from '../shared/differences.js'
import type { DocumentNumber, LineId, SaleId } from '../shared/ids.js'

export type SalesRejection =
  | DocumentAlreadyRecorded
  | AnotherSale
  | DatedInFuture
  | LineIdTwice
  | TotalsDoNotAdd
  | TooLarge
  | UnknownSale
  | ReturnRefused

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
}

/** The return does not fit the sale. Everything that is wrong is listed. */
export interface ReturnRefused {
  readonly _tag: 'ReturnRefused'
  readonly reasons: ReadonlyArray<UnknownLine | ReturnExceedsSold | ReturnedBeforeSold>
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
