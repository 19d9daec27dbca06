import type { Branded, LogEvent, Projection } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import type { Code, CustomerId, LineId, SaleId, Sku, StoreId } from '../shared/ids.js'
import type { Currency } from '../shared/money.js'
import type {
  Article,
  GiftFor,
  SaleClaimed,
  SaleLine,
  SaleLinesReturned,
  SaleRecorded,
  SaleVoided,
} from './events.js'

/** A line of a sale: `<sale id>/<line>`. */
export type SoldLineId = Branded<string, 'SoldLineId'>

/** One line that was sold, with what became of it: what an analysis counts. Of the customer only the pseudonym. */
export interface SoldLine {
  /** Absent for a return whose sale is not read yet. */
  readonly sold?: LineFacts
  /** By a claim, where the document names nobody. */
  readonly claimedBy?: CustomerId
  readonly isVoid: boolean
  readonly returnedUnits: number
  /** What had been paid for the pieces that came back. */
  readonly returnedMinor: number
  /** What was given back for them. */
  readonly refundedMinor: number
}

/** What the document says of a line. */
export interface LineFacts {
  readonly customerId?: CustomerId
  readonly giftFor?: GiftFor
  readonly occasion?: Code
  readonly campaignRef?: Code
  readonly storeId: StoreId
  readonly soldOn: CivilDate
  readonly currency: Currency
  readonly sku: Sku
  readonly article?: Article
  readonly quantity: number
  readonly unitMinor: number
  readonly paidMinor: number
  readonly taxMinor?: number
  /** What of it was paid with points. */
  readonly pointsMinor?: number
}

/** What one event says of one line. */
export type SoldLinePart = Partial<SoldLine>

type LineEvent = SaleRecorded | SaleLinesReturned | SaleVoided | SaleClaimed

/** The key of a line. */
export const soldLineId = (saleId: SaleId, lineId: LineId): SoldLineId =>
  `${saleId}/${lineId}` as SoldLineId

const factsOf = (
  { customerId, giftFor, occasion, campaignRef, storeId, soldOn, currency }: SaleRecorded,
  { sku, article, quantity, unitMinor, paidMinor, taxMinor, byPoints }: SaleLine,
): LineFacts => ({
  ...(customerId === undefined ? {} : { customerId }),
  ...(giftFor === undefined ? {} : { giftFor }),
  ...(occasion === undefined ? {} : { occasion }),
  ...(campaignRef === undefined ? {} : { campaignRef }),
  storeId,
  soldOn,
  currency,
  sku,
  ...(article === undefined ? {} : { article }),
  quantity,
  unitMinor,
  paidMinor,
  ...(taxMinor === undefined ? {} : { taxMinor }),
  ...(byPoints === undefined ? {} : { pointsMinor: byPoints.minor }),
})

const parts = ({
  event,
}: LogEvent<LineEvent>): ReadonlyArray<readonly [SoldLineId, SoldLinePart]> => {
  const { saleId } = event
  switch (event.type) {
    case 'SaleRecorded':
      return event.lines.map((line) => [
        soldLineId(saleId, line.lineId),
        { sold: factsOf(event, line) },
      ])
    case 'SaleLinesReturned':
      return event.lines.map(({ lineId, quantity, paidMinor, refundMinor }) => [
        soldLineId(saleId, lineId),
        { returnedUnits: quantity, returnedMinor: paidMinor, refundedMinor: refundMinor },
      ])
    case 'SaleVoided':
      return event.lines.map(({ lineId }) => [soldLineId(saleId, lineId), { isVoid: true }])
    case 'SaleClaimed':
      return event.lines.map(({ lineId }) => [
        soldLineId(saleId, lineId),
        { claimedBy: event.customerId },
      ])
  }
}

/** What is left of a line: pieces, and what was paid for them. Nothing of a sale that was voided. */
export const leftOfLine = ({
  sold,
  isVoid,
  returnedUnits,
  returnedMinor,
}: SoldLine): { readonly units: number; readonly paidMinor: number } =>
  sold === undefined || isVoid
    ? { units: 0, paidMinor: 0 }
    : { units: sold.quantity - returnedUnits, paidMinor: sold.paidMinor - returnedMinor }

/** Every line that was sold, for analyses and for SQL. */
export const soldLines: Projection<SoldLineId, SoldLine, LineEvent, SoldLinePart> = {
  name: 'sold_lines',
  version: 1,
  types: ['SaleRecorded', 'SaleLinesReturned', 'SaleVoided', 'SaleClaimed'],
  parts,
  initial: () => ({ isVoid: false, returnedUnits: 0, returnedMinor: 0, refundedMinor: 0 }),
  evolve: (line, part) => ({
    ...line,
    ...part,
    returnedUnits: line.returnedUnits + (part.returnedUnits ?? 0),
    returnedMinor: line.returnedMinor + (part.returnedMinor ?? 0),
    refundedMinor: line.refundedMinor + (part.refundedMinor ?? 0),
  }),
  occurredSafe: true,
}
